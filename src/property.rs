//! The one table of what records have, and what a term asks of it: conditions
//! of databases, the index in memory, rows, files, constraints, completion of
//! values and explanations read it.
//!
//! The reference evaluator does not: it is the judge of all of these.

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
