//! [`Segment`]: activities in the order of their creation, as columns and
//! posting lists.

mod change;
pub(super) mod extend;
mod recent;
mod tally;
#[cfg(test)]
mod tests;

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use roaring::RoaringBitmap;

use super::batch::{Batch, SortKey};
use super::columns::Numbers;
use super::dictionary::Dictionary;
use super::postings::Postings;
use super::records::{LookedUp, PackedRecord, Records};
use crate::model::{ActivityId, Status};
pub(super) use recent::Recent;
use tally::OfComputer;
pub(super) use tally::{AskedFacets, Polarity, StatusCounts};

/// The number of activities that can be moved in a few microseconds.
const FEW: usize = 4096;
/// The slot of a computer that is none.
const NO_COMPUTER: u32 = u32::MAX;
/// The status that is none.
const NO_STATUS: u8 = u8::MAX;

/// Activities in the order of their creation. The position in it is what the
/// columns and the posting lists know an activity by, so a span of time is a
/// range of positions, and the newest activities are at the end.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    ids: Numbers,
    /// In microseconds; nearly all are whole seconds.
    created: Numbers,
    statuses: Vec<u8>,
    /// The slots of their computers.
    computers: Vec<u32>,
    records: Vec<PackedRecord>,
    recent: Recent,
    /// The positions, by the hash of the id.
    by_id: HashTable<u32>,
    hasher: DefaultHashBuilder,
    by_status: [Postings; Status::ALL.len()],
    /// By the slot of the computer.
    by_computer: HashMap<u32, OfComputer>,
    by_parent: HashMap<i64, Postings>,
    kinds: Dictionary,
    /// E-mail addresses in lower case.
    creators: Dictionary,
    /// The positions of activities that are gone.
    tombstones: RoaringBitmap,
    /// Those of them that are still in lists, for a moment: many that go at once
    /// leave the lists when they are gone already.
    hidden: RoaringBitmap,
}

impl Default for Segment {
    fn default() -> Self {
        Self {
            ids: Numbers::in_units_of(1),
            created: Numbers::in_units_of(1_000_000),
            statuses: Vec::new(),
            computers: Vec::new(),
            records: Vec::new(),
            recent: Recent::default(),
            by_id: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            by_status: <[Postings; Status::ALL.len()]>::default(),
            by_computer: HashMap::new(),
            by_parent: HashMap::new(),
            kinds: Dictionary::default(),
            creators: Dictionary::default(),
            tombstones: RoaringBitmap::new(),
            hidden: RoaringBitmap::new(),
        }
    }
}

