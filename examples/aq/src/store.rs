//! Where the answers come from: memory, a database, or Parquet files.

#[cfg(feature = "parquet")]
use std::path::PathBuf;

use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::store::{Change, Fingerprint};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, ComputerId, ComputerQuery, MemoryStore, PageRequest,
    Selection,
};
use chrono::{DateTime, Utc};
use clap::Args;
use pollster::block_on;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::database::Database;
use crate::failure::Failure;
#[cfg(feature = "parquet")]
use crate::parquet::DataSet;
use activity_query_files::Files;

/// Where answers come from: files, a database, or a data set.
#[derive(Args)]
#[command(next_help_heading = "Records")]
pub(crate) struct Source {
    #[command(flatten)]
    pub(crate) files: Files,
    /// A database instead of files, as `aq load` fills it: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[arg(long = "db", value_name = "URL", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    pub(crate) database: Option<String>,
    /// A data set instead of files, as `aq export` writes it
    #[cfg(feature = "parquet")]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    #[cfg_attr(any(feature = "sqlite", feature = "postgres"), arg(conflicts_with = "database"))]
    pub(crate) parquet: Option<PathBuf>,
}

pub(crate) enum Store {
    Memory(Box<MemoryStore>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Database(Database),
    #[cfg(feature = "parquet")]
    Parquet(Box<DataSet>),
}

/// A query, as it was written and as it was read.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) text: &'a str,
    pub(crate) query: &'a ActivityQuery,
    pub(crate) now: DateTime<Utc>,
}

/// A change that is wanted, and the text of its query.
pub(crate) struct Wanted<'a> {
    pub(crate) text: &'a str,
    pub(crate) selection: Selection,
    pub(crate) now: DateTime<Utc>,
}

impl Source {
    /// The files, if they are small and there is no database or data set instead.
    pub(crate) fn small_files(&self) -> Option<&Files> {
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if self.database.is_some() {
            return None;
        }
        #[cfg(feature = "parquet")]
        if self.parquet.is_some() {
            return None;
        }
        self.files.are_small().then_some(&self.files)
    }

    /// The database, the data set, or a store of the records in the files.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        self.open_over(Files::store)
    }

    /// The same for questions about computers: of files, those of activities are
    /// not read.
    pub(crate) fn open_for_computers(&self) -> Result<Store, Failure> {
        self.open_over(Files::store_without_activities)
    }

    fn open_over(
        &self,
        in_memory: impl FnOnce(&Files) -> Result<MemoryStore, activity_query_files::Error>,
    ) -> Result<Store, Failure> {
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if let Some(url) = &self.database {
            return Ok(Store::Database(Database::open(url)?));
        }
        #[cfg(feature = "parquet")]
        if let Some(path) = &self.parquet {
            return DataSet::open(path).map(|data_set| Store::Parquet(data_set.into()));
        }
        Ok(Store::Memory(in_memory(&self.files)?.into()))
    }
}

/// The answer of the store, whichever it is, or the failure.
macro_rules! answer {
    ($self:expr, |$store:ident| $memory:expr, $database:expr, $parquet:expr) => {
        match $self {
            Self::Memory($store) => $memory,
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(database) => {
                let $store = database.store();
                database.wait($database)
            }
            #[cfg(feature = "parquet")]
            Self::Parquet($store) => $parquet,
        }
    };
}

#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "parquet")),
    expect(clippy::unnecessary_wraps, reason = "a database or a data set can fail")
)]
impl Store {
    pub(crate) fn find(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
    ) -> Result<Vec<Record<Activity>>, Failure> {
        answer!(
            self,
            |store| block_on(find(&**store, asked, page)),
            find(store, asked, page),
            store.find(asked, page)
        )
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Failure> {
        answer!(self, |store| block_on(types(&**store)), types(store), store.types())
    }

    /// How many activities each of the queries selects.
    pub(crate) fn count_each(
        &self,
        queries: &[ActivityQuery],
        now: DateTime<Utc>,
        text: &str,
    ) -> Result<Vec<u64>, Failure> {
        answer!(
            self,
            |store| store.count_each(queries, now).map_err(|error| Failure::of_store(error, text)),
            async {
                let counts = store.count_each(queries, now).await;
                counts.map_err(|error| Failure::of_store(error, text))
            },
            store.count_each(queries, now, text)
        )
    }

    pub(crate) fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, Failure> {
        answer!(
            self,
            |store| Ok(store.activity(id)),
            async { store.activity(id).await.map_err(Failure::of_engine) },
            store.activity(id)
        )
    }

    pub(crate) fn computer(&self, id: ComputerId) -> Result<Option<Record<Computer>>, Failure> {
        answer!(
            self,
            |store| Ok(store.computer(id)),
            async {
                let found = store.computers(&ComputerQuery::id(id), 0..1, Utc::now()).await;
                Ok(found.map_err(|error| Failure::of_store(error, ""))?.pop())
            },
            store.computer(id)
        )
    }

    /// The computers with the lowest ids, `most` of them at most.
    pub(crate) fn computers(&self, most: usize) -> Result<Vec<Record<Computer>>, Failure> {
        let everything = ComputerQuery::everything();
        answer!(
            self,
            |store| store
                .computers(&everything, 0..most, Utc::now())
                .map_err(|error| Failure::of_store(error, "")),
            async {
                let found = store.computers(&everything, 0..most, Utc::now()).await;
                found.map_err(|error| Failure::of_store(error, ""))
            },
            store.computers(most)
        )
    }

    /// The access groups: each one's name, and its parent's.
    pub(crate) fn access_groups(&self) -> Result<Vec<(String, String)>, Failure> {
        answer!(
            self,
            |store| Ok(store.access_groups()),
            async { store.access_groups().await.map_err(Failure::of_engine) },
            store.access_groups()
        )
    }

    pub(crate) fn searches(&self) -> Result<Vec<Record<SavedSearch>>, Failure> {
        answer!(
            self,
            |store| Ok(store.searches()),
            async { store.searches().await.map_err(Failure::of_engine) },
            store.searches()
        )
    }
}

async fn find<S: ActivityStore>(
    store: &S,
    asked: Asked<'_>,
    page: &PageRequest,
) -> Result<Vec<Record<Activity>>, Failure> {
    let found = store.get_activities(asked.query, page, asked.now).await;
    Ok(found.map_err(|error| Failure::of_store(error, asked.text))?.activities)
}

pub(crate) async fn change<S: ActivityStore>(
    store: &S,
    change: Change,
    wanted: &Wanted<'_>,
) -> Result<Vec<ActivityId>, Failure> {
    let changed = match change {
        Change::Cancel => store.cancel_activities(&wanted.selection, wanted.now).await,
        Change::Approve => store.approve_activities(&wanted.selection, wanted.now).await,
    };
    changed.map_err(|error| Failure::of_store(error, wanted.text))
}

pub(crate) async fn preview<S: ActivityStore>(
    store: &S,
    wanted: &Wanted<'_>,
) -> Result<Fingerprint, Failure> {
    let preview = store.preview_change(&wanted.selection, wanted.now).await;
    preview.map_err(|error| Failure::of_store(error, wanted.text))
}

async fn types<S: ActivityStore>(store: &S) -> Result<Vec<String>, Failure> {
    store.get_activity_types().await.map_err(|error| Failure::of_store(error, ""))
}
