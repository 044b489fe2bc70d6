//! What helps to write a query.

use activity_query::edit;
use activity_query::expr::{ExprRef, View};
use activity_query::language;
use activity_query::parse::CheckMode;
use activity_query::{ActivityQuery, ActivityTerm, Diagnostic, Limits};
use serde_json::json;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::parameters::{Parameters, invalid};
use crate::problem::{Problem, located};
use crate::searches;
use crate::service::Service;
use crate::store::Known;

/// How many terms the portable text may have.
const MOST_PORTABLE: usize = 1_000;

/// What is wrong with the query, and its other texts.
pub(crate) fn check(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let limits = Limits::default();
    let Ok(parsed) = ActivityQuery::parse(text, &limits) else {
        let checking = match call.parameters.number("cursor")? {
            Some(cursor) => CheckMode::Editing { cursor },
            None => CheckMode::Strict,
        };
        let diagnostics = ActivityQuery::check(text, checking, &limits);
        return checked(text, &diagnostics, None);
    };
    call.parameters.number("cursor")?;
    let mut diagnostics = ActivityQuery::lint(text);
    if parsed.query.names_searches() {
        let searches = searches::all(service, call)?;
        if let Err(error) = parsed.query.resolve(|name| searches::text_of(&searches, name)) {
            diagnostics.extend_from_slice(error.diagnostics());
        }
    }
    checked(text, &diagnostics, Some(&parsed.query))
}

fn checked(text: &str, diagnostics: &[Diagnostic], query: Option<&ActivityQuery>) -> Answer {
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
        "filters": query.map(filters).unwrap_or_default(),
        "diagnostics": located(diagnostics, text),
    }))
}

/// What the query joins by AND, each as its canonical text.
fn filters(query: &ActivityQuery) -> Vec<String> {
    match query.root() {
        View::All(parts) => parts.map(|part| ExprRef::to_expr(part).to_string()).collect(),
        View::Any(_) | View::Not(_) | View::Term(_) => vec![query.to_string()],
    }
}

/// The query with another filter, or without one.
pub(crate) fn edit(_: &Service, call: &Call) -> Answer {
    let given = &call.parameters;
    let text = given.query();
    let edited = match given.needed("edit")? {
        "add" => edit::add(text, &filter(given)?),
        "remove" => edit::remove(text, &filter(given)?),
        "toggle" => edit::toggle(text, &filter(given)?),
        "set" => edit::set(text, &filter(given)?),
        "clear" => edit::clear::<ActivityTerm>(text, &fields(given)?),
        other => {
            return Err(invalid("edit", other, "`add`, `remove`, `toggle`, `set` or `clear`"));
        }
    };
    answer::of(&edited.map_err(|error| Problem::query(error.diagnostics(), error.text()))?)
}

fn filter(given: &Parameters) -> Result<ActivityQuery, Problem> {
    let filter = given.needed("filter")?.parse();
    filter.map_err(|error: activity_query::ParseError| {
        Problem::bad("InvalidParameter", format!("`filter` is not a query:\n{error}"))
    })
}

/// The fields to clear, with commas between them.
fn fields(given: &Parameters) -> Result<Vec<&str>, Problem> {
    let is_known = |name: &str| language::fields::<ActivityTerm>().any(|field| field.name == name);
    let names = given.needed("fields")?.split(',');
    let known = |name| {
        if is_known(name) {
            Ok(name)
        } else {
            Err(invalid("fields", name, "a field of activities"))
        }
    };
    names.map(known).collect()
}

/// What can be written at the cursor, with the values of the records.
pub(crate) fn complete(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let cursor = call.parameters.number("cursor")?.unwrap_or(text.len());
    answer::of(&ActivityQuery::complete(text, cursor, &Known { store: &service.store, call }))
}

/// What each part of the query is.
pub(crate) fn highlight(_: &Service, call: &Call) -> Answer {
    answer::of(&ActivityQuery::highlight(call.parameters.query()))
}
