//! `aq complete`.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use activity_query::complete::{Completion, CompletionKind, Suggestion, ValueProvider as _};
use activity_query::diagnostic::visible;
use activity_query::{ActivityQuery, ComputerQuery};
use anstyle::Style;
use clap::Args;

use crate::arguments::{AnyQueryText, Clock, Format, Report};
use crate::failure::{Exit, Failure};
use crate::output::{print, print_colored, print_json};
use crate::show::muted;
use crate::store::Source;
use crate::values::Values;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: AnyQueryText,
    /// The position of the cursor in bytes [default: the end]
    #[arg(long, value_name = "N")]
    cursor: Option<usize>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

/// Shows what can be written at the cursor, with the values of the records.
pub(crate) fn complete(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = arguments.text.query.read()?;
    let values = Values::of(&arguments.source)?;
    // The line break that ends an input was not typed.
    let end = text.trim_end_matches(['\r', '\n']).len();
    let cursor = arguments.cursor.unwrap_or(end);
    let values = values.at(arguments.clock.now());
    let completion = if arguments.text.computer {
        ComputerQuery::complete(&text, cursor, &values)
    } else {
        ActivityQuery::complete(&text, cursor, &values)
    };
    match arguments.format.format {
        Report::Json => print_json(&completion),
        Report::Human if std::io::stdout().is_terminal() => {
            print_colored(&listing(&text, &completion))
        }
        Report::Human => print(&lines(&completion.items)),
    }?;
    Ok(Exit::Success)
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
        // The library may have more kinds one day.
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
