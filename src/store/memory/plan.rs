//! [`Plan`]: how a query is answered in one segment.
//!
//! Candidates are gone through in the order of the activities, from either
//! end, and each is tested for the rest of the query. What the candidates are
//! is chosen by cost:
//!
//! - every activity in the span of time: best for a page of what is common,
//!   since it stops when the page is full;
//! - the posting list of one term of an AND: best for what is rare;
//! - a part of each operand of an OR, merged: best for an OR of what is rare;
//! - the bitmap of a block of activities after the other: best for a page of what long lists
//!   have in common;
//! - the bitmap of the whole query, with nothing left to test: best for
//!   counts, and for pages far from the end.

mod blocks;
mod candidates;
mod choose;
mod exclusive;
mod facets;
mod skip;
#[cfg(test)]
mod tests;

use std::ops::{ControlFlow, Range};

use super::cores::of_each;
use super::interrupt::{Interrupt, Interrupted};
use super::matches::{LeafMatches, What};
use super::program::Program;
use super::segment::Segment;
use super::set::Set;
use crate::model::Status;
use crate::query::expr::{Expr, ExprRef, Fold, Node, View};
use crate::query::span::Spanned;
use crate::store::Order;
use blocks::Blocks;
use candidates::Candidates;
use choose::{Choice, estimate, is_joined, union_drivers};

/// From this many candidates on, they are tested on all cores: it takes a millisecond, and
/// starting a thread a twentieth of that.
const MANY: u64 = if cfg!(test) { 1 << 13 } else { 1 << 18 };

/// Of up to this many lists, the first positions are left out by counting alone: there
/// are no more statuses.
const RANKED: usize = Status::ALL.len();

/// How many matches are needed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    /// `limit` matches after the first `skip`, from one end.
    Page { skip: usize, limit: usize },
    /// All of them, to count.
    All,
}

/// How a query is answered in one segment.
pub(super) struct Plan<'s> {
    interrupt: &'s Interrupt<'s>,
    range: Range<u32>,
    candidates: Candidates<'s>,
    /// What is left to test; nothing, if every candidate matches.
    test: Option<Program<'s>>,
}

impl<'s> Plan<'s> {
    /// Plans an expression among the positions of the range.
    pub(super) fn new(
        segment: &'s Segment,
        expr: Expr<LeafMatches<'s>>,
        range: Range<u32>,
        need: Wanted,
        interrupt: &'s Interrupt<'s>,
    ) -> Result<Self, Interrupted> {
        interrupt.check()?;
        let (parts, range) = narrow(expr, range);
        if range.is_empty() || parts.is_empty() {
            return Ok(Self { interrupt, range, candidates: Candidates::Range, test: None });
        }
        let choice = Choice::new(segment, &parts, &range, need);
        choice.carry_out(segment, parts, range, interrupt)
    }

    /// How many positions of the range an expression selects.
    pub(super) fn count(
        segment: &'s Segment,
        expr: Expr<LeafMatches<'s>>,
        range: Range<u32>,
        interrupt: &'s Interrupt<'s>,
    ) -> Result<u64, Interrupted> {
        interrupt.check()?;
        let (parts, range) = narrow(expr, range);
        if range.is_empty() || parts.is_empty() {
            return Ok(range.len() as u64);
        }
        let whole = range == (0..segment.end());
        let known = count_alone(segment, &parts, &range)
            .or_else(|| if whole { facets::count(segment, &parts) } else { None });
        if let Some(count) = known {
            return Ok(count);
        }
        if let Some(operands) = exclusive::operands(&parts) {
            let mut count = 0;
            for operand in operands {
                count += Self::count(segment, operand, range.clone(), interrupt)?;
            }
            return Ok(count);
        }
        let choice = Choice::new(segment, &parts, &range, Wanted::All);
        if matches!(choice, Choice::Bitmap) {
            let mut sets = bitmaps(segment, &parts, interrupt)?;
            sets.extend((!whole).then(|| Set::window(range)));
            return Ok(Set::count_all(sets, segment.end()));
        }
        choice.carry_out(segment, parts, range, interrupt)?.count_matches()
    }

    fn count_matches(&self) -> Result<u64, Interrupted> {
        if self.test.is_none() || self.candidates.most(&self.range) < MANY {
            return self.count_within(&self.range);
        }
        of_each(self.range.clone(), &|range| self.count_within(&range)).into_iter().sum()
    }

