//! [`Postings`]: the activities that have something in common.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use roaring::RoaringBitmap;

use crate::store::Order;

/// Up to this many positions are kept as a plain list. A bitmap has a
/// container for each 65,536 positions: a thousand positions spread over ten
/// million take 9 kB in a bitmap, and 4 kB as a list.
pub(super) const FEW: usize = 4096;

/// The number of bytes of bits that are filled at once.
const BLOCK: usize = 32 << 10;

/// Positions, ascending.
#[derive(Clone, Debug)]
pub(super) enum Postings {
    Few(Vec<u32>),
    Many(RoaringBitmap),
}

impl Default for Postings {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Postings {
    pub(super) fn insert(&mut self, position: u32) {
        match self {
            Self::Few(list) if list.last().is_none_or(|last| *last < position) => {
                list.push(position);
            }
            Self::Few(list) => {
                if let Err(at) = list.binary_search(&position) {
                    list.insert(at, position);
                }
            }
            // Most come in order, and a push needs no search: 5 ns, not 30.
            Self::Many(bitmap) => {
                if bitmap.try_push(position).is_err() {
                    bitmap.insert(position);
                }
            }
        }
        if let Self::Few(list) = self
            && list.len() > FEW
        {
            let bitmap = RoaringBitmap::from_sorted_iter(list.iter().copied());
            *self = Self::Many(bitmap.unwrap_or_default());
        }
    }

    pub(super) fn remove(&mut self, position: u32) {
        match self {
            Self::Few(list) => {
                if let Ok(at) = list.binary_search(&position) {
                    list.remove(at);
                }
            }
            Self::Many(bitmap) => {
                bitmap.remove(position);
            }
        }
    }

    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Few(list) => list.len() as u64,
            Self::Many(bitmap) => bitmap.len(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn contains(&self, position: u32) -> bool {
        match self {
            Self::Few(list) => list.binary_search(&position).is_ok(),
            Self::Many(bitmap) => bitmap.contains(position),
        }
    }

    /// Goes through all positions, ascending.
    pub(super) fn each(&self, visit: impl FnMut(u32)) {
        match self {
            Self::Few(list) => list.iter().copied().for_each(visit),
            Self::Many(bitmap) => bitmap.iter().for_each(visit),
        }
    }

    /// How many are in the range.
    pub(super) fn count(&self, range: &Range<u32>) -> u64 {
        match self {
            Self::Few(list) => within(list, range).len() as u64,
            Self::Many(bitmap) => bitmap.range_cardinality(range.clone()),
        }
    }

    pub(super) fn bitmap(&self) -> Cow<'_, RoaringBitmap> {
        match self {
            Self::Few(list) => {
                let bitmap = RoaringBitmap::from_sorted_iter(list.iter().copied());
                Cow::Owned(bitmap.unwrap_or_default())
            }
            Self::Many(bitmap) => Cow::Borrowed(bitmap),
        }
    }

    /// Those that are in the range.
    pub(super) fn within(&self, range: &Range<u32>) -> RoaringBitmap {
        match self {
            Self::Few(list) => {
                let list = within(list, range).iter().copied();
                RoaringBitmap::from_sorted_iter(list).unwrap_or_default()
            }
            Self::Many(bitmap) => bitmap_within(bitmap, range),
        }
    }

    /// Goes through the positions in the range, in the order of the activities.
    pub(super) fn walk(
        &self,
        range: &Range<u32>,
        order: Order,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self {
            Self::Few(list) => walk_list(list, range, order, visit),
            Self::Many(bitmap) => walk_bitmap(bitmap, range, order, visit),
        }
    }

    /// Gives back what memory it does not need.
    pub(super) fn shrink(&mut self) {
        match self {
            Self::Few(list) => list.shrink_to_fit(),
            Self::Many(bitmap) => {
                bitmap.optimize();
                // A clone has no room to grow.
                *bitmap = bitmap.clone();
            }
        }
    }

    /// How many bytes it takes, beside its own few.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Few(list) => list.capacity() * size_of::<u32>(),
            Self::Many(bitmap) => bitmap_bytes(bitmap),
        }
    }
}

/// How many bytes a bitmap takes.
fn bitmap_bytes(bitmap: &RoaringBitmap) -> usize {
    const CONTAINER: usize = 40;
    const BITSET: usize = 8192;
    let statistics = bitmap.statistics();
    // The statistics count an array's numbers, of two bytes, as of four.
    let arrays = statistics.n_bytes_array_containers / 2 + statistics.n_bytes_run_containers;
    statistics.n_containers as usize * CONTAINER
        + statistics.n_bitset_containers as usize * BITSET
        + usize::try_from(arrays).unwrap_or(usize::MAX)
}

/// The part of an ascending list that is in the range.
pub(super) fn within<'a>(list: &'a [u32], range: &Range<u32>) -> &'a [u32] {
    let start = list.partition_point(|position| *position < range.start);
    let end = list.partition_point(|position| *position < range.end);
    list.get(start..end).unwrap_or_default()
}

/// The part of a bitmap that is in the range.
pub(super) fn bitmap_within(bitmap: &RoaringBitmap, range: &Range<u32>) -> RoaringBitmap {
    let mut within = RoaringBitmap::new();
    within.insert_range(range.clone());
    within &= bitmap;
    within
}

pub(super) fn walk_list(
    list: &[u32],
    range: &Range<u32>,
    order: Order,
    visit: impl FnMut(u32) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut list = within(list, range).iter().copied();
    match order {
        Order::NewestFirst => list.rev().try_for_each(visit),
        Order::OldestFirst => list.try_for_each(visit),
    }
}

