//! Queries that say the same in another way.

mod forms;
mod negation;
mod portable;
mod simplify;

pub use forms::TooLarge;
pub use portable::NotPortable;
