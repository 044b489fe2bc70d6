//! What may be wrong with a query, and the text without it.

use activity_query::lint::Fixed;
use activity_query::{Diagnostic, Expr};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json};
use crate::language::{Language, in_language};
use crate::place::{DiagnosticView, Places};

/// All that may be wrong with a text.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn lint(language: Language, text: &str) -> Answer {
    fn found<L: activity_query::Language>(text: &str) -> Vec<Diagnostic> {
        Expr::<L>::lint(text)
    }
    let found = in_language!(language, found(text));
    json(&Places::of(text).diagnostics(&found))
}

#[derive(Serialize)]
struct FixedView<'a> {
    text: &'a str,
    left: Vec<DiagnosticView<'a>>,
}

/// The text after its certain fixes, and what they leave.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn fix(language: Language, text: &str) -> Answer {
    fn fixed<L: activity_query::Language>(text: &str) -> Fixed {
        Expr::<L>::fix(text)
    }
    let fixed = in_language!(language, fixed(text));
    let left = Places::of(&fixed.text).diagnostics(&fixed.left);
    json(&FixedView { text: &fixed.text, left })
}
