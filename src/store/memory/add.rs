//! Activities added to a store.

use hashbrown::{HashMap, HashSet};

use super::MemoryStore;
use super::batch::{ActivityRow, Batch};
use super::lock::Turn;
use crate::model::{Activity, ActivityId};
use crate::store::DuplicateIds;

/// This many activities or more are indexed beside the store, while others
/// read it, and memory that was reserved for more is given back.
const BULK: usize = 100_000;

impl MemoryStore {
    pub(super) fn add(&self, mut batch: Batch) -> Result<(), DuplicateIds> {
        let turn = self.turn();
        self.refuse_duplicates(&batch)?;
        batch.sort();
        if batch.rows.len() < BULK {
            turn.state().add(batch);
        } else {
            self.add_beside(&turn, batch);
        }
        Ok(())
    }

    fn refuse_duplicates(&self, batch: &Batch) -> Result<(), DuplicateIds> {
        let mut repeated = batch.repeated();
        let state = self.read();
        if !state.is_empty() {
            let is_there = |row: &&ActivityRow| state.place(ActivityId::read(row.key.id)).is_some();
            repeated.extend(batch.rows.iter().filter(is_there));
            repeated.sort_by_key(|row| (row.key.id, row.line));
            repeated.dedup_by_key(|row| (row.key.id, row.line));
        }
        drop(state);
        DuplicateIds::refuse::<Activity>(repeated.into_iter().map(ActivityRow::duplicate).collect())
    }

    /// Adds activities, which are in their order, in a segment that is made
    /// before it comes into the store.
    fn add_beside(&self, turn: &Turn<'_>, batch: Batch) {
        let computers: HashSet<i64> = batch.rows.iter().filter_map(|row| row.computer).collect();
        let slots: HashMap<i64, u32> = {
            let mut state = turn.state();
            computers.into_iter().map(|id| (id, state.computers.slot(id))).collect()
        };
        let Some((place, mut segment)) = self.read().segment_for(&batch) else {
            // To copy what is there would take longer than to add to it.
            let mut state = turn.state();
            state.add(batch);
            state.shrink();
            return;
        };
        segment.extend(batch, |id| slots.get(&id).copied().unwrap_or_default());
        segment.shrink();
        let replaced = turn.state().put_segment(place, segment);
        // Other calls don't wait until its records are freed.
        drop(replaced);
    }
}
