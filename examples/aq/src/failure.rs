//! Why a run gives no answer, and the exit codes.

use std::io;
use std::process::ExitCode;

use activity_query::store::Refused;
use activity_query::{ParseError, ResolveError, StoreError};
use thiserror::Error;

/// How a run ends, which is its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Success,
    Findings,
    Usage,
    Query,
    Failure,
}

impl Exit {
    pub(crate) const ALL: [Self; 5] =
        [Self::Success, Self::Findings, Self::Usage, Self::Query, Self::Failure];

    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Query => 3,
            Self::Failure => 4,
        }
    }

    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "the command did what it was asked to do",
            Self::Findings => {
                "`aq check` found a mistake, `aq lint` found anything, `aq lint --fix` left a mistake, or a change was not confirmed"
            }
            Self::Usage => "the command line is wrong",
            Self::Query => {
                "the query has a mistake, or a change refuses it because it selects everything"
            }
            Self::Failure => {
                "a file, a database, a data set or a server failed, a record is missing, or a change was refused"
            }
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

/// Why a run gives no answer, with the text that is printed on standard error.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// The command line is wrong.
    #[error("error: {0}")]
    Usage(String),
    /// The query has mistakes, or can't be answered: the report.
    #[error("{0}")]
    Query(String),
    /// Some of the selected activities can't be changed, a line each.
    #[error("{0}")]
    Refused(Refused),
    /// A file or a database can't be read.
    #[error("{}", .0.report())]
    Files(#[from] activity_query_files::Error),
    /// There is no record with this id.
    #[error("error: there is no {kind} {id}")]
    Missing { kind: &'static str, id: i64 },
    /// A server gave no answer, or a refusal: the report.
    #[cfg(feature = "server")]
    #[error("{0}")]
    Server(String),
    /// A store gave no answer.
    #[error("error: {0}")]
    Store(String),
    /// An answer or a file can't be written.
    #[error("error: {name}: {error}")]
    Write {
        name: String,
        #[source]
        error: io::Error,
    },
}

impl Failure {
    /// Why a store gave no answer to the query with this text.
    pub(crate) fn of_store<E: std::error::Error>(error: StoreError<E>, text: &str) -> Self {
        match (error.report(text), error) {
            (Some(report), _) => Self::Query(report),
            (None, StoreError::Refused(refused)) => Self::Refused(refused),
            (None, error) => Self::Store(error.to_string()),
        }
    }

    /// Why an engine gave no answer.
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "parquet", feature = "server"))]
    pub(crate) fn of_engine(error: impl std::error::Error) -> Self {
        Self::Store(error.to_string())
    }

    /// Why a saved search of the query with this text can't be expanded.
    pub(crate) fn of_searches(error: &ResolveError, text: &str) -> Self {
        Self::Query(error.report(text))
    }

    /// How a run with this failure ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) | Self::Files(activity_query_files::Error::StandardInputTaken) => {
                Exit::Usage
            }
            Self::Query(_) => Exit::Query,
            Self::Refused(_)
            | Self::Files(_)
            | Self::Missing { .. }
            | Self::Store(_)
            | Self::Write { .. } => Exit::Failure,
            #[cfg(feature = "server")]
            Self::Server(_) => Exit::Failure,
        }
    }
}

impl From<ParseError> for Failure {
    fn from(error: ParseError) -> Self {
        Self::Query(error.report())
    }
}
