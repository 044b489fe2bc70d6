//! `aq lint`.

use std::process::ExitCode;

use activity_query::{ActivityQuery, ComputerQuery, Diagnostic};
use clap::Args;
use serde_json::json;

use crate::{Failure, Report, Text, print, print_colored, print_json, query_text, show};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: Text,
    /// Print the text after all fixes instead
    #[arg(long, conflicts_with = "format")]
    fix: bool,
    /// How to show what was found; as JSON: all `diagnostics`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

/// Says all that may be wrong with a query; the code is 1 if there is anything.
pub(crate) fn lint(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.text.query)?;
    let found = if arguments.text.computer {
        ComputerQuery::lint(&text)
    } else {
        ActivityQuery::lint(&text)
    };
    if arguments.fix {
        let fixed = Diagnostic::fix_all(&found, &text);
        return print(&format!("{}\n", fixed.trim_end()));
    }
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
