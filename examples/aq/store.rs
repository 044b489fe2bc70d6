//! Where the answers come from: memory, a database, or Parquet files.

use activity_query::model::Activity;
use activity_query::{ActivityId, ActivityQuery, ActivityStore, Change, MemoryStore, Page};
use chrono::{DateTime, Utc};
use pollster::block_on;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::database::Database;
#[cfg(feature = "parquet")]
use crate::parquet::DataSet;
use crate::{Failure, refusal};

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

impl Store {
    pub(crate) fn find(&self, asked: Asked<'_>, page: &Page) -> Result<Vec<Activity>, Failure> {
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
    page: &Page,
) -> Result<Vec<Activity>, Failure> {
    let found = store.get_activities(asked.query, page, asked.now).await;
    Ok(found.map_err(|error| refusal(&error, asked.text))?.activities)
}

pub(crate) async fn change<S: ActivityStore>(
    store: &S,
    change: Change,
    asked: Asked<'_>,
) -> Result<Vec<ActivityId>, Failure> {
    let changed = match change {
        Change::Cancel => store.cancel_activities(asked.query, asked.now).await,
        Change::Approve => store.approve_activities(asked.query, asked.now).await,
    };
    changed.map_err(|error| refusal(&error, asked.text))
}

async fn types<S: ActivityStore>(store: &S) -> Result<Vec<String>, Failure> {
    store.get_activity_types().await.map_err(|error| refusal(&error, ""))
}
