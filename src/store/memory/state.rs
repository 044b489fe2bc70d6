//! [`State`]: everything in a store.

mod find;
mod find_among;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::MemoryError;
use super::batch::Batch;
use super::bind::{Leaf, bind};
use super::computers::Computers;
use super::interrupt::Interrupt;
use super::records::{LookedUp, Packer, Records};
use super::segment::{Recent, Segment};
use crate::activity::ActivityQuery;
use crate::model::{Activity, ActivityId, Indexed, Record, SavedSearch};
use crate::query::expr::Expr;
use crate::store::{Cursor, StoreError};
use find::cursor;

/// Two segments are merged while they have no more activities than this, which
/// takes half a second. Others who change the store wait for it.
const MERGED: u32 = 1 << 20;

/// Up to this many activities are added in their place, while those who read
/// wait: a fifth of a millisecond.
pub(super) const ADDED_AT_ONCE: usize = 256;

/// Up to this many leave the lists while those who read wait: each takes 1.7 µs,
/// where one that is added takes less than a microsecond.
pub(super) const REMOVED_AT_ONCE: usize = 64;

/// The number of records that are looked up before the first is unpacked.
const LOOKED_UP: usize = 32;

/// Everything in a store.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// Activities that came in the order of their creation are in one segment, or
    /// in some, one after another. What came late is in others, each not much
    /// smaller than the next.
    segments: Vec<Segment>,
    pub(super) computers: Computers,
    records: Arc<Records>,
    searches: Searches,
    search_texts: SearchTexts,
}

/// Saved searches, by their names.
pub(super) type Searches = BTreeMap<String, Record<SavedSearch>>;

/// The texts of saved searches, by their names.
pub(super) type SearchTexts = Arc<BTreeMap<String, String>>;

/// The texts of these saved searches.
pub(super) fn texts_of(searches: &Searches) -> SearchTexts {
    let text = |(name, search): (&String, &Record<SavedSearch>)| {
        Some((name.clone(), search.read().ok()?.search().to_owned()))
    };
    Arc::new(searches.iter().filter_map(text).collect())
}

/// Where an activity is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Location {
    pub(super) segment: usize,
    pub(super) position: u32,
}

/// An activity that goes, and its parent, in whose list it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gone {
    pub(super) place: Location,
    pub(super) parent: Option<ActivityId>,
}

