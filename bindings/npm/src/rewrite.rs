//! Queries in other words: simplified, portable.

use activity_query::rewrite::NotPortable;
use activity_query::{ActivityTerm, ComputerTerm, Expr};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json, not_a_query};
use crate::language::{Language, in_language};
use crate::place::{Places, Range};

#[derive(Serialize)]
struct TextView<'a> {
    ok: bool,
    text: &'a str,
}

/// The query without what decides nothing.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn simplified(language: Language, text: &str) -> Answer {
    fn simple<L: activity_query::Language>(text: &str) -> Answer {
        match text.parse::<Expr<L>>() {
            Ok(query) => json(&TextView { ok: true, text: &query.simplified().to_string() }),
            Err(error) => not_a_query(&error),
        }
    }
    in_language!(language, simple(text))
}

#[derive(Serialize)]
struct NotPortableView {
    ok: bool,
    message: String,
    span: Option<Range>,
}

/// The text of the query in the documented grammar alone.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn portable(language: Language, text: &str, most: usize) -> Answer {
    let portable = match language {
        Language::Activity => text.parse::<Expr<ActivityTerm>>().map(|query| query.portable(most)),
        Language::Computer => {
            text.parse::<Expr<ComputerTerm>>().map(|query| Ok(query.portable(most)?))
        }
    };
    match portable {
        Ok(Ok(portable)) => json(&TextView { ok: true, text: &portable }),
        Ok(Err(error)) => unportable(text, &error),
        Err(error) => not_a_query(&error),
    }
}

fn unportable(text: &str, error: &NotPortable) -> Answer {
    let span = error.span().map(|span| Places::of(text).range(span));
    json(&NotPortableView { ok: false, message: error.to_string(), span })
}
