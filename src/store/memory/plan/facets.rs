//! Counts of computers, statuses, types and creators together, without a walk.

use crate::query::expr::{Expr, View};
use crate::store::memory::bitset::DenseBitset;
use crate::store::memory::matches::{LeafMatches, What};
use crate::store::memory::segment::{AskedFacets, Polarity, Segment};

/// Exactly how many activities the parts of an AND select, if the segment has counted
/// them: those of statuses, with types and with computers or without, or with creators
/// alone.
pub(super) fn count(segment: &Segment, parts: &[Expr<LeafMatches<'_>>]) -> Option<u64> {
    let mut computers: Option<(&DenseBitset, Polarity)> = None;
    let mut asked = AskedFacets { statuses: u16::MAX, kinds: Vec::new(), creators: Vec::new() };
    for part in parts {
        let (what, polarity) = literal(part)?;
        match (what, polarity) {
            (What::Computers(slots), polarity) if computers.is_none() => {
                computers = Some((slots, polarity));
            }
            (What::Statuses(statuses), Polarity::Is) => asked.statuses &= statuses,
            (What::Statuses(statuses), Polarity::IsNot) => asked.statuses &= !statuses,
            (What::Texts(dictionary, codes), polarity)
                if std::ptr::eq(*dictionary, segment.kinds()) =>
            {
                asked.kinds.push((codes, polarity));
            }
            (What::Texts(_, codes), polarity) => asked.creators.push((codes, polarity)),
            // What is no longer here has no computer, once it has left the lists.
            (What::Tombstones(_), Polarity::IsNot) if segment.hidden().is_empty() => {}
            (
                What::Positions(_)
                | What::Lists(_)
                | What::Window(_)
                | What::Computers(_)
                | What::Tombstones(_),
                _,
            ) => return None,
        }
    }
    match computers {
        Some((computers, polarity)) if asked.creators.is_empty() => {
            let of_computers = segment.count_facets(computers.iter(), &asked);
            match polarity {
                Polarity::Is => Some(of_computers),
                Polarity::IsNot => Some(segment.count_statuses(&asked)? - of_computers),
            }
        }
        Some(_) => None,
        None => segment.count_statuses(&asked),
    }
}

/// The term that a part is, or is NOT.
fn literal<'e, 's>(part: &'e Expr<LeafMatches<'s>>) -> Option<(&'e What<'s>, Polarity)> {
    match part.root() {
        View::Term(term) => Some((&term.value.what, Polarity::Is)),
        View::Not(operand) => match operand.view() {
            View::Term(term) => Some((&term.value.what, Polarity::IsNot)),
            View::Not(_) | View::All(_) | View::Any(_) => None,
        },
        View::All(_) | View::Any(_) => None,
    }
}
