//! [`SqlStore`]: the four methods over activities in a database.

mod change;
mod error;
mod facets;
mod fleet;
mod insert;
mod load;
mod lookup;
mod plan;
mod pool;
mod select;
mod tables;

use std::borrow::{Borrow, Cow};
use std::io::BufRead;

use chrono::{DateTime, Utc};

pub use error::{SqlError, SqlLoadError};

use super::rows::Row;
use super::{
    ActivityStore, Change, Cursor, Fingerprint, Loaded, Page, PageRequest, Selection, StoreError,
    types_beside_known,
};
use crate::activity::ActivityQuery;
use crate::engine::sql::{Condition, Dialect, Schema, Sql, Table};
use crate::model::{Activity, ActivityId, Record};
use insert::Target;
use load::Loading;
use pool::{Absent, Pool, Transaction};
use select::activities;

/// A store of activities in `SQLite` or `PostgreSQL`, in tables of the [default
/// schema](Schema), with the computers and saved searches that queries refer to.
///
/// Its answers are those of [`MemoryStore`](crate::MemoryStore). Each call is one
/// transaction, and clones share their connections. Await the calls on Tokio.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use activity_query::{ActivityStore, PageRequest, Selection};
/// use activity_query::store::SqlStore;
///
/// # let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("activities.db");
/// # let url = format!("sqlite:{}", file.display());
/// # runtime.block_on(async {
/// let store = SqlStore::connect(&url).await?; // such as `sqlite:activities.db`
/// store.migrate().await?;
/// let lines = r#"
/// {"id": 7, "activity_status": "undelivered"}
/// {"id": 8, "activity_status": "failed"}
/// "#;
/// store.load(lines.as_bytes(), |_| {}).await?;
///
/// let now = chrono::Utc::now();
/// let found = store.get_activities(&"NOT status:failed".parse()?, &PageRequest::default(), now).await?;
/// assert_eq!(found.activities[0].id(), &7_u32.into());
///
/// let both = Selection::new("id:7 OR id:8".parse()?);
/// let refused = store.cancel_activities(&both, now).await.unwrap_err();
/// assert_eq!(refused.to_string(), "8 => cannot be canceled: it is failed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SqlStore {
    pool: Pool,
}

/// The number of inserted records from which the engine's statistics are updated.
const BULK: usize = 10_000;

/// Creates a store that uses existing connections.
#[cfg(feature = "sqlite")]
impl From<sqlx::SqlitePool> for SqlStore {
    fn from(pool: sqlx::SqlitePool) -> Self {
        Self { pool: Pool::Sqlite(pool) }
    }
}

/// Creates a store that uses existing connections.
#[cfg(feature = "postgres")]
impl From<sqlx::PgPool> for SqlStore {
    fn from(pool: sqlx::PgPool) -> Self {
        Self { pool: Pool::Postgres(pool) }
    }
}

impl SqlStore {
    /// Connects to `sqlite:PATH`, a file that is created if it does not exist, to
    /// `sqlite::memory:`, or to `postgres://USER:PASSWORD@HOST/DATABASE`.
    ///
    /// # Errors
    /// If the URL is of another kind, or connecting takes longer than ten seconds.
    pub async fn connect(url: &str) -> Result<Self, SqlError> {
        Ok(Self { pool: Pool::connect(url, Absent::Create).await? })
    }

    /// Connects to a database that already has its tables; creates neither the file nor the
    /// tables.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use activity_query::store::{SqlError, SqlStore};
    ///
    /// # let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    /// # runtime.block_on(async {
    /// let error = SqlStore::open("sqlite:no-such.db").await.unwrap_err();
    /// assert!(matches!(error, SqlError::Missing(_)));
    /// # });
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the file does not exist, the database has no tables of activities, a newer version
    /// has changed them, or [`connect`](Self::connect) fails.
    pub async fn open(url: &str) -> Result<Self, SqlError> {
        let store = Self { pool: Pool::connect(url, Absent::Refuse).await? };
        let mut transaction = store.pool.read().await?;
        tables::refuse_newer(&mut transaction).await?;
        let has_tables = tables::are_made(&mut transaction).await?;
        transaction.commit().await?;
        if has_tables { Ok(store) } else { Err(SqlError::NoTables) }
    }

    /// Waits for running calls, and closes the connections of this store and its clones. If
    /// no other program has it open, an `SQLite` file is then complete: it can be copied
    /// without its `-wal` file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Creates the tables of the default schema, or upgrades those of an earlier version.
    /// Each step is one transaction, and is recorded in `_sqlx_migrations`.
    ///
    /// # Errors
    /// If there are other tables with these names, a newer version has changed them, or the
    /// database fails.
    pub async fn migrate(&self) -> Result<(), SqlError> {
        let mut transaction = self.pool.read().await?;
        let migrator = tables::migrator(&mut transaction).await?;
        transaction.commit().await?;
        self.pool.migrate(&migrator).await
    }

