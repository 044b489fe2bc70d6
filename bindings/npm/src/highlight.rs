//! What each part of a text is.

use activity_query::Expr;
use activity_query::highlight::{Highlight, TokenClass};
use wasm_bindgen::prelude::*;

use crate::language::{Language, in_language};
use crate::place::Places;

/// The classes, each at the place of its number.
const CLASSES: [TokenClass; 14] = [
    TokenClass::Blank,
    TokenClass::Field,
    TokenClass::Colon,
    TokenClass::Text,
    TokenClass::Word,
    TokenClass::Number,
    TokenClass::Date,
    TokenClass::Size,
    TokenClass::Range,
    TokenClass::Quote,
    TokenClass::Operator,
    TokenClass::Group,
    TokenClass::Keyword,
    TokenClass::Error,
];

/// The names of the classes, as a JSON array.
///
/// # Errors
/// None that a caller could make.
#[wasm_bindgen]
pub fn classes() -> crate::answer::Answer {
    crate::answer::json(&CLASSES)
}

/// The end of each part and the number of its class: the parts follow each other
/// without a gap.
#[wasm_bindgen]
#[must_use]
pub fn highlight(language: Language, text: &str) -> Vec<u32> {
    fn found<L: activity_query::Language>(text: &str) -> Vec<Highlight> {
        Expr::<L>::highlight(text)
    }
    let places = Places::of(text);
    let parts = in_language!(language, found(text));
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let class = |class| CLASSES.iter().position(|known| *known == class).unwrap_or(CLASSES.len());
    let pair =
        |part: &Highlight| [number(places.utf16(part.span.end())), number(class(part.class))];
    parts.iter().flat_map(pair).collect()
}
