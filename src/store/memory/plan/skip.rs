//! What comes before a page, left out without a walk.

use std::ops::Range;

use roaring::RoaringBitmap;

use super::{Candidates, Plan, RANKED};
use crate::store::Order;
use crate::store::memory::postings::Postings;

impl Plan<'_> {
    /// Leaves out the first matches, where that needs no walk, and says how many.
    pub(super) fn skip(&mut self, skip: usize, order: Order) -> usize {
        if skip == 0 || self.test.is_some() {
            return 0;
        }
        let skip_u32 = u32::try_from(skip).unwrap_or(u32::MAX);
        let Range { start, end } = self.range.clone();
        let edge = match &self.candidates {
            Candidates::Positions(_)
            | Candidates::List(Postings::Few(_))
            | Candidates::Overlapping(_)
            | Candidates::Blocks(_) => return 0,
            Candidates::Lists(lists) if lists.len() > RANKED => return 0,
            Candidates::Lists(lists) => select_of_lists(lists, &self.range, skip, order),
            Candidates::Range => match order {
                Order::NewestFirst => Some(end.saturating_sub(skip_u32).max(start)),
                Order::OldestFirst => Some(start.saturating_add(skip_u32).min(end)),
            },
            Candidates::List(Postings::Many(bitmap)) => select(bitmap, &self.range, skip, order),
            Candidates::Bitmap(bitmap) => select(bitmap, &self.range, skip, order),
        };
        self.range = match (order, edge) {
            (Order::NewestFirst, Some(edge)) => start..edge,
            (Order::OldestFirst, Some(edge)) => edge..end,
            (_, None) => 0..0,
        };
        skip
    }
}

/// The edge of the range once the first `skip` of the lists in it are left out;
/// `None`, if there are no more.
fn select_of_lists(
    lists: &[&Postings],
    range: &Range<u32>,
    skip: usize,
    order: Order,
) -> Option<u32> {
    let skipped = |edge: u32| -> u64 {
        let part = match order {
            Order::NewestFirst => edge..range.end,
            Order::OldestFirst => range.start..edge,
        };
        lists.iter().map(|list| list.count(&part)).sum()
    };
    let skip = u64::try_from(skip).ok()?;
    // Before the edge that is looked for, too few are left out.
    let (mut near, mut far) = match order {
        Order::NewestFirst => (range.end, range.start),
        Order::OldestFirst => (range.start, range.end),
    };
    if skipped(far) <= skip {
        return None;
    }
    while near.abs_diff(far) > 1 {
        let middle = near.min(far) + near.abs_diff(far) / 2;
        if skipped(middle) <= skip { near = middle } else { far = middle }
    }
    Some(near)
}

/// The edge of the range once the first `skip` of the bitmap in it are left
/// out; `None`, if there are no more.
fn select(bitmap: &RoaringBitmap, range: &Range<u32>, skip: usize, order: Order) -> Option<u32> {
    let before = |edge: u32| edge.checked_sub(1).map_or(0, |last| bitmap.rank(last));
    let (first, end) = (before(range.start), before(range.end));
    let skip = u64::try_from(skip).ok()?;
    let nth = |rank: u64| bitmap.select(u32::try_from(rank).ok()?);
    match order {
        Order::NewestFirst => {
            let last = end.checked_sub(skip)?.checked_sub(1).filter(|last| *last >= first)?;
            nth(last)?.checked_add(1)
        }
        Order::OldestFirst => nth(first.checked_add(skip).filter(|next| *next < end)?),
    }
}