impl State {
    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    pub(super) fn segment_mut(&mut self, index: usize) -> Option<&mut Segment> {
        self.segments.get_mut(index)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    pub(super) fn len(&self) -> u64 {
        self.segments.iter().map(Segment::len).sum()
    }

    pub(super) fn place(&self, id: ActivityId) -> Option<Location> {
        self.segments.iter().enumerate().find_map(|(segment, activities)| {
            Some(Location { segment, position: activities.find(id.get())? })
        })
    }

    pub(super) fn id(&self, place: Location) -> Option<ActivityId> {
        Some(self.segments.get(place.segment)?.id(place.position))
    }

    /// What packs records for this store.
    pub(super) fn packer(&self) -> Packer {
        Packer::new(self.records())
    }

    /// What the records have in common.
    pub(super) fn records(&self) -> Arc<Records> {
        Arc::clone(&self.records)
    }

    /// The bytes of what records have in common.
    pub(super) fn shared_record_bytes(&self) -> usize {
        self.records.bytes()
    }

    pub(super) fn activity(&self, place: Location) -> Option<Record<Activity>> {
        self.activities(&[place]).pop()
    }

    pub(super) fn activities(&self, places: &[Location]) -> Vec<Record<Activity>> {
        let mut activities = Vec::with_capacity(places.len());
        let mut room = Vec::new();
        for group in places.chunks(LOOKED_UP) {
            for (id, record) in self.look_up(group) {
                let text = record.text(&mut room);
                activities.extend(text.map(|text| Record::trusted(id, text.into())));
            }
        }
        activities
    }

    /// The records as a JSON array.
    pub(super) fn json(&self, places: &[Location]) -> Vec<u8> {
        let mut json = vec![b'['];
        for (number, group) in places.chunks(LOOKED_UP).enumerate() {
            if number == 1 {
                // The others are about as long.
                json.reserve(json.len() * (places.len() / LOOKED_UP));
            }
            for (_, record) in self.look_up(group) {
                if json.len() > 1 {
                    json.push(b',');
                }
                record.append(&mut json);
            }
        }
        json.push(b']');
        json
    }

    fn look_up(&self, places: &[Location]) -> Vec<(ActivityId, LookedUp<'_>)> {
        let look_up = |place: &Location| {
            let segment = self.segments.get(place.segment)?;
            let record = segment.record(place.position, &self.records)?;
            Some((segment.id(place.position), record))
        };
        places.iter().filter_map(look_up).collect()
    }

    pub(super) fn cursor(&self, place: Location) -> Option<Cursor> {
        Some(cursor(self.segments.get(place.segment)?.key(place.position)))
    }

    pub(super) fn searches(&self) -> &Searches {
        &self.searches
    }

    /// Says which saved searches there are, and gives back those that there were.
    pub(super) fn set_searches(&mut self, searches: Searches, texts: SearchTexts) -> Searches {
        self.search_texts = texts;
        std::mem::replace(&mut self.searches, searches)
    }

    /// The texts of the saved searches, by their names.
    pub(super) fn search_texts(&self) -> SearchTexts {
        Arc::clone(&self.search_texts)
    }

    /// The text of a saved search.
    pub(super) fn search(&self, name: &str) -> Option<&str> {
        self.search_texts.get(name).map(String::as_str)
    }

    /// The query, bound to what is in the store now.
    pub(super) fn bind(
        &self,
        query: &ActivityQuery,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Expr<Leaf<'_>>, StoreError<MemoryError>> {
        if query.names_searches() {
            let query = query.resolve(|name| self.search(name))?;
            return Ok(bind(&query, &self.computers, now, interrupt)?);
        }
        Ok(bind(query, &self.computers, now, interrupt)?)
    }

    /// A segment for activities, which are in their order, and its place among
    /// the segments: one that they begin, or a copy of the last one, which they
    /// follow. `None` if they are few, and follow the last one, which has room.
    pub(super) fn segment_for(&self, batch: &Batch) -> Option<(usize, Segment)> {
        let rows = batch.rows.len();
        match self.segments.split_last() {
            Some((last, before)) if last.is_followed_by(batch) => {
                if rows <= ADDED_AT_ONCE && last.has_room(rows) {
                    return None;
                }
                // To copy far more than they are would take longer than to merge them.
                let is_small = last.end() as usize / 4 <= rows;
                Some(if is_small {
                    (before.len(), last.clone())
                } else {
                    (self.segments.len(), Segment::default())
                })
            }
            _ => (rows > 0).then(|| (self.segments.len(), Segment::default())),
        }
    }

    /// Puts a segment in its place, and gives back the one that was there.
    pub(super) fn put_segment(&mut self, place: usize, segment: Segment) -> Option<Segment> {
        if let Some(own) = self.segments.get_mut(place) {
            return Some(std::mem::replace(own, segment));
        }
        self.segments.push(segment);
        None
    }

    /// Lets go of the texts of records that are no longer among the newest of all, and gives
    /// them back.
    pub(super) fn take_old_texts(&mut self) -> Vec<Recent> {
        let mut segments: Vec<&mut Segment> = self.segments.iter_mut().collect();
        segments.sort_by_key(|segment| Reverse(segment.last_key()));
        let mut newer = 0;
        let old = segments.into_iter().filter(|segment| {
            let is_old = newer >= Recent::ENOUGH;
            newer += segment.recent_len();
            is_old && segment.recent_len() > 0
        });
        old.map(Segment::take_recent).collect()
    }

    /// Adds a few activities whose ids are all new, and which are in their order.
    pub(super) fn add(&mut self, batch: Batch) {
        let Self { segments, computers, records, .. } = self;
        let slot = |id| computers.slot(id);
        match segments.last_mut() {
            _ if batch.rows.is_empty() => {}
            Some(last) if last.is_followed_by(&batch) && last.has_room(batch.rows.len()) => {
                last.extend(batch, slot);
                last.keep_recent(records);
            }
            _ => {
                let mut segment = Segment::default();
                segment.extend(batch, slot);
                segment.keep_recent(records);
                segments.push(segment);
            }
        }
    }

    /// Puts the one activity of the batch where another was, which had this parent.
    pub(super) fn replace(&mut self, gone: Gone, new: Batch) {
        let Gone { place, parent } = gone;
        let Self { segments, computers, .. } = self;
        let Some(segment) = segments.get_mut(place.segment) else { return };
        if new.rows.first().map(|row| row.key) == Some(segment.key(place.position)) {
            segment.replace(place.position, parent, new, |id| computers.slot(id));
        } else {
            segment.remove(place.position, parent);
            self.add(new);
        }
    }

    /// The activities at these places, as they are taken out of the lists.
    pub(super) fn gone(&self, places: impl IntoIterator<Item = Location>) -> Vec<Gone> {
        let parent = |place: Location| {
            let activity = self.activity(place)?;
            // A record in the store was read before, so that it can be read.
            Some(Gone { place, parent: Indexed::read(activity.text()).ok()?.parent_id })
        };
        places.into_iter().filter_map(parent).collect()
    }

    /// Removes a few activities.
    pub(super) fn remove(&mut self, gone: Vec<Gone>) {
        for Gone { place, parent } in gone {
            if let Some(segment) = self.segments.get_mut(place.segment) {
                segment.remove(place.position, parent);
            }
        }
    }

    /// Hides activities, which are removed from then on, but still in lists.
    pub(super) fn hide(&mut self, positions: &[RoaringBitmap]) {
        for (segment, positions) in self.segments.iter_mut().zip(positions) {
            segment.hide(positions);
        }
    }

    /// Some activities that are hidden, but still in lists.
    pub(super) fn hidden(&self) -> Vec<Gone> {
        let places = self.segments.iter().enumerate().flat_map(|(segment, activities)| {
            activities.hidden().iter().map(move |position| Location { segment, position })
        });
        self.gone(places.take(REMOVED_AT_ONCE))
    }

    /// Removes all activities, and gives them back.
    pub(super) fn clear(&mut self) -> Vec<Segment> {
        std::mem::take(&mut self.segments)
    }

    /// Which segments should be one new segment: one most of which is gone, so
    /// that each removal pays for moving one activity; or the last two while they
    /// are of similar size, so that late activities are in few segments, and each
    /// is moved a few times at most.
    pub(super) fn untidy(&self) -> Option<Range<usize>> {
        let gone = |segment: &Segment| segment.tombstones().len() * 2 > u64::from(segment.end());
        if let Some(place) = self.segments.iter().position(gone) {
            return Some(place..place + 1);
        }
        match self.segments.as_slice() {
            [before @ .., one, other]
                if one.end() / 2 < other.end()
                    && one.end().saturating_add(other.end()) <= MERGED =>
            {
                Some(before.len()..before.len() + 2)
            }
            _ => None,
        }
    }

    /// One segment of some of the segments; `None`, if nothing is left of them.
    pub(super) fn merged(&self, places: &Range<usize>) -> Option<Segment> {
        let segments = self.segments.get(places.clone()).unwrap_or_default();
        let mut merged = Segment::merged(segments);
        merged.keep_recent(&self.records);
        Some(merged).filter(|merged| !merged.is_empty())
    }

    /// Puts a segment into the place of others, and gives these back.
    pub(super) fn replace_segments(
        &mut self,
        places: Range<usize>,
        segment: Option<Segment>,
    ) -> Vec<Segment> {
        self.segments.splice(places, segment).collect()
    }
}
