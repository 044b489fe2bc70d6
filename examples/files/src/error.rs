//! Why records can't be read.

use std::io;

use activity_query::model::RecordError;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use activity_query::store::SqlError;
use activity_query::store::{DuplicateIds, LoadError};
use thiserror::Error;

/// Why records can't be read, or a database can't be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or standard input can't be read.
    #[error("{name}: {error}")]
    Read {
        /// The name of the file.
        name: String,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
    /// A file is not the text that it should be.
    #[error("{name}:{line}:{column}: {message}")]
    Text {
        /// The name of the file.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What it is instead.
        message: String,
    },
    /// The records of a file can't be loaded.
    #[error("{}", unloadable(name, error))]
    Load {
        /// The name of the file.
        name: String,
        /// What is wrong with them.
        #[source]
        error: LoadError,
    },
    /// A record of a store is broken.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Standard input was named more than once.
    #[error("standard input, `-`, can be the query or one of the files, but not two of them")]
    StandardInputTaken,
    /// A database can't be opened.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[error("{}", crate::connection::unconnected(url, error))]
    Database {
        /// The URL of the database.
        url: String,
        /// What is wrong with it.
        #[source]
        error: SqlError,
    },
}

impl Error {
    /// The error as it is printed: each line of the message begins with `error: `.
    #[must_use]
    pub fn report(&self) -> String {
        self.to_string().lines().map(|line| format!("error: {line}")).collect::<Vec<_>>().join("\n")
    }
}

impl From<Error> for String {
    fn from(error: Error) -> Self {
        error.report()
    }
}

fn unloadable(name: &str, error: &LoadError) -> String {
    match error {
        LoadError::Line { line, column, message } => format!("{name}:{line}:{column}: {message}"),
        LoadError::Duplicate(duplicates) => repeated(name, duplicates),
        error => format!("{name}: {error}"),
    }
}

/// How many duplicates a message names.
const NAMED: usize = 10;

/// A line for each record whose id another has.
fn repeated(name: &str, DuplicateIds { kind, key, duplicates, .. }: &DuplicateIds) -> String {
    let lines = duplicates.iter().take(NAMED).map(|own| {
        let place = own.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{name}{place}: more than one {kind} with the {key} {}", own.id)
    });
    let more = duplicates.len().checked_sub(NAMED).filter(|more| *more > 0);
    let more = more.map(|more| format!("{name}: {more} more with the {key} of another"));
    lines.chain(more).collect::<Vec<_>>().join("\n")
}
