//! The groups of a query in negation normal form.

use crate::query::expr::{Connective, Expr, Node};

/// A range of adjacent terms, by their index in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TermRange {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// Whether a term is negated in negation normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Polarity {
    Positive,
    Negative,
}

impl Polarity {
    pub(crate) fn flipped(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::Negative => Self::Positive,
        }
    }

    /// Returns the polarity in an AND, and the opposite one in an OR: the value that may be
    /// assumed of the term by the others, since the group depends on them only then.
    pub(super) fn beside(self, connective: Connective) -> Self {
        match connective {
            Connective::All => self,
            Connective::Any => self.flipped(),
        }
    }
}

/// A group: its terms, and groups of the other connective.
#[derive(Debug)]
pub(super) struct NnfGroup {
    pub(super) connective: Connective,
    /// Whether the group, as it is written, is inside a NOT.
    pub(super) polarity: Polarity,
    pub(super) range: TermRange,
    pub(super) terms: Vec<usize>,
    pub(super) groups: Vec<usize>,
}

/// All groups of a query, inner ones before outer ones.
#[derive(Debug)]
pub(super) struct NnfGroups {
    pub(super) all: Vec<NnfGroup>,
    /// The polarity of each term of the query.
    pub(super) polarities: Vec<Polarity>,
}

enum GroupItem {
    Term(usize),
    Group(usize),
}

impl NnfGroups {
    pub(super) fn of<T>(query: &Expr<T>) -> Self {
        let nnf_positions = query.nnf_positions();
        let mut nnf = Self { all: Vec::new(), polarities: Vec::new() };
        // The operands so far and, for each finished node, how many of them belong to it.
        let mut members: Vec<GroupItem> = Vec::new();
        let mut done: Vec<usize> = Vec::new();
        for (node, place) in query.nodes().iter().zip(nnf_positions) {
            let polarity = if place.negated { Polarity::Negative } else { Polarity::Positive };
            match node {
                Node::Term(_) => {
                    members.push(GroupItem::Term(nnf.polarities.len()));
                    nnf.polarities.push(polarity);
                    done.push(1);
                }
                // Its operand already includes the NOT.
                Node::Not(_) => {}
                Node::Group { connective, count, .. } => {
                    let own = done.split_off(done.len().saturating_sub(*count));
                    let own = own.into_iter().sum();
                    let connective = if place.negated { connective.dual() } else { *connective };
                    if place.around == Some(connective) {
                        done.push(own);
                    } else {
                        let group = nnf.add(connective, polarity, &mut members, own);
                        members.push(GroupItem::Group(group));
                        done.push(1);
                    }
                }
            }
        }
        if let [GroupItem::Term(_)] = members.as_slice() {
            nnf.add(Connective::All, Polarity::Positive, &mut members, 1);
        }
        nnf
    }

    fn add(
        &mut self,
        connective: Connective,
        polarity: Polarity,
        from: &mut Vec<GroupItem>,
        count: usize,
    ) -> usize {
        let (mut terms, mut groups) = (Vec::new(), Vec::new());
        let (mut first, mut last) = (usize::MAX, 0);
        for member in from.drain(from.len().saturating_sub(count)..) {
            let range = match member {
                GroupItem::Term(term) => {
                    terms.push(term);
                    Some(TermRange { first: term, last: term })
                }
                GroupItem::Group(group) => {
                    groups.push(group);
                    self.all.get(group).map(|group| group.range)
                }
            };
            if let Some(range) = range {
                first = first.min(range.first);
                last = last.max(range.last);
            }
        }
        let range = TermRange { first, last };
        self.all.push(NnfGroup { connective, polarity, range, terms, groups });
        self.all.len() - 1
    }
}
