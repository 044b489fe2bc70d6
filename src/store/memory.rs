//! [`MemoryStore`]: the four methods over activities in memory.

mod add;
mod batch;
mod bind;
mod bitset;
mod change;
mod columns;
mod computers;
mod dictionary;
mod fleet;
mod interrupt;
mod lock;
mod lookup;
mod matches;
mod plan;
mod postings;
mod program;
mod records;
mod remove;
mod segment;
mod set;
mod state;
mod values;

use std::borrow::Borrow;
use std::io::BufRead;
use std::sync::{Mutex, RwLock};

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::load::{Line, Lines, LoadError, Loaded};
use super::{
    ActivityStore, Fingerprint, Page, PageRequest, Selection, StoreError, types_beside_known,
};
use crate::activity::ActivityQuery;
use crate::model::{Activity, ActivityId, Indexed, Record, RecordError};
use batch::Batch;
use interrupt::Interrupt;
pub use interrupt::Until;
use segment::Segment;
use state::State;

/// Activities in memory, ten million of them and more, and the computers and
/// saved searches that queries ask for.
///
/// Many threads may use a store at once. What one call changes, others see
/// whole or not at all.
///
/// ```
/// use activity_query::{ActivityQuery, ActivityStore, MemoryStore, PageRequest, Selection};
///
/// let store = MemoryStore::new();
/// store.put_computers([r#"{"id": 4, "tags": ["laptop"]}"#.parse()?]);
/// let lines = r#"
/// {"id": 7, "activity_status": "undelivered", "computer_id": 4}
/// {"id": 8, "activity_status": "failed", "computer_id": 4}
/// "#;
/// store.load(lines.as_bytes(), |_| {})?;
///
/// # pollster::block_on(async {
/// let now = chrono::Utc::now();
/// let query: ActivityQuery = "computer:tag:laptop NOT status:failed".parse()?;
/// let found = store.get_activities(&query, &PageRequest::default(), now).await?;
/// assert_eq!(found.activities[0].id(), &7_u32.into());
/// assert_eq!(store.cancel_activities(&Selection::new(query), now).await?, [7_u32.into()]);
///
/// let failed = Selection::new("id:8".parse()?);
/// let refused = store.cancel_activities(&failed, now).await.unwrap_err();
/// assert_eq!(refused.to_string(), "8 => cannot be canceled: it is failed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: RwLock<State>,
    /// One change is made at a time.
    turn: Mutex<()>,
}

/// A record in the store can't be read or written. That does not happen: what
/// is in the store was read before.
#[derive(Debug, Error)]
#[error("a record in the store is broken: {0}")]
pub struct MemoryError(#[from] RecordError);

/// Why an activity can't be updated.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// No activity has this id.
    #[error("there is no activity {0}")]
    Unknown(ActivityId),
    /// It can't become what it was changed to.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// How many bytes the activities of a store take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryUsage {
    /// What queries are answered from.
    pub index: usize,
    /// The records, which are given back; what they have in common is kept once.
    pub records: usize,
}

impl MemoryStore {
    /// A store with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads activities: a JSON object a line. All of them, or none;
    /// `progress` is told how many bytes each line had.
    ///
    /// # Errors
    /// When reading fails, a line is no activity, or two activities would
    /// have one id.
    pub fn load(
        &self,
        lines: impl BufRead,
        mut progress: impl FnMut(usize),
    ) -> Result<Loaded, LoadError> {
        let (mut batch, mut packer) = (Batch::default(), self.read().packer());
        let mut lines = Lines::new(lines);
        while let Some(Line { activity, record, number }) = lines.next(&mut progress)? {
            batch.push(&activity, packer.pack(record), Some(number));
        }
        self.add(batch)?;
        Ok(lines.loaded())
    }

    /// Appends activities, all of them or none, created at any time.
    ///
    /// # Errors
    /// When two activities would have one id.
    pub fn append(
        &self,
        activities: impl IntoIterator<Item = Record<Activity>>,
    ) -> Result<(), LoadError> {
        let (mut batch, mut packer) = (Batch::default(), self.read().packer());
        for activity in activities {
            let text = activity.text();
            batch.push(&Indexed::read(text)?, packer.pack(text), None);
        }
        self.add(batch)?;
        Ok(())
    }

