//! How activities come into a segment.

#[cfg(test)]
use std::cell::RefCell;
use std::hash::BuildHasher;

use super::super::batch::{ActivityRow, Batch};
use super::super::cores::both;
use super::super::dictionary::Dictionary;
#[cfg(test)]
use super::super::state::ADDED_AT_ONCE;
use super::{NO_COMPUTER, NO_STATUS, Segment, hash_of};

/// From this many activities on, they are entered on two cores.
const MANY: usize = 20_000;

/// The numbers that the texts of a batch have in a segment.
struct Codes {
    kinds: Vec<u32>,
    creators: Vec<u32>,
}

impl Codes {
    fn kind(&self, row: &ActivityRow) -> Option<u32> {
        self.kinds.get(row.kind? as usize).copied()
    }

    fn creator(&self, row: &ActivityRow) -> Option<u32> {
        self.creators.get(row.creator? as usize).copied()
    }
}

#[cfg(test)]
type Watch = Option<Box<dyn Fn()>>;

#[cfg(test)]
thread_local! {
    static WATCH: RefCell<Watch> = const { RefCell::new(None) };
}

/// What is called while this thread enters more activities than may be entered
/// while others wait.
#[cfg(test)]
pub(in super::super) fn while_building(watch: Watch) {
    WATCH.set(watch);
}

#[cfg(test)]
fn building() {
    WATCH.with_borrow(|watch| watch.iter().for_each(|watch| watch()));
}

impl Segment {
    /// Takes activities in. They are in their order, none is before what is
    /// here, and no id is here already; `slot` knows the computers.
    pub(in super::super) fn extend(&mut self, batch: Batch, mut slot: impl FnMut(i64) -> u32) {
        let codes = |texts: Vec<&str>, dictionary: &mut Dictionary| -> Vec<u32> {
            texts.into_iter().map(|text| dictionary.code(text)).collect()
        };
        let codes = Codes {
            kinds: codes(batch.kinds.texts(), &mut self.kinds),
            creators: codes(batch.creators.texts(), &mut self.creators),
        };
        let rows = batch.rows;
        self.reserve(rows.len());
        #[cfg(test)]
        if rows.len() > ADDED_AT_ONCE {
            building();
        }
        // To count many anew is faster than to count one after another.
        if rows.len() > self.ids.len() / 4 {
            self.enter_all(&rows, &codes, slot);
            self.records.extend(rows.into_iter().map(|row| row.record));
            self.tally_all();
            return;
        }
        for row in rows {
            let position = self.end();
            self.ids.push(row.key.id);
            self.created.push(row.key.created);
            self.statuses.push(NO_STATUS);
            self.computers.push(NO_COMPUTER);
            let hash = self.hasher.hash_one(row.key.id);
            self.by_id.insert_unique(hash, position, hash_of(&self.ids, &self.hasher));
            self.list(position, &row, codes.kind(&row), codes.creator(&row), &mut slot);
            self.records.push(row.record);
            self.tally(position);
        }
    }

    /// Enters activities column by column, those on one core that take about
    /// as long as the others.
    fn enter_all(&mut self, rows: &[ActivityRow], codes: &Codes, mut slot: impl FnMut(i64) -> u32) {
        let Self {
            ids,
            created,
            by_id,
            hasher,
            by_parent,
            creators,
            kinds,
            statuses,
            computers,
            by_status,
            by_computer,
            ..
        } = self;
        let first = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let mut beside = || {
            for row in rows {
                ids.push(row.key.id);
                created.push(row.key.created);
            }
            for (position, row) in (first..).zip(rows) {
                let hash = hasher.hash_one(row.key.id);
                by_id.insert_unique(hash, position, hash_of(ids, hasher));
                if let Some(parent) = row.parent {
                    by_parent.entry(parent).or_default().insert(position);
                }
            }
            for (position, row) in (first..).zip(rows) {
                creators.set(position, codes.creator(row));
            }
        };
        let mut here = || {
            for (position, row) in (first..).zip(rows) {
                let status = row.status.map_or(NO_STATUS, |status| status as u8);
                statuses.push(status);
                if let Some(list) = by_status.get_mut(usize::from(status)) {
                    list.insert(position);
                }
                let slot = row.computer.map_or(NO_COMPUTER, &mut slot);
                computers.push(slot);
                if slot != NO_COMPUTER {
                    by_computer.entry(slot).or_default().insert(position, status);
                }
            }
            for (position, row) in (first..).zip(rows) {
                kinds.set(position, codes.kind(row));
            }
        };
        if rows.len() < MANY {
            beside();
            here();
        } else {
            both(beside, here);
        }
    }

    /// Enters the position in every list that the activity belongs to.
    pub(super) fn list(
        &mut self,
        position: u32,
        row: &ActivityRow,
        kind: Option<u32>,
        creator: Option<u32>,
        slot: &mut impl FnMut(i64) -> u32,
    ) {
        self.set_status(position, row.status);
        if let Some(id) = row.computer {
            let slot = slot(id);
            if let Some(own) = self.computers.get_mut(position as usize) {
                *own = slot;
            }
            self.by_computer.entry(slot).or_default().list.insert(position);
        }
        if let Some(parent) = row.parent {
            self.by_parent.entry(parent).or_default().insert(position);
        }
        self.kinds.set(position, kind);
        self.creators.set(position, creator);
    }
}
