//! [`RecordError`]: why a text is not a record.

use thiserror::Error;

use crate::model::field;

/// Why a text is not a record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message} at line {line} column {column}")]
#[non_exhaustive]
pub struct RecordError {
    /// What is wrong.
    pub message: String,
    /// The line, from 1 on.
    pub line: usize,
    /// The byte in the line, from 1 on.
    pub column: usize,
}

impl From<serde_json::Error> for RecordError {
    fn from(error: serde_json::Error) -> Self {
        Self { message: field::without_place(&error), line: error.line(), column: error.column() }
    }
}
