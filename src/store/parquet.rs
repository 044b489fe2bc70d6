//! [`ParquetStore`]: activities in Parquet files, queried by an engine that is compiled in, or
//! by a cluster.

mod among;
mod batch;
mod bloom;
mod condition;
mod error;
mod layout;
mod local;
mod merge;
mod parallel;
mod part;
mod prune;
mod resolve;
mod table;
mod write;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use datafusion::arrow::array::{AsArray as _, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::catalog::TableProvider;
use datafusion::common::Column as Name;
use datafusion::datasource::provider_as_source;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{Expr, col, lit};
use datafusion::prelude::{DataFrame, SessionConfig};

pub use error::{ParquetError, ParquetLoadError};
pub use write::ParquetWriter;

use super::page::NEVER;
use super::{Cursor, Order, Page, PageRequest, StoreError, types_beside_known};
use crate::activity::ActivityQuery;
use crate::engine::datafusion::{DataFusion, Schema};
use crate::model::{Activity, ActivityId, Record};
use crate::property::{Column, Table};
use layout::{ACTIVITIES, RECORD};
use local::LocalFiles;
use table::Direction;

/// The largest offset and limit of a plan: when plans are sent to other machines, some of
/// their numbers have 32 bits.
const MOST: usize = 1 << 31;

/// A store of activities in a data set of Parquet files, with the computers and saved
/// searches that queries refer to. [`ParquetWriter`] creates data sets.
///
/// Its answers are those of [`MemoryStore`](crate::MemoryStore), but a data set never
/// changes: nothing can be canceled or approved, so this is not an
/// [`ActivityStore`](crate::ActivityStore). Await the calls on Tokio.
#[derive(Clone)]
pub struct ParquetStore {
    /// The context for queries of activities.
    context: SessionContext,
    /// The context for queries of computers, which are run locally because there are few
    /// computers.
    local: SessionContext,
    tables: HashMap<Table, Arc<dyn TableProvider>>,
    parents: Vec<(String, String)>,
    searches: HashMap<String, String>,
    depth: usize,
    /// The files of activities, if they are on this machine and no cluster is to read them.
    files: Option<LocalFiles>,
}

impl fmt::Debug for ParquetStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetStore").field("searches", &self.searches).finish_non_exhaustive()
    }
}

