//! [`Choice`]: what candidates to go through, by what that would cost.
#![expect(clippy::cast_precision_loss, reason = "costs are estimates")]

use std::convert::Infallible;
use std::ops::Range;

use super::blocks::BLOCK;
use super::{RANKED, Wanted};
use crate::query::expr::{Expr, Fold, View};
use crate::query::span::Spanned;
use crate::store::memory::matches::{LeafMatches, What};
use crate::store::memory::postings::{FEW, Postings};
use crate::store::memory::segment::Segment;

/// What things cost, in nanoseconds, as measured; only their ratios matter.
mod cost {
    /// To find out what bitmaps would cost.
    pub(super) const CHOICE: f64 = 200.0;
    /// To test one candidate.
    pub(super) const TEST: f64 = 4.0;
    /// To take one position from a list, or to put it into a bitmap.
    pub(super) const POSITION: f64 = 1.5;
    /// To take one position after another from a bitmap, as long as there are too few.
    pub(super) const NEXT: f64 = 3.0;
    /// To take one position from several lists in order.
    pub(super) const MERGED: f64 = 6.0;
    /// To find the part of a list that is in the range.
    pub(super) const LIST: f64 = 150.0;
    /// To find a place in a few lists by how many come before it.
    pub(super) const RANK: f64 = 20_000.0;
    /// To join two bitmaps, for each 65,536 positions.
    pub(super) const CONTAINER: f64 = 400.0;
    /// To join two bitmaps, for each 65,536 positions, if one of them has few in them,
    pub(super) const FEW: f64 = 50.0;
    /// and for each of these, or,
    pub(super) const LOOKUP: f64 = 2.0;
    /// if both have few, for each of either.
    pub(super) const COMPARED: f64 = 0.5;
    /// To copy what a bitmap has in a block.
    pub(super) const CUT: f64 = 2_000.0;
}

/// Up to this many of 65,536 positions, a bitmap keeps them as a list.
const SPARSE: f64 = 4096.0;

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
    /// As bitmaps, block by block, those parts of the AND that can be joined in one.
    Blocks,
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
        let consider = |best: &mut (f64, Self), cost: f64, choice: Self| {
            if cost < best.0 {
                *best = (cost, choice);
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
                consider(&mut best, lists + cost, Self::Drive(index));
            }
            if let Some(drivers) = union_drivers(part) {
                let sum: f64 = drivers.iter().map(|part| part.estimate).sum();
                let candidates = sum * in_range / len;
                consider(
                    &mut best,
                    looked_at(candidates) * (cost::MERGED + cost::TEST),
                    Self::Union(index),
                );
            }
        }
        // What takes less than to estimate the rest needs no other choice.
        if best.0 < cost::CHOICE {
            return best.1;
        }
        let bitmap: f64 = parts.iter().map(|part| bitmap_cost(segment, part)).sum();
        consider(&mut best, bitmap + join_cost(parts, len), Self::Bitmap);
        // One list alone is sooner gone through than cut into blocks.
        if let Wanted::Page { .. } = need
            && parts.iter().map(|part| part.terms().count()).sum::<usize>() > 1
        {
            let (joined, rest): (Vec<_>, Vec<_>) = parts.iter().partition(|part| is_joined(part));
            let mut in_block = InBlock { len };
            let parts = joined.iter().flat_map(|part| part.fold(&mut in_block)).collect();
            let Ok((block, positions)) = in_block.all(parts);
            let blocks = looked_at(in_range) / f64::from(BLOCK) + 1.0;
            let candidates = positions / f64::from(BLOCK) * in_range;
            let test = if rest.is_empty() { 0.0 } else { cost::TEST };
            if !joined.is_empty() {
                let each = block + positions * cost::POSITION;
                consider(&mut best, blocks * each + looked_at(candidates) * test, Self::Blocks);
            }
        }
        best.1
    }
}

/// Whether a part can be joined with others in a bitmap of a block: what thousands of
/// computers have would first have to be looked for in the list of each.
pub(super) fn is_joined(part: &Expr<LeafMatches<'_>>) -> bool {
    part.terms().all(|term| !matches!(term.value.what, What::Computers(_)))
}

/// What it costs to join the bitmaps of all parts, the one with the fewest positions first.
fn join_cost(parts: &[Expr<LeafMatches<'_>>], len: f64) -> f64 {
    let containers = len / 65_536.0;
    let mut estimates: Vec<f64> = parts.iter().map(|part| estimate(part, len)).collect();
    estimates.sort_by(f64::total_cmp);
    let Some((least, others)) = estimates.split_first() else { return 0.0 };
    let join = |other: &f64| {
        let lookups = if *other < containers * SPARSE {
            // Both are lists, and each is gone through.
            (least + other) * cost::COMPARED
        } else {
            least * cost::LOOKUP
        };
        (containers * cost::FEW + lookups).min(containers * cost::CONTAINER)
    };
    others.iter().map(join).sum()
}

/// What it costs to join parts in a bitmap of one block, and how many positions each has there.
struct InBlock {
    len: f64,
}

impl InBlock {
    /// What it costs to copy this many positions of a list.
    fn cut(positions: f64) -> f64 {
        (positions * cost::LOOKUP).min(cost::CUT)
    }

    fn join(positions: f64) -> f64 {
        cost::FEW + (positions * cost::LOOKUP).min(cost::CONTAINER)
    }
}

impl Fold<LeafMatches<'_>> for InBlock {
    type Output = (f64, f64);
    type Error = Infallible;

    fn term(&mut self, term: &Spanned<LeafMatches<'_>>) -> Result<(f64, f64), Infallible> {
        let lists = term.value.what.lists().unwrap_or(1);
        let positions = term.value.estimate * f64::from(BLOCK) / self.len;
        let joined = if lists > 1 {
            lists as f64 * (cost::LIST + Self::cut(positions / lists as f64))
        } else {
            0.0
        };
        Ok((joined, positions))
    }

    fn not(&mut self, (cost, positions): (f64, f64)) -> Result<(f64, f64), Infallible> {
        Ok((cost, f64::from(BLOCK) - positions))
    }

    fn all(&mut self, parts: Vec<(f64, f64)>) -> Result<(f64, f64), Infallible> {
        let block = f64::from(BLOCK);
        let least = parts.iter().map(|(_, positions)| *positions).fold(block, f64::min);
        let cost = parts.iter().map(|(cost, _)| cost + Self::join(least)).sum::<f64>();
        let share: f64 = parts.iter().map(|(_, positions)| positions / block).product();
        Ok((cost + Self::cut(least), share * block))
    }

    fn any(&mut self, parts: Vec<(f64, f64)>) -> Result<(f64, f64), Infallible> {
        let cost = parts.iter().map(|(cost, own)| cost + Self::cut(*own) + Self::join(*own)).sum();
        let positions: f64 = parts.iter().map(|(_, positions)| positions).sum();
        Ok((cost, positions.min(f64::from(BLOCK))))
    }
}

/// Whether the parts are a few lists alone, so that a place in them can be found
/// by counting.
fn is_ranked(parts: &[Expr<LeafMatches<'_>>]) -> bool {
    let [part] = parts else { return false };
    let View::Term(term) = part.root() else { return false };
    term.value.what.lists().is_some_and(|lists| lists <= RANKED)
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
    let position = match need {
        _ if lists > 1 => cost::MERGED,
        Wanted::Page { .. } if estimate > FEW as f64 => cost::NEXT,
        Wanted::Page { .. } | Wanted::All => cost::POSITION,
    };
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
