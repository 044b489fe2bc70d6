//! How the activities of all segments are found and counted.

use std::ops::{ControlFlow, Range};

use super::super::batch::SortKey;
use super::super::bind::Leaf;
use super::super::interrupt::{Interrupt, Interrupted};
use super::super::matches::LeafMatches;
use super::super::plan::{Plan, Wanted};
use super::super::segment::Segment;
use super::{Location, State};
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
        let find = |index: usize, skip: usize, limit: usize| {
            let Some(segment) = self.segments.get(index) else { return Ok(Vec::new()) };
            let need = Wanted::Page { skip, limit };
            let range = range(segment, page);
            let plan = Plan::new(segment, parts(segment, query), range, need, interrupt)?;
            collect(plan, skip, limit, page.order)
        };
        if let [index] = segments {
            let found = find(*index, page.offset, page.limit)?.into_iter();
            return Ok(found.map(|position| Location { segment: *index, position }).collect());
        }
        // The first `offset + limit` of each segment are enough to know the first of all.
        let enough = page.offset.saturating_add(page.limit);
        let mut places: Vec<(SortKey, Location)> = Vec::new();
        for index in segments {
            let Some(segment) = self.segments.get(*index) else { continue };
            let found = find(*index, 0, enough)?.into_iter();
            places.extend(
                found.map(|position| {
                    (segment.key(position), Location { segment: *index, position })
                }),
            );
        }
        places.sort_unstable_by_key(|(key, _)| *key);
        if page.order == Order::NewestFirst {
            places.reverse();
        }
        let places = places.into_iter().map(|(_, place)| place);
        Ok(places.skip(page.offset).take(page.limit).collect())
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

fn collect(
    plan: Plan<'_>,
    skip: usize,
    limit: usize,
    order: Order,
) -> Result<Vec<u32>, Interrupted> {
    let mut positions = Vec::new();
    if limit > 0 {
        plan.walk_after(skip, order, |position| {
            positions.push(position);
            if positions.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
    }
    Ok(positions)
}
