//! The two languages, and what every answer is.

use activity_query::{Diagnostic, Limits, ParseError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::place::{DiagnosticView, Places};

/// A language of queries.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Language {
    /// Of activities.
    Activity,
    /// Of computers.
    Computer,
}

/// Calls a function for the terms of a language.
macro_rules! in_language {
    ($language:expr, $function:ident($($argument:expr),*)) => {
        match $language {
            $crate::language::Language::Activity => {
                $function::<activity_query::ActivityTerm>($($argument),*)
            }
            $crate::language::Language::Computer => {
                $function::<activity_query::ComputerTerm>($($argument),*)
            }
        }
    };
}
pub(crate) use in_language;

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

/// The default limits, or others: `length`, `depth`, `terms` and `diagnostics`.
pub(crate) fn limits(given: &[u32]) -> Limits {
    let default = Limits::default();
    let &[length, depth, terms, diagnostics] = given else { return default };
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    default
        .length(number(length))
        .depth(number(depth))
        .terms(number(terms))
        .diagnostics(number(diagnostics))
}
