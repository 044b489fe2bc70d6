//! What helps to write a query.

use activity_query::{ActivityQuery, Checking, Diagnostic, Limits};
use serde_json::json;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::searches;
use crate::service::Service;

/// How many terms the portable text may have.
const MOST_PORTABLE: usize = 1_000;

/// What is wrong with the query, and its other texts.
pub(crate) fn check(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let limits = Limits::default();
    let Ok(parsed) = ActivityQuery::parse(text, &limits) else {
        let checking = match call.parameters.number("cursor")? {
            Some(cursor) => Checking::Typing { cursor },
            None => Checking::Strict,
        };
        let diagnostics = ActivityQuery::check(text, checking, &limits);
        return checked(&diagnostics, None);
    };
    call.parameters.number("cursor")?;
    let mut diagnostics = ActivityQuery::lint(text);
    if parsed.query.names_searches() {
        let searches = searches::all(service)?;
        if let Err(error) = parsed.query.resolve(|name| searches::text_of(&searches, name)) {
            diagnostics.extend_from_slice(error.diagnostics());
        }
    }
    checked(&diagnostics, Some(&parsed.query))
}

fn checked(diagnostics: &[Diagnostic], query: Option<&ActivityQuery>) -> Answer {
    let (portable, error) = match query.map(|query| query.portable(MOST_PORTABLE)) {
        None => (None, None),
        Some(Ok(text)) => (Some(text), None),
        Some(Err(error)) => {
            (None, Some(json!({ "message": error.to_string(), "span": error.span() })))
        }
    };
    answer::of(&json!({
        "valid": query.is_some() && !diagnostics.iter().any(Diagnostic::is_error),
        "canonical": query.map(ActivityQuery::to_string),
        "portable": portable,
        "portable_error": error,
        "diagnostics": diagnostics,
    }))
}

/// What can be written at the cursor, with the values of the records.
pub(crate) fn complete(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let cursor = call.parameters.number("cursor")?.unwrap_or(text.len());
    answer::of(&ActivityQuery::complete(text, cursor, &service.store))
}

/// What each part of the query is.
pub(crate) fn highlight(_: &Service, call: &Call) -> Answer {
    answer::of(&ActivityQuery::highlight(call.parameters.query()))
}
