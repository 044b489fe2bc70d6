//! [`SqlError`]: the error of a database.

use std::path::PathBuf;

use thiserror::Error;

use crate::model::RecordError;
use crate::query::diagnostic::visible;
use crate::store::{LoadError, StoreError};

/// The error of a database.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SqlError {
    /// The connection broke, or none could be opened; a later call opens a new one.
    #[error("{}", lost(.0))]
    Connection(#[source] sqlx::Error),
    /// The database refused a statement.
    #[error("the database reports: {}", said(.0))]
    Database(#[source] sqlx::Error),
    /// There is no file at the path of the database.
    #[error("there is no database at `{}`", visible(&.0.display().to_string()))]
    Missing(PathBuf),
    /// The database has no tables of activities.
    #[error("the database has no tables of activities")]
    NoTables,
    /// A newer version of this library has changed the tables.
    #[error(
        "the database has layout {found}, and this version knows layouts up to {known}: use a newer version"
    )]
    NewerLayout {
        /// The layout of the tables: the number of their migrations.
        found: u64,
        /// The newest layout that this version knows.
        known: u64,
    },
    /// A migration can't be applied to the existing tables.
    #[error("the tables can't be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A record in the database is invalid.
    #[error("a record in the database is broken: {0}")]
    Record(#[from] RecordError),
    /// A text contains the character NUL, which columns can't store.
    #[error("{0}: a database can't hold the character NUL, U+0000")]
    Nul(String),
    /// The URL is not one of a database that this build supports.
    #[error("the URL of a database begins with {}", known_urls())]
    UnknownUrl,
}

/// The error for activities that can't be loaded into a database, so that none was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SqlLoadError {
    /// The activities are invalid.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] SqlError),
}

fn lost(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::PoolTimedOut => {
            "no connection to the database could be opened in time".to_owned()
        }
        error => format!("the connection to the database is lost: {}", said(error)),
    }
}

/// Returns the message of the database, if the error comes from it.
fn said(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(error) => error.message().to_owned(),
        None => error.to_string(),
    }
}

impl From<SqlError> for StoreError<SqlError> {
    fn from(error: SqlError) -> Self {
        Self::Store(error)
    }
}

fn known_urls() -> String {
    let sqlite = cfg!(feature = "sqlite").then_some("sqlite:");
    let postgres = cfg!(feature = "postgres").then_some("postgres://");
    sqlite.into_iter().chain(postgres).collect::<Vec<_>>().join(" or ")
}

impl SqlError {
    pub(super) fn new(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let is_lost = match &error {
            E::Io(_)
            | E::Tls(_)
            | E::Protocol(_)
            | E::PoolTimedOut
            | E::PoolClosed
            | E::WorkerCrashed => true,
            // 08: connection exceptions; 57P: the server shuts down.
            E::Database(error) => {
                error.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P"))
            }
            _ => false,
        };
        if is_lost { Self::Connection(error) } else { Self::Database(error) }
    }
}
