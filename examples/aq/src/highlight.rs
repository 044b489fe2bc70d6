//! `aq highlight`.

use std::fmt::Write as _;

use activity_query::highlight::{Highlight, TokenClass};
use activity_query::{ActivityQuery, ComputerQuery};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::Args;

use crate::arguments::{AnyQueryText, Format, Report};
use crate::failure::{Exit, Failure};
use crate::output::{print, print_colored, print_json};
use crate::show::visible_lines;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: AnyQueryText,
    #[command(flatten)]
    format: Format,
}

/// Shows the text in colours, on a terminal that wants them.
pub(crate) fn highlight(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = arguments.text.query.read()?;
    let parts = if arguments.text.computer {
        ComputerQuery::highlight(&text)
    } else {
        ActivityQuery::highlight(&text)
    };
    let is_plain = AutoStream::choice(&std::io::stdout()) == ColorChoice::Never;
    match arguments.format.format {
        Report::Json => print_json(&parts),
        Report::Human if is_plain => print(&format!("{}\n", text.trim_end())),
        Report::Human => print_colored(&colored(text.trim_end(), &parts)),
    }?;
    Ok(Exit::Success)
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
        // Blanks, keywords, and classes that the library may have one day.
        _ => Style::new(),
    }
}
