//! What there is to know of the fields of a language.

use activity_query::language;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json};
use crate::language::{Language, in_language};

#[derive(Serialize)]
struct FieldView {
    name: &'static str,
    help: &'static str,
    takes: String,
    words: &'static [&'static str],
}

/// The fields of a language, in the order in which messages list them.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn fields(language: Language) -> Answer {
    fn views<L: activity_query::Language>() -> Vec<FieldView> {
        let view = |field: &'static language::FieldInfo| FieldView {
            name: field.name,
            help: field.help,
            takes: field.kind.to_string(),
            words: field.kind.words(),
        };
        language::fields::<L>().map(view).collect()
    }
    json(&in_language!(language, views()))
}
