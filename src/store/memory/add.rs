//! Activities added to a store.

use super::MemoryStore;
use super::batch::{ActivityRow, Batch};
use super::lock::Turn;
use crate::model::{Activity, ActivityId};
use crate::store::DuplicateIds;

/// A segment of this many activities or more gives memory back that was
/// reserved for more.
const BULK: usize = 100_000;

impl MemoryStore {
    pub(super) fn add(&self, mut batch: Batch) -> Result<(), DuplicateIds> {
        let turn = self.turn();
        self.refuse_duplicates(&batch)?;
        batch.sort();
        turn.add(batch);
        turn.tidy();
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
}

impl Turn<'_> {
    /// Adds activities whose ids are all new, and which are in their order: a
    /// few in their place, others in a segment that is made beside the store.
    fn add(&self, batch: Batch) {
        let state = self.read();
        let Some((place, mut segment)) = state.segment_for(&batch) else {
            drop(state);
            return self.change(|state| state.add(batch));
        };
        let mut slots = state.computers.slots().clone();
        let records = state.records();
        drop(state);
        let is_bulk = batch.rows.len() >= BULK;
        segment.extend(batch, |id| slots.slot(id));
        segment.keep_recent(&records);
        if is_bulk {
            segment.shrink();
        }
        let replaced = self.change(|state| {
            let slots = state.computers.set_slots(slots);
            (slots, state.put_segment(place, segment), state.take_old_texts())
        });
        drop(replaced);
    }

    /// Makes segments anew beside the store: those that are mostly gone, and
    /// late ones, of similar size, as one. What else is gone leaves the lists.
    pub(super) fn tidy(&self) {
        loop {
            let state = self.read();
            let Some(places) = state.untidy() else { break };
            let segment = state.merged(&places);
            drop(state);
            let replaced = self
                .change(|state| (state.replace_segments(places, segment), state.take_old_texts()));
            drop(replaced);
        }
        loop {
            let hidden = self.read().hidden();
            if hidden.is_empty() {
                return;
            }
            self.change(|state| state.remove(hidden));
        }
    }
}
