//! [`Candidates`]: the positions that are gone through.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use roaring::RoaringBitmap;

use super::blocks::Blocks;
use crate::store::Order;
use crate::store::memory::matches::{LeafMatches, What};
use crate::store::memory::postings::{Postings, walk_bitmap, walk_list, walk_lists};
use crate::store::memory::segment::Segment;

/// The positions that are gone through, of those in a range.
pub(super) enum Candidates<'s> {
    /// The whole range.
    Range,
    Positions(Vec<u32>),
    List(&'s Postings),
    /// No two of these have a position in common.
    Lists(Vec<&'s Postings>),
    /// These may have some in common.
    Overlapping(Vec<&'s Postings>),
    Bitmap(Cow<'s, RoaringBitmap>),
    Blocks(Blocks<'s>),
}

impl<'s> Candidates<'s> {
    /// What a part selects.
    pub(super) fn of(segment: &'s Segment, part: LeafMatches<'s>) -> Self {
        if let What::Positions(positions) = part.what {
            return Self::Positions(positions);
        }
        match part.as_lists(segment) {
            Some(lists) => match lists.as_slice() {
                [list] => Self::List(list),
                _ => Self::Lists(lists),
            },
            None => Self::Bitmap(part.set(segment).below(segment.end())),
        }
    }

    /// How many there are in a range; of overlapping lists and of blocks, at most.
    pub(super) fn count(&self, range: &Range<u32>) -> u64 {
        match self {
            Self::Range | Self::Blocks(_) => range.len() as u64,
            Self::Positions(list) => {
                list.iter().filter(|position| range.contains(position)).count() as u64
            }
            Self::List(list) => list.count(range),
            Self::Lists(lists) | Self::Overlapping(lists) => {
                lists.iter().map(|list| list.count(range)).sum()
            }
            Self::Bitmap(bitmap) => bitmap.range_cardinality(range.clone()),
        }
    }

    /// At most how many there are in a range, without a search of each list.
    pub(super) fn most(&self, range: &Range<u32>) -> u64 {
        let all = match self {
            Self::Range | Self::Blocks(_) => u64::MAX,
            Self::Positions(list) => list.len() as u64,
            Self::List(list) => list.len(),
            Self::Lists(lists) | Self::Overlapping(lists) => {
                lists.iter().map(|list| list.len()).sum()
            }
            Self::Bitmap(bitmap) => bitmap.len(),
        };
        all.min(range.len() as u64)
    }

    /// Goes through those in a range that `selects` selects, in the order of the activities.
    pub(super) fn walk(
        &self,
        range: &Range<u32>,
        order: Order,
        mut selects: impl FnMut(u32) -> ControlFlow<(), bool>,
        mut visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let tested = |position| {
            if selects(position)? { visit(position) } else { ControlFlow::Continue(()) }
        };
        match self {
            Self::Range => match order {
                Order::NewestFirst => range.clone().rev().try_for_each(tested),
                Order::OldestFirst => range.clone().try_for_each(tested),
            },
            Self::Positions(list) => walk_list(list, range, order, tested),
            Self::List(list) => list.walk(range, order, tested),
            Self::Lists(lists) | Self::Overlapping(lists) => {
                walk_lists(lists, range, order, selects, visit)
            }
            Self::Bitmap(bitmap) => walk_bitmap(bitmap, range, order, tested),
            Self::Blocks(blocks) => blocks.walk(range, order, tested),
        }
    }
}
