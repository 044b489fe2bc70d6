//! [`Choice`]: what candidates to go through, by what that would cost.
#![expect(clippy::cast_precision_loss, reason = "costs are estimates")]

use std::convert::Infallible;
use std::ops::Range;

use super::{RANKED, Wanted};
use crate::query::expr::{Expr, Fold, View};
use crate::query::span::Spanned;
use crate::store::memory::matches::{LeafMatches, What};
use crate::store::memory::postings::Postings;
use crate::store::memory::segment::Segment;

/// What things cost, in nanoseconds, as measured; only their ratios matter.
mod cost {
    /// To test one candidate.
    pub(super) const TEST: f64 = 4.0;
    /// To take one position from a list, or to put it into a bitmap.
    pub(super) const POSITION: f64 = 1.5;
    /// To take one position from several lists in order.
    pub(super) const MERGED: f64 = 6.0;
    /// To find the part of a list that is in the range.
    pub(super) const LIST: f64 = 150.0;
    /// To find a place in a few lists by how many come before it.
    pub(super) const RANK: f64 = 20_000.0;
    /// To join two bitmaps, for each 65,536 positions.
    pub(super) const CONTAINER: f64 = 400.0;
}

/// Which candidates to go through.
#[derive(Clone, Copy, Debug)]
pub(super) enum Choice {
    /// The range.
    Scan,
    /// Those of this part of the AND.
    Drive(usize),
    /// Those of one part for each operand of the OR that is this part of the AND.
    Union(usize),
    /// The whole query as a bitmap.
    Bitmap,
}

