//! How a page is found among segments whose activities come among each other.

use std::cmp::Ordering;
use std::ops::Range;

use super::super::batch::SortKey;
use super::super::bind::Leaf;
use super::super::interrupt::{Interrupt, Interrupted};
use super::super::plan::Plan;
use super::super::segment::Segment;
use super::find::{cursor, page_of, parts, range};
use super::{Location, State};
use crate::query::expr::Expr;
use crate::store::{Order, PageRequest};

/// Up to this many matches are found faster than they are counted.
const FEW: usize = 2048;

impl State {
    /// The activities of a page among those of some segments.
    pub(super) fn find_among(
        &self,
        segments: &[usize],
        query: &Expr<Leaf<'_>>,
        page: &PageRequest,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<Location>, Interrupted> {
        let page = self.skip(segments, query, page.clone(), interrupt)?;
        // The first `offset + limit` of each segment are enough to know the first of all.
        let enough = page.offset.saturating_add(page.limit);
        let first = PageRequest { offset: 0, limit: enough, ..page.clone() };
        let mut found: Vec<(SortKey, Location)> = Vec::new();
        for (index, segment) in self.fullest_first(segments, &first) {
            let mut range = range(segment, &first);
            if found.len() == enough
                && let Some((last, _)) = found.last()
            {
                range = through(segment, &range, *last, page.order);
            }
            let more = page_of(segment, query, range, &first, interrupt)?;
            if !more.is_empty() {
                let place = |position| Location { segment: index, position };
                found.extend(more.into_iter().map(|at| (segment.key(at), place(at))));
                found.sort_by(|(one, _), (other, _)| in_order(page.order, *one, *other));
                found.truncate(enough);
            }
        }
        Ok(found.into_iter().skip(page.offset).map(|(_, place)| place).collect())
    }

    /// The segments, first the one whose activities alone would fill the page soonest: of the
    /// others, only what comes before the last of it is looked at.
    fn fullest_first(&self, segments: &[usize], page: &PageRequest) -> Vec<(usize, &Segment)> {
        let enough = u32::try_from(page.limit).unwrap_or(u32::MAX);
        let last = |index: &usize| {
            let segment = self.segments.get(*index)?;
            let Range { start, end } = range(segment, page);
            let last = match page.order {
                Order::NewestFirst => start.max(end.saturating_sub(enough)),
                Order::OldestFirst => end.min(start.saturating_add(enough)).saturating_sub(1),
            };
            (start < end).then(|| (segment.key(last), (*index, segment)))
        };
        let mut segments: Vec<_> = segments.iter().filter_map(last).collect();
        segments.sort_by(|(one, _), (other, _)| in_order(page.order, *one, *other));
        segments.into_iter().map(|(_, segment)| segment).collect()
    }

    /// Counts what a page skips while that is much, and moves its cursor past what was counted:
    /// half of all that is before the page or in it, half of the rest, and so on.
    fn skip(
        &self,
        segments: &[usize],
        query: &Expr<Leaf<'_>>,
        mut page: PageRequest,
        interrupt: &Interrupt<'_>,
    ) -> Result<PageRequest, Interrupted> {
        let all: Vec<&Segment> =
            segments.iter().filter_map(|index| self.segments.get(*index)).collect();
        let Some(largest) = all.iter().max_by_key(|segment| segment.end()) else {
            return Ok(page);
        };
        let mut unknown = range(largest, &page);
        while page.offset > FEW && !unknown.is_empty() {
            let middle = unknown.start + (unknown.end - unknown.start) / 2;
            let key = largest.key(middle);
            let mut count = 0;
            for segment in &all {
                let range = through(segment, &range(segment, &page), key, page.order);
                count += Plan::count(segment, parts(segment, query), range, interrupt)?;
            }
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            unknown = match (count <= page.offset, page.order) {
                (true, Order::NewestFirst) | (false, Order::OldestFirst) => unknown.start..middle,
                (true, Order::OldestFirst) | (false, Order::NewestFirst) => middle + 1..unknown.end,
            };
            if count <= page.offset {
                page.offset -= count;
                page.after = Some(cursor(key));
            }
        }
        Ok(page)
    }
}

/// Those of a range that come before a key in this order, and the one that has it.
fn through(segment: &Segment, range: &Range<u32>, key: SortKey, order: Order) -> Range<u32> {
    match order {
        Order::NewestFirst => range.end.min(segment.position(key)).max(range.start)..range.end,
        Order::OldestFirst => range.start..segment.after(key).clamp(range.start, range.end),
    }
}

/// How two activities follow each other in this order.
fn in_order(order: Order, one: SortKey, other: SortKey) -> Ordering {
    match order {
        Order::NewestFirst => other.cmp(&one),
        Order::OldestFirst => one.cmp(&other),
    }
}
