//! How a segment changes: activities replaced, taken out, merged.

use std::hash::BuildHasher;

use super::super::batch::{ActivityRow, Batch, folded};
use super::super::dictionary::Dictionary;
use super::super::records::PackedRecord;
use super::{NO_COMPUTER, NO_STATUS, Segment};
use crate::model::{Indexed, Status};

impl Segment {
    /// Gives an activity another status and record.
    pub(in super::super) fn change(&mut self, position: u32, status: Status, record: PackedRecord) {
        self.set_status(position, Some(status));
        if let Some(own) = self.records.get_mut(position as usize) {
            *own = record;
        }
    }

    /// Puts the one activity of the batch where `old` was; both have one key.
    pub(in super::super) fn replace(
        &mut self,
        position: u32,
        old: &Indexed<'_>,
        new: Batch,
        mut slot: impl FnMut(i64) -> u32,
    ) {
        self.unlist(position, old);
        let kind = new.kinds.texts().first().map(|kind| self.kinds.code(kind));
        let creator = new.creators.texts().first().map(|email| self.creators.code(email));
        for row in new.rows {
            self.list(position, &row, kind, creator, &mut slot);
            if let Some(own) = self.records.get_mut(position as usize) {
                *own = row.record;
            }
        }
    }

    /// Takes an activity out; its position stays, and belongs to nothing.
    pub(in super::super) fn remove(&mut self, position: u32, old: &Indexed<'_>) {
        self.unlist(position, old);
        let own = |other: &u32| *other == position;
        if let Ok(entry) = self.by_id.find_entry(self.hasher.hash_one(old.id.get()), own) {
            entry.remove();
        }
        self.tombstones.insert(position);
        if let Some(record) = self.records.get_mut(position as usize) {
            *record = PackedRecord::default();
        }
    }

    /// Takes the position out of every list that the activity belongs to.
    fn unlist(&mut self, position: u32, old: &Indexed<'_>) {
        self.set_status(position, None);
        if let Some(slot) = self.computers.get_mut(position as usize) {
            if let Some(list) = self.by_computer.get_mut(slot) {
                list.remove(position);
            }
            *slot = NO_COMPUTER;
        }
        if let Some(list) = old.parent_id.and_then(|id| self.by_parent.get_mut(&id.get())) {
            list.remove(position);
        }
        if let Some(list) = old.kind.as_ref().and_then(|kind| self.kinds.list_of_mut(kind)) {
            list.remove(position);
        }
        let email = old.creator.as_ref();
        if let Some(list) = email.and_then(|email| self.creators.list_of_mut(&folded(email))) {
            list.remove(position);
        }
    }

    /// One segment of both.
    pub(in super::super) fn merge(self, other: Self) -> Self {
        let mut batch = Batch::default();
        self.pour_into(&mut batch);
        other.pour_into(&mut batch);
        batch.sort();
        let mut merged = Self::default();
        // The rows name computers by their slots already.
        merged.extend(batch, |slot| u32::try_from(slot).unwrap_or(NO_COMPUTER));
        merged
    }

    /// The activities as rows, whose computers are slots.
    fn pour_into(self, batch: &mut Batch) {
        let kinds = codes(&self.kinds, self.ids.len(), |kind| batch.kinds.code(kind));
        let creators = codes(&self.creators, self.ids.len(), |email| batch.creators.code(email));
        let mut parents = vec![None; self.ids.len()];
        for (parent, list) in &self.by_parent {
            list.each(|position| {
                if let Some(own) = parents.get_mut(position as usize) {
                    *own = Some(*parent);
                }
            });
        }
        let keys: Vec<_> = (0..self.end()).map(|position| self.key(position)).collect();
        let columns = keys.into_iter().zip(self.statuses).zip(self.computers).zip(self.records);
        let lists = kinds.into_iter().zip(creators).zip(parents);
        for (position, (columns, lists)) in (0..).zip(columns.zip(lists)) {
            let (((key, status), computer), record) = columns;
            let ((kind, creator), parent) = lists;
            if self.tombstones.contains(position) {
                continue;
            }
            let status = (status != NO_STATUS).then_some(usize::from(status));
            batch.rows.push(ActivityRow {
                key,
                status: status.and_then(|status| Status::ALL.get(status)).copied(),
                computer: (computer != NO_COMPUTER).then_some(i64::from(computer)),
                parent,
                kind,
                creator,
                record,
                line: None,
            });
        }
    }
}

/// For each position, the number of the text that it has.
fn codes(
    dictionary: &Dictionary,
    len: usize,
    mut code: impl FnMut(&str) -> u32,
) -> Vec<Option<u32>> {
    let mut codes = vec![None; len];
    for (text, list) in dictionary.iter() {
        let code = code(text);
        list.each(|position| {
            if let Some(own) = codes.get_mut(position as usize) {
                *own = Some(code);
            }
        });
    }
    codes
}
