//! Where the answers come from: memory, or a database. The methods block their
//! thread, until there is an answer or the time of the call is spent.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;

use activity_query::complete::{ValueProvider, ValueRequest};
use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::store::{Change, Fingerprint, MemoryError};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, ComputerId, ComputerQuery, MemoryStore, Page,
    PageRequest, Selection, StoreError,
};
use chrono::{DateTime, Utc};
use pollster::block_on;

use crate::Failure;
use crate::call::Call;

pub(crate) enum Store {
    Memory(Box<MemoryStore>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Database(activity_query::store::SqlStore, tokio::runtime::Handle),
}

/// Why a store gave no answer, whichever it is.
pub(crate) type Unanswered = StoreError<Fault>;

/// How a store failed.
#[derive(Debug)]
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    expect(dead_code, reason = "only a database is lost")
)]
pub(crate) enum Fault {
    /// The database can't be reached.
    Lost(String),
    /// The database had no answer in time: it may be busy, or lost.
    Late,
    /// The database did not say whether it has made a change.
    Unknown,
    Failed(String),
}

/// The saved searches, by their names.
pub(crate) type Searches = BTreeMap<String, Record<SavedSearch>>;

/// The answer of either store: what the one says at once, and the other in the
/// time of the call; if it does not, what that means.
macro_rules! either {
    ($self:expr, $call:expr, |$store:ident| $memory:expr, $database:expr, $late:expr) => {
        match $self {
            Self::Memory($store) => {
                let _: &Call = $call;
                $memory
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database($store, runtime) => {
                match runtime.block_on($call.budget.wait($database)) {
                    Some(answer) => answer.map_err(|error| of_database(StoreError::from(error))),
                    None => Err($late),
                }
            }
        }
    };
    ($self:expr, $call:expr, |$store:ident| $memory:expr, $database:expr) => {
        either!($self, $call, |$store| $memory, $database, StoreError::Store(Fault::Late))
    };
}

#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    expect(clippy::unnecessary_wraps, reason = "a database may fail")
)]
impl Store {
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) async fn open(url: &str) -> Result<Self, Failure> {
        let store = activity_query::store::SqlStore::open(url);
        let store = activity_query_files::connected(url, store).await?;
        Ok(Self::Database(store, tokio::runtime::Handle::current()))
    }

    #[cfg(not(any(feature = "sqlite", feature = "postgres")))]
    #[expect(clippy::unused_async, reason = "with a database it waits")]
    pub(crate) async fn open(_: &str) -> Result<Self, Failure> {
        Err("error: `--db` needs the feature `sqlite` or `postgres`: cargo run --release --package activity-query-server --features sqlite -- --db URL".to_owned())
    }

    /// Whether changes are forgotten when the server ends.
    pub(crate) fn forgets(&self) -> bool {
        matches!(self, Self::Memory(_))
    }

    pub(crate) fn find(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        call: &Call,
    ) -> Result<Page, Unanswered> {
        let is_over = || call.budget.is_over();
        either!(
            self,
            call,
            |store| block_on(store.until(&is_over).get_activities(query, page, call.now))
                .map_err(of_memory),
            store.get_activities(query, page, call.now)
        )
    }

    /// How many activities each of the queries selects, at one moment.
    pub(crate) fn count_each(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        call: &Call,
    ) -> Result<Vec<u64>, Unanswered> {
        let is_over = || call.budget.is_over();
        either!(
            self,
            call,
            |store| store.until(&is_over).count_each(queries, call.now).map_err(of_memory),
            store.count_each(queries, call.now)
        )
    }

    pub(crate) fn types(&self, call: &Call) -> Result<Vec<String>, Unanswered> {
        either!(
            self,
            call,
            |store| block_on(store.get_activity_types()).map_err(of_memory),
            store.get_activity_types()
        )
    }

    /// Counts what a change would select.
    pub(crate) fn preview(
        &self,
        selection: &Selection,
        call: &Call,
    ) -> Result<Fingerprint, Unanswered> {
        let is_over = || call.budget.is_over();
        either!(
            self,
            call,
            |store| block_on(store.until(&is_over).preview_change(selection, call.now))
                .map_err(of_memory),
            store.preview_change(selection, call.now)
        )
    }

    pub(crate) fn change(
        &self,
        change: Change,
        selection: &Selection,
        call: &Call,
    ) -> Result<Vec<ActivityId>, Unanswered> {
        let is_over = || call.budget.is_over();
        either!(
            self,
            call,
            |store| block_on(changed(&store.until(&is_over), change, selection, call.now))
                .map_err(of_memory),
            changed(store, change, selection, call.now),
            StoreError::Store(Fault::Unknown)
        )
        .map_err(unsure)
    }

    pub(crate) fn activity(
        &self,
        id: ActivityId,
        call: &Call,
    ) -> Result<Option<Record<Activity>>, Unanswered> {
        either!(self, call, |store| Ok(store.activity(id)), store.activity(id))
    }

    /// The computers in the order of their ids, those at these places.
    pub(crate) fn computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        call: &Call,
    ) -> Result<Vec<Record<Computer>>, Unanswered> {
        let is_over = || call.budget.is_over();
        either!(
            self,
            call,
            |store| store.until(&is_over).computers(query, places, call.now).map_err(of_memory),
            store.computers(query, places, call.now)
        )
    }

    /// The known ones of the computers with these ids.
    pub(crate) fn computers_with(
        &self,
        ids: &[ComputerId],
        call: &Call,
    ) -> Result<Vec<Record<Computer>>, Unanswered> {
        either!(
            self,
            call,
            // A thousand lookups take a tenth of the time of a query for a thousand.
            |store| Ok(ids.iter().filter_map(|id| store.computer(*id)).collect()),
            {
                let query = ComputerQuery::any(ids.iter().map(|id| ComputerQuery::id(*id)));
                async move { store.computers(&query, 0..ids.len(), call.now).await }
            }
        )
    }

    /// Each access group that is in another, and that.
    pub(crate) fn access_groups(&self, call: &Call) -> Result<Vec<(String, String)>, Unanswered> {
        either!(self, call, |store| Ok(store.access_groups()), store.access_groups())
    }

    pub(crate) fn searches(&self, call: &Call) -> Result<Vec<Record<SavedSearch>>, Unanswered> {
        either!(self, call, |store| Ok(store.searches()), store.searches())
    }

    /// Changes the saved searches while no other call does.
    pub(crate) fn update_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut Searches) -> R + Send,
        call: &Call,
    ) -> Result<R, Unanswered> {
        either!(
            self,
            call,
            |store| Ok(store.update_searches(change)),
            store.update_searches(change),
            StoreError::Store(Fault::Unknown)
        )
        .map_err(unsure)
    }
}

