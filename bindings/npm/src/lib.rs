//! The library for JavaScript, in two sizes: what an editor of queries needs, and with
//! the feature `full` all of it.
//!
//! Answers are JSON texts, which JavaScript reads faster than it would make objects one
//! by one. All places are UTF-16 offsets. The functions in `core.js` are what people
//! call; these are for them alone.

#![expect(
    unreachable_pub,
    clippy::float_cmp,
    reason = "`wasm_bindgen` exports what is public, and compares the numbers of enums so"
)]

mod check;
mod complete;
mod edit;
mod fields;
mod highlight;
mod language;
#[cfg(feature = "full")]
mod lint;
mod place;
mod query;
#[cfg(feature = "full")]
mod records;
#[cfg(feature = "full")]
mod rewrite;
