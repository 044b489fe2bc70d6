//! The library for JavaScript, in two sizes: what an editor of queries needs, and with
//! the feature `full` records, too. What compiles queries to SQL is a module of its own,
//! which few need.
//!
//! Answers are JSON texts, which JavaScript reads faster than it would make objects one
//! by one. All places are UTF-16 offsets. The functions in `core.js` are what people
//! call; these are for them alone.

#![expect(
    unreachable_pub,
    clippy::float_cmp,
    reason = "`wasm_bindgen` exports what is public, and compares the numbers of enums so"
)]

mod answer;
mod clock;
mod place;

#[cfg(feature = "edit")]
mod check;
#[cfg(feature = "edit")]
mod complete;
#[cfg(feature = "edit")]
mod edit;
#[cfg(feature = "edit")]
mod fields;
#[cfg(feature = "edit")]
mod highlight;
#[cfg(feature = "edit")]
mod language;
#[cfg(feature = "edit")]
mod query;

#[cfg(feature = "full")]
mod lint;
#[cfg(feature = "full")]
mod records;
#[cfg(feature = "full")]
mod rewrite;

#[cfg(feature = "sql")]
mod sql;
