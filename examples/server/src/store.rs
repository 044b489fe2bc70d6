//! Where the answers come from: memory, or a database. The methods block their
//! thread, until there is an answer or the time of the call is spent.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use activity_query::ActivityStore as _;
use activity_query::complete::{ValueProvider, ValueRequest};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use activity_query::store::RecordStore as _;
use activity_query::store::{AnyRecordStore, AnyStoreError};
use activity_query::{MemoryStore, StoreError};
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

    /// Asks the store, and waits for its answer as long as the call may take.
    pub(crate) fn ask<T>(
        &self,
        call: &Call,
        question: impl AsyncFnOnce(&dyn AnyRecordStore) -> Result<T, StoreError<AnyStoreError>>,
    ) -> Result<T, Unanswered> {
        let answer = match self {
            // It never waits, and looks at the time itself.
            Self::Memory(store) => {
                let is_over = || call.budget.is_over();
                Some(block_on(question(&store.until(&is_over))))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(store, runtime) => runtime.block_on(call.budget.wait(question(store))),
        };
        let late = StoreError::Store(Fault::Late);
        answer.map_or(Err(late), |answer| answer.map_err(failed))
    }

    /// Has the store changed. A database that is lost or late may have made the change.
    pub(crate) fn change<T>(
        &self,
        call: &Call,
        change: impl AsyncFnOnce(&dyn AnyRecordStore) -> Result<T, StoreError<AnyStoreError>>,
    ) -> Result<T, Unanswered> {
        self.ask(call, change).map_err(|error| match error {
            StoreError::Store(fault @ (Fault::Lost(_) | Fault::Late)) => {
                tracing::error!(?fault, "no database");
                StoreError::Store(Fault::Unknown)
            }
            error => error,
        })
    }
}

/// What it means that the store failed.
fn failed(error: StoreError<AnyStoreError>) -> Unanswered {
    match error {
        StoreError::Query(diagnostics) => StoreError::Query(diagnostics),
        StoreError::Refused(refused) => StoreError::Refused(refused),
        StoreError::SelectionChanged(changed) => StoreError::SelectionChanged(changed),
        StoreError::Interrupted => StoreError::Interrupted,
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        StoreError::Store(error) if is_lost(&error) => {
            StoreError::Store(Fault::Lost(error.to_string()))
        }
        StoreError::Store(error) => StoreError::Store(Fault::Failed(error.to_string())),
        _ => StoreError::Store(Fault::Failed("the store gave no answer".to_owned())),
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn is_lost(error: &AnyStoreError) -> bool {
    use activity_query::store::SqlError;
    matches!(error.downcast_ref(), Some(SqlError::Connection(_)))
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
                ("activity", Some("type")) => {
                    let types =
                        self.store.ask(self.call, async |store| store.get_activity_types().await);
                    types.unwrap_or_default()
                }
                ("computer", Some("search")) => {
                    let searches =
                        self.store.ask(self.call, async |store| store.get_searches().await);
                    searches
                        .unwrap_or_default()
                        .into_iter()
                        .map(|search| search.id().clone())
                        .collect()
                }
                _ => Vec::new(),
            },
        }
    }
}
