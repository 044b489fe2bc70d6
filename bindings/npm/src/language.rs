//! The two languages, and their limits.

use activity_query::Limits;
use wasm_bindgen::prelude::*;

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
