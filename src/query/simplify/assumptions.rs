//! The assumptions that hold at a position of a query, and what follows from them.

use std::collections::HashMap;

use super::group::Polarity;
use crate::query::constraint::{About, Constraint, Constraints, Says};

/// The number of constraints on texts and ranges of one property that another one is compared
/// with. All other constraints are looked up.
const COMPARED: usize = 32;

/// The assumptions at a position. Those of a group are rolled back when it ends.
#[derive(Debug, Default)]
pub(super) struct Assumptions<'a> {
    slots: HashMap<Slot<'a>, Fact<'a>>,
    lists: HashMap<(Polarity, About), Vec<Fact<'a>>>,
    log: Vec<Undo<'a>>,
}

/// A constraint that is true, or false, and the term that implies it.
#[derive(Clone, Copy, Debug)]
struct Fact<'a> {
    term: usize,
    constraint: &'a Constraint<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Slot<'a> {
    Said(Polarity, &'a Constraint<'a>),
    /// The value of a property that has at most one.
    Value(About),
    /// The strongest constraint that is a lower bound.
    AtLeast(Polarity, About),
    /// The strongest constraint that is an upper bound.
    Below(Polarity, About),
}

#[derive(Debug)]
enum Undo<'a> {
    Slot(Slot<'a>, Option<Fact<'a>>),
    List(Polarity, About),
}

impl<'a> Assumptions<'a> {
    /// Returns a checkpoint to [roll back](Self::rollback) to.
    pub(super) fn checkpoint(&self) -> usize {
        self.log.len()
    }

    pub(super) fn rollback(&mut self, checkpoint: usize) {
        while self.log.len() > checkpoint {
            match self.log.pop() {
                Some(Undo::Slot(slot, Some(before))) => {
                    self.slots.insert(slot, before);
                }
                Some(Undo::Slot(slot, None)) => {
                    self.slots.remove(&slot);
                }
                Some(Undo::List(polarity, about)) => {
                    self.lists.get_mut(&(polarity, about)).and_then(Vec::pop);
                }
                None => {}
            }
        }
    }

    /// Assumes that the term is true, or false.
    pub(super) fn assume(
        &mut self,
        term: usize,
        constraints: &'a Constraints<'a>,
        polarity: Polarity,
    ) {
        match polarity {
            Polarity::Positive => {
                constraints
                    .all()
                    .for_each(|constraint| self.put(Fact { term, constraint }, polarity));
            }
            Polarity::Negative => self.put(Fact { term, constraint: constraints.own() }, polarity),
        }
    }

    fn put(&mut self, fact: Fact<'a>, polarity: Polarity) {
        let about = fact.constraint.about;
        self.fill(Slot::Said(polarity, fact.constraint), fact, |_| false);
        match (&fact.constraint.says, polarity) {
            (Says::Is(_), Polarity::Positive) => self.fill(Slot::Value(about), fact, |_| false),
            (Says::Is(_), Polarity::Negative)
            | (Says::Has(_), Polarity::Positive | Polarity::Negative) => {}
            (Says::AtLeast(number), Polarity::Positive) => {
                self.fill(Slot::AtLeast(polarity, about), fact, |known| known < *number);
            }
            (Says::AtLeast(number), Polarity::Negative) => {
                self.fill(Slot::AtLeast(polarity, about), fact, |known| known > *number);
            }
            (Says::Below(number), Polarity::Positive) => {
                self.fill(Slot::Below(polarity, about), fact, |known| known > *number);
            }
            (Says::Below(number), Polarity::Negative) => {
                self.fill(Slot::Below(polarity, about), fact, |known| known < *number);
            }
            (
                Says::Contains(_) | Says::Within(..) | Says::Between(..),
                Polarity::Positive | Polarity::Negative,
            ) => {
                let list = self.lists.entry((polarity, about)).or_default();
                if list.len() < COMPARED {
                    list.push(fact);
                    self.log.push(Undo::List(polarity, about));
                }
            }
        }
    }

    /// Fills the slot, if it is empty or holds a number that may be replaced.
    fn fill(&mut self, slot: Slot<'a>, fact: Fact<'a>, makes_room: impl Fn(i64) -> bool) {
        let before = self.slots.get(&slot).copied();
        if before.is_none_or(|before| before.number().is_some_and(makes_room)) {
            self.slots.insert(slot, fact);
            self.log.push(Undo::Slot(slot, before));
        }
    }

    /// Returns the term that implies that this one is true here (or false, if negated).
    pub(super) fn reason(
        &self,
        constraints: &'a Constraints<'a>,
        polarity: Polarity,
    ) -> Option<usize> {
        let fact = match polarity {
            Polarity::Positive => self.reason_for(constraints.own()),
            Polarity::Negative => {
                constraints.all().find_map(|constraint| self.reason_against(constraint))
            }
        };
        fact.map(|fact| fact.term)
    }

    fn reason_for(&self, constraint: &'a Constraint<'a>) -> Option<Fact<'a>> {
        let (about, polarity) = (constraint.about, Polarity::Positive);
        self.fact(Slot::Said(polarity, constraint)).or_else(|| match &constraint.says {
            Says::Is(_) | Says::Has(_) => None,
            Says::AtLeast(number) => {
                self.bound(Slot::AtLeast(polarity, about), |own| own >= *number)
            }
            Says::Below(number) => self.bound(Slot::Below(polarity, about), |own| own <= *number),
            Says::Contains(_) | Says::Within(..) | Says::Between(..) => {
                self.listed(polarity, about, |fact| fact.constraint.implies(constraint))
            }
        })
    }

    /// Returns the fact that excludes the constraint, or that negates something it implies.
    fn reason_against(&self, constraint: &'a Constraint<'a>) -> Option<Fact<'a>> {
        let (about, plain, negated) = (constraint.about, Polarity::Positive, Polarity::Negative);
        self.fact(Slot::Said(negated, constraint)).or_else(|| match &constraint.says {
            Says::Is(_) => {
                self.fact(Slot::Value(about)).filter(|fact| fact.constraint != constraint)
            }
            Says::Has(_) => None,
            Says::AtLeast(number) => self
                .bound(Slot::Below(plain, about), |own| own <= *number)
                .or_else(|| self.bound(Slot::AtLeast(negated, about), |own| own <= *number)),
            Says::Below(number) => self
                .bound(Slot::AtLeast(plain, about), |own| own >= *number)
                .or_else(|| self.bound(Slot::Below(negated, about), |own| own >= *number)),
            Says::Contains(_) | Says::Within(..) | Says::Between(..) => {
                self.listed(negated, about, |fact| constraint.implies(fact.constraint))
            }
        })
    }

    fn fact(&self, slot: Slot<'a>) -> Option<Fact<'a>> {
        self.slots.get(&slot).copied()
    }

    fn bound(&self, slot: Slot<'a>, decides: impl Fn(i64) -> bool) -> Option<Fact<'a>> {
        self.fact(slot).filter(|fact| fact.number().is_some_and(decides))
    }

    fn listed(
        &self,
        polarity: Polarity,
        about: About,
        decides: impl Fn(&Fact<'a>) -> bool,
    ) -> Option<Fact<'a>> {
        self.lists.get(&(polarity, about))?.iter().find(|fact| decides(fact)).copied()
    }
}

impl Fact<'_> {
    fn number(&self) -> Option<i64> {
        match self.constraint.says {
            Says::AtLeast(number) | Says::Below(number) => Some(number),
            Says::Is(_)
            | Says::Has(_)
            | Says::Contains(_)
            | Says::Within(..)
            | Says::Between(..) => None,
        }
    }
}
