//! Where the answers come from: memory, a database, or Parquet files.

#[cfg(feature = "parquet")]
use std::path::PathBuf;

use activity_query::model::{Activity, Record};
use activity_query::store::{Change, Fingerprint};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, MemoryStore, PageRequest, Selection,
};
use chrono::{DateTime, Utc};
use clap::Args;
use pollster::block_on;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::database::Database;
#[cfg(feature = "parquet")]
use crate::parquet::DataSet;
use crate::{Failure, refusal};
use activity_query_files::Files;

/// Where answers come from: a database, or files.
#[derive(Args)]
pub(crate) struct Source {
    #[command(flatten)]
    pub(crate) files: Files,
    /// A database in the place of files, which `aq load` has made: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[arg(long = "db", value_name = "URL", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    pub(crate) database: Option<String>,
    /// A data set in the place of files, which `aq export` has made
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
    /// The database, or a store of all records.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if let Some(url) = &self.database {
            return Ok(Store::Database(Database::open(url)?));
        }
        #[cfg(feature = "parquet")]
        if let Some(path) = &self.parquet {
            return DataSet::open(path).map(|data_set| Store::Parquet(data_set.into()));
        }
        self.files.store().map(|store| Store::Memory(store.into()))
    }
}

impl Store {
    pub(crate) fn find(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
    ) -> Result<Vec<Record<Activity>>, Failure> {
        match self {
            Self::Memory(store) => block_on(find(&**store, asked, page)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(database) => database.wait(find(database.store(), asked, page)),
            #[cfg(feature = "parquet")]
            Self::Parquet(data_set) => data_set.find(asked, page),
        }
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Failure> {
        match self {
            Self::Memory(store) => block_on(types(&**store)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(database) => database.wait(types(database.store())),
            #[cfg(feature = "parquet")]
            Self::Parquet(data_set) => data_set.types(),
        }
    }
}

async fn find<S: ActivityStore>(
    store: &S,
    asked: Asked<'_>,
    page: &PageRequest,
) -> Result<Vec<Record<Activity>>, Failure> {
    let found = store.get_activities(asked.query, page, asked.now).await;
    Ok(found.map_err(|error| refusal(&error, asked.text))?.activities)
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
    changed.map_err(|error| refusal(&error, wanted.text))
}

pub(crate) async fn preview<S: ActivityStore>(
    store: &S,
    wanted: &Wanted<'_>,
) -> Result<Fingerprint, Failure> {
    let preview = store.preview_change(&wanted.selection, wanted.now).await;
    preview.map_err(|error| refusal(&error, wanted.text))
}

async fn types<S: ActivityStore>(store: &S) -> Result<Vec<String>, Failure> {
    store.get_activity_types().await.map_err(|error| refusal(&error, ""))
}
