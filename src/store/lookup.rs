//! [`RecordStore`]: lookups that stores share, beside the four methods.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{ActivityStore, Facets, StoreError};
use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::model::{Activity, ActivityId, Computer, ComputerId, Record, SavedSearch};

/// The saved searches of a store by their names.
pub type SavedSearches = BTreeMap<String, Record<SavedSearch>>;

/// A store that also looks up single activities, computers, access groups and saved searches,
/// and counts activities, so that a service can be written for any store.
///
/// The store in memory has the same as methods of its own, which need no `await`. A reference,
/// a `Box` and an `Arc` of a store look up, too, and so does
/// [`dyn AnyRecordStore`](super::AnyRecordStore), whose type is not known.
///
/// ```
/// use std::sync::Arc;
///
/// use activity_query::store::RecordStore;
/// use activity_query::{ActivityQuery, MemoryStore, StoreError};
///
/// async fn summary<S: RecordStore>(store: &S) -> Result<String, StoreError<S::Error>> {
///     let queries = [ActivityQuery::everything(), "status:failed".parse()?];
///     let counts = store.count_activities(&queries, chrono::Utc::now()).await?;
///     let computers = store.get_computers(&"tag:laptop".parse()?, 0..10, chrono::Utc::now()).await?;
///     Ok(format!("{counts:?}, {} laptops", computers.len()))
/// }
///
/// let store = Arc::new(MemoryStore::new());
/// store.append([r#"{"id": 7, "activity_status": "failed"}"#.parse()?])?;
/// store.put_computers([r#"{"id": 4, "tags": ["laptop"]}"#.parse()?]);
/// assert_eq!(pollster::block_on(summary(&store))?, "[1, 1], 1 laptops");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait RecordStore: ActivityStore {
    /// Returns the activity with this id.
    ///
    /// # Errors
    /// If the store fails.
    fn get_activity(
        &self,
        id: ActivityId,
    ) -> impl Future<Output = Result<Option<Record<Activity>>, StoreError<Self::Error>>> + Send;

    /// Counts how many activities each of the queries selects, all at one moment: no change
    /// comes between. An iterator can create the queries as they are needed.
    ///
    /// # Errors
    /// If a query refers to a saved search that can't be expanded, or the store fails.
    fn count_activities(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<u64>, StoreError<Self::Error>>> + Send;

    /// Counts the activities that the query selects by status, by type and by creator: all
    /// statuses, and the `most` most frequent types and creators.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::store::RecordStore as _;
    ///
    /// let store = MemoryStore::new();
    /// store.append([
    ///     r#"{"id": 7, "activity_status": "failed", "creator": {"email": "jane@example.com"}}"#.parse()?,
    ///     r#"{"id": 8, "activity_status": "failed", "type": "ActivityGroup"}"#.parse()?,
    /// ])?;
    /// let query = "status:failed".parse()?;
    /// let facets = pollster::block_on(store.count_facets(&query, 20, chrono::Utc::now()))?;
    /// assert_eq!(facets.count, 2);
    /// assert_eq!(facets.statuses[0].value.as_deref(), Some("failed"));
    /// assert_eq!(facets.creators[1].value.as_deref(), Some("jane@example.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded, or the store fails.
    fn count_facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Facets, StoreError<Self::Error>>> + Send;

    /// `GetComputers`: returns the computers that the query selects in the order of their
    /// ids, from the start of the range to its end.
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded, or the store fails.
    fn get_computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Record<Computer>>, StoreError<Self::Error>>> + Send;

    /// Returns the known ones of the computers with these ids, in no particular order.
    ///
    /// # Errors
    /// If the store fails.
    fn get_computers_with(
        &self,
        ids: &[ComputerId],
    ) -> impl Future<Output = Result<Vec<Record<Computer>>, StoreError<Self::Error>>> + Send {
        async move {
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let query = ComputerQuery::any(ids.iter().map(|id| ComputerQuery::id(*id)));
            // Ids are compared with no time.
            self.get_computers(&query, 0..ids.len(), DateTime::UNIX_EPOCH).await
        }
    }

    /// Returns the access groups: each group's name and its parent's.
    ///
    /// # Errors
    /// If the store fails.
    fn get_access_groups(
        &self,
    ) -> impl Future<Output = Result<Vec<(String, String)>, StoreError<Self::Error>>> + Send;

    /// Returns the saved searches in the order of their names.
    ///
    /// # Errors
    /// If the store fails.
    fn get_searches(
        &self,
    ) -> impl Future<Output = Result<Vec<Record<SavedSearch>>, StoreError<Self::Error>>> + Send;

    /// Changes the saved searches while no other call does.
    ///
    /// # Errors
    /// If the store fails; then nothing was changed.
    fn change_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut SavedSearches) -> R + Send,
    ) -> impl Future<Output = Result<R, StoreError<Self::Error>>> + Send;
}

/// Passes the lookups on to what `self` points to.
macro_rules! pointers {
    ($($pointer:ty),*) => {
        $(impl<S: RecordStore + ?Sized> RecordStore for $pointer {
            async fn get_activity(
                &self,
                id: ActivityId,
            ) -> Result<Option<Record<Activity>>, StoreError<S::Error>> {
                (**self).get_activity(id).await
            }

            async fn count_activities(
                &self,
                queries: impl IntoIterator<
                    Item = impl Borrow<ActivityQuery> + Send + Sync,
                    IntoIter: Send,
                > + Send,
                now: DateTime<Utc>,
            ) -> Result<Vec<u64>, StoreError<S::Error>> {
                (**self).count_activities(queries, now).await
            }

            async fn count_facets(
                &self,
                query: &ActivityQuery,
                most: usize,
                now: DateTime<Utc>,
            ) -> Result<Facets, StoreError<S::Error>> {
                (**self).count_facets(query, most, now).await
            }

            async fn get_computers(
                &self,
                query: &ComputerQuery,
                places: Range<usize>,
                now: DateTime<Utc>,
            ) -> Result<Vec<Record<Computer>>, StoreError<S::Error>> {
                (**self).get_computers(query, places, now).await
            }

            async fn get_computers_with(
                &self,
                ids: &[ComputerId],
            ) -> Result<Vec<Record<Computer>>, StoreError<S::Error>> {
                (**self).get_computers_with(ids).await
            }

            async fn get_access_groups(
                &self,
            ) -> Result<Vec<(String, String)>, StoreError<S::Error>> {
                (**self).get_access_groups().await
            }

            async fn get_searches(
                &self,
            ) -> Result<Vec<Record<SavedSearch>>, StoreError<S::Error>> {
                (**self).get_searches().await
            }

            async fn change_searches<R: Send>(
                &self,
                change: impl FnOnce(&mut SavedSearches) -> R + Send,
            ) -> Result<R, StoreError<S::Error>> {
                (**self).change_searches(change).await
            }
        })*
    };
}

pointers!(&S, Box<S>, Arc<S>);
