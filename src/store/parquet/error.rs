//! [`ParquetError`]: why a data set gave no answer.

use std::io;
use std::path::PathBuf;

use datafusion::arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError as FormatError;
use thiserror::Error;

use crate::model::RecordError;
use crate::store::{LoadError, StoreError};

/// Why a data set gave no answer, or could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ParquetError {
    /// The engine failed, or what it reads.
    #[error("the data set can't be read: {}", .0.strip_backtrace())]
    Engine(#[from] DataFusionError),
    /// A record in the data set can't be read.
    #[error("a record in the data set is broken: {0}")]
    Record(#[from] RecordError),
    /// A column that the layout has is missing, or holds something else.
    #[error("the data set is not one of activities: it has no column `{0}`")]
    Column(&'static str),
    /// More activities are to be left out than a plan can say.
    #[error("{0} activities can't be left out: begin after a cursor")]
    Offset(usize),
    /// There is something where a data set is to be written.
    #[error("`{}` is there already: a data set is written to a new folder", .0.display())]
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

/// Why a data set can't be written; so there is none.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ParquetLoadError {
    /// The activities can't be loaded anywhere.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Writing failed.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}
