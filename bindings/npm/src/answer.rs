//! Answers, as they are passed to JavaScript.

use activity_query::{Diagnostic, ParseError};
use serde::Serialize;
use wasm_bindgen::JsError;

use crate::place::{DiagnosticView, Places};

/// An answer as JSON.
pub(crate) type Answer = Result<String, JsError>;

pub(crate) fn json(answer: &impl Serialize) -> Answer {
    Ok(serde_json::to_string(answer)?)
}

/// What is wrong with a text that should be a query.
#[derive(Serialize)]
struct Refused<'a> {
    ok: bool,
    diagnostics: Vec<DiagnosticView<'a>>,
}

pub(crate) fn refused(text: &str, diagnostics: &[Diagnostic]) -> Answer {
    json(&Refused { ok: false, diagnostics: Places::of(text).diagnostics(diagnostics) })
}

pub(crate) fn not_a_query(error: &ParseError) -> Answer {
    refused(error.text(), error.diagnostics())
}
