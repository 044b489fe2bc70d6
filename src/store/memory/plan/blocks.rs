//! [`Blocks`]: candidates that are found block by block, as bitmaps.

use std::iter;
use std::ops::{ControlFlow, Range};

use crate::query::expr::{Expr, Fold};
use crate::query::span::Spanned;
use crate::store::Order;
use crate::store::memory::interrupt::{Interrupt, Interrupted};
use crate::store::memory::matches::LeafMatches;
use crate::store::memory::postings::walk_list;
use crate::store::memory::segment::Segment;
use crate::store::memory::set::Set;

/// The positions of a block; a bitmap has a container for as many.
pub(super) const BLOCK: u32 = if cfg!(test) { 1 << 12 } else { 1 << 16 };

/// What the parts of an AND select, found block by block from the end where a page begins.
///
/// Of long lists, it takes a few microseconds to join what is in a block: less than to test
/// those of one list, one by one, for what else is asked. What is in later blocks is never
/// joined if a page needs only the first.
pub(super) struct Blocks<'s> {
    pub(super) segment: &'s Segment,
    pub(super) parts: Vec<Expr<LeafMatches<'s>>>,
    pub(super) interrupt: &'s Interrupt<'s>,
}

impl Blocks<'_> {
    /// Goes through those in a range, in the order of the activities.
    pub(super) fn walk(
        &self,
        range: &Range<u32>,
        order: Order,
        mut visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        blocks(range.clone(), order).try_for_each(|block| {
            let mut join = Join { segment: self.segment, block: &block, interrupt: self.interrupt };
            let sets: Result<Vec<_>, _> =
                self.parts.iter().map(|part| part.fold(&mut join)).collect();
            // Who asked learns from the interrupt why this ended.
            let Ok(sets) = sets else { return ControlFlow::Break(()) };
            let joined = join.all_of(sets).below(block.end);
            let mut positions = vec![0; usize::try_from(joined.len()).unwrap_or_default()];
            walk_list(joined.iter().next_many(&mut positions), &block, order, &mut visit)
        })
    }
}

/// Joins what terms select in a block. Lists are cut where that is needed: what one part of an
/// AND has in the block leaves out the rest of the others.
struct Join<'s, 'b> {
    segment: &'s Segment,
    block: &'b Range<u32>,
    interrupt: &'b Interrupt<'b>,
}

impl<'s> Join<'s, '_> {
    fn all_of(&self, parts: Vec<Set<'s>>) -> Set<'s> {
        Set::all(iter::once(Set::window(self.block.clone())).chain(parts))
    }
}

impl<'s> Fold<LeafMatches<'s>> for Join<'s, '_> {
    type Output = Set<'s>;
    type Error = Interrupted;

    fn term(&mut self, term: &Spanned<LeafMatches<'s>>) -> Result<Set<'s>, Interrupted> {
        self.interrupt.check()?;
        Ok(term.value.set_around(self.segment, self.block))
    }

    fn not(&mut self, part: Set<'s>) -> Result<Set<'s>, Interrupted> {
        Ok(part.not())
    }

    fn all(&mut self, parts: Vec<Set<'s>>) -> Result<Set<'s>, Interrupted> {
        Ok(self.all_of(parts))
    }

    fn any(&mut self, parts: Vec<Set<'s>>) -> Result<Set<'s>, Interrupted> {
        Ok(Set::any(parts.into_iter().map(|part| part.cut(self.block))))
    }
}

/// The blocks of a range, in the order of the activities.
fn blocks(range: Range<u32>, order: Order) -> impl Iterator<Item = Range<u32>> {
    let mut left = range;
    iter::from_fn(move || {
        let Range { start, end } = left.clone();
        let last = end.checked_sub(1).filter(|last| *last >= start)?;
        let block = match order {
            Order::NewestFirst => start.max(last - last % BLOCK)..end,
            Order::OldestFirst => start..end.min((start - start % BLOCK).saturating_add(BLOCK)),
        };
        left = match order {
            Order::NewestFirst => start..block.start,
            Order::OldestFirst => block.end..end,
        };
        Some(block)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_range_in_either_order() {
        for range in [0..0, 5..6, 0..BLOCK, 3..BLOCK + 1, BLOCK - 1..9 * BLOCK + 7] {
            let oldest: Vec<_> = blocks(range.clone(), Order::OldestFirst).collect();
            assert!(oldest.iter().cloned().flatten().eq(range.clone()), "{range:?}");
            let newest = blocks(range.clone(), Order::NewestFirst);
            assert!(newest.flat_map(Iterator::rev).eq(range.clone().rev()), "{range:?}");
        }
        let newest: Vec<_> = blocks(7..2 * BLOCK + 3, Order::NewestFirst).collect();
        assert_eq!(newest, [2 * BLOCK..2 * BLOCK + 3, BLOCK..2 * BLOCK, 7..BLOCK]);
    }
}