    /// Returns the engine.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.pool.dialect()
    }

    /// Loads activities, one JSON object per line, either all or none; `progress` is called
    /// with the number of bytes of each line.
    ///
    /// # Errors
    /// If reading fails, a line is not an activity, two activities would have the same id, or
    /// the database fails.
    pub async fn load(
        &self,
        lines: impl BufRead + Send,
        mut progress: impl FnMut(usize) + Send,
    ) -> Result<Loaded, SqlLoadError> {
        let mut transaction = self.pool.write().await?;
        let loading = Loading::new(&mut transaction);
        let loaded = loading.lines(lines, &mut progress).await?;
        finish_loading(transaction, loaded.activities).await?;
        Ok(loaded)
    }

    /// Appends activities with any creation times, either all or none.
    ///
    /// # Errors
    /// If two activities would have the same id, or the database fails.
    pub async fn append(
        &self,
        activities: impl IntoIterator<Item = Record<Activity>, IntoIter: Send> + Send,
    ) -> Result<(), SqlLoadError> {
        let mut transaction = self.pool.write().await?;
        let loading = Loading::new(&mut transaction);
        let count = loading.activities(activities).await?;
        finish_loading(transaction, count).await?;
        Ok(())
    }

    /// Removes all activities.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn clear(&self) -> Result<(), SqlError> {
        self.replace_all(&Table::Activities.into(), &[]).await
    }

    /// Returns the activity with this id.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, SqlError> {
        let mut transaction = self.pool.read().await?;
        let select = select::records(Condition::from(select::is_id(id)));
        let rows = transaction.rows(select::built(&select, self.dialect())).await?;
        transaction.commit().await?;
        Ok(activities(rows).pop())
    }

    /// Counts the activities that the query selects.
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded, or the database fails.
    pub async fn count(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let query = self.resolved(&mut transaction, query).await?;
        let count = self.count_of(&mut transaction, &query, now).await?;
        transaction.commit().await?;
        Ok(count)
    }

    /// Counts the activities that each of the queries selects, in one transaction. The
    /// queries are consumed one by one, so an iterator can create them as needed.
    ///
    /// # Errors
    /// The same as for [`count`](Self::count).
    pub async fn count_each(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let mut counts = Vec::new();
        for query in queries {
            let query = self.resolved(&mut transaction, query.borrow()).await?;
            counts.push(self.count_of(&mut transaction, &query, now).await?);
        }
        transaction.commit().await?;
        Ok(counts)
    }

    /// Returns the engine's plan for finding the activities of a page: the output of its
    /// `EXPLAIN`, one step per line.
    ///
    /// # Errors
    /// The same as for [`get_activities`](ActivityStore::get_activities).
    pub async fn explain_page(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<String, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let query = self.resolved(&mut transaction, query).await?;
        let statement = plan::page(&mut transaction, &query, &self.sql(now), page).await?;
        let plan = plan::explain(&mut transaction, statement).await?;
        transaction.commit().await?;
        Ok(plan)
    }

    async fn replace_all(&self, target: &Target, rows: &[Row]) -> Result<(), SqlError> {
        let mut transaction = self.pool.write().await?;
        insert::replace_all(&mut transaction, target, rows).await?;
        transaction.commit().await
    }

    fn sql(&self, now: DateTime<Utc>) -> Sql<'static> {
        Sql::new(Schema::default(), self.dialect(), now)
    }

    /// Expands the saved searches of the query.
    async fn resolved<'q>(
        &self,
        transaction: &mut Transaction,
        query: &'q ActivityQuery,
    ) -> Result<Cow<'q, ActivityQuery>, StoreError<SqlError>> {
        if !query.names_searches() {
            return Ok(Cow::Borrowed(query));
        }
        let searches = tables::search_texts(transaction).await?;
        Ok(Cow::Owned(query.resolve(|name| searches.get(name).map(String::as_str))?))
    }

    async fn count_of(
        &self,
        transaction: &mut Transaction,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError<SqlError>> {
        let select = select::count(query.compile(&self.sql(now))?);
        Ok(transaction.count(select::built(&select, self.dialect())).await?)
    }
}

async fn finish_loading(mut transaction: Transaction, count: usize) -> Result<(), SqlError> {
    if count >= BULK {
        tables::analyze(&mut transaction).await?;
    }
    transaction.commit().await
}

impl ActivityStore for SqlStore {
    type Error = SqlError;

    async fn get_activities(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let query = self.resolved(&mut transaction, query).await?;
        let statement = plan::page(&mut transaction, &query, &self.sql(now), page).await?;
        let mut rows = transaction.rows(statement).await?;
        let total = if page.count {
            Some(self.count_of(&mut transaction, &query, now).await?)
        } else {
            None
        };
        transaction.commit().await?;
        // One more row than the limit was requested, to know whether there is a next page.
        let more = rows.len() > page.limit;
        rows.truncate(page.limit);
        let activities = activities(rows);
        let last = activities.last().filter(|_| more).map(Record::read).transpose();
        let next = last.map_err(SqlError::from)?.as_ref().map(Cursor::of);
        Ok(Page { activities, next, total })
    }

    async fn get_activity_types(&self) -> Result<Vec<String>, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let own = tables::types(&mut transaction).await?;
        transaction.commit().await?;
        Ok(types_beside_known(own.iter().map(String::as_str)))
    }

    async fn preview_change(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Fingerprint, StoreError<SqlError>> {
        self.preview(selection, now).await
    }

    async fn cancel_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<SqlError>> {
        self.change(selection, Change::Cancel, now).await
    }

    async fn approve_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<SqlError>> {
        self.change(selection, Change::Approve, now).await
    }
}
