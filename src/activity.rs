//! The language of activities: its terms, and its table of fields.

mod constraint;
mod language;
mod term;

pub(crate) use term::Asks;
pub use term::{ActivityQuery, ActivityTerm};
