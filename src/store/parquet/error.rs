//! [`ParquetError`]: the error of a data set.

use std::io;
use std::path::PathBuf;

use datafusion::arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError as FormatError;
use thiserror::Error;

use crate::model::RecordError;
use crate::store::{LoadError, StoreError};

/// The error of a data set that can't be read or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ParquetError {
    /// The engine failed, or could not read the files.
    #[error("the data set can't be read: {}", .0.strip_backtrace())]
    Engine(#[from] DataFusionError),
    /// A record in the data set is invalid.
    #[error("a record in the data set is broken: {0}")]
    Record(#[from] RecordError),
    /// A column of the layout is missing, or has another type.
    #[error("the data set is not one of activities: it has no column `{0}`")]
    Column(&'static str),
    /// The offset is too large for a plan.
    #[error("{0} activities can't be skipped: start after a cursor")]
    Offset(usize),
    /// The path where a data set is to be written already exists.
    #[error("`{}` already exists: a data set is written to a new folder", .0.display())]
    Exists(PathBuf),
    /// The data set can't be written.
    #[error("the data set can't be written: {0}")]
    Write(#[from] io::Error),
}

impl From<ArrowError> for ParquetError {
    fn from(error: ArrowError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<FormatError> for ParquetError {
    fn from(error: FormatError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<ParquetError> for StoreError<ParquetError> {
    fn from(error: ParquetError) -> Self {
        Self::Store(error)
    }
}

/// The error of writing a data set, so that there is none.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ParquetLoadError {
    /// The activities are invalid.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Writing failed.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}
