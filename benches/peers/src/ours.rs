//! Our own parser.

use std::hint::black_box;

use activity_query::{ActivityQuery, Limits};

/// Parses `text` with the defaults: values are read, positions kept, all mistakes reported.
#[must_use]
pub fn ours(text: &str) -> bool {
    black_box(ActivityQuery::parse(text, &Limits::default())).is_ok()
}
