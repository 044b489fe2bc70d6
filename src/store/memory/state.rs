//! [`State`]: everything in a store, and how it is searched.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::MemoryError;
use super::batch::{Batch, SortKey};
use super::bind::{Leaf, bind};
use super::computers::Computers;
use super::interrupt::{Interrupt, Interrupted};
use super::matches::LeafMatches;
use super::plan::{Plan, Wanted};
use super::records::{LookedUp, Packer, Records};
use super::segment::Segment;
use crate::activity::ActivityQuery;
use crate::model::{Activity, ActivityId, Indexed, Record, SavedSearch};
use crate::query::expr::Expr;
use crate::store::{Cursor, Order, PageRequest, StoreError};

/// Two segments are merged while they have no more activities than this, which
/// takes half a second.
const MERGED: u32 = 1 << 20;

/// The number of records that are looked up before the first is unpacked.
const LOOKED_UP: usize = 32;

/// Everything in a store.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// Activities that came in the order of their creation are in one segment.
    /// What came late is in others, each not much smaller than the next.
    segments: Vec<Segment>,
    pub(super) computers: Computers,
    records: Arc<Records>,
    searches: Searches,
    search_texts: Arc<BTreeMap<String, String>>,
}

/// Saved searches, by their names.
pub(super) type Searches = BTreeMap<String, Record<SavedSearch>>;

/// Where an activity is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Location {
    pub(super) segment: usize,
    pub(super) position: u32,
}

impl State {
    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    pub(super) fn segment_mut(&mut self, index: usize) -> Option<(&mut Segment, &mut Computers)> {
        Some((self.segments.get_mut(index)?, &mut self.computers))
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
        let mut room = Vec::new();
        for (number, group) in places.chunks(LOOKED_UP).enumerate() {
            if number == 1 {
                // The others are about as long.
                json.reserve(json.len() * (places.len() / LOOKED_UP));
            }
            for (_, record) in self.look_up(group) {
                if json.len() > 1 {
                    json.push(b',');
                }
                json.extend_from_slice(record.bytes(&mut room).unwrap_or_default());
            }
        }
        json.push(b']');
        json
    }

    fn look_up(&self, places: &[Location]) -> Vec<(ActivityId, LookedUp<'_>)> {
        let look_up = |place: &Location| {
            let segment = self.segments.get(place.segment)?;
            let record = self.records.look_up(segment.record(place.position)?)?;
            Some((segment.id(place.position), record))
        };
        places.iter().filter_map(look_up).collect()
    }

    pub(super) fn cursor(&self, place: Location) -> Option<Cursor> {
        let SortKey { created, id } = self.segments.get(place.segment)?.key(place.position);
        let created =
            if created == SortKey::NEVER { None } else { DateTime::from_timestamp_micros(created) };
        Some(Cursor { created, id: ActivityId::read(id) })
    }

    pub(super) fn searches(&self) -> &Searches {
        &self.searches
    }

    /// Says which saved searches there are.
    pub(super) fn set_searches(&mut self, searches: Searches) {
        let text = |(name, search): (&String, &Record<SavedSearch>)| {
            Some((name.clone(), search.read().ok()?.search().to_owned()))
        };
        self.search_texts = Arc::new(searches.iter().filter_map(text).collect());
        self.searches = searches;
    }

