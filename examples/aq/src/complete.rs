//! `aq complete`.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use activity_query::complete::{Completion, CompletionKind, Suggestion, ValueProvider as _};
use activity_query::diagnostic::visible;
use activity_query::model::Time;
use activity_query::{ActivityQuery, ComputerQuery, MemoryStore};
use anstyle::Style;
use chrono::Utc;
use clap::Args;

use crate::show::muted;
use crate::{Failure, Report, Text, print, print_colored, print_json, query_text};
use activity_query_files::Files;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: Text,
    /// Where the cursor stands, in bytes [default: at the end]
    #[arg(long, value_name = "N")]
    cursor: Option<usize>,
    #[command(flatten)]
    files: Files,
    /// The time that dates such as "7 days ago" are counted from [default: the clock's]
    #[arg(long, value_name = "TIME")]
    now: Option<Time>,
    /// How to show the suggestions; as JSON: an object with `span` and `items`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

/// Shows what can be written at the cursor, with the values of the records.
pub(crate) fn complete(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.text.query)?;
    let store: MemoryStore = arguments.files.store()?;
    // The line break that ends an input is nothing that somebody types.
    let end = text.trim_end_matches(['\r', '\n']).len();
    let cursor = arguments.cursor.unwrap_or(end);
    let values = store.at(arguments.now.as_ref().map_or_else(Utc::now, Time::instant));
    let completion = if arguments.text.computer {
        ComputerQuery::complete(&text, cursor, &values)
    } else {
        ActivityQuery::complete(&text, cursor, &values)
    };
    match arguments.format {
        Report::Json => print_json(&completion),
        Report::Human if std::io::stdout().is_terminal() => {
            print_colored(&listing(&text, &completion))
        }
        Report::Human => print(&lines(&completion.items)),
    }
}

/// A suggestion a line, with tabs between its parts.
fn lines(items: &[Suggestion]) -> String {
    let line = |item: &Suggestion| {
        let (text, help) = (visible(&item.text), visible(&item.help));
        format!("{text}\t{}\t{help}\n", name(item.kind))
    };
    items.iter().map(line).collect()
}

fn name(kind: CompletionKind) -> &'static str {
    match kind {
        CompletionKind::Field => "field",
        CompletionKind::Value => "value",
        CompletionKind::Term => "term",
        CompletionKind::Keyword => "keyword",
        CompletionKind::Operator => "operator",
        // The library may know more one day.
        _ => "other",
    }
}

/// The suggestions in columns, and what they replace.
fn listing(text: &str, completion: &Completion) -> String {
    let items: Vec<(String, &Suggestion)> =
        completion.items.iter().map(|item| (visible(&item.text), item)).collect();
    if items.is_empty() {
        return "nothing to suggest\n".to_owned();
    }
    let width = items.iter().map(|(text, _)| text.trim_end().chars().count()).max();
    let width = width.unwrap_or_default().min(40);
    let (bold, muted) = (Style::new().bold(), muted());
    let mut shown = String::new();
    for (text, item) in &items {
        let text = text.trim_end();
        let gap = width.saturating_sub(text.chars().count());
        // Writing to a string does not fail.
        let _ = writeln!(
            shown,
            "{bold}{text}{bold:#}{:gap$}  {muted}{:8}  {}{muted:#}",
            "",
            name(item.kind),
            visible(&item.help),
        );
    }
    let count = items.len();
    let suggestions = if count == 1 { "suggestion" } else { "suggestions" };
    let replaced = text.get(completion.span.range()).unwrap_or_default();
    let _ = match replaced {
        "" => writeln!(shown, "{count} {suggestions}"),
        replaced => writeln!(shown, "{count} {suggestions} for `{}`", visible(replaced)),
    };
    shown
}
