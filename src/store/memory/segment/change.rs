//! How a segment changes: activities replaced, taken out, merged.

use std::hash::BuildHasher;

use hashbrown::HashMap;
use roaring::RoaringBitmap;

use super::super::batch::{ActivityRow, Batch};
use super::super::dictionary::Dictionary;
use super::super::records::PackedRecord;
use super::{NO_COMPUTER, Segment};
use crate::model::{ActivityId, Status};

impl Segment {
    /// Gives an activity another status and record, and gives back its record.
    pub(in super::super) fn change(
        &mut self,
        position: u32,
        status: Status,
        record: PackedRecord,
    ) -> Option<PackedRecord> {
        self.untally(position);
        self.set_status(position, Some(status));
        self.tally(position);
        self.set_record(position, record)
    }

    /// Puts the one activity of the batch where another was, which had this
    /// parent; both have one key.
    pub(in super::super) fn replace(
        &mut self,
        position: u32,
        parent: Option<ActivityId>,
        new: Batch,
        mut slot: impl FnMut(i64) -> u32,
    ) {
        self.unlist(position, parent);
        let kind = new.kinds.texts().first().map(|kind| self.kinds.code(kind));
        let creator = new.creators.texts().first().map(|email| self.creators.code(email));
        for row in new.rows {
            self.list(position, &row, kind, creator, &mut slot);
            self.tally(position);
            self.set_record(position, row.record);
        }
    }

    /// Takes an activity out, which has this parent; its position stays, and
    /// belongs to nothing.
    pub(in super::super) fn remove(&mut self, position: u32, parent: Option<ActivityId>) {
        self.unlist(position, parent);
        let own = |other: &u32| *other == position;
        let id = self.id(position).get();
        if let Ok(entry) = self.by_id.find_entry(self.hasher.hash_one(id), own) {
            entry.remove();
        }
        self.tombstones.insert(position);
        self.hidden.remove(position);
        self.set_record(position, PackedRecord::default());
    }

    /// Removes activities, which stay in their lists until each is
    /// [taken out](Self::remove).
    pub(in super::super) fn hide(&mut self, positions: &RoaringBitmap) {
        self.tombstones |= positions;
        self.hidden |= positions;
    }

    /// Takes the position out of every list that the activity belongs to.
    fn unlist(&mut self, position: u32, parent: Option<ActivityId>) {
        self.untally(position);
        self.set_status(position, None);
        if let Some(slot) = self.computers.get_mut(position as usize) {
            if let Some(of) = self.by_computer.get_mut(slot) {
                of.list.remove(position);
            }
            *slot = NO_COMPUTER;
        }
        if let Some(list) = parent.and_then(|id| self.by_parent.get_mut(&id.get())) {
            list.remove(position);
        }
        self.kinds.set(position, None);
        self.creators.set(position, None);
    }

    /// One segment of several; these stay as they are.
    pub(in super::super) fn merged(segments: &[Self]) -> Self {
        let mut batch = Batch::default();
        for segment in segments {
            segment.copy_into(&mut batch);
        }
        batch.sort();
        let mut merged = Self::default();
        // The rows name computers by their slots already.
        merged.extend(batch, |slot| u32::try_from(slot).unwrap_or(NO_COMPUTER));
        merged
    }

    /// The activities as rows, whose computers are slots.
    fn copy_into(&self, batch: &mut Batch) {
        let kinds = codes(&self.kinds, |kind| batch.kinds.code(kind));
        let creators = codes(&self.creators, |email| batch.creators.code(email));
        let code = |codes: &HashMap<u32, u32>, own: Option<u32>| codes.get(&own?).copied();
        let mut parents = vec![None; self.ids.len()];
        for (parent, list) in &self.by_parent {
            list.each(|position| {
                if let Some(own) = parents.get_mut(position as usize) {
                    *own = Some(*parent);
                }
            });
        }
        batch.rows.reserve(usize::try_from(self.len()).unwrap_or_default());
        let columns = self.statuses.iter().zip(&self.computers).zip(&self.records);
        for (position, (columns, parent)) in (0..).zip(columns.zip(parents)) {
            let ((status, computer), record) = columns;
            if self.tombstones.contains(position) {
                continue;
            }
            batch.rows.push(ActivityRow {
                key: self.key(position),
                status: Status::ALL.get(usize::from(*status)).copied(),
                computer: (*computer != NO_COMPUTER).then_some(i64::from(*computer)),
                parent,
                kind: code(&kinds, self.kinds.code_at(position)),
                creator: code(&creators, self.creators.code_at(position)),
                record: record.clone(),
                line: None,
            });
        }
    }
}

/// The number that each text has in a dictionary, and the one that it gets.
fn codes(dictionary: &Dictionary, mut code: impl FnMut(&str) -> u32) -> HashMap<u32, u32> {
    let own = dictionary.iter().filter_map(|(text, _)| Some((dictionary.code_of(text)?, text)));
    own.map(|(own, text)| (own, code(text))).collect()
}
