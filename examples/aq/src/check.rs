//! `aq check`.

use activity_query::parse::Parsed;
use activity_query::{ActivityTerm, ComputerTerm, Expr, Language, Limits};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::arguments::{AnyQueryText, Format, Report, warn};
use crate::failure::{Exit, Failure};
use crate::output::{print, print_json};
use crate::show;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: AnyQueryText,
    #[command(flatten)]
    format: Format,
}

/// Prints the canonical text of a query, or its mistakes.
pub(crate) fn check(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = arguments.text.query.read()?;
    let format = arguments.format.format;
    if arguments.text.computer {
        check_text::<ComputerTerm>(&text, format)
    } else {
        check_text::<ActivityTerm>(&text, format)
    }
}

fn check_text<T: Language>(text: &str, format: Report) -> Result<Exit, Failure> {
    let parsed = Expr::<T>::parse(text, &Limits::default());
    let exit = if parsed.is_ok() { Exit::Success } else { Exit::Findings };
    match (format, parsed) {
        (Report::Human, Ok(parsed)) => {
            warn(text, &parsed);
            print(&format!("{}\n", parsed.query))
        }
        (Report::Human, Err(error)) => {
            anstream::eprintln!("{}", show::report(error.report().trim_end()));
            Ok(())
        }
        (Report::Json, Ok(Parsed { query, warnings, .. })) => print_json(&Checked {
            canonical: Some(query.to_string()),
            query: Some(query.tree()),
            diagnostics: show::diagnostics(text, &warnings),
        }),
        (Report::Json, Err(error)) => print_json(&Checked {
            canonical: None,
            query: None::<()>,
            diagnostics: show::diagnostics(text, error.diagnostics()),
        }),
    }?;
    Ok(exit)
}

/// The answer as JSON.
#[derive(Serialize)]
struct Checked<Q> {
    canonical: Option<String>,
    query: Option<Q>,
    diagnostics: Vec<Value>,
}
