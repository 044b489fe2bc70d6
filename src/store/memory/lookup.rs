//! The lookups that stores share, for the store in memory.

use std::borrow::Borrow;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::interrupt::Interrupt;
use super::{MemoryError, MemoryStore, Until};
use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::model::{Activity, ActivityId, Computer, ComputerId, Record, SavedSearch};
use crate::store::{Facets, RecordStore, SavedSearches, StoreError};

/// The futures never yield; the store is synchronous behind a lock.
impl RecordStore for MemoryStore {
    async fn get_activity(
        &self,
        id: ActivityId,
    ) -> Result<Option<Record<Activity>>, StoreError<MemoryError>> {
        Ok(self.activity(id))
    }

    async fn count_activities(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<MemoryError>> {
        self.count_each(queries, now)
    }

    async fn count_facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Facets, StoreError<MemoryError>> {
        self.facets(query, most, now, &Interrupt::new(&|| false))
    }

    async fn get_computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        self.computers(query, places, now)
    }

    /// A thousand lookups take a tenth of the time of a query for a thousand.
    async fn get_computers_with(
        &self,
        ids: &[ComputerId],
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        Ok(ids.iter().filter_map(|id| self.computer(*id)).collect())
    }

    async fn get_access_groups(&self) -> Result<Vec<(String, String)>, StoreError<MemoryError>> {
        Ok(self.access_groups())
    }

    async fn get_searches(&self) -> Result<Vec<Record<SavedSearch>>, StoreError<MemoryError>> {
        Ok(self.searches())
    }

    async fn change_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut SavedSearches) -> R + Send,
    ) -> Result<R, StoreError<MemoryError>> {
        Ok(self.update_searches(change))
    }
}

/// Counts and pages of computers are interrupted; all else takes microseconds.
impl RecordStore for Until<'_> {
    async fn get_activity(
        &self,
        id: ActivityId,
    ) -> Result<Option<Record<Activity>>, StoreError<MemoryError>> {
        self.store.get_activity(id).await
    }

    async fn count_activities(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<MemoryError>> {
        self.count_each(queries, now)
    }

    async fn count_facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Facets, StoreError<MemoryError>> {
        self.store.facets(query, most, now, &self.interrupt())
    }

    async fn get_computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        self.computers(query, places, now)
    }

    async fn get_computers_with(
        &self,
        ids: &[ComputerId],
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        self.store.get_computers_with(ids).await
    }

    async fn get_access_groups(&self) -> Result<Vec<(String, String)>, StoreError<MemoryError>> {
        self.store.get_access_groups().await
    }

    async fn get_searches(&self) -> Result<Vec<Record<SavedSearch>>, StoreError<MemoryError>> {
        self.store.get_searches().await
    }

    async fn change_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut SavedSearches) -> R + Send,
    ) -> Result<R, StoreError<MemoryError>> {
        self.store.change_searches(change).await
    }
}