    /// The texts of the saved searches, by their names.
    pub(super) fn search_texts(&self) -> &Arc<BTreeMap<String, String>> {
        &self.search_texts
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

    /// The activities of a page.
    pub(super) fn find(
        &self,
        query: &Expr<Leaf<'_>>,
        page: &PageRequest,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<Location>, Interrupted> {
        if let [segment] = self.segments.as_slice() {
            let need = Wanted::Page { skip: page.offset, limit: page.limit };
            let range = range(segment, page);
            let plan = Plan::new(segment, parts(segment, query), range, need, interrupt)?;
            let found = collect(plan, page.offset, page)?.into_iter();
            return Ok(found.map(|position| Location { segment: 0, position }).collect());
        }
        // The first `offset + limit` of each segment are enough to know the first of all.
        let enough = PageRequest { limit: page.offset.saturating_add(page.limit), ..page.clone() };
        let mut places: Vec<(SortKey, Location)> = Vec::new();
        for (index, segment) in self.segments.iter().enumerate() {
            let plan = Plan::new(
                segment,
                parts(segment, query),
                range(segment, page),
                Wanted::Page { skip: 0, limit: enough.limit },
                interrupt,
            )?;
            let found = collect(plan, 0, &enough)?.into_iter();
            places
                .extend(found.map(|position| {
                    (segment.key(position), Location { segment: index, position })
                }));
        }
        places.sort_unstable_by_key(|(key, _)| *key);
        if page.order == Order::NewestFirst {
            places.reverse();
        }
        let places = places.into_iter().map(|(_, place)| place);
        Ok(places.skip(page.offset).take(page.limit).collect())
    }

    /// How many activities match.
    pub(super) fn count(
        &self,
        query: &Expr<Leaf<'_>>,
        interrupt: &Interrupt<'_>,
    ) -> Result<u64, Interrupted> {
        let count =
            |segment| Plan::count(segment, parts(segment, query), 0..segment.end(), interrupt);
        self.segments.iter().map(count).sum()
    }

    /// Visits the positions of a segment's activities that match.
    pub(super) fn walk(
        segment: &Segment,
        query: &Expr<Leaf<'_>>,
        interrupt: &Interrupt<'_>,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<(), Interrupted> {
        let range = 0..segment.end();
        let plan = Plan::new(segment, parts(segment, query), range, Wanted::All, interrupt)?;
        plan.walk_after(0, Order::OldestFirst, visit)
    }

    /// A segment for many activities, which are in their order, and its place
    /// among the segments: one that they begin, or a copy of the last one, which
    /// they follow; `None` if that has far more than they are.
    pub(super) fn segment_for(&self, batch: &Batch) -> Option<(usize, Segment)> {
        let first = batch.rows.first()?.key;
        match self.segments.split_last() {
            Some((last, before)) if last.last_key() < Some(first) => {
                let is_small = last.end() as usize / 4 <= batch.rows.len();
                is_small.then(|| (before.len(), last.clone()))
            }
            _ => Some((self.segments.len(), Segment::default())),
        }
    }

    /// Puts a segment in its place, and gives back the one that was there.
    pub(super) fn put_segment(&mut self, place: usize, segment: Segment) -> Option<Segment> {
        let replaced = if let Some(own) = self.segments.get_mut(place) {
            Some(std::mem::replace(own, segment))
        } else {
            self.segments.push(segment);
            None
        };
        self.merge();
        replaced
    }

    /// Adds activities whose ids are all new, and which are in their order.
    pub(super) fn add(&mut self, batch: Batch) {
        let Some(first) = batch.rows.first().map(|row| row.key) else { return };
        let computers = &mut self.computers;
        let slot = |id| computers.slot(id);
        match self.segments.last_mut() {
            Some(last) if last.last_key() < Some(first) => last.extend(batch, slot),
            _ => {
                let mut segment = Segment::default();
                segment.extend(batch, slot);
                self.segments.push(segment);
            }
        }
        self.merge();
    }

    /// Puts the one activity of the batch where `old` was.
    pub(super) fn replace(&mut self, place: Location, old: &Indexed<'_>, new: Batch) {
        let Self { segments, computers, .. } = self;
        let Some(segment) = segments.get_mut(place.segment) else { return };
        if new.rows.first().map(|row| row.key) == Some(segment.key(place.position)) {
            segment.replace(place.position, old, new, |id| computers.slot(id));
        } else {
            segment.remove(place.position, old);
            self.compact();
            self.add(new);
        }
    }

    /// Removes activities.
    pub(super) fn remove(&mut self, places: impl IntoIterator<Item = Location>) {
        for place in places {
            let Some(old) = self.activity(place) else { continue };
            // A record in the store was read before, so that it can be read.
            let Ok(old) = Indexed::read(old.text()) else { continue };
            if let Some(segment) = self.segments.get_mut(place.segment) {
                segment.remove(place.position, &old);
            }
        }
        self.compact();
    }

    /// Removes all activities, and gives them back.
    pub(super) fn clear(&mut self) -> Vec<Segment> {
        std::mem::take(&mut self.segments)
    }

    /// Makes segments anew most of which is gone: each removal pays for moving
    /// one activity.
    fn compact(&mut self) {
        self.segments.retain(|segment| !segment.is_empty());
        for segment in &mut self.segments {
            if segment.tombstones().len() * 2 > u64::from(segment.end()) {
                *segment = std::mem::take(segment).merge(Segment::default());
            }
        }
        self.merge();
    }

    /// Merges the last segments while they are of similar size: late activities
    /// are in few segments, and each is moved a few times at most.
    fn merge(&mut self) {
        while let [.., one, other] = self.segments.as_slice()
            && one.end() / 2 < other.end()
            && one.end().saturating_add(other.end()) <= MERGED
        {
            let (Some(other), Some(one)) = (self.segments.pop(), self.segments.pop()) else {
                return;
            };
            self.segments.push(one.merge(other));
        }
    }

    /// Gives back the memory that was reserved for more.
    pub(super) fn shrink(&mut self) {
        self.segments.iter_mut().for_each(Segment::shrink);
    }
}

/// The query's terms, looked up in a segment.
fn parts<'s>(segment: &'s Segment, query: &'s Expr<Leaf<'_>>) -> Expr<LeafMatches<'s>> {
    let parts = query.map(|leaf| segment.part(leaf));
    if segment.tombstones().is_empty() {
        return parts;
    }
    parts & Expr::term(LeafMatches::tombstones(segment.tombstones())).negated()
}

/// The positions that come after the page's cursor.
fn range(segment: &Segment, page: &PageRequest) -> Range<u32> {
    let Some(Cursor { created, id }) = page.after else { return 0..segment.end() };
    let created = created.map_or(SortKey::NEVER, |time| time.timestamp_micros());
    let cursor = SortKey { created, id: id.get() };
    let first = segment.position(cursor);
    match page.order {
        Order::NewestFirst => 0..first,
        Order::OldestFirst => {
            let is_there = first < segment.end() && segment.key(first) == cursor;
            first + u32::from(is_there)..segment.end()
        }
    }
}

fn collect(plan: Plan<'_>, skip: usize, page: &PageRequest) -> Result<Vec<u32>, Interrupted> {
    let mut positions = Vec::new();
    if page.limit > 0 {
        plan.walk_after(skip, page.order, |position| {
            positions.push(position);
            if positions.len() < page.limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
    }
    Ok(positions)
}
