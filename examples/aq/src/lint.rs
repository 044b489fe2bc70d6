//! `aq lint`.

use activity_query::diagnostic::visible;
use activity_query::lint::Fixed;
use activity_query::{ActivityQuery, ComputerQuery, Diagnostic};
use clap::Args;
use serde_json::json;

use crate::arguments::{AnyQueryText, Format, Report};
use crate::failure::{Exit, Failure};
use crate::output::{print, print_colored, print_json};
use crate::show;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: AnyQueryText,
    /// Apply the fixes that are certain, and print the text
    ///
    /// Whatever is left is reported on standard error, a line each. The exit code is 1 if a mistake
    /// is left, and 0 if nothing but warnings is.
    #[arg(long, conflicts_with_all = ["format", "json"])]
    fix: bool,
    #[command(flatten)]
    format: Format,
}

/// Reports whatever may be wrong with a query.
pub(crate) fn lint(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = arguments.text.query.read()?;
    if arguments.fix {
        let fixed = if arguments.text.computer {
            ComputerQuery::fix(&text)
        } else {
            ActivityQuery::fix(&text)
        };
        return show_fixed(&fixed);
    }
    let found = if arguments.text.computer {
        ComputerQuery::lint(&text)
    } else {
        ActivityQuery::lint(&text)
    };
    match arguments.format.format {
        Report::Human if found.is_empty() => {}
        Report::Human => {
            let report = Diagnostic::report_all(&found, &text);
            print_colored(&format!("{}\n", show::report(report.trim_end())))?;
        }
        Report::Json => {
            print_json(&json!({ "diagnostics": show::diagnostics(&text, &found) }))?;
        }
    }
    Ok(if found.is_empty() { Exit::Success } else { Exit::Findings })
}

/// Prints the text, and on standard error whatever is left.
fn show_fixed(fixed: &Fixed) -> Result<Exit, Failure> {
    for left in &fixed.left {
        anstream::eprintln!("{}", show::report(&line(left, &fixed.text)));
    }
    print(&format!("{}\n", fixed.text.trim_end()))?;
    Ok(if fixed.has_mistakes() { Exit::Findings } else { Exit::Success })
}

/// One line about a diagnostic that is left: `error[bare-word]: … (1:8)`, with the line and
/// the column.
fn line(left: &Diagnostic, text: &str) -> String {
    let severity = left.severity;
    let before = text.get(..left.span.start()).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let row = before.matches('\n').count() + 1;
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    visible(&format!("{severity}[{}]: {left} ({row}:{column})", left.code))
}
