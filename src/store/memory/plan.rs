//! [`Plan`]: how a query is answered in one segment.
//!
//! Candidates are gone through in the order of the activities, from either
//! end, and each is tested for the rest of the query. What the candidates are
//! is chosen by cost:
//!
//! - every activity in the span of time: best for a page of what is common,
//!   since it stops when the page is full;
//! - the posting list of one term of an AND: best for what is rare;
//! - the bitmap of the whole query, with nothing left to test: best for
//!   counts, and for pages far from the end.

mod choose;
mod facets;
mod skip;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use roaring::RoaringBitmap;

use super::interrupt::{Interrupt, Interrupted};
use super::matches::{LeafMatches, What};
use super::postings::{Postings, walk_bitmap, walk_list, walk_lists};
use super::program::Program;
use super::segment::Segment;
use super::set::Set;
use crate::model::Status;
use crate::query::expr::{Expr, ExprRef, Fold, Node, View};
use crate::query::span::Spanned;
use crate::store::Order;
use choose::{Choice, estimate, union_drivers};

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

#[derive(Debug)]
enum Candidates<'s> {
    /// The whole range.
    Range,
    Positions(Vec<u32>),
    List(&'s Postings),
    /// No two of these have a position in common.
    Lists(Vec<&'s Postings>),
    /// These may have some in common.
    Overlapping(Vec<&'s Postings>),
    Bitmap(Cow<'s, RoaringBitmap>),
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
        let choice = Choice::new(segment, &parts, &range, Wanted::All);
        if matches!(choice, Choice::Bitmap) {
            let mut sets = bitmaps(segment, &parts, interrupt)?;
            sets.extend((!whole).then(|| LeafMatches::window(range).set(segment)));
            return Ok(Set::count_all(sets, segment.end()));
        }
        choice.carry_out(segment, parts, range, interrupt)?.count_matches()
    }

    fn count_matches(&self) -> Result<u64, Interrupted> {
        if let (Some(program), Candidates::Lists(lists)) = (&self.test, &self.candidates) {
            return self.count_in_lists(lists, program);
        }
        if self.test.is_some() || matches!(self.candidates, Candidates::Overlapping(_)) {
            let mut count = 0;
            self.walk(Order::OldestFirst, |_| {
                count += 1;
                ControlFlow::Continue(())
            })?;
            return Ok(count);
        }
        Ok(match &self.candidates {
            Candidates::Range => self.range.len() as u64,
            Candidates::Positions(list) => {
                list.iter().filter(|position| self.range.contains(position)).count() as u64
            }
            Candidates::List(list) => list.count(&self.range),
            Candidates::Lists(lists) | Candidates::Overlapping(lists) => {
                lists.iter().map(|list| list.count(&self.range)).sum()
            }
            Candidates::Bitmap(bitmap) => bitmap.range_cardinality(self.range.clone()),
        })
    }

    /// To be counted, the lists need no order.
    fn count_in_lists(
        &self,
        lists: &[&Postings],
        program: &Program<'_>,
    ) -> Result<u64, Interrupted> {
        let mut count = 0;
        let mut visit = self.interrupt.every(program.cost(), |position| {
            count += u64::from(program.selects(position));
            ControlFlow::Continue(())
        });
        let order = Order::OldestFirst;
        for list in lists {
            if list.walk(&self.range, order, &mut visit).is_break() {
                return Err(Interrupted);
            }
        }
        drop(visit);
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
        self.walk(order, |position| {
            if skip > 0 {
                skip -= 1;
                return ControlFlow::Continue(());
            }
            visit(position)
        })
    }

    fn walk(
        &self,
        order: Order,
        mut visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<(), Interrupted> {
        let ended = match &self.test {
            None => self.walk_candidates(order, self.interrupt.every(1, visit)),
            Some(program) => {
                let tested = |position| {
                    let is_match = program.selects(position);
                    if is_match { visit(position) } else { ControlFlow::Continue(()) }
                };
                self.walk_candidates(order, self.interrupt.every(program.cost(), tested))
            }
        };
        // It may have ended because the page is full.
        if ended.is_break() { self.interrupt.check() } else { Ok(()) }
    }

    fn walk_candidates(
        &self,
        order: Order,
        visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match &self.candidates {
            Candidates::Range => match order {
                Order::NewestFirst => self.range.clone().rev().try_for_each(visit),
                Order::OldestFirst => self.range.clone().try_for_each(visit),
            },
            Candidates::Positions(list) => walk_list(list, &self.range, order, visit),
            Candidates::List(list) => list.walk(&self.range, order, visit),
            Candidates::Lists(lists) | Candidates::Overlapping(lists) => {
                walk_lists(lists, &self.range, order, visit)
            }
            Candidates::Bitmap(bitmap) => walk_bitmap(bitmap, &self.range, order, visit),
        }
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
    parts.retain(|part| match window(part) {
        Some(window) => {
            let start = range.start.max(window.start);
            range = start..range.end.min(window.end).max(start);
            false
        }
        None => true,
    });
    (parts, range)
}

fn window(part: &Expr<LeafMatches<'_>>) -> Option<Range<u32>> {
    let View::Term(Spanned { value: LeafMatches { what: What::Window(window), .. }, .. }) =
        part.root()
    else {
        return None;
    };
    Some(window.clone())
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
                Some(part) => candidates(segment, part),
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

fn candidates<'s>(segment: &'s Segment, part: LeafMatches<'s>) -> Candidates<'s> {
    if let What::Positions(positions) = part.what {
        return Candidates::Positions(positions);
    }
    match part.as_lists(segment) {
        Some(lists) => match lists.as_slice() {
            [list] => Candidates::List(list),
            _ => Candidates::Lists(lists),
        },
        None => Candidates::Bitmap(part.set(segment).below(segment.end())),
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
