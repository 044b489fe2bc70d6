//! [`SqlStore`]: the four methods over activities in a database.

mod change;
mod error;
mod fleet;
mod insert;
mod load;
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

/// Activities in `SQLite` or `PostgreSQL`, in tables of the
/// [default schema](Schema), with the computers and saved searches that queries
/// ask for.
///
/// It answers as [`MemoryStore`](crate::MemoryStore) does. Each call is one
/// transaction; a clone has the same connections. The calls want to be awaited
/// on Tokio.
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

/// After so many records at once, the engine counts anew what there is.
const BULK: usize = 10_000;

/// A store on connections of yours.
#[cfg(feature = "sqlite")]
impl From<sqlx::SqlitePool> for SqlStore {
    fn from(pool: sqlx::SqlitePool) -> Self {
        Self { pool: Pool::Sqlite(pool) }
    }
}

/// A store on connections of yours.
#[cfg(feature = "postgres")]
impl From<sqlx::PgPool> for SqlStore {
    fn from(pool: sqlx::PgPool) -> Self {
        Self { pool: Pool::Postgres(pool) }
    }
}

impl SqlStore {
    /// Connects to `sqlite:PATH`, a file that is created if there is none, to
    /// `sqlite::memory:`, or to `postgres://USER:PASSWORD@HOST/DATABASE`.
    ///
    /// # Errors
    /// When the URL is of another kind, or there is no connection within ten
    /// seconds.
    pub async fn connect(url: &str) -> Result<Self, SqlError> {
        Ok(Self { pool: Pool::connect(url, Absent::Create).await? })
    }

    /// Connects to a database that has its tables, and creates nothing: not
    /// the file, not the tables.
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
    /// When the file does not exist, the database has no tables of activities, a
    /// newer version has changed them, or [`connect`](Self::connect) fails.
    pub async fn open(url: &str) -> Result<Self, SqlError> {
        let store = Self { pool: Pool::connect(url, Absent::Refuse).await? };
        let mut transaction = store.pool.read().await?;
        tables::refuse_newer(&mut transaction).await?;
        let has_tables = tables::are_made(&mut transaction).await?;
        transaction.commit().await?;
        if has_tables { Ok(store) } else { Err(SqlError::NoTables) }
    }

    /// Waits for the calls that run, and closes the connections of this store
    /// and its clones. A file of `SQLite` that no one else has open is whole
    /// then: it can be copied without its `-wal`.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Makes the tables of the default schema, or brings those of an earlier
    /// version up to date. Each step is one transaction, and is recorded in
    /// `_sqlx_migrations`.
    ///
    /// # Errors
    /// When there are other tables of these names, a newer version has changed
    /// them, or the database fails.
    pub async fn migrate(&self) -> Result<(), SqlError> {
        let mut transaction = self.pool.read().await?;
        let migrator = tables::migrator(&mut transaction).await?;
        transaction.commit().await?;
        self.pool.migrate(&migrator).await
    }

    /// The engine.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.pool.dialect()
    }

    /// Loads activities: a JSON object a line. All of them, or none;
    /// `progress` is told how many bytes each line had.
    ///
    /// # Errors
    /// When reading fails, a line is no activity, two activities would have
    /// one id, or the database fails.
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

    /// Appends activities, all of them or none, created at any time.
    ///
    /// # Errors
    /// When two activities would have one id, or the database fails.
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

    /// Takes all activities out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(&self) -> Result<(), SqlError> {
        self.replace_all(&Table::Activities.into(), &[]).await
    }

    /// The activity with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, SqlError> {
        let mut transaction = self.pool.read().await?;
        let select = select::records(Condition::from(select::is_id(id)));
        let rows = transaction.rows(select::built(&select, self.dialect())).await?;
        transaction.commit().await?;
        Ok(activities(rows).pop())
    }

    /// How many activities the query selects.
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in, or the
    /// database fails.
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

    /// How many activities each of the queries selects, all of them counted in
    /// one transaction. They are taken one by one, so that an iterator that
    /// makes them needs no room for all.
    ///
    /// # Errors
    /// As [`count`](Self::count).
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

    /// How the engine means to find the activities of a page: what its
    /// `EXPLAIN` says, a step a line.
    ///
    /// # Errors
    /// As [`get_activities`](ActivityStore::get_activities).
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

    /// The query with the saved searches put in.
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
        // The one more tells whether there is a next page.
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
