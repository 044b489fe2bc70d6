//! Edits that keep what the rest of a text means.

use activity_query::edit::{self, Edited};
use activity_query::{Expr, ParseError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json, not_a_query};
use crate::language::{Language, in_language};
use crate::place::{EditView, Places};

/// A change of one filter of a text.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    /// Adds the filter.
    Add,
    /// Removes the filter.
    Remove,
    /// Adds the filter, or removes it if it is there.
    Toggle,
    /// Replaces the filters of the same fields.
    Set,
}

#[derive(Serialize)]
struct EditedView<'a> {
    ok: bool,
    text: &'a str,
    edits: Vec<EditView<'a>>,
}

#[derive(Serialize)]
struct HasView {
    ok: bool,
    has: bool,
}

/// A filter is written by a program: one that is not a query is an error of it.
fn filter<L: activity_query::Language>(text: &str) -> Result<Expr<L>, JsError> {
    text.parse().map_err(|error: ParseError| {
        let first = error.diagnostics().first().map(ToString::to_string).unwrap_or_default();
        JsError::new(&format!("the filter `{text}` is not a query: {first}"))
    })
}

/// The text with another filter, or without one.
///
/// # Errors
/// If the filter is not a query.
#[wasm_bindgen]
pub fn edit(language: Language, edit: Edit, text: &str, filter: &str) -> Answer {
    in_language!(language, edited(edit, text, filter))
}

fn edited<L: activity_query::Language>(edit: Edit, text: &str, given: &str) -> Answer {
    let filter = filter::<L>(given)?;
    view(text, edit_with(edit, text, &filter))
}

fn edit_with<L: activity_query::Language>(
    edit: Edit,
    text: &str,
    filter: &Expr<L>,
) -> Result<Edited, ParseError> {
    match edit {
        Edit::Add => edit::add(text, filter),
        Edit::Remove => edit::remove(text, filter),
        Edit::Toggle => edit::toggle(text, filter),
        Edit::Set => edit::set(text, filter),
    }
}

/// The text without the filters of some fields.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "JavaScript gives the array away")]
pub fn clear(language: Language, text: &str, fields: Vec<String>) -> Answer {
    fn cleared<L: activity_query::Language>(text: &str, fields: &[&str]) -> Answer {
        view(text, edit::clear::<L>(text, fields))
    }
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    in_language!(language, cleared(text, &fields))
}

/// Whether the text has a filter.
///
/// # Errors
/// If the filter is not a query.
#[wasm_bindgen]
pub fn has(language: Language, text: &str, filter: &str) -> Answer {
    in_language!(language, found(text, filter))
}

fn found<L: activity_query::Language>(text: &str, given: &str) -> Answer {
    match edit::has(text, &filter::<L>(given)?) {
        Ok(has) => json(&HasView { ok: true, has }),
        Err(error) => not_a_query(&error),
    }
}

fn view(text: &str, edited: Result<Edited, ParseError>) -> Answer {
    match edited {
        Ok(Edited { text: after, edits, .. }) => {
            let edits = Places::of(text).edits(&edits);
            json(&EditedView { ok: true, text: &after, edits })
        }
        Err(error) => not_a_query(&error),
    }
}
