//! The lookups that stores share, for databases.

use std::borrow::Borrow;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::{SqlError, SqlStore};
use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::model::{Activity, ActivityId, Computer, Record, SavedSearch};
use crate::store::{Facets, RecordStore, SavedSearches, StoreError};

impl RecordStore for SqlStore {
    async fn get_activity(
        &self,
        id: ActivityId,
    ) -> Result<Option<Record<Activity>>, StoreError<SqlError>> {
        Ok(self.activity(id).await?)
    }

    async fn count_activities(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery> + Send + Sync, IntoIter: Send>
        + Send,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<SqlError>> {
        self.count_each(queries, now).await
    }

    async fn count_facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Facets, StoreError<SqlError>> {
        self.facets(query, most, now).await
    }

    async fn get_computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<SqlError>> {
        self.computers(query, places, now).await
    }

    async fn get_access_groups(&self) -> Result<Vec<(String, String)>, StoreError<SqlError>> {
        Ok(self.access_groups().await?)
    }

    async fn get_searches(&self) -> Result<Vec<Record<SavedSearch>>, StoreError<SqlError>> {
        Ok(self.searches().await?)
    }

    async fn change_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut SavedSearches) -> R + Send,
    ) -> Result<R, StoreError<SqlError>> {
        Ok(self.update_searches(change).await?)
    }
}
