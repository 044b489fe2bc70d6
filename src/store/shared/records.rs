//! [`AnyRecordStore`]: a store that looks records up, whose type is not known.

use std::borrow::Borrow;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::{Answer, AnyStore, AnyStoreError, boxed};
use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::model::{Activity, ActivityId, Computer, ComputerId, Record, SavedSearch};
use crate::store::{Facets, RecordStore, SavedSearches, StoreError};

/// A [`RecordStore`] whose type is not known: one of several that a service is configured for.
///
/// Every [`RecordStore`] is one, and `dyn AnyRecordStore` is a [`RecordStore`] again; each call
/// costs an allocation more.
///
/// ```
/// use std::sync::Arc;
///
/// use activity_query::{ActivityQuery, MemoryStore, Status};
/// use activity_query::store::{AnyRecordStore, RecordStore as _};
///
/// let store = MemoryStore::new();
/// store.append([r#"{"id": 7, "activity_status": "failed"}"#.parse()?])?;
/// let store: Arc<dyn AnyRecordStore> = Arc::new(store);
///
/// # pollster::block_on(async {
/// let activity = store.get_activity(7_u32.into()).await?;
/// assert!(activity.is_some());
/// let failed = ActivityQuery::status(Status::Failed);
/// let counts = store.count_activities([failed], chrono::Utc::now()).await?;
/// assert_eq!(counts, [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AnyRecordStore: AnyStore {
    /// [`RecordStore::get_activity`].
    fn any_activity(&self, id: ActivityId) -> Answer<'_, Option<Record<Activity>>>;

    /// [`RecordStore::count_activities`].
    fn any_counts<'a>(
        &'a self,
        queries: &'a mut (dyn Iterator<Item = ActivityQuery> + Send),
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<u64>>;

    /// [`RecordStore::count_facets`].
    fn any_facets<'a>(
        &'a self,
        query: &'a ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Answer<'a, Facets>;

    /// [`RecordStore::get_computers`].
    fn any_computers<'a>(
        &'a self,
        query: &'a ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<Record<Computer>>>;

    /// [`RecordStore::get_computers_with`].
    fn any_computers_with<'a>(&'a self, ids: &'a [ComputerId])
    -> Answer<'a, Vec<Record<Computer>>>;

    /// [`RecordStore::get_access_groups`].
    fn any_access_groups(&self) -> Answer<'_, Vec<(String, String)>>;

    /// [`RecordStore::get_searches`].
    fn any_searches(&self) -> Answer<'_, Vec<Record<SavedSearch>>>;

    /// [`RecordStore::change_searches`].
    fn change_any_searches<'a>(
        &'a self,
        change: &'a mut (dyn FnMut(&mut SavedSearches) + Send),
    ) -> Answer<'a, ()>;
}

impl<S: RecordStore> AnyRecordStore for S {
    fn any_activity(&self, id: ActivityId) -> Answer<'_, Option<Record<Activity>>> {
        Box::pin(async move { self.get_activity(id).await.map_err(boxed) })
    }

    fn any_counts<'a>(
        &'a self,
        queries: &'a mut (dyn Iterator<Item = ActivityQuery> + Send),
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<u64>> {
        Box::pin(async move { self.count_activities(queries, now).await.map_err(boxed) })
    }

    fn any_facets<'a>(
        &'a self,
        query: &'a ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Answer<'a, Facets> {
        Box::pin(async move { self.count_facets(query, most, now).await.map_err(boxed) })
    }

    fn any_computers<'a>(
        &'a self,
        query: &'a ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<Record<Computer>>> {
        Box::pin(async move { self.get_computers(query, places, now).await.map_err(boxed) })
    }

    fn any_computers_with<'a>(
        &'a self,
        ids: &'a [ComputerId],
    ) -> Answer<'a, Vec<Record<Computer>>> {
        Box::pin(async move { self.get_computers_with(ids).await.map_err(boxed) })
    }

    fn any_access_groups(&self) -> Answer<'_, Vec<(String, String)>> {
        Box::pin(async move { self.get_access_groups().await.map_err(boxed) })
    }

    fn any_searches(&self) -> Answer<'_, Vec<Record<SavedSearch>>> {
        Box::pin(async move { self.get_searches().await.map_err(boxed) })
    }

    fn change_any_searches<'a>(
        &'a self,
        change: &'a mut (dyn FnMut(&mut SavedSearches) + Send),
    ) -> Answer<'a, ()> {
        Box::pin(async move { self.change_searches(change).await.map_err(boxed) })
    }
}

impl RecordStore for dyn AnyRecordStore + '_ {
    async fn get_activity(
        &self,
        id: ActivityId,
    ) -> Result<Option<Record<Activity>>, StoreError<AnyStoreError>> {
        self.any_activity(id).await
    }

    async fn count_activities(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<AnyStoreError>> {
        self.any_counts(&mut queries.into_iter().map(|query| query.borrow().clone()), now).await
    }

    async fn count_facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Facets, StoreError<AnyStoreError>> {
        self.any_facets(query, most, now).await
    }

    async fn get_computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<AnyStoreError>> {
        self.any_computers(query, places, now).await
    }

    async fn get_computers_with(
        &self,
        ids: &[ComputerId],
    ) -> Result<Vec<Record<Computer>>, StoreError<AnyStoreError>> {
        self.any_computers_with(ids).await
    }

    async fn get_access_groups(&self) -> Result<Vec<(String, String)>, StoreError<AnyStoreError>> {
        self.any_access_groups().await
    }

    async fn get_searches(&self) -> Result<Vec<Record<SavedSearch>>, StoreError<AnyStoreError>> {
        self.any_searches().await
    }

    async fn change_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut SavedSearches) -> R + Send,
    ) -> Result<R, StoreError<AnyStoreError>> {
        let (mut change, mut changed) = (Some(change), None);
        let mut once = |searches: &mut SavedSearches| {
            changed = change.take().map(|change| change(searches));
        };
        self.change_any_searches(&mut once).await?;
        let unchanged = || AnyStoreError("the store did not call back".into());
        changed.ok_or_else(|| StoreError::Store(unchanged()))
    }
}