async fn changed<S: ActivityStore>(
    store: &S,
    change: Change,
    selection: &Selection,
    now: DateTime<Utc>,
) -> Result<Vec<ActivityId>, StoreError<S::Error>> {
    match change {
        Change::Cancel => store.cancel_activities(selection, now).await,
        Change::Approve => store.approve_activities(selection, now).await,
    }
}

fn of_memory(error: StoreError<MemoryError>) -> Unanswered {
    with_fault(error, |error| Fault::Failed(error.to_string()))
}

/// A database that is lost may have made the change before.
fn unsure(error: Unanswered) -> Unanswered {
    match error {
        StoreError::Store(Fault::Lost(error)) => {
            tracing::error!(%error, "no database");
            StoreError::Store(Fault::Unknown)
        }
        error => error,
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn of_database(error: StoreError<activity_query::store::SqlError>) -> Unanswered {
    with_fault(error, |error| match error {
        activity_query::store::SqlError::Connection(_) => Fault::Lost(error.to_string()),
        _ => Fault::Failed(error.to_string()),
    })
}

fn with_fault<E>(error: StoreError<E>, fault: impl FnOnce(E) -> Fault) -> Unanswered {
    match error {
        StoreError::Query(diagnostics) => StoreError::Query(diagnostics),
        StoreError::Refused(refused) => StoreError::Refused(refused),
        StoreError::SelectionChanged(changed) => StoreError::SelectionChanged(changed),
        StoreError::Interrupted => StoreError::Interrupted,
        StoreError::Store(error) => StoreError::Store(fault(error)),
        _ => StoreError::Store(Fault::Failed("the store gave no answer".to_owned())),
    }
}

/// The values that a store knows, for the completions of a call.
pub(crate) struct Known<'c> {
    pub(crate) store: &'c Store,
    pub(crate) call: &'c Call,
}

/// A database knows few of the values that it holds.
impl ValueProvider for Known<'_> {
    fn now(&self) -> Option<DateTime<Utc>> {
        Some(self.call.now)
    }

    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        match self.store {
            Store::Memory(store) => store.values(wanted),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Store::Database(..) => match (wanted.language, wanted.field) {
                ("activity", Some("type")) => self.store.types(self.call).unwrap_or_default(),
                ("computer", Some("search")) => {
                    let searches = self.store.searches(self.call).unwrap_or_default();
                    searches.into_iter().map(|search| search.id().clone()).collect()
                }
                _ => Vec::new(),
            },
        }
    }
}
