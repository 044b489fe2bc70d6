//! [`RecordError`]: the error for a text that is not a record.

use thiserror::Error;

use crate::model::field;

/// The error for a text that is not a record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message} at line {line} column {column}")]
#[non_exhaustive]
pub struct RecordError {
    /// The mistake.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The byte in the line, counted from 1.
    pub column: usize,
}

impl From<serde_json::Error> for RecordError {
    fn from(error: serde_json::Error) -> Self {
        Self { message: field::without_place(&error), line: error.line(), column: error.column() }
    }
}
