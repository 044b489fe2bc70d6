//! Activities removed: one, those of a selection, or all.

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::interrupt::Interrupt;
use super::lock::Turn;
use super::state::{Location, REMOVED_AT_ONCE, State};
use super::{MemoryError, MemoryStore, Until};
use crate::model::{Activity, ActivityId, Record};
use crate::store::{Selection, StoreError};

impl MemoryStore {
    /// Removes an activity, and returns it.
    ///
    /// Its id is free again.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::model::{Activity, Record};
    ///
    /// let store = MemoryStore::new();
    /// let restart: Record<Activity> = r#"{"id": 7, "summary": "Restart"}"#.parse()?;
    /// store.append([restart.clone()])?;
    /// assert_eq!(store.remove(7_u32.into()), Some(restart));
    /// assert_eq!(store.remove(7_u32.into()), None);
    /// assert!(store.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "this gives back the removed activity, or `None` if there was none"]
    pub fn remove(&self, id: ActivityId) -> Option<Record<Activity>> {
        let turn = self.turn();
        let state = turn.read();
        let place = state.place(id)?;
        let removed = state.activity(place)?;
        drop(state);
        turn.remove(&[place]);
        Some(removed)
    }

    /// Removes all activities of the selection, whatever their status, and returns their ids
    /// in ascending order. A service can remove what is older than it must keep.
    ///
    /// ```
    /// use activity_query::{MemoryStore, Selection};
    ///
    /// let store = MemoryStore::new();
    /// let lines = r#"
    /// {"id": 7, "creation_time": "2019-12-31T10:00:00Z"}
    /// {"id": 8, "creation_time": "2024-07-01T10:00:00Z"}
    /// "#;
    /// store.load(lines.as_bytes(), |_| {})?;
    /// let old = Selection::new("created-before:2020".parse()?);
    /// assert_eq!(store.remove_selected(&old, chrono::Utc::now())?, [7_u32.into()]);
    /// assert_eq!(store.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the user's query is empty or selects everything, unless that is
    /// [allowed](Selection::allow_everything), if the selection is not the
    /// [expected](Selection::expecting) one, or if a query refers to a saved search that
    /// can't be expanded; then nothing was removed.
    pub fn remove_selected(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        self.until(&|| false).remove_selected(selection, now)
    }

    /// Removes all activities. Computers, access groups and saved searches stay.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::model::Record;
    ///
    /// let store = MemoryStore::new();
    /// store.append([Record::with_id(7_u32)])?;
    /// store.clear();
    /// assert!(store.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clear(&self) {
        let removed = self.turn().change(State::clear);
        // Other calls must not wait until millions of records are freed.
        drop(removed);
    }
}

impl Until<'_> {
    /// Does the same as [`MemoryStore::remove_selected`].
    ///
    /// # Errors
    /// The same, and if the call is interrupted; then nothing was removed.
    pub fn remove_selected(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        let interrupt = Interrupt::new(self.is_over);
        let (turn, selected) = self.store.to_change(selection, now, &interrupt)?;
        let state = turn.read();
        let mut ids: Vec<ActivityId> =
            selected.iter().filter_map(|place| state.id(*place)).collect();
        drop(state);
        turn.remove(&selected);
        ids.sort_unstable();
        Ok(ids)
    }
}

impl Turn<'_> {
    /// Removes activities: a few from all lists at once; of many, the positions are
    /// hidden in a moment, and leave the lists afterwards, a few at a time.
    fn remove(&self, places: &[Location]) {
        let state = self.read();
        if places.len() <= REMOVED_AT_ONCE {
            let gone = state.gone(places.iter().copied());
            drop(state);
            self.change(|state| state.remove(gone));
        } else {
            let mut positions = vec![RoaringBitmap::new(); state.segments().len()];
            drop(state);
            for place in places {
                if let Some(positions) = positions.get_mut(place.segment) {
                    positions.insert(place.position);
                }
            }
            self.change(|state| state.hide(&positions));
        }
        self.tidy();
    }
}
