//! [`MemoryStore`]: the four methods over activities in memory.

mod add;
mod batch;
mod bind;
mod bitset;
mod change;
mod columns;
mod computers;
mod cores;
mod dictionary;
mod facets;
mod find;
mod fleet;
mod interrupt;
mod load;
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

use std::io::BufRead;
use std::sync::{Mutex, RwLock};

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::load::{LoadError, Loaded};
use super::{
    ActivityStore, Fingerprint, Page, PageRequest, Selection, StoreError, types_beside_known,
};
use crate::activity::ActivityQuery;
use crate::model::{Activity, ActivityId, Indexed, Record, RecordError};
use batch::Batch;
pub use interrupt::Until;
use segment::Segment;
use state::{Gone, State};

/// A store of activities in memory, for ten million of them and more, with the computers and
/// saved searches that queries refer to.
///
/// Threads may share a store. Other calls see all of a change, or nothing of it.
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

/// The error for a record in the store that can't be read or written. It does not occur:
/// each record was read before it was stored.
#[derive(Debug, Error)]
#[error("a record in the store is broken: {0}")]
pub struct MemoryError(#[from] RecordError);

/// The error of [`MemoryStore::update`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// No activity has this id.
    #[error("there is no activity {0}")]
    Unknown(ActivityId),
    /// The changed record is not allowed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// The memory that the activities of a store take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryUsage {
    /// The number of bytes of the index.
    pub index: usize,
    /// The number of bytes of the records; the parts that they have in common are stored once.
    pub records: usize,
    /// The number of bytes of the newest records' texts, which are stored as they came, too,
    /// since most pages are of them: some ten megabytes, at most 64.
    pub newest: usize,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads activities, one JSON object per line: all of them, or none. `progress` is called
    /// with the length of each line in bytes, before the line is parsed. Many lines are
    /// parsed and indexed on all cores.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    ///
    /// let store = MemoryStore::new();
    /// let lines = "{\"id\": 7}\n{\"id\": 8, \"activity_status\": \"failed\"}\n";
    /// let mut bytes = 0;
    /// store.load(lines.as_bytes(), |line| bytes += line)?;
    /// assert_eq!((store.len(), bytes), (2, lines.len()));
    ///
    /// let error = store.load("{\"id\": 9}\n{\"id\": 7}\n".as_bytes(), |_| {}).unwrap_err();
    /// assert_eq!(error.to_string(), "more than one activity with the id 7 (line 2)");
    /// assert_eq!(store.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If reading fails, a line is not an activity, or two activities would have the same id.
    pub fn load(
        &self,
        lines: impl BufRead,
        progress: impl FnMut(usize),
    ) -> Result<Loaded, LoadError> {
        let records = self.read().records();
        let (batch, loaded) = load::read(lines, progress, &records)?;
        self.add(batch)?;
        Ok(loaded)
    }

    /// Appends activities: all of them, or none. They may be older than those in the store.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    ///
    /// let store = MemoryStore::new();
    /// store.append([r#"{"id": 7, "activity_status": "failed"}"#.parse()?])?;
    /// assert_eq!(store.count(&"status:failed".parse()?, chrono::Utc::now())?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If two activities would have the same id.
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

    /// Changes one activity, and returns the changed one.
    ///
    /// No other thread changes the store in the meantime, so `change` overwrites what it has
    /// read. The id stays as it is.
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
    /// If no activity has this id, or `change` fails; then nothing was changed.
    pub fn update(
        &self,
        id: ActivityId,
        change: impl FnOnce(&mut Record<Activity>) -> Result<(), RecordError>,
    ) -> Result<Record<Activity>, UpdateError> {
        let turn = self.turn();
        let state = turn.read();
        let place = state.place(id).ok_or(UpdateError::Unknown(id))?;
        let old = state.activity(place).ok_or(UpdateError::Unknown(id))?;
        let mut packer = state.packer();
        drop(state);
        let gone = Gone { place, parent: Indexed::read(old.text())?.parent_id };
        let mut new = old;
        change(&mut new)?;
        if *new.id() != id {
            new.set("id", &id)?;
        }
        let mut batch = Batch::default();
        batch.push(&Indexed::read(new.text())?, packer.pack(new.text()), None);
        turn.change(|state| state.replace(gone, batch));
        turn.tidy();
        Ok(new)
    }

    /// Returns the activity with this id.
    #[must_use]
    pub fn activity(&self, id: ActivityId) -> Option<Record<Activity>> {
        let state = self.read();
        state.activity(state.place(id)?)
    }

    /// Returns the number of activities.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.read().len()
    }

    /// Returns `true` if there are no activities.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the memory that the activities take.
    #[must_use]
    pub fn memory(&self) -> MemoryUsage {
        let state = self.read();
        let segments = state.segments();
        MemoryUsage {
            index: segments.iter().map(Segment::index_bytes).sum(),
            records: segments.iter().map(Segment::record_bytes).sum::<usize>()
                + state.shared_record_bytes(),
            newest: segments.iter().map(Segment::recent_bytes).sum(),
        }
    }

    fn types(&self) -> Vec<String> {
        let state = self.read();
        let own = state.segments().iter().flat_map(Segment::kinds_held);
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

    async fn get_activities_json(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, StoreError<MemoryError>> {
        self.find_json(query, page, now)
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
