//! What is wrong with a text.

use activity_query::parse::CheckMode;
use activity_query::{Diagnostic, Expr, Limits};
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json};
use crate::language::{Language, in_language, limits};
use crate::place::Places;

/// The mistakes in a text; with a cursor, those that are not due to its being unfinished.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn check(language: Language, text: &str, cursor: Option<u32>, given: &[u32]) -> Answer {
    fn found<L: activity_query::Language>(
        text: &str,
        mode: CheckMode,
        limits: &Limits,
    ) -> Vec<Diagnostic> {
        Expr::<L>::check(text, mode, limits)
    }
    let places = Places::of(text);
    let mode = match cursor {
        Some(cursor) => CheckMode::Editing { cursor: places.byte(cursor) },
        None => CheckMode::Strict,
    };
    let found = in_language!(language, found(text, mode, &limits(given)));
    json(&places.diagnostics(&found))
}
