//! `aq highlight`.

use std::fmt::Write as _;
use std::process::ExitCode;

use activity_query::highlight::{Highlight, TokenClass};
use activity_query::{ActivityQuery, ComputerQuery};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::Args;

use crate::show::visible_lines;
use crate::{Failure, Report, Text, print, print_colored, print_json, query_text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: Text,
    /// How to show the text; as JSON: an array of objects with `span` and `class`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

/// Shows the text in colours, on a terminal that wants them.
pub(crate) fn highlight(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.text.query)?;
    let parts = if arguments.text.computer {
        ComputerQuery::highlight(&text)
    } else {
        ActivityQuery::highlight(&text)
    };
    let is_plain = AutoStream::choice(&std::io::stdout()) == ColorChoice::Never;
    match arguments.format {
        Report::Json => print_json(&parts),
        Report::Human if is_plain => print(&format!("{}\n", text.trim_end())),
        Report::Human => print_colored(&colored(text.trim_end(), &parts)),
    }
}

fn colored(text: &str, parts: &[Highlight]) -> String {
    let mut shown = String::new();
    for part in parts {
        let end = part.span.end().min(text.len());
        let own = text.get(part.span.start()..end).unwrap_or_default();
        if own.is_empty() {
            continue;
        }
        let style = style(part.class);
        let own = visible_lines(own);
        // Writing to a string does not fail.
        let _ = write!(shown, "{style}{own}{style:#}");
    }
    shown.push('\n');
    shown
}

fn style(class: TokenClass) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match class {
        TokenClass::Field => color(AnsiColor::Cyan),
        TokenClass::Colon => color(AnsiColor::BrightBlack),
        TokenClass::Text | TokenClass::Quote => color(AnsiColor::Green),
        TokenClass::Word => color(AnsiColor::Yellow),
        TokenClass::Number | TokenClass::Date | TokenClass::Size | TokenClass::Range => {
            color(AnsiColor::Blue)
        }
        TokenClass::Operator => color(AnsiColor::Magenta).bold(),
        TokenClass::Group => Style::new().bold(),
        TokenClass::Error => color(AnsiColor::Red).underline(),
        // Blanks, keywords, and what the library may know one day.
        _ => Style::new(),
    }
}
