//! A language with the fields of activities and its own parses, checks, completes and prints
//! any text like the language of activities.
#![no_main]

use activity_query::Expr;
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/based/zoned.rs"]
mod zoned;

use zoned::{Numbered, Zoned, is_as_in_the_base};

fuzz_target!(|text: &str| {
    // The cursor is somewhere in the text, always at the same position.
    let cursor = text.bytes().map(usize::from).sum::<usize>() % (text.len() + 1);
    is_as_in_the_base::<Zoned>(text, cursor, Expr::lift);
    is_as_in_the_base::<Numbered>(text, cursor, |query| query.lift::<Zoned>().lift());
});