pub(super) fn walk_bitmap(
    bitmap: &RoaringBitmap,
    range: &Range<u32>,
    order: Order,
    visit: impl FnMut(u32) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut positions = bitmap.range(range.clone());
    match order {
        Order::NewestFirst => positions.rev().try_for_each(visit),
        Order::OldestFirst => positions.try_for_each(visit),
    }
}

/// Goes through those positions of several lists that `selects` selects, in order, block
/// by block from the end where it begins: a page of what is common needs no union of all,
/// and what is not selected need not be sorted.
pub(super) fn walk_lists(
    lists: &[&Postings],
    range: &Range<u32>,
    order: Order,
    mut selects: impl FnMut(u32) -> ControlFlow<(), bool>,
    mut visit: impl FnMut(u32) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut left = range.clone();
    // The first block has some hundreds of them, if they are spread evenly.
    let all = lists.iter().map(|list| list.len()).sum::<u64>().max(1);
    let len = u64::from(left.end.saturating_sub(left.start)).saturating_mul(256) / all;
    let mut len = u32::try_from(len).unwrap_or(u32::MAX).max(4096);
    let mut lists: Vec<Rest<'_>> = lists.iter().map(|list| Rest::new(list, range)).collect();
    let mut positions: Vec<u32> = Vec::new();
    while !left.is_empty() {
        let block = match order {
            Order::NewestFirst => left.end.saturating_sub(len).max(left.start)..left.end,
            Order::OldestFirst => left.start..left.start.saturating_add(len).min(left.end),
        };
        left = match order {
            Order::NewestFirst => left.start..block.start,
            Order::OldestFirst => block.end..left.end,
        };
        len = len.saturating_mul(2);
        positions.clear();
        for list in &mut lists {
            list.take(&block, order, |position| {
                if selects(position)? {
                    positions.push(position);
                }
                ControlFlow::Continue(())
            })?;
        }
        // They are a few ascending runs, which this sort merges.
        positions.sort_by(u32::cmp);
        positions.dedup();
        let mut positions = positions.iter().copied();
        match order {
            Order::NewestFirst => positions.rev().try_for_each(&mut visit)?,
            Order::OldestFirst => positions.try_for_each(&mut visit)?,
        }
    }
    ControlFlow::Continue(())
}

/// What is left of a list that is gone through block by block.
enum Rest<'a> {
    Few(&'a [u32]),
    Many(&'a RoaringBitmap),
}

impl<'a> Rest<'a> {
    fn new(list: &'a Postings, range: &Range<u32>) -> Self {
        match list {
            Postings::Few(list) => Self::Few(within(list, range)),
            Postings::Many(bitmap) => Self::Many(bitmap),
        }
    }

    /// Goes through the next block, ascending. Of a plain list it is what is at the end
    /// that comes first, where there is nothing to search.
    fn take(
        &mut self,
        block: &Range<u32>,
        order: Order,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let list = match self {
            Self::Few(list) => list,
            Self::Many(bitmap) => return bitmap.range(block.clone()).try_for_each(visit),
        };
        let (before, after) = match order {
            Order::NewestFirst => {
                let taken = list.iter().rev().take_while(|position| **position >= block.start);
                list.split_at_checked(list.len() - taken.count())
            }
            Order::OldestFirst => {
                let taken = list.iter().take_while(|position| **position < block.end);
                list.split_at_checked(taken.count())
            }
        }
        .unwrap_or_default();
        let next = match order {
            Order::NewestFirst => {
                *list = before;
                after
            }
            Order::OldestFirst => {
                *list = after;
                before
            }
        };
        next.iter().copied().try_for_each(visit)
    }
}

/// All positions of several lists in one bitmap.
///
/// A thousand lists of a thousand positions in ten million: marking bits and
/// making a bitmap of them takes 2 ms, joining the lists one by one 60.
pub(super) fn union<'a>(
    lists: impl Iterator<Item = &'a Postings> + Clone,
    end: u32,
) -> Cow<'a, RoaringBitmap> {
    let mut first_two = lists.clone();
    if let (Some(only), None) = (first_two.next(), first_two.next()) {
        return only.bitmap();
    }
    let mut few: Vec<&[u32]> = Vec::new();
    let mut bitmap = RoaringBitmap::new();
    for list in lists {
        match list {
            Postings::Few(list) => few.push(list),
            Postings::Many(many) => bitmap |= many,
        }
    }
    bitmap |= union_of_lists(&few, end);
    Cow::Owned(bitmap)
}

#[expect(clippy::stable_sort_primitive, reason = "the stable sort merges what is in order")]
fn union_of_lists(lists: &[&[u32]], end: u32) -> RoaringBitmap {
    let total: usize = lists.iter().map(|list| list.len()).sum();
    if total < end as usize / 64 {
        let mut positions = lists.concat();
        positions.sort();
        positions.dedup();
        return RoaringBitmap::from_sorted_iter(positions).unwrap_or_default();
    }
    // Block by block, so that the bits of a block stay in the first cache.
    let mut bytes = vec![0_u8; end as usize / 8 + 1];
    let mut lists = lists.to_vec();
    for (block, first) in bytes.chunks_mut(BLOCK).zip((0..).step_by(BLOCK * 8)) {
        for list in &mut lists {
            while let Some((position, rest)) = list.split_first()
                && let Some(byte) = block.get_mut((*position as usize - first) / 8)
            {
                *byte |= 1 << (position % 8);
                *list = rest;
            }
        }
    }
    RoaringBitmap::from_lsb0_bytes(0, &bytes)
}
