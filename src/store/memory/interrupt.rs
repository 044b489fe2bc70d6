//! [`Until`]: a store whose answers are broken off when they are no longer wanted.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};

use super::state::State;
use super::{MemoryError, MemoryStore};
use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::model::{ActivityId, Computer, Record};
use crate::store::{ActivityStore, Change, Fingerprint, Page, PageRequest, Selection, StoreError};

/// After how many tests of a part the caller is asked, which takes some ten
/// nanoseconds, as ten tests do.
const TESTS: usize = 1 << 14;

/// The work was broken off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interrupted;

impl<E> From<Interrupted> for StoreError<E> {
    fn from(Interrupted: Interrupted) -> Self {
        Self::Interrupted
    }
}

/// Asks the caller now and then whether work goes on.
pub(super) struct Interrupt<'a> {
    is_over: &'a (dyn Fn() -> bool + Sync),
    /// Once over, it stays so: half an answer is never taken for a whole one.
    was_over: AtomicBool,
}

impl<'a> Interrupt<'a> {
    pub(super) fn new(is_over: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { is_over, was_over: AtomicBool::new(false) }
    }

    pub(super) fn check(&self) -> Result<(), Interrupted> {
        if self.was_over.load(Ordering::Relaxed) || (self.is_over)() {
            self.was_over.store(true, Ordering::Relaxed);
            return Err(Interrupted);
        }
        Ok(())
    }

    /// Has `visit` break off when the work is over; it tests `parts` parts.
    /// [`check`](Self::check) tells afterwards why it ended.
    pub(super) fn every<C>(
        &self,
        parts: usize,
        mut visit: impl FnMut(u32) -> ControlFlow<(), C>,
    ) -> impl FnMut(u32) -> ControlFlow<(), C> {
        let every = TESTS / parts.clamp(1, TESTS);
        let mut left = every;
        move |position| {
            left -= 1;
            if left == 0 {
                left = every;
                if self.check().is_err() {
                    return ControlFlow::Break(());
                }
            }
            visit(position)
        }
    }
}

/// A [`MemoryStore`] whose answers are broken off when they are no longer
/// wanted: made by [`MemoryStore::until`].
#[derive(Clone, Copy)]
pub struct Until<'s> {
    pub(super) store: &'s MemoryStore,
    pub(super) is_over: &'s (dyn Fn() -> bool + Sync),
}

impl fmt::Debug for Until<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Until").field("store", self.store).finish_non_exhaustive()
    }
}

impl MemoryStore {
    /// Returns the same store, whose calls fail with [`StoreError::Interrupted`] once `is_over`
    /// returns `true`, because the time is up or the caller has left.
    ///
    /// It is called at each group of terms while a selection is checked, at each term that is
    /// looked up, and then a few thousand times a second; it should only compare a time or
    /// read a flag. A change is interrupted before anything is written, or not at all.
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    ///
    /// use activity_query::{ActivityQuery, MemoryStore, StoreError};
    ///
    /// let store = MemoryStore::new();
    /// let query: ActivityQuery = "computer:tag:laptop".parse()?;
    /// let deadline = Instant::now() + Duration::from_secs(5);
    /// let is_over = || Instant::now() >= deadline;
    /// assert_eq!(store.until(&is_over).count_each([&query], chrono::Utc::now())?, [0]);
    ///
    /// let error = store.until(&|| true).count_each([&query], chrono::Utc::now()).unwrap_err();
    /// assert!(matches!(error, StoreError::Interrupted));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn until<'s>(&'s self, is_over: &'s (dyn Fn() -> bool + Sync)) -> Until<'s> {
        Until { store: self, is_over }
    }
}

impl Until<'_> {
    pub(super) fn interrupt(&self) -> Interrupt<'_> {
        Interrupt::new(self.is_over)
    }

    /// Does the same as [`MemoryStore::count_each`].
    ///
    /// # Errors
    /// If a query refers to a saved search that can't be expanded, or the call is interrupted.
    pub fn count_each(
        &self,
        queries: impl IntoIterator<Item = impl Borrow<ActivityQuery>>,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, StoreError<MemoryError>> {
        self.store.counts(queries, now, &self.interrupt())
    }

    /// Does the same as [`MemoryStore::computers`].
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded, or the call is
    /// interrupted.
    pub fn computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        self.store.select_computers(query, places, now, &self.interrupt())
    }
}

/// The futures never yield; the store is synchronous behind a lock.
impl ActivityStore for Until<'_> {
    type Error = MemoryError;

    async fn get_activities(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError<MemoryError>> {
        self.store.page(query, page, now, &self.interrupt())
    }

    async fn get_activities_json(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, StoreError<MemoryError>> {
        self.store.find(query, page, now, &self.interrupt(), State::json)
    }

    async fn get_activity_types(&self) -> Result<Vec<String>, StoreError<MemoryError>> {
        Ok(self.store.types())
    }

    async fn preview_change(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Fingerprint, StoreError<MemoryError>> {
        self.store.preview(selection, now, &self.interrupt())
    }

    async fn cancel_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        self.store.change(selection, Change::Cancel, now, &self.interrupt())
    }

    async fn approve_activities(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        self.store.change(selection, Change::Approve, now, &self.interrupt())
    }
}
