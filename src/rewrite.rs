//! Queries that say the same in another way.

mod forms;
mod negation;

pub use forms::TooLarge;
