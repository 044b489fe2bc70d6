//! A text as a query.

use activity_query::{Expr, Limits};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json, not_a_query};
use crate::language::{Language, in_language, limits};
use crate::place::{DiagnosticView, Places};

#[derive(Serialize)]
struct ParsedView<'a, T> {
    ok: bool,
    canonical: String,
    tree: T,
    warnings: Vec<DiagnosticView<'a>>,
}

/// A text as a query.
///
/// # Errors
/// If the tree is too deep, which no text within the default limits is.
#[wasm_bindgen]
pub fn parse(language: Language, text: &str, given: &[u32]) -> Answer {
    in_language!(language, parsed(text, &limits(given)))
}

fn parsed<L: activity_query::Language>(text: &str, limits: &Limits) -> Answer {
    match Expr::<L>::parse(text, limits) {
        Ok(parsed) => json(&ParsedView {
            ok: true,
            canonical: parsed.query.to_string(),
            tree: parsed.query.tree(),
            warnings: Places::of(text).diagnostics(&parsed.warnings),
        }),
        Err(error) => not_a_query(&error),
    }
}
