//! The connections: one kind for each engine, and what is asked of either.

use std::time::Duration;

use sea_query::Values;
use sea_query_sqlx::SqlxValues;
#[cfg(feature = "postgres")]
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, Postgres};
#[cfg(feature = "sqlite")]
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
};
use sqlx::{AssertSqlSafe, Row as _};

use super::SqlError;
use crate::sql::Dialect;

/// How long to wait for a connection, or for the lock of a file.
const PATIENCE: Duration = Duration::from_secs(10);

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

/// A statement, and the values that are bound to it.
pub(super) type Statement = (String, Values);

/// What every statement gives a row: a number and a text.
pub(super) type Row = (i64, String);

impl Pool {
    pub(super) async fn connect(url: &str) -> Result<Self, SqlError> {
        #[cfg(feature = "sqlite")]
        if url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = url.parse().map_err(SqlError::new)?;
            // Readers see what was there before a change, and don't wait for it.
            let options = options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .busy_timeout(PATIENCE);
            let mut pool = SqlitePoolOptions::new().acquire_timeout(PATIENCE);
            if url.contains(":memory:") {
                // It is as old as its connection, and no other sees it.
                pool = pool.max_connections(1).idle_timeout(None).max_lifetime(None);
            }
            return Ok(Self::Sqlite(pool.connect_with(options).await.map_err(SqlError::new)?));
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

    /// A transaction in which all statements see one state of the tables.
    pub(super) async fn read(&self) -> Result<Transaction, SqlError> {
        self.begin("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// A transaction that changes something. `SQLite` lets one in at a time;
    /// in `PostgreSQL` it locks the rows that it changes.
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

/// Each row of a statement, read: the rows of the engines are of two types.
macro_rules! fetched {
    ($transaction:expr, $statement:expr, |$row:ident| $read:expr) => {{
        let (text, values) = $statement;
        // A plan for these values, for the next ones may be of another kind.
        let query = (AssertSqlSafe(text), SqlxValues(values));
        match $transaction {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(transaction) => sqlx::query_with(query.0, query.1)
                .persistent(false)
                .fetch_all(&mut **transaction)
                .await
                .and_then(|rows| rows.iter().map(|$row| $read).collect()),
            #[cfg(feature = "postgres")]
            Self::Postgres(transaction) => sqlx::query_with(query.0, query.1)
                .persistent(false)
                .fetch_all(&mut **transaction)
                .await
                .and_then(|rows| rows.iter().map(|$row| $read).collect()),
        }
        .map_err(SqlError::new)
    }};
}

impl Transaction {
    /// The rows of a statement.
    pub(super) async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, SqlError> {
        fetched!(self, statement, |row| Ok((row.try_get(0)?, row.try_get(1)?)))
    }

    /// The texts in one column of a statement's rows.
    pub(super) async fn texts(
        &mut self,
        statement: Statement,
        column: usize,
    ) -> Result<Vec<String>, SqlError> {
        fetched!(self, statement, |row| row.try_get(column))
    }

    /// Executes a statement, and says how many rows it changed.
    pub(super) async fn execute(&mut self, statement: Statement) -> Result<u64, SqlError> {
        let (text, values) = statement;
        macro_rules! execute {
            ($transaction:expr) => {
                sqlx::query_with(AssertSqlSafe(text), SqlxValues(values))
                    .persistent(false)
                    .execute(&mut **$transaction)
                    .await
                    .map(|done| done.rows_affected())
            };
        }
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(transaction) => execute!(transaction),
            #[cfg(feature = "postgres")]
            Self::Postgres(transaction) => execute!(transaction),
        }
        .map_err(SqlError::new)
    }

    pub(super) async fn commit(self) -> Result<(), SqlError> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(transaction) => transaction.commit().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(SqlError::new)
    }
}
