//! [`ActivityStore`]: the four methods, over any engine.

mod change;
mod error;
mod facets;
mod file;
mod fingerprint;
#[cfg(feature = "sql")]
mod keyset;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "parquet"))]
mod lines;
mod load;
mod lookup;
#[cfg(feature = "memory")]
mod memory;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "parquet"))]
mod rows;
mod selection;
mod shared;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod sql;

use chrono::{DateTime, Utc};

pub use change::Change;
#[cfg(feature = "parquet")]
#[doc(no_inline)]
pub use datafusion;
pub use error::{Refusal, Refused, SelectionChanged, StoreError};
pub use facets::{FacetCount, Facets};
pub use file::RecordFile;
pub use fingerprint::{Fingerprint, FingerprintError};
pub use load::{Duplicate, DuplicateIds, LoadError, Loaded, UnreadableLine};
pub use lookup::{RecordStore, SavedSearches};
#[cfg(feature = "memory")]
pub use memory::{MemoryError, MemoryStore, MemoryUsage, Until, UpdateError};
pub use page::{Cursor, CursorError, Order, Page, PageRequest};
#[cfg(feature = "parquet")]
pub use parquet::{ParquetError, ParquetLoadError, ParquetStore, ParquetWriter};
pub use selection::{Scope, Selection};
pub use shared::{AnyRecordStore, AnyStore, AnyStoreError};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use sql::{SqlError, SqlLoadError, SqlStore};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[doc(no_inline)]
pub use sqlx;

use crate::activity::ActivityQuery;
use crate::model::{ACTIVITY_TYPES, ActivityId, Record};

/// A store of activities, with the four methods of the API.
///
/// The time always comes from the caller: `now` is what `last-ping:24` counts
/// from, and what a change is dated. A query that names saved searches is
/// answered with those that the store knows.
///
/// A reference, a `Box` and an `Arc` of a store are stores, too, and
/// [`AnyStore`] is one whose type is not known.
pub trait ActivityStore: Send + Sync {
    /// What can go wrong in the store itself.
    type Error: std::error::Error + Send + Sync + 'static;

    /// `GetActivities`: a page of the activities that the query selects; the
    /// empty query selects all of them.
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in, holds a term
    /// that the store can't answer, or the store fails.
    fn get_activities(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Page, StoreError<Self::Error>>> + Send;

    /// The records of such a page as the bytes of a JSON array, for a caller who only passes them
    /// on. A store in memory copies each record once, to its place in the array.
    ///
    /// ```
    /// use activity_query::store::{ActivityStore as _, PageRequest};
    ///
    /// let store = activity_query::MemoryStore::new();
    /// store.append([r#"{"id": 7, "size": 1.50}"#.parse()?])?;
    /// let (query, page) = ("id:7".parse()?, PageRequest::default());
    /// let json = store.get_activities_json(&query, &page, chrono::Utc::now());
    /// assert_eq!(pollster::block_on(json)?, br#"[{"id": 7, "size": 1.50}]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`get_activities`](Self::get_activities).
    fn get_activities_json(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<u8>, StoreError<Self::Error>>> + Send {
        async move {
            let mut json = String::new();
            Record::write_array(
                &self.get_activities(query, page, now).await?.activities,
                &mut json,
            );
            Ok(json.into_bytes())
        }
    }

    /// `GetActivityTypes`: the [known types](crate::model::ACTIVITY_TYPES)
    /// and all others in the store, sorted.
    ///
    /// # Errors
    /// When the store fails.
    fn get_activity_types(
        &self,
    ) -> impl Future<Output = Result<Vec<String>, StoreError<Self::Error>>> + Send;

    /// Counts the activities that a change would select, without changing any.
    ///
    /// A change of [`selection.expecting(…)`](Selection::expecting) what this
    /// gives is refused if the selection is another one by then.
    ///
    /// # Errors
    /// Those of a change, but that activities which can't be changed are
    /// counted with the others.
    fn preview_change(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Fingerprint, StoreError<Self::Error>>> + Send;

    /// `CancelActivities`: cancels every activity of the selection, or none of
    /// them, and gives the ids of those, ascending.
    ///
    /// What is undelivered, scheduled, waiting, blocked, unapproved or
    /// delivered can be canceled. It was changed and completed `now`, in whole
    /// seconds.
    ///
    /// # Errors
    /// When the user's query is empty or selects everything, unless that is
    /// [allowed](Selection::allow_everything), when the selection is not the
    /// [expected](Selection::expecting) one, when a selected activity can't be
    /// canceled (the error names all such), and as
    /// [`get_activities`](Self::get_activities).
    fn cancel_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<ActivityId>, StoreError<Self::Error>>> + Send;

    /// `ApproveActivities`: approves every activity of the selection, or none of
    /// them, and gives the ids of those, ascending.
    ///
    /// What is unapproved can be approved. It was approved and changed `now`, in
    /// whole seconds; then it is scheduled, if it is to be delivered after `now`,
    /// else undelivered.
    ///
    /// # Errors
    /// When the user's query is empty or selects everything, unless that is
    /// [allowed](Selection::allow_everything), when the selection is not the
    /// [expected](Selection::expecting) one, when a selected activity can't be
    /// approved (the error names all such), and as
    /// [`get_activities`](Self::get_activities).
    fn approve_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<ActivityId>, StoreError<Self::Error>>> + Send;
}

/// The known types of activities and these, sorted.
fn types_beside_known<'k>(own: impl Iterator<Item = &'k str>) -> Vec<String> {
    let mut types: Vec<&str> = ACTIVITY_TYPES.iter().copied().chain(own).collect();
    types.sort_unstable();
    types.dedup();
    types.into_iter().map(str::to_owned).collect()
}