    /// Changes one activity, and gives back what it has become.
    ///
    /// No other thread changes the store meanwhile, so that what `change` reads
    /// is what it writes over. The id stays as it is.
    ///
    /// ```
    /// use activity_query::model::Record;
    /// use activity_query::{MemoryStore, Status};
    ///
    /// let store = MemoryStore::new();
    /// store.append([Record::with_id(7_u32)])?;
    /// let changed = store.update(7_u32.into(), |activity| {
    ///     activity.set("activity_status", &Status::Delivered)
    /// })?;
    /// assert_eq!(changed.text(), r#"{"id":7,"activity_status":"delivered"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When no activity has this id, and those of `change`; then nothing was
    /// changed.
    pub fn update(
        &self,
        id: ActivityId,
        change: impl FnOnce(&mut Record<Activity>) -> Result<(), RecordError>,
    ) -> Result<Record<Activity>, UpdateError> {
        let mut state = self.write();
        let place = state.place(id).ok_or(UpdateError::Unknown(id))?;
        let old = state.activity(place).ok_or(UpdateError::Unknown(id))?;
        let mut new = old.clone();
        change(&mut new)?;
        if *new.id() != id {
            new.set("id", &id)?;
        }
        let mut batch = Batch::default();
        batch.push(&Indexed::read(new.text())?, state.packer().pack(new.text()), None);
        state.replace(place, &Indexed::read(old.text())?, batch);
        Ok(new)
    }

    /// The activity with this id.
    #[must_use]
    pub fn activity(&self, id: ActivityId) -> Option<Record<Activity>> {
        let state = self.read();
        state.activity(state.place(id)?)
    }

    /// The ids of a page of the activities that the query selects: as
    /// [`get_activities`](ActivityStore::get_activities), without reading
    /// their records.
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in.
    pub fn find_ids(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        let state = self.read();
        let interrupt = Interrupt::new(&|| false);
        let places = state.find(&state.bind(query, now, &interrupt)?, page, &interrupt)?;
        Ok(places.into_iter().filter_map(|place| state.id(place)).collect())
    }

    /// How many activities the query selects.
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in.
    pub fn count(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError<MemoryError>> {
        let counts = self.count_each([query], now)?;
        Ok(counts.first().copied().unwrap_or_default())
    }

    /// How many activities each of the queries selects, all of them counted at
    /// one moment: no change comes between.
    ///
    /// The queries are taken one by one, so that an iterator that makes them
    /// needs no room for all. It must not change the store, which waits for it.
    ///
    /// # Errors
    /// When a query names a saved search that can't be put in.
    pub fn count_each(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery>>,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<MemoryError>> {
        self.counts(queries, now, &Interrupt::new(&|| false))
    }

    fn counts(
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

    /// How many activities there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.read().len()
    }

    /// Whether there is no activity.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes the activities take.
    #[must_use]
    pub fn memory(&self) -> MemoryUsage {
        let state = self.read();
        let segments = state.segments();
        MemoryUsage {
            index: segments.iter().map(Segment::index_bytes).sum(),
            records: segments.iter().map(Segment::record_bytes).sum::<usize>()
                + state.shared_record_bytes(),
        }
    }

    fn page(
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

    fn types(&self) -> Vec<String> {
        let state = self.read();
        let own = state.segments().iter().flat_map(|segment| segment.kinds().iter());
        types_beside_known(own.map(|(kind, _)| kind))
    }
}

/// The futures never yield; the store is synchronous behind a lock.
impl ActivityStore for MemoryStore {
    type Error = MemoryError;

    async fn get_activities(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError<MemoryError>> {
        self.until(&|| false).get_activities(query, page, now).await
    }

    async fn get_activity_types(&self) -> Result<Vec<String>, StoreError<MemoryError>> {
        Ok(self.types())
    }

    async fn preview_change(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Fingerprint, StoreError<MemoryError>> {
        self.until(&|| false).preview_change(selection, now).await
    }

    async fn cancel_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        self.until(&|| false).cancel_activities(selection, now).await
    }

    async fn approve_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        self.until(&|| false).approve_activities(selection, now).await
    }
}
