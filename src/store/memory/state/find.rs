//! How the activities of all segments are found and counted.

use std::ops::{ControlFlow, Range};

use chrono::DateTime;

use super::super::batch::SortKey;
use super::super::bind::Leaf;
use super::super::interrupt::{Interrupt, Interrupted};
use super::super::matches::LeafMatches;
use super::super::plan::{Plan, Wanted, split};
use super::super::segment::Segment;
use super::{Location, State};
use crate::model::ActivityId;
use crate::query::expr::Expr;
use crate::store::{Cursor, Order, PageRequest};

impl State {
    /// The activities of a page.
    pub(in super::super) fn find(
        &self,
        query: &Expr<Leaf<'_>>,
        page: &PageRequest,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<Location>, Interrupted> {
        if self.segments.len() == 1 {
            return self.find_in(&[0], query, page, interrupt);
        }
        let mut places = Vec::new();
        let mut left = page.clone();
        for run in self.runs(page.order) {
            if left.limit == 0 {
                break;
            }
            if left.offset > 0 {
                let count = |index: &usize| match self.segments.get(*index) {
                    Some(segment) => {
                        Plan::count(segment, parts(segment, query), range(segment, page), interrupt)
                    }
                    None => Ok(0),
                };
                let count = run.iter().map(count).sum::<Result<u64, _>>()?;
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                if count <= left.offset {
                    left.offset -= count;
                    continue;
                }
            }
            let found = self.find_in(&run, query, &left, interrupt)?;
            left.offset = 0;
            left.limit -= found.len();
            places.extend(found);
        }
        Ok(places)
    }

    /// The activities of a page among those of some segments.
    fn find_in(
        &self,
        segments: &[usize],
        query: &Expr<Leaf<'_>>,
        page: &PageRequest,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<Location>, Interrupted> {
        let [index] = segments else {
            return self.find_among(segments, query, page, interrupt);
        };
        let Some(segment) = self.segments.get(*index) else { return Ok(Vec::new()) };
        let found = page_of(segment, query, range(segment, page), page, interrupt)?;
        let place = |position| Location { segment: *index, position };
        Ok(found.into_iter().map(place).collect())
    }

    /// The segments in the order of a page; those whose activities come among
    /// each other are together.
    pub(super) fn runs(&self, order: Order) -> Vec<Vec<usize>> {
        let mut spans: Vec<(SortKey, SortKey, usize)> = (0..)
            .zip(&self.segments)
            .filter_map(|(index, segment)| Some((segment.key(0), segment.last_key()?, index)))
            .collect();
        spans.sort_unstable();
        let mut runs: Vec<(SortKey, Vec<usize>)> = Vec::new();
        for (first, last, index) in spans {
            match runs.last_mut() {
                Some((end, run)) if first <= *end => {
                    *end = last.max(*end);
                    run.push(index);
                }
                _ => runs.push((last, vec![index])),
            }
        }
        if order == Order::NewestFirst {
            runs.reverse();
        }
        runs.into_iter().map(|(_, run)| run).collect()
    }

    /// How many activities match.
    pub(in super::super) fn count(
        &self,
        query: &Expr<Leaf<'_>>,
        interrupt: &Interrupt<'_>,
    ) -> Result<u64, Interrupted> {
        let count =
            |segment| Plan::count(segment, parts(segment, query), 0..segment.end(), interrupt);
        self.segments.iter().map(count).sum()
    }

    /// Visits the positions of a segment's activities that match.
    pub(in super::super) fn walk(
        segment: &Segment,
        query: &Expr<Leaf<'_>>,
        interrupt: &Interrupt<'_>,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<(), Interrupted> {
        let range = 0..segment.end();
        let plan = Plan::new(segment, parts(segment, query), range, Wanted::All, interrupt)?;
        plan.walk_after(0, Order::OldestFirst, visit)
    }
}

/// The query's terms, looked up in a segment.
pub(super) fn parts<'s>(segment: &'s Segment, query: &'s Expr<Leaf<'_>>) -> Expr<LeafMatches<'s>> {
    let parts = query.map(|leaf| segment.part(leaf));
    if segment.tombstones().is_empty() {
        return parts;
    }
    parts & Expr::term(LeafMatches::tombstones(segment.tombstones())).negated()
}

/// The positions that come after the page's cursor.
pub(super) fn range(segment: &Segment, page: &PageRequest) -> Range<u32> {
    let Some(Cursor { created, id }) = page.after else { return 0..segment.end() };
    let created = created.map_or(SortKey::NEVER, |time| time.timestamp_micros());
    let cursor = SortKey { created, id: id.get() };
    match page.order {
        Order::NewestFirst => 0..segment.position(cursor),
        Order::OldestFirst => segment.after(cursor)..segment.end(),
    }
}

/// The cursor after an activity.
pub(super) fn cursor(SortKey { created, id }: SortKey) -> Cursor {
    let is_some = created != SortKey::NEVER;
    let created = is_some.then(|| DateTime::from_timestamp_micros(created)).flatten();
    Cursor { created, id: ActivityId::read(id) }
}

/// The activities of a page among those of a range.
pub(super) fn page_of(
    segment: &Segment,
    query: &Expr<Leaf<'_>>,
    range: Range<u32>,
    page: &PageRequest,
    interrupt: &Interrupt<'_>,
) -> Result<Vec<u32>, Interrupted> {
    let mut positions = Vec::new();
    let query = parts(segment, query);
    // What the first range skips would have to be counted.
    let ranges = if page.offset == 0 { split(&query, &range, page.order) } else { None };
    match ranges {
        Some([first, second]) => {
            extend(&mut positions, segment, query.clone(), first, page, interrupt)?;
            extend(&mut positions, segment, query, second, page, interrupt)?;
        }
        None => extend(&mut positions, segment, query, range, page, interrupt)?,
    }
    Ok(positions)
}

/// Adds the activities of a page that are in a range.
fn extend<'s>(
    positions: &mut Vec<u32>,
    segment: &'s Segment,
    query: Expr<LeafMatches<'s>>,
    range: Range<u32>,
    page: &PageRequest,
    interrupt: &'s Interrupt<'s>,
) -> Result<(), Interrupted> {
    let (skip, limit) = (page.offset, page.limit);
    if positions.len() >= limit {
        return Ok(());
    }
    let wanted = Wanted::Page { skip, limit: limit - positions.len() };
    let plan = Plan::new(segment, query, range, wanted, interrupt)?;
    plan.walk_after(skip, page.order, |position| {
        positions.push(position);
        if positions.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
}
