//! Where the answers come from: memory, or a database. Whoever asks waits, on
//! a thread that may.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;

use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, Change, ComputerId, ComputerQuery, Found, Lookup,
    MemoryStore, Page, StoreError, Values,
};
use chrono::{DateTime, Utc};
use pollster::block_on;

use crate::Failure;

pub(crate) enum Store {
    Memory(Box<MemoryStore>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Database(activity_query::SqlStore, tokio::runtime::Handle),
}

/// What a store says in the place of an answer, whichever it is.
pub(crate) type Unanswered = StoreError<String>;

/// The saved searches, by their names.
pub(crate) type Searches = BTreeMap<String, Record<SavedSearch>>;

/// The same of either store: what the one says at once, and the other after a
/// while.
macro_rules! either {
    ($self:expr, |$store:ident| $memory:expr, $database:expr) => {
        match $self {
            Self::Memory($store) => $memory,
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database($store, runtime) => {
                runtime.block_on($database).map_err(|error| plain(StoreError::from(error)))
            }
        }
    };
}

#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    expect(clippy::unnecessary_wraps, reason = "a database may fail")
)]
impl Store {
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) async fn connect(url: &str) -> Result<Self, Failure> {
        let fail = |error: activity_query::SqlError| format!("error: {error}");
        let store = activity_query::SqlStore::connect(url).await.map_err(fail)?;
        store.migrate().await.map_err(fail)?;
        Ok(Self::Database(store, tokio::runtime::Handle::current()))
    }

    #[cfg(not(any(feature = "sqlite", feature = "postgres")))]
    #[expect(clippy::unused_async, reason = "with a database it waits")]
    pub(crate) async fn connect(_: &str) -> Result<Self, Failure> {
        Err("error: `--db` needs the feature `sqlite` or `postgres`: cargo run --release --features sqlite --example server -- --db URL".to_owned())
    }

    pub(crate) fn find(
        &self,
        query: &ActivityQuery,
        page: &Page,
        now: DateTime<Utc>,
    ) -> Result<Found, Unanswered> {
        either!(
            self,
            |store| block_on(store.get_activities(query, page, now)).map_err(plain),
            store.get_activities(query, page, now)
        )
    }

    /// How many activities each of the queries selects, at one moment.
    pub(crate) fn count_each(
        &self,
        queries: &[ActivityQuery],
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, Unanswered> {
        either!(
            self,
            |store| store.count_each(queries, now).map_err(plain),
            store.count_each(queries, now)
        )
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Unanswered> {
        either!(
            self,
            |store| block_on(store.get_activity_types()).map_err(plain),
            store.get_activity_types()
        )
    }

    pub(crate) fn change(
        &self,
        change: Change,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, Unanswered> {
        either!(
            self,
            |store| block_on(changed(&**store, change, query, now)).map_err(plain),
            changed(store, change, query, now)
        )
    }

    pub(crate) fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, Unanswered> {
        either!(self, |store| Ok(store.activity(id)), store.activity(id))
    }

    /// The computers in the order of their ids, those at these places.
    pub(crate) fn computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, Unanswered> {
        either!(
            self,
            |store| store.computers(query, places, now).map_err(plain),
            store.computers(query, places, now)
        )
    }

    /// The known ones of the computers with these ids.
    pub(crate) fn computers_with(
        &self,
        ids: &[ComputerId],
    ) -> Result<Vec<Record<Computer>>, Unanswered> {
        match self {
            // A thousand lookups take a tenth of the time of a query for a thousand.
            Self::Memory(store) => Ok(ids.iter().filter_map(|id| store.computer(*id)).collect()),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(..) => {
                let query = ComputerQuery::any(ids.iter().map(|id| ComputerQuery::id(*id)));
                // What ids select does not depend on the time.
                self.computers(&query, 0..ids.len(), DateTime::UNIX_EPOCH)
            }
        }
    }

    /// Each access group that is in another, and that.
    pub(crate) fn access_groups(&self) -> Result<Vec<(String, String)>, Unanswered> {
        either!(self, |store| Ok(store.access_groups()), store.access_groups())
    }

    pub(crate) fn searches(&self) -> Result<Vec<Record<SavedSearch>>, Unanswered> {
        either!(self, |store| Ok(store.searches()), store.searches())
    }

    /// Changes the saved searches while nobody else does.
    pub(crate) fn update_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut Searches) -> R + Send,
    ) -> Result<R, Unanswered> {
        either!(self, |store| Ok(store.update_searches(change)), store.update_searches(change))
    }
}

async fn changed<S: ActivityStore>(
    store: &S,
    change: Change,
    query: &ActivityQuery,
    now: DateTime<Utc>,
) -> Result<Vec<ActivityId>, StoreError<S::Error>> {
    match change {
        Change::Cancel => store.cancel_activities(query, now).await,
        Change::Approve => store.approve_activities(query, now).await,
    }
}

fn plain<E: Display>(error: StoreError<E>) -> Unanswered {
    match error {
        StoreError::Query(diagnostics) => StoreError::Query(diagnostics),
        StoreError::Refused(refused) => StoreError::Refused(refused),
        StoreError::Store(error) => StoreError::Store(error.to_string()),
        _ => StoreError::Store("the store gave no answer".to_owned()),
    }
}

/// A database does not know the values it holds, but for a few.
impl Values for Store {
    fn values(&self, wanted: &Lookup<'_>) -> Vec<String> {
        match self {
            Self::Memory(store) => store.values(wanted),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(..) => match (wanted.language, wanted.field) {
                ("activity", Some("type")) => self.types().unwrap_or_default(),
                ("computer", Some("search")) => {
                    let searches = self.searches().unwrap_or_default();
                    searches.into_iter().map(|search| search.id().clone()).collect()
                }
                _ => Vec::new(),
            },
        }
    }
}
