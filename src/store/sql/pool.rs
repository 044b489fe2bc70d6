//! Connections of either engine.

use std::time::Duration;

use sea_query::Values;
use sea_query_sqlx::SqlxValues;
use sqlx::database::HasStatementCache;
use sqlx::migrate::Migrator;
#[cfg(feature = "postgres")]
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, Postgres};
use sqlx::query::Query;
#[cfg(feature = "sqlite")]
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
};
use sqlx::{AssertSqlSafe, Database, IntoArguments, Row as _};

use super::SqlError;
use crate::engine::sql::Dialect;

/// How long to wait for a connection, or for the lock of a file.
const PATIENCE: Duration = Duration::from_secs(10);

/// What to do if the file does not exist.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    Create,
    Refuse,
}

#[derive(Clone, Debug)]
pub(super) enum Pool {
    #[cfg(feature = "sqlite")]
    Sqlite(SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

pub(super) enum Transaction {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A statement with its bound values.
pub(super) type Statement = (String, Values);

/// Creates a statement without bound values.
pub(super) fn plain(text: impl Into<String>) -> Statement {
    (text.into(), Values(Vec::new()))
}

/// The columns of every statement's rows: a number and a text.
pub(super) type Fetched = (i64, String);

/// Runs the same code for either engine, since their types differ.
macro_rules! either {
    ($self:expr, |$inner:ident| $body:expr) => {
        match $self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite($inner) => $body,
            #[cfg(feature = "postgres")]
            Self::Postgres($inner) => $body,
        }
    };
}

impl Pool {
    pub(super) async fn connect(url: &str, absent: Absent) -> Result<Self, SqlError> {
        #[cfg(not(feature = "sqlite"))]
        let _ = absent;
        #[cfg(feature = "sqlite")]
        if url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = url.parse().map_err(SqlError::new)?;
            let options =
                options.create_if_missing(absent == Absent::Create).busy_timeout(PATIENCE);
            let options = match absent {
                // With a write-ahead log, readers see the state before a change, and don't
                // wait for it.
                Absent::Create => options.journal_mode(SqliteJournalMode::Wal),
                // The mode is a property of the file, which may belong to another program.
                Absent::Refuse => options,
            };
            let path = options.get_filename().to_owned();
            let mut pool = SqlitePoolOptions::new().acquire_timeout(PATIENCE);
            if url.contains(":memory:") {
                // The database lives as long as its connection, and no other connection sees
                // it.
                pool = pool.max_connections(1).idle_timeout(None).max_lifetime(None);
            }
            let pool = pool.connect_with(options).await.map_err(|error| {
                let is_missing = absent == Absent::Refuse && !path.exists();
                if is_missing { SqlError::Missing(path) } else { SqlError::new(error) }
            });
            return pool.map(Self::Sqlite);
        }
        #[cfg(feature = "postgres")]
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options: PgConnectOptions = url.parse().map_err(SqlError::new)?;
            let pool = PgPoolOptions::new().acquire_timeout(PATIENCE);
            return Ok(Self::Postgres(pool.connect_with(options).await.map_err(SqlError::new)?));
        }
        Err(SqlError::UnknownUrl)
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Upgrades the tables.
    pub(super) async fn migrate(&self, migrator: &Migrator) -> Result<(), SqlError> {
        either!(self, |pool| migrator.run(pool).await?);
        Ok(())
    }

    /// Waits until every connection is closed. The last one writes the log of an `SQLite`
    /// file into the file.
    pub(super) async fn close(&self) {
        either!(self, |pool| pool.close().await);
    }

    /// Begins a transaction in which all statements see the same state of the tables.
    pub(super) async fn read(&self) -> Result<Transaction, SqlError> {
        self.begin("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// Begins a transaction that writes. `SQLite` allows one at a time; in `PostgreSQL` it
    /// locks the rows that it changes.
    pub(super) async fn write(&self) -> Result<Transaction, SqlError> {
        self.begin("BEGIN IMMEDIATE", "BEGIN").await
    }

    async fn begin(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Result<Transaction, SqlError> {
        #[cfg(not(feature = "sqlite"))]
        let _ = sqlite;
        #[cfg(not(feature = "postgres"))]
        let _ = postgres;
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pool) => pool.begin_with(sqlite).await.map(Transaction::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.begin_with(postgres).await.map(Transaction::Postgres),
        }
        .map_err(SqlError::new)
    }
}

impl Transaction {
    pub(super) fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Returns the rows of a statement.
    pub(super) async fn rows(&mut self, statement: Statement) -> Result<Vec<Fetched>, SqlError> {
        either!(self, |transaction| {
            let rows = query(statement).fetch_all(&mut **transaction).await;
            rows.and_then(|rows| {
                rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
            })
        })
        .map_err(SqlError::new)
    }

    /// Returns the number that a statement selects.
    pub(super) async fn count(&mut self, statement: Statement) -> Result<u64, SqlError> {
        let rows = self.rows(statement).await?;
        Ok(rows.first().and_then(|(count, _)| u64::try_from(*count).ok()).unwrap_or_default())
    }

    /// Returns the texts in one column of a statement's rows.
    pub(super) async fn texts(
        &mut self,
        statement: Statement,
        column: usize,
    ) -> Result<Vec<String>, SqlError> {
        either!(self, |transaction| {
            let rows = query(statement).fetch_all(&mut **transaction).await;
            rows.and_then(|rows| rows.iter().map(|row| row.try_get(column)).collect())
        })
        .map_err(SqlError::new)
    }

    /// Executes a statement, and returns how many rows it changed.
    pub(super) async fn execute(&mut self, statement: Statement) -> Result<u64, SqlError> {
        either!(self, |transaction| {
            let done = query(statement).execute(&mut **transaction).await;
            done.map(|done| done.rows_affected())
        })
        .map_err(SqlError::new)
    }

    pub(super) async fn commit(self) -> Result<(), SqlError> {
        either!(self, |transaction| transaction.commit().await).map_err(SqlError::new)
    }
}

/// Returns a query that is planned for its values, since the plan may not suit other values.
fn query<D: Database + HasStatementCache>(
    (text, values): Statement,
) -> Query<'static, D, SqlxValues>
where
    SqlxValues: IntoArguments<D>,
{
    sqlx::query_with(AssertSqlSafe(text), SqlxValues(values)).persistent(false)
}