impl Segment {
    /// How many positions there are, those of activities that are gone included.
    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    /// How many activities there are.
    pub(super) fn len(&self) -> u64 {
        u64::from(self.end()) - self.tombstones.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn tombstones(&self) -> &RoaringBitmap {
        &self.tombstones
    }

    pub(super) fn hidden(&self) -> &RoaringBitmap {
        &self.hidden
    }

    pub(super) fn id(&self, position: u32) -> ActivityId {
        ActivityId::read(self.ids.get(position as usize).unwrap_or_default())
    }

    pub(super) fn key(&self, position: u32) -> SortKey {
        let at = position as usize;
        let created = self.created.get(at).unwrap_or(SortKey::NEVER);
        SortKey { created, id: self.id(position).get() }
    }

    pub(super) fn last_key(&self) -> Option<SortKey> {
        Some(self.key(self.end().checked_sub(1)?))
    }

    pub(super) fn status(&self, position: u32) -> Option<Status> {
        Status::ALL.get(usize::from(*self.statuses.get(position as usize)?)).copied()
    }

    /// Looks up a record.
    pub(super) fn record<'r>(
        &'r self,
        position: u32,
        records: &'r Records,
    ) -> Option<LookedUp<'r>> {
        let packed = || records.look_up(self.records.get(position as usize)?);
        self.recent.get(position).or_else(packed)
    }

    /// Puts a record in the place of another, and gives that back.
    fn set_record(&mut self, position: u32, record: PackedRecord) -> Option<PackedRecord> {
        self.recent.forget(position);
        Some(std::mem::replace(self.records.get_mut(position as usize)?, record))
    }

    /// Keeps the texts of its newest records, too, which are at the end.
    pub(super) fn keep_recent(&mut self, records: &Records) {
        self.recent.follow(&self.records, records);
    }

    /// How many of the newest records' texts are kept.
    pub(super) fn recent_len(&self) -> usize {
        self.recent.len()
    }

    /// Lets go of the newest records' texts, and gives them back.
    pub(super) fn take_recent(&mut self) -> Recent {
        std::mem::take(&mut self.recent)
    }

    /// The position of the activity with this id.
    pub(super) fn find(&self, id: i64) -> Option<u32> {
        let own = |position: &u32| self.ids.get(*position as usize) == Some(id);
        let found = self.by_id.find(self.hasher.hash_one(id), own).copied();
        found.filter(|position| !self.hidden.contains(*position))
    }

    /// The position of the first activity that is not before the key.
    pub(super) fn position(&self, key: SortKey) -> u32 {
        let (mut start, mut end) = (0, self.end());
        while start < end {
            let middle = start + (end - start) / 2;
            if self.key(middle) < key { start = middle + 1 } else { end = middle }
        }
        start
    }

    /// The position of the first activity that is after the key.
    pub(super) fn after(&self, key: SortKey) -> u32 {
        let first = self.position(key);
        first + u32::from(first < self.end() && self.key(first) == key)
    }

    /// The positions of the activities created in this span, in microseconds.
    pub(super) fn window(&self, created: &Range<i64>) -> Range<u32> {
        let position = |time| u32::try_from(self.created.below(time)).unwrap_or(u32::MAX);
        let start = position(created.start);
        start..position(created.end).max(start)
    }

    /// One bit per status, in the order of [`Status::ALL`].
    pub(super) fn has_status(&self, position: u32, statuses: u16) -> bool {
        let status = self.statuses.get(position as usize).copied().unwrap_or(NO_STATUS);
        status < 16 && statuses >> status & 1 == 1
    }

    /// The slot of the activity's computer.
    pub(super) fn computer(&self, position: u32) -> u32 {
        self.computers.get(position as usize).copied().unwrap_or(NO_COMPUTER)
    }

    pub(super) fn of_status(&self, statuses: u16) -> impl Iterator<Item = &Postings> + Clone {
        let lists = self.by_status.iter().enumerate();
        lists.filter(move |(status, _)| statuses >> status & 1 == 1).map(|(_, list)| list)
    }

    pub(super) fn of_computer(&self, slot: u32) -> Option<&Postings> {
        self.by_computer.get(&slot).map(|of| &of.list)
    }

    pub(super) fn of_parent(&self, id: i64) -> Option<&Postings> {
        self.by_parent.get(&id)
    }

    pub(super) fn kinds(&self) -> &Dictionary {
        &self.kinds
    }

    pub(super) fn creators(&self) -> &Dictionary {
        &self.creators
    }

    /// The types that activities have, and how many have each.
    pub(super) fn kinds_held(&self) -> impl Iterator<Item = (&str, u64)> {
        self.held(&self.kinds)
    }

    /// The creators that activities have, and how many have each.
    pub(super) fn creators_held(&self) -> impl Iterator<Item = (&str, u64)> {
        self.held(&self.creators)
    }

    fn held<'s>(&'s self, texts: &'s Dictionary) -> impl Iterator<Item = (&'s str, u64)> {
        let count = |list: &Postings| {
            if self.hidden.is_empty() {
                return list.len();
            }
            list.len() - list.bitmap().intersection_len(&self.hidden)
        };
        texts.iter().map(move |(text, list)| (text, count(list))).filter(|(_, count)| *count > 0)
    }

    /// Whether all activities of the batch come after those that are here.
    pub(super) fn is_followed_by(&self, batch: &Batch) -> bool {
        let first = batch.rows.first().map(|row| row.key);
        first.is_some() && self.last_key() < first
    }

    /// Whether this many more can be entered without moving many of those already here.
    pub(super) fn has_room(&self, more: usize) -> bool {
        self.ids.len() <= FEW
            || (self.ids.room() >= more
                && self.created.room() >= more
                && self.statuses.capacity() - self.statuses.len() >= more
                && self.computers.capacity() - self.computers.len() >= more
                && self.records.capacity() - self.records.len() >= more
                && self.by_id.capacity() - self.by_id.len() >= more)
    }

    fn reserve(&mut self, more: usize) {
        self.ids.reserve(more);
        self.created.reserve(more);
        self.statuses.reserve(more);
        self.computers.reserve(more);
        self.records.reserve(more);
        self.by_id.reserve(more, hash_of(&self.ids, &self.hasher));
    }

    fn set_status(&mut self, position: u32, status: Option<Status>) {
        let Some(own) = self.statuses.get_mut(position as usize) else { return };
        if let Some(list) = self.by_status.get_mut(usize::from(*own)) {
            list.remove(position);
        }
        *own = status.map_or(NO_STATUS, |status| status as u8);
        if let Some(list) = self.by_status.get_mut(usize::from(*own)) {
            list.insert(position);
        }
    }

    /// Gives back the memory that was reserved for more.
    pub(super) fn shrink(&mut self) {
        self.ids.shrink();
        self.created.shrink();
        self.statuses.shrink_to_fit();
        self.computers.shrink_to_fit();
        self.records.shrink_to_fit();
        self.recent.shrink();
        self.by_status.iter_mut().for_each(Postings::shrink);
        self.by_computer.values_mut().for_each(OfComputer::shrink);
        self.by_parent.values_mut().for_each(Postings::shrink);
        self.kinds.shrink();
        self.creators.shrink();
    }

    /// The bytes of columns and lists, without the records.
    pub(super) fn index_bytes(&self) -> usize {
        let columns = self.ids.bytes()
            + self.created.bytes()
            + self.statuses.capacity()
            + self.computers.capacity() * size_of::<u32>();
        let lists = self.by_status.iter().map(Postings::bytes).sum::<usize>()
            + self.by_computer.values().map(OfComputer::bytes).sum::<usize>()
            + self.by_parent.values().map(Postings::bytes).sum::<usize>();
        let tables = self.by_id.allocation_size()
            + self.by_computer.allocation_size()
            + self.by_parent.allocation_size();
        let texts = self.kinds.bytes() + self.creators.bytes();
        columns + lists + tables + texts + self.tombstones.serialized_size()
    }

    /// The bytes of the records.
    pub(super) fn record_bytes(&self) -> usize {
        let packed: usize = self.records.iter().map(PackedRecord::len).sum();
        packed + self.records.capacity() * size_of::<PackedRecord>()
    }

    /// The bytes of the newest records' texts.
    pub(super) fn recent_bytes(&self) -> usize {
        self.recent.bytes()
    }
}

/// The hash of the id at a position.
fn hash_of(ids: &Numbers, hasher: &DefaultHashBuilder) -> impl Fn(&u32) -> u64 {
    |position| hasher.hash_one(ids.get(*position as usize).unwrap_or_default())
}
