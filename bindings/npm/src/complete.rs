//! What can be written at the cursor, with values that JavaScript knows.

use activity_query::Expr;
use activity_query::chrono::{DateTime, Utc};
use activity_query::complete::{Completion, Suggestion, ValueProvider, ValueRequest};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json};
use crate::clock::instant;
use crate::language::{Language, in_language};
use crate::place::{Places, Range};

#[wasm_bindgen]
extern "C" {
    /// Values that JavaScript knows.
    #[derive(Debug)]
    pub type Values;

    #[wasm_bindgen(method)]
    fn values(
        this: &Values,
        language: &str,
        field: Option<&str>,
        typed: &str,
        most: usize,
    ) -> Vec<String>;
}

/// Values at a time, if there is one.
struct At<'v> {
    values: &'v Values,
    now: Option<DateTime<Utc>>,
}

impl ValueProvider for At<'_> {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        self.values.values(wanted.language, wanted.field, wanted.typed, wanted.most)
    }

    fn now(&self) -> Option<DateTime<Utc>> {
        self.now
    }
}

#[derive(Serialize)]
struct CompletionView<'a> {
    span: Range,
    items: &'a [Suggestion],
}

/// What can be written at the cursor.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn complete(
    language: Language,
    text: &str,
    cursor: u32,
    values: &Values,
    now: Option<i64>,
) -> Answer {
    fn completion<L: activity_query::Language>(
        text: &str,
        cursor: usize,
        values: &At<'_>,
    ) -> Completion {
        Expr::<L>::complete(text, cursor, values)
    }
    let places = Places::of(text);
    let values = At { values, now: instant(now) };
    let found = in_language!(language, completion(text, places.byte(cursor), &values));
    json(&CompletionView { span: places.range(found.span), items: &found.items })
}
