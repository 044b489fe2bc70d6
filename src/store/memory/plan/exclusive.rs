//! An OR whose operands have no activity in common, which are counted one by one.

use crate::query::expr::{Expr, View};
use crate::query::span::Spanned;
use crate::store::memory::matches::{LeafMatches, What};

/// Of more operands, it takes long to compare each with each.
const MOST: usize = 16;

/// If the parts of an AND are one OR, and perhaps that what is gone is left out, and no two
/// operands of the OR have an activity in common: the operands, each with the other parts.
pub(super) fn operands<'s>(parts: &[Expr<LeafMatches<'s>>]) -> Option<Vec<Expr<LeafMatches<'s>>>> {
    let (ors, rest): (Vec<_>, Vec<_>) =
        parts.iter().partition(|part| matches!(part.root(), View::Any(_)));
    let ([or], true) = (ors.as_slice(), rest.iter().all(|part| is_tombstones(part))) else {
        return None;
    };
    let View::Any(operands) = or.root() else { return None };
    let operands: Vec<_> = operands.collect();
    let needed: Vec<Vec<&What<'s>>> =
        operands.iter().take(MOST).map(|operand| needed(operand.view())).collect();
    let are_exclusive = (1..).zip(&needed).all(|(next, one)| {
        needed
            .iter()
            .skip(next)
            .all(|other| one.iter().any(|one| other.iter().any(|other| one.excludes(other))))
    });
    if operands.len() > MOST || !are_exclusive {
        return None;
    }
    let rest: Option<Expr<_>> = rest.into_iter().cloned().reduce(|left, right| left & right);
    let with_rest = operands.into_iter().map(|operand| match &rest {
        Some(rest) => operand.to_expr() & rest.clone(),
        None => operand.to_expr(),
    });
    Some(with_rest.collect())
}

fn is_tombstones(part: &Expr<LeafMatches<'_>>) -> bool {
    part.terms().all(|term| matches!(term.value.what, What::Tombstones(_)))
}

/// What an activity needs for an operand to select it.
fn needed<'e, 's>(operand: View<'e, LeafMatches<'s>>) -> Vec<&'e What<'s>> {
    let term = |view: View<'e, LeafMatches<'s>>| match view {
        View::Term(Spanned { value, .. }) => Some(&value.what),
        View::Not(_) | View::All(_) | View::Any(_) => None,
    };
    match operand {
        View::All(parts) => parts.filter_map(|part| term(part.view())).collect(),
        view @ (View::Term(_) | View::Not(_) | View::Any(_)) => term(view).into_iter().collect(),
    }
}

impl What<'_> {
    /// Whether it is known that no activity is selected by both.
    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Statuses(own), Self::Statuses(other)) => own & other == 0,
            (Self::Texts(dictionary, own), Self::Texts(others, other)) => {
                std::ptr::eq(*dictionary, *others)
                    && !own.iter().any(|code| other.binary_search(code).is_ok())
            }
            _ => false,
        }
    }
}
