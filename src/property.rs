//! The table of the properties that records have, and the questions that terms ask about
//! them. It is used for conditions of databases, the index in memory, rows, files,
//! constraints, completion of values, and explanations.
//!
//! The reference evaluator does not use it, since all of these are tested against it.

mod constraint;
mod question;
mod row;
mod schema;
mod table;

pub(crate) use constraint::constraints;
#[cfg(any(feature = "sql", feature = "datafusion"))]
pub(crate) use question::Case;
pub(crate) use question::{Comparison, Moment, Question, Test, Tests, row_kind};
pub(crate) use row::{Row, Value};
pub use schema::Schema;
pub(crate) use table::Asked;
pub use table::{Column, Holds, Table};