    fn count_within(&self, range: &Range<u32>) -> Result<u64, Interrupted> {
        let is_counted =
            !matches!(self.candidates, Candidates::Overlapping(_) | Candidates::Blocks(_));
        if self.test.is_none() && is_counted {
            return Ok(self.candidates.count(range));
        }
        let mut count = 0;
        let mut add = |_| {
            count += 1;
            ControlFlow::Continue(())
        };
        let order = Order::OldestFirst;
        match &self.candidates {
            // To be counted, the lists need no order.
            Candidates::Lists(lists) => {
                for list in lists {
                    self.walk(&Candidates::List(list), range, order, &mut add)?;
                }
            }
            candidates => self.walk(candidates, range, order, add)?,
        }
        Ok(count)
    }

    /// Goes through the matches after the first `skip`, in the order of the
    /// activities.
    pub(super) fn walk_after(
        mut self,
        skip: usize,
        order: Order,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<(), Interrupted> {
        let skipped = self.skip(skip, order);
        let mut skip = skip - skipped;
        let mut visit = visit;
        self.walk(&self.candidates, &self.range, order, |position| {
            if skip > 0 {
                skip -= 1;
                return ControlFlow::Continue(());
            }
            visit(position)
        })
    }

    fn walk(
        &self,
        candidates: &Candidates<'_>,
        range: &Range<u32>,
        order: Order,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<(), Interrupted> {
        let test = self.test.as_ref();
        let selects =
            |position| ControlFlow::Continue(test.is_none_or(|test| test.selects(position)));
        let selects = self.interrupt.every(test.map_or(1, Program::cost), selects);
        let ended = candidates.walk(range, order, selects, visit);
        // It may have ended because the page is full.
        if ended.is_break() { self.interrupt.check() } else { Ok(()) }
    }
}

/// The parts of an AND, or the one part that it is, and the range that its
/// spans of time leave.
fn narrow(
    expr: Expr<LeafMatches<'_>>,
    mut range: Range<u32>,
) -> (Vec<Expr<LeafMatches<'_>>>, Range<u32>) {
    let mut parts = match expr.root() {
        View::All(parts) => parts.map(ExprRef::to_expr).collect(),
        View::Not(operand) => match operand.view() {
            // None of some is NOT the one, and NOT the other.
            View::Any(parts) => parts.map(|part| part.to_expr().negated()).collect(),
            View::All(_) | View::Not(_) | View::Term(_) => vec![expr],
        },
        View::Any(_) | View::Term(_) => vec![expr],
    };
    parts.retain(|part| match window(&part.root()) {
        Some(window) => {
            let start = range.start.max(window.start);
            range = start..range.end.min(window.end).max(start);
            false
        }
        None => true,
    });
    parts.retain(|part| match gap(&part.root()) {
        Some(gap) if gap.is_empty() => false,
        Some(gap) => match around(&range, &gap) {
            [before, after] if after.is_empty() => {
                range = before;
                false
            }
            [before, after] if before.is_empty() => {
                range = after;
                false
            }
            [_, _] => true,
        },
        None => true,
    });
    (parts, range)
}

/// The two ranges, in the order of the activities, that are left of one by the first part of
/// an AND, or the one part that it is, that is NOT of a span of time.
pub(super) fn split(
    expr: &Expr<LeafMatches<'_>>,
    range: &Range<u32>,
    order: Order,
) -> Option<[Range<u32>; 2]> {
    let gap = match expr.root() {
        View::All(parts) => parts.map(|part| gap(&part.view())).find_map(|gap| gap),
        part @ (View::Any(_) | View::Not(_) | View::Term(_)) => gap(&part),
    };
    let [before, after] = around(range, &gap?);
    Some(match order {
        Order::NewestFirst => [after, before],
        Order::OldestFirst => [before, after],
    })
}

fn window(part: &View<'_, LeafMatches<'_>>) -> Option<Range<u32>> {
    match part {
        View::Term(Spanned { value: LeafMatches { what: What::Window(window), .. }, .. }) => {
            Some(window.clone())
        }
        View::Term(_) | View::Not(_) | View::All(_) | View::Any(_) => None,
    }
}

fn gap(part: &View<'_, LeafMatches<'_>>) -> Option<Range<u32>> {
    match part {
        View::Not(operand) => window(&operand.view()),
        View::Term(_) | View::All(_) | View::Any(_) => None,
    }
}

/// What is left of a range before and after a gap.
fn around(range: &Range<u32>, gap: &Range<u32>) -> [Range<u32>; 2] {
    let end = gap.start.clamp(range.start, range.end);
    let start = gap.end.clamp(end, range.end);
    [range.start..end, start..range.end]
}

/// Exactly how many positions of the range the parts of an AND select, where
/// that is known without going through them.
fn count_alone(
    segment: &Segment,
    parts: &[Expr<LeafMatches<'_>>],
    range: &Range<u32>,
) -> Option<u64> {
    let [expr] = parts else { return None };
    match expr.root() {
        View::Term(term) => Some(term.value.count(segment, range)),
        View::Not(operand) => match operand.view() {
            View::Term(term) => {
                Some((range.len() as u64).saturating_sub(term.value.count(segment, range)))
            }
            View::All(_) | View::Any(_) | View::Not(_) => None,
        },
        View::All(_) | View::Any(_) => None,
    }
}

impl Choice {
    fn carry_out<'s>(
        self,
        segment: &'s Segment,
        mut parts: Vec<Expr<LeafMatches<'s>>>,
        range: Range<u32>,
        interrupt: &'s Interrupt<'s>,
    ) -> Result<Plan<'s>, Interrupted> {
        let candidates = match self {
            Self::Scan => Candidates::Range,
            Self::Drive(index) => match alone(parts.remove(index)) {
                Some(part) => Candidates::of(segment, part),
                None => Candidates::Range,
            },
            Self::Union(index) => match parts.get(index).and_then(union_drivers) {
                Some(drivers) => {
                    let lists = drivers.into_iter().filter_map(|part| part.as_lists(segment));
                    Candidates::Overlapping(lists.flatten().collect())
                }
                None => Candidates::Range,
            },
            Self::Bitmap => {
                let sets = bitmaps(segment, &parts, interrupt)?;
                parts.clear();
                Candidates::Bitmap(Set::all(sets).below(segment.end()))
            }
            Self::Blocks => {
                let (joined, rest) = parts.into_iter().partition(is_joined);
                parts = rest;
                Candidates::Blocks(Blocks { segment, parts: joined, interrupt })
            }
        };
        // What selects least is asked first.
        let len = f64::from(segment.end()).max(1.0);
        parts.sort_by(|one, other| estimate(one, len).total_cmp(&estimate(other, len)));
        let rest = parts.into_iter().reduce(|left, right| left & right);
        let test = rest.map(|rest| Program::new(segment, rest));
        Ok(Plan { interrupt, range, candidates, test })
    }
}

/// The part that is the whole expression.
fn alone(expr: Expr<LeafMatches<'_>>) -> Option<LeafMatches<'_>> {
    match expr.into_nodes().pop() {
        Some(Node::Term(term)) => Some(term.value),
        Some(Node::Not(_) | Node::Group { .. }) | None => None,
    }
}

/// What each of the expressions selects.
fn bitmaps<'s>(
    segment: &'s Segment,
    parts: &[Expr<LeafMatches<'s>>],
    interrupt: &Interrupt<'_>,
) -> Result<Vec<Set<'s>>, Interrupted> {
    parts.iter().map(|part| part.fold(&mut Bitmaps { segment, interrupt })).collect()
}

struct Bitmaps<'s, 'i> {
    segment: &'s Segment,
    interrupt: &'i Interrupt<'i>,
}

impl<'s> Fold<LeafMatches<'s>> for Bitmaps<'s, '_> {
    type Output = Set<'s>;
    type Error = Interrupted;

    fn term(&mut self, term: &Spanned<LeafMatches<'s>>) -> Result<Set<'s>, Interrupted> {
        self.interrupt.check()?;
        Ok(term.value.set(self.segment))
    }

    fn not(&mut self, part: Set<'s>) -> Result<Set<'s>, Interrupted> {
        Ok(part.not())
    }

    fn all(&mut self, parts: Vec<Set<'s>>) -> Result<Set<'s>, Interrupted> {
        self.interrupt.check()?;
        Ok(Set::all(parts))
    }

    fn any(&mut self, parts: Vec<Set<'s>>) -> Result<Set<'s>, Interrupted> {
        self.interrupt.check()?;
        Ok(Set::any(parts))
    }
}