impl Choice {
    pub(super) fn new(
        segment: &Segment,
        parts: &[Expr<LeafMatches<'_>>],
        range: &Range<u32>,
        need: Wanted,
    ) -> Self {
        let len = f64::from(segment.end()).max(1.0);
        let in_range = range.len() as f64;
        let share = parts.iter().map(|part| estimate(part, len) / len).product::<f64>();
        let matches = (share * in_range).max(1.0);
        // How many of the candidates are looked at until there are enough.
        let looked_at = |candidates: f64| match need {
            Wanted::Page { skip, limit } => {
                let need = skip.saturating_add(limit) as f64;
                candidates.min(candidates * need / matches)
            }
            Wanted::All => candidates,
        };
        let mut best = (looked_at(in_range) * cost::TEST, Self::Scan);
        let mut consider = |cost: f64, choice: Self| {
            if cost < best.0 {
                best = (cost, choice);
            }
        };
        for (index, part) in parts.iter().enumerate() {
            if let Some(Driver { estimate, position, lists }) = driver(part, need) {
                let test = if parts.len() > 1 { cost::TEST } else { 0.0 };
                let candidates = estimate * in_range / len;
                let cost = match need {
                    Wanted::Page { skip, limit } if skip > 0 && is_ranked(parts) => {
                        cost::RANK + candidates.min(limit as f64) * position
                    }
                    Wanted::Page { .. } | Wanted::All => looked_at(candidates) * (position + test),
                };
                consider(lists + cost, Self::Drive(index));
            }
            if let Some(drivers) = union_drivers(part) {
                let sum: f64 = drivers.iter().map(|part| part.estimate).sum();
                let candidates = sum * in_range / len;
                consider(looked_at(candidates) * (cost::MERGED + cost::TEST), Self::Union(index));
            }
        }
        let bitmap: f64 = parts.iter().map(|part| bitmap_cost(segment, part)).sum();
        let joins = parts.len().saturating_sub(1) as f64 * len / 65_536.0 * cost::CONTAINER;
        consider(bitmap + joins, Self::Bitmap);
        best.1
    }
}

/// Whether the parts are a few lists alone, so that a place in them can be found
/// by counting.
fn is_ranked(parts: &[Expr<LeafMatches<'_>>]) -> bool {
    let [part] = parts else { return false };
    let View::Term(term) = part.root() else { return false };
    match &term.value.what {
        What::Lists(lists) => lists.len() <= RANKED,
        What::Texts(_, codes) => codes.len() <= RANKED,
        What::Statuses(_) => true,
        What::Positions(_) | What::Window(_) | What::Computers(_) | What::Tombstones(_) => false,
    }
}

/// A part whose positions can be gone through.
pub(super) struct Driver {
    /// About how many there are.
    estimate: f64,
    /// What each of them costs.
    position: f64,
    /// What it costs to begin.
    lists: f64,
}

/// What it costs to go through a part, if that can be done: in order, or in any
/// order to count all.
pub(super) fn driver(part: &Expr<LeafMatches<'_>>, need: Wanted) -> Option<Driver> {
    let View::Term(term) = part.root() else { return None };
    let estimate = term.value.estimate;
    let lists = match &term.value.what {
        What::Positions(_) => 1,
        What::Lists(lists) => lists.len(),
        What::Texts(_, codes) => codes.len(),
        What::Statuses(statuses) => statuses.count_ones() as usize,
        What::Computers(slots) => {
            let lists = slots.len() as f64 * cost::LIST;
            let position = match need {
                Wanted::Page { .. } => cost::MERGED,
                Wanted::All => cost::POSITION,
            };
            return Some(Driver { estimate, position, lists });
        }
        What::Window(_) | What::Tombstones(_) => return None,
    };
    let position = if lists > 1 { cost::MERGED } else { cost::POSITION };
    Some(Driver { estimate, position, lists: 0.0 })
}

/// Of an OR, a part for each operand that has all of what that selects, and can be
/// gone through in order: of an AND, the part that selects least.
pub(super) fn union_drivers<'e, 's>(
    part: &'e Expr<LeafMatches<'s>>,
) -> Option<Vec<&'e LeafMatches<'s>>> {
    let View::Any(operands) = part.root() else { return None };
    let lists = |view: View<'e, LeafMatches<'s>>| match view {
        View::Term(Spanned { value, .. }) => match &value.what {
            What::Lists(_) | What::Texts(..) | What::Statuses(_) => Some(value),
            What::Positions(_) | What::Window(_) | What::Computers(_) | What::Tombstones(_) => None,
        },
        View::Not(_) | View::All(_) | View::Any(_) => None,
    };
    operands
        .map(|operand| match operand.view() {
            View::All(parts) => parts
                .filter_map(|part| lists(part.view()))
                .min_by(|one, other| one.estimate.total_cmp(&other.estimate)),
            view @ (View::Term(_) | View::Not(_) | View::Any(_)) => lists(view),
        })
        .collect()
}

/// What the bitmap of a part costs.
fn part_cost(segment: &Segment, part: &LeafMatches<'_>) -> f64 {
    let containers = f64::from(segment.end()) / 65_536.0 + 1.0;
    match &part.what {
        What::Positions(_) => part.estimate * cost::POSITION,
        What::Lists(lists) => match lists.as_slice() {
            [Postings::Many(_)] => 0.0,
            // A few positions that are far from each other fill a container each.
            _ => part.estimate * cost::POSITION + part.estimate.min(containers) * cost::CONTAINER,
        },
        What::Texts(dictionary, codes) => match codes.as_slice() {
            [code] if matches!(dictionary.list(*code), Some(Postings::Many(_))) => 0.0,
            codes => part.estimate * cost::POSITION + codes.len() as f64 * cost::CONTAINER,
        },
        What::Statuses(statuses) => match statuses.count_ones() {
            0 | 1 => 0.0,
            lists => f64::from(lists) * containers * cost::CONTAINER,
        },
        What::Computers(_) => part.estimate * cost::POSITION + containers * cost::CONTAINER,
        What::Window(_) => containers * 100.0,
        What::Tombstones(_) => 0.0,
    }
}

fn bitmap_cost(segment: &Segment, expr: &Expr<LeafMatches<'_>>) -> f64 {
    let containers = f64::from(segment.end()) / 65_536.0 + 1.0;
    let joins = expr.nodes().len().saturating_sub(1) as f64 * containers * cost::CONTAINER;
    expr.terms().map(|term| part_cost(segment, &term.value)).sum::<f64>() + joins
}

/// About how many activities an expression selects among `len`, if its terms
/// have nothing to do with each other.
pub(super) fn estimate(expr: &Expr<LeafMatches<'_>>, len: f64) -> f64 {
    let Ok(share) = expr.fold(&mut Share { len });
    share * len
}

struct Share {
    len: f64,
}

impl Fold<LeafMatches<'_>> for Share {
    type Output = f64;
    type Error = Infallible;

    fn term(&mut self, term: &Spanned<LeafMatches<'_>>) -> Result<f64, Infallible> {
        Ok((term.value.estimate / self.len).min(1.0))
    }

    fn not(&mut self, part: f64) -> Result<f64, Infallible> {
        Ok(1.0 - part)
    }

    fn all(&mut self, parts: Vec<f64>) -> Result<f64, Infallible> {
        Ok(parts.into_iter().product())
    }

    fn any(&mut self, parts: Vec<f64>) -> Result<f64, Infallible> {
        Ok(1.0 - parts.into_iter().map(|part| 1.0 - part).product::<f64>())
    }
}
