//! Queries that say the same in another way.

mod forms;
mod negation;
mod simplify;

pub use forms::TooLarge;