impl ParquetStore {
    /// Opens the data set in a folder.
    ///
    /// Its activities are counted and found without the engine, which takes less time: only
    /// the columns that terms name are read, and only in those row groups whose statistics
    /// and filters leave open which activities pass. The files must not change while the
    /// data set is open.
    ///
    /// # Errors
    /// If there is none, or it can't be read.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, ParquetError> {
        let context = SessionContext::new_with_config(Self::reading(SessionConfig::new()));
        let place = table::url_of(path.as_ref()).map_err(DataFusionError::from)?;
        let mut store = Self::over(context, &place).await?;
        store.files = Some(LocalFiles::open(path.as_ref())?);
        Ok(store)
    }

    /// Opens the data set at a path or a URL, and queries its activities in the given
    /// context, which may have an object store or belong to a cluster.
    ///
    /// # Errors
    /// If there is no data set, or it can't be read.
    pub async fn over(context: SessionContext, place: &str) -> Result<Self, ParquetError> {
        let place = if place.contains("://") {
            format!("{}/", place.trim_end_matches('/'))
        } else {
            table::url_of(Path::new(place)).map_err(DataFusionError::from)?
        };
        let config = SessionConfig::new().with_target_partitions(1);
        let local = SessionContext::new_with_config_rt(config, context.runtime_env());
        let mut tables = HashMap::new();
        for &table in Table::ALL {
            if table != Table::Activities {
                let file = format!("{place}{}", layout::file_of(table));
                let rows = table::small(&local, file).await?;
                tables.insert(table, rows);
            }
        }
        let file = format!("{place}{}", layout::SEARCHES);
        let searches = table::small(&local, file).await?;
        let activities = table::activities(&context, &format!("{place}{ACTIVITIES}")).await?;
        context.register_table(Table::Activities.default_name(), activities)?;
        let searches = pairs(&local, searches).await?.into_iter().collect();
        let parents = match tables.remove(&Table::AccessGroups) {
            Some(groups) => pairs(&local, groups).await?,
            None => Vec::new(),
        };
        Ok(Self { context, local, tables, parents, searches, depth: usize::MAX, files: None })
    }

    /// Sets how deeply plans may be nested: see
    /// [`DataFusion::depth`](crate::datafusion::DataFusion::depth). If plans are sent to
    /// other machines, set what those can decode; for Ballista,
    /// [`CLUSTER_DEPTH`](Self::CLUSTER_DEPTH).
    #[must_use]
    pub fn depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// The [depth](Self::depth) of plans that a Ballista cluster can run: its nodes decode
    /// 100 nested messages, two for each level, and never answer deeper plans.
    pub const CLUSTER_DEPTH: usize = 32;

    /// Adds the options that an engine needs to read data sets efficiently.
    #[must_use]
    pub fn reading(config: SessionConfig) -> SessionConfig {
        layout::reading(config)
    }

    /// `GetActivities`: returns a page of the activities that the query selects; the empty
    /// query selects all of them.
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded, or the data set can't be
    /// read.
    pub async fn get_activities(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError<ParquetError>> {
        let passes = self.condition(query, now).await?;
        let total = if page.count { Some(self.count_passing(passes.clone()).await?) } else { None };
        let passes = match page.after {
            Some(cursor) => passes.and(beyond(cursor, page.order)),
            None => passes,
        };
        let mut activities = match &self.files {
            Some(files) => files.page(passes, page, self.threads()).await?,
            None => records(self.passing(passes).await?, page).await?,
        };
        // One more activity than the limit was requested, to know whether there is a next
        // page.
        let more = activities.len() > page.limit;
        activities.truncate(page.limit);
        let last = activities.last().filter(|_| more).map(Record::read).transpose();
        let next = last.map_err(ParquetError::from)?.as_ref().map(Cursor::of);
        Ok(Page { activities, next, total })
    }

    /// `GetActivityTypes`: returns the [known types](crate::model::ACTIVITY_TYPES) and all
    /// others in the data set, sorted.
    ///
    /// # Errors
    /// If the data set can't be read.
    pub async fn get_activity_types(&self) -> Result<Vec<String>, StoreError<ParquetError>> {
        let types = async {
            let frame = self.activities().await?;
            frame.select(vec![named(Column::Type)])?.distinct()?.collect().await
        };
        let mut own = Vec::new();
        for batch in types.await.map_err(ParquetError::from)? {
            own.extend(texts(&batch, Column::Type.default_name())?.into_iter().flatten());
        }
        Ok(types_beside_known(own.iter().map(String::as_str)))
    }

    /// Counts the activities that the query selects.
    ///
    /// # Errors
    /// The same as for [`get_activities`](Self::get_activities).
    pub async fn count(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError<ParquetError>> {
        let passes = self.condition(query, now).await?;
        Ok(self.count_passing(passes).await?)
    }

    /// Returns the activities that the query selects as a data frame, in no particular order,
    /// for anything the engine can do: sums by type or day, an `EXPLAIN`. The columns are
    /// those of the default schema, and `record`.
    ///
    /// # Errors
    /// The same as for [`get_activities`](Self::get_activities).
    pub async fn selected(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<DataFrame, StoreError<ParquetError>> {
        let passes = self.condition(query, now).await?;
        Ok(self.passing(passes).await?)
    }

    /// Returns the context for queries of activities, which are its table `activities`.
    #[must_use]
    pub fn context(&self) -> &SessionContext {
        &self.context
    }

    /// Returns a compiler of queries over the tables of this data set.
    #[must_use]
    pub fn backend(&self, now: DateTime<Utc>) -> DataFusion {
        let backend = DataFusion::new(Schema::default(), now)
            .depth(self.depth)
            .access_groups(self.parents.clone());
        self.tables.iter().fold(backend, |backend, (&table, rows)| {
            backend.table(table, provider_as_source(Arc::clone(rows)))
        })
    }

    /// Returns the condition of the query, without subqueries.
    async fn condition(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<Expr, StoreError<ParquetError>> {
        let query = if query.names_searches() {
            Cow::Owned(query.resolve(|name| self.searches.get(name).map(String::as_str))?)
        } else {
            Cow::Borrowed(query)
        };
        let passes = query.compile(&self.backend(now))?;
        Ok(resolve::resolved(passes, &self.local).await.map_err(ParquetError::from)?)
    }

    async fn passing(&self, passes: Expr) -> Result<DataFrame, ParquetError> {
        Ok(self.activities().await?.filter(passes)?)
    }

    async fn count_passing(&self, passes: Expr) -> Result<u64, ParquetError> {
        match &self.files {
            Some(files) => Ok(files.count(passes, self.threads()).await?),
            None => count(self.passing(passes).await?).await,
        }
    }

    /// Returns the number of threads that read files.
    fn threads(&self) -> usize {
        self.context.state().config().target_partitions()
    }

    async fn activities(&self) -> Result<DataFrame, DataFusionError> {
        self.context.table(Table::Activities.default_name()).await
    }
}

/// Reads the two text columns of each row.
async fn pairs(
    context: &SessionContext,
    table: Arc<dyn TableProvider>,
) -> Result<Vec<(String, String)>, ParquetError> {
    let mut pairs = Vec::new();
    for batch in context.read_table(table)?.collect().await? {
        let schema = batch.schema();
        let mut columns = schema.fields().iter().map(|field| texts(&batch, field.name()));
        if let (Some(first), Some(second)) = (columns.next(), columns.next()) {
            let rows = first?.into_iter().zip(second?);
            pairs.extend(rows.filter_map(|(first, second)| Some((first?, second?))));
        }
    }
    Ok(pairs)
}

fn named(column: Column) -> Expr {
    Name::new(Some(Table::Activities.default_name()), column.default_name()).into()
}

async fn count(frame: DataFrame) -> Result<u64, ParquetError> {
    Ok(frame.count().await? as u64)
}

/// Reads the records of a page, and of one more activity.
async fn records(
    frame: DataFrame,
    page: &PageRequest,
) -> Result<Vec<Record<Activity>>, ParquetError> {
    if page.offset > MOST {
        return match count(frame).await? {
            count if count > page.offset as u64 => Err(ParquetError::Offset(page.offset)),
            _ => Ok(Vec::new()),
        };
    }
    let direction = match page.order {
        Order::NewestFirst => Direction::Down,
        Order::OldestFirst => Direction::Up,
    };
    let limit = page.limit.saturating_add(1);
    let keys = [named(Column::CreationTime), named(Column::ActivityId), col(RECORD)];
    let frame = frame.select(keys)?.sort(table::order(direction))?;
    // A cluster loses rows if a plan skips some rows and takes all others. So if all rows
    // are requested, the skipped ones are removed here.
    let (frame, left_out) = if limit < MOST {
        (frame.limit(page.offset, Some(limit))?, 0)
    } else {
        (frame, page.offset)
    };
    let mut found = Vec::new();
    for batch in frame.collect().await? {
        found.extend(read_records(&batch)?);
    }
    Ok(found.split_off(left_out.min(found.len())))
}

/// Returns the records of activities.
fn read_records(batch: &RecordBatch) -> Result<Vec<Record<Activity>>, ParquetError> {
    let record = |(id, text): (i64, Option<String>)| {
        Record::trusted(ActivityId::read(id), text.unwrap_or_default().into())
    };
    Ok(ids(batch)?.into_iter().zip(texts(batch, RECORD)?).map(record).collect())
}

/// Returns the condition for what comes after the position.
fn beyond(cursor: Cursor, order: Order) -> Expr {
    let (created, id) = (named(Column::CreationTime), named(Column::ActivityId));
    let then = lit(cursor.created.map_or(NEVER, |time| time.timestamp_micros()));
    let its = lit(cursor.id.get());
    let same = created.clone().eq(then.clone());
    match order {
        Order::NewestFirst => created.lt(then).or(same.and(id.lt(its))),
        Order::OldestFirst => created.gt(then).or(same.and(id.gt(its))),
    }
}

/// Returns the ids of the activities.
fn ids(batch: &RecordBatch) -> Result<Vec<i64>, ParquetError> {
    let name = Column::ActivityId.default_name();
    let column = batch.column_by_name(name).ok_or(ParquetError::Column(name))?;
    let column = cast(column, &DataType::Int64)?;
    Ok(column.as_primitive::<Int64Type>().iter().flatten().collect())
}

/// Returns the texts of a column, whose type may be any of the engine's text types.
fn texts(batch: &RecordBatch, name: &str) -> Result<Vec<Option<String>>, ParquetError> {
    let column = batch.column_by_name(name).ok_or(ParquetError::Column("record"))?;
    let column = cast(column, &DataType::Utf8)?;
    let texts = column.as_string::<i32>().iter();
    Ok(texts.map(|text| text.map(str::to_owned)).collect())
}
