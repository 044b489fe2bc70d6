//! `aq lint`.

use std::process::ExitCode;

use activity_query::diagnostic::visible;
use activity_query::lint::Fixed;
use activity_query::{ActivityQuery, ComputerQuery, Diagnostic};
use clap::Args;
use serde_json::json;

use crate::{Failure, Report, Text, print, print_colored, print_json, query_text, show};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: Text,
    /// Apply the certain fixes until none is left, and print the text
    ///
    /// What is left is told on standard error, a line each. The exit code is 1 while a mistake is
    /// left, and 0 otherwise, remarks or not.
    #[arg(long, conflicts_with_all = ["format", "json"])]
    fix: bool,
    /// How to show what was found; as JSON: all `diagnostics`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

/// Says all that may be wrong with a query; the code is 1 if there is anything.
pub(crate) fn lint(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.text.query)?;
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
    match arguments.format {
        Report::Human if found.is_empty() => {}
        Report::Human => {
            let report = Diagnostic::report_all(&found, &text);
            print_colored(&format!("{}\n", show::report(report.trim_end())))?;
        }
        Report::Json => {
            print_json(&json!({ "diagnostics": show::diagnostics(&text, &found) }))?;
        }
    }
    Ok(ExitCode::from(u8::from(!found.is_empty())))
}

/// Prints the text; the code is 1 if a mistake is left.
fn show_fixed(fixed: &Fixed) -> Result<ExitCode, Failure> {
    for left in &fixed.left {
        anstream::eprintln!("{}", show::report(&line(left, &fixed.text)));
    }
    print(&format!("{}\n", fixed.text.trim_end()))?;
    Ok(ExitCode::from(u8::from(fixed.has_mistakes())))
}

/// One line about what is left: `error[bare-word]: … (1:8)`, with the line and
/// the column.
fn line(left: &Diagnostic, text: &str) -> String {
    let severity = left.severity;
    let before = text.get(..left.span.start()).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let row = before.matches('\n').count() + 1;
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    visible(&format!("{severity}[{}]: {left} ({row}:{column})", left.code))
}
