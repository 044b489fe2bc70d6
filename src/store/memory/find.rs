//! Finds and counts what queries select.

use std::borrow::Borrow;

use chrono::{DateTime, Utc};

use super::interrupt::Interrupt;
use super::state::{Location, State};
use super::{MemoryError, MemoryStore};
use crate::activity::ActivityQuery;
use crate::model::ActivityId;
use crate::store::{Page, PageRequest, StoreError};

impl MemoryStore {
    /// Returns the ids of a page of the activities that the query selects, as
    /// [`get_activities`](crate::ActivityStore::get_activities) does, without reading their
    /// records.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::store::PageRequest;
    ///
    /// let store = MemoryStore::new();
    /// store.append([r#"{"id": 7}"#.parse()?, r#"{"id": 8}"#.parse()?])?;
    /// let newest = store.find_ids(&"".parse()?, &PageRequest::first(1), chrono::Utc::now())?;
    /// assert_eq!(newest, [8_u32.into()]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn find_ids(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        self.find(query, page, now, &Interrupt::new(&|| false), |state, places| {
            let mut ids = Vec::with_capacity(places.len());
            ids.extend(places.iter().filter_map(|place| state.id(*place)));
            ids
        })
    }

    /// Returns the records of a page of the activities that the query selects as the bytes of a
    /// JSON array, as [`get_activities`](crate::ActivityStore::get_activities) and
    /// [`Record::write_array`](crate::model::Record::write_array) do, without allocating a text
    /// for each record.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, MemoryStore, PageRequest};
    ///
    /// let store = MemoryStore::new();
    /// store.load("{\"id\": 7}\n{\"id\": 8, \"size\": 1.50}".as_bytes(), |_| {})?;
    /// let everything = ActivityQuery::everything();
    /// let json = store.find_json(&everything, &PageRequest::default(), chrono::Utc::now())?;
    /// assert_eq!(json, br#"[{"id": 8, "size": 1.50},{"id": 7}]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn find_json(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, StoreError<MemoryError>> {
        self.find(query, page, now, &Interrupt::new(&|| false), State::json)
    }

    pub(super) fn find<R>(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
        give: impl FnOnce(&State, &[Location]) -> R,
    ) -> Result<R, StoreError<MemoryError>> {
        let state = self.read();
        let places = state.find(&state.bind(query, now, interrupt)?, page, interrupt)?;
        Ok(give(&state, &places))
    }

    /// Counts the activities that the query selects.
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn count(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError<MemoryError>> {
        let counts = self.count_each([query], now)?;
        Ok(counts.first().copied().unwrap_or_default())
    }

    /// Counts how many activities each of the queries selects, all at one moment: no change
    /// comes between.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, MemoryStore, Status};
    ///
    /// let store = MemoryStore::new();
    /// store.append([r#"{"id": 7, "activity_status": "failed"}"#.parse()?])?;
    /// let statuses = [Status::Failed, Status::Succeeded].map(ActivityQuery::status);
    /// assert_eq!(store.count_each(&statuses, chrono::Utc::now())?, [1, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The queries are taken one by one, so an iterator can create them as they are needed.
    /// It must not change the store, which is locked.
    ///
    /// # Errors
    /// If a query refers to a saved search that can't be expanded.
    pub fn count_each(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery>>,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<MemoryError>> {
        self.counts(queries, now, &Interrupt::new(&|| false))
    }

    pub(super) fn counts(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery>>,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<u64>, StoreError<MemoryError>> {
        let state = self.read();
        let mut counts = Vec::new();
        for query in queries {
            let bound = state.bind(query.borrow(), now, interrupt)?;
            counts.push(state.count(&bound, interrupt)?);
        }
        Ok(counts)
    }

    pub(super) fn page(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Page, StoreError<MemoryError>> {
        let state = self.read();
        let bound = state.bind(query, now, interrupt)?;
        // One more tells whether there is a next page.
        let one_more = PageRequest { limit: page.limit.saturating_add(1), ..page.clone() };
        let mut places = state.find(&bound, &one_more, interrupt)?;
        let more = places.len() > page.limit;
        places.truncate(page.limit);
        let next = places.last().filter(|_| more).and_then(|place| state.cursor(*place));
        let activities = state.activities(&places);
        let total = page.count.then(|| state.count(&bound, interrupt)).transpose()?;
        Ok(Page { activities, next, total })
    }
}
