//! The groups of a query, with every NOT moved to its terms.

use crate::query::expr::{Expr, Joint, Node};

/// A number of terms that stand side by side, by their place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// Whether a term is negated, once every NOT has moved to the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sign {
    Plain,
    Negated,
}

impl Sign {
    pub(crate) fn flipped(self) -> Self {
        match self {
            Self::Plain => Self::Negated,
            Self::Negated => Self::Plain,
        }
    }

    /// As it is in an AND, flipped in an OR: what may be taken for granted
    /// beside the term, since the group depends on the rest only then.
    pub(super) fn beside(self, joint: Joint) -> Self {
        match joint {
            Joint::All => self,
            Joint::Any => self.flipped(),
        }
    }
}

/// A group: its terms, and groups of the other joint.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) joint: Joint,
    /// Whether the group as it is written stands under a NOT.
    pub(super) sign: Sign,
    pub(super) stretch: Stretch,
    pub(super) terms: Vec<usize>,
    pub(super) groups: Vec<usize>,
}

/// All groups of a query; those in a group stand before it.
#[derive(Debug)]
pub(super) struct Clusters {
    pub(super) all: Vec<Cluster>,
    /// Of each term of the query.
    pub(super) signs: Vec<Sign>,
}

enum Member {
    Term(usize),
    Group(usize),
}

impl Clusters {
    pub(super) fn of<T>(query: &Expr<T>) -> Self {
        let places = query.places();
        let mut clusters = Self { all: Vec::new(), signs: Vec::new() };
        // The operands so far, and for each node that is done how many of
        // them are its own.
        let mut members: Vec<Member> = Vec::new();
        let mut done: Vec<usize> = Vec::new();
        for (node, place) in query.nodes().iter().zip(places) {
            let sign = if place.negated { Sign::Negated } else { Sign::Plain };
            match node {
                Node::Term(_) => {
                    members.push(Member::Term(clusters.signs.len()));
                    clusters.signs.push(sign);
                    done.push(1);
                }
                // Its operand has taken it in.
                Node::Not(_) => {}
                Node::Group { joint, count, .. } => {
                    let own = done.split_off(done.len().saturating_sub(*count));
                    let own = own.into_iter().sum();
                    let joint = if place.negated { joint.dual() } else { *joint };
                    if place.around == Some(joint) {
                        done.push(own);
                    } else {
                        let group = clusters.add(joint, sign, &mut members, own);
                        members.push(Member::Group(group));
                        done.push(1);
                    }
                }
            }
        }
        if let [Member::Term(_)] = members.as_slice() {
            clusters.add(Joint::All, Sign::Plain, &mut members, 1);
        }
        clusters
    }

    fn add(&mut self, joint: Joint, sign: Sign, from: &mut Vec<Member>, count: usize) -> usize {
        let (mut terms, mut groups) = (Vec::new(), Vec::new());
        let (mut first, mut last) = (usize::MAX, 0);
        for member in from.drain(from.len().saturating_sub(count)..) {
            let stretch = match member {
                Member::Term(term) => {
                    terms.push(term);
                    Some(Stretch { first: term, last: term })
                }
                Member::Group(group) => {
                    groups.push(group);
                    self.all.get(group).map(|group| group.stretch)
                }
            };
            if let Some(stretch) = stretch {
                first = first.min(stretch.first);
                last = last.max(stretch.last);
            }
        }
        let stretch = Stretch { first, last };
        self.all.push(Cluster { joint, sign, stretch, terms, groups });
        self.all.len() - 1
    }
}
