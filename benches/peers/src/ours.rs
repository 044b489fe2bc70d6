//! Our own parser.

use std::hint::black_box;

use activity_query::{ActivityQuery, Limits};

/// Parses `text` as everybody does who takes the defaults: values read, places
/// kept, every mistake reported.
#[must_use]
pub fn ours(text: &str) -> bool {
    black_box(ActivityQuery::parse(text, &Limits::default())).is_ok()
}
