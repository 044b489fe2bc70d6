//! What is taken for granted at a place of a query, and what follows from it.

use std::collections::HashMap;

use super::cluster::Sign;
use crate::query::constraint::{About, Claim, Claims, Says};

/// With how many parts of texts and ranges of sizes about one thing another
/// one is compared. All else is looked up.
const COMPARED: usize = 32;

/// The facts at a place. Those of a group are taken back when it ends.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    slots: HashMap<Slot<'a>, Fact<'a>>,
    lists: HashMap<(Sign, About), Vec<Fact<'a>>>,
    log: Vec<Undo<'a>>,
}

/// A claim that is true, or is not, and the term that said so.
#[derive(Clone, Copy, Debug)]
struct Fact<'a> {
    term: usize,
    claim: &'a Claim<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Slot<'a> {
    Said(Sign, &'a Claim<'a>),
    /// The one value of what has one.
    Value(About),
    /// The strongest of the claims of a lower bound.
    AtLeast(Sign, About),
    /// The strongest of the claims of an upper bound.
    Below(Sign, About),
}

#[derive(Debug)]
enum Undo<'a> {
    Slot(Slot<'a>, Option<Fact<'a>>),
    List(Sign, About),
}

impl<'a> Facts<'a> {
    /// A place to [return](Self::take_back) to.
    pub(super) fn mark(&self) -> usize {
        self.log.len()
    }

    pub(super) fn take_back(&mut self, mark: usize) {
        while self.log.len() > mark {
            match self.log.pop() {
                Some(Undo::Slot(slot, Some(before))) => {
                    self.slots.insert(slot, before);
                }
                Some(Undo::Slot(slot, None)) => {
                    self.slots.remove(&slot);
                }
                Some(Undo::List(sign, about)) => {
                    self.lists.get_mut(&(sign, about)).and_then(Vec::pop);
                }
                None => {}
            }
        }
    }

    /// Takes the term for true, or for false.
    pub(super) fn assume(&mut self, term: usize, claims: &'a Claims<'a>, sign: Sign) {
        match sign {
            Sign::Plain => claims.all().for_each(|claim| self.put(Fact { term, claim }, sign)),
            Sign::Negated => self.put(Fact { term, claim: claims.own() }, sign),
        }
    }

    fn put(&mut self, fact: Fact<'a>, sign: Sign) {
        let about = fact.claim.about;
        self.fill(Slot::Said(sign, fact.claim), fact, |_| false);
        match (&fact.claim.says, sign) {
            (Says::Is(_), Sign::Plain) => self.fill(Slot::Value(about), fact, |_| false),
            (Says::Is(_), Sign::Negated) | (Says::Has(_), Sign::Plain | Sign::Negated) => {}
            (Says::AtLeast(number), Sign::Plain) => {
                self.fill(Slot::AtLeast(sign, about), fact, |known| known < *number);
            }
            (Says::AtLeast(number), Sign::Negated) => {
                self.fill(Slot::AtLeast(sign, about), fact, |known| known > *number);
            }
            (Says::Below(number), Sign::Plain) => {
                self.fill(Slot::Below(sign, about), fact, |known| known > *number);
            }
            (Says::Below(number), Sign::Negated) => {
                self.fill(Slot::Below(sign, about), fact, |known| known < *number);
            }
            (Says::Contains(_) | Says::Between(..), Sign::Plain | Sign::Negated) => {
                let list = self.lists.entry((sign, about)).or_default();
                if list.len() < COMPARED {
                    list.push(fact);
                    self.log.push(Undo::List(sign, about));
                }
            }
        }
    }

    /// Fills the slot, if it is empty or holds a number that is to make room.
    fn fill(&mut self, slot: Slot<'a>, fact: Fact<'a>, makes_room: impl Fn(i64) -> bool) {
        let before = self.slots.get(&slot).copied();
        if before.is_none_or(|before| before.number().is_some_and(makes_room)) {
            self.slots.insert(slot, fact);
            self.log.push(Undo::Slot(slot, before));
        }
    }

    /// The term by which this one is true here (or false, if negated).
    pub(super) fn reason(&self, claims: &'a Claims<'a>, sign: Sign) -> Option<usize> {
        let fact = match sign {
            Sign::Plain => self.reason_for(claims.own()),
            Sign::Negated => claims.all().find_map(|claim| self.reason_against(claim)),
        };
        fact.map(|fact| fact.term)
    }

    fn reason_for(&self, claim: &'a Claim<'a>) -> Option<Fact<'a>> {
        let (about, sign) = (claim.about, Sign::Plain);
        self.fact(Slot::Said(sign, claim)).or_else(|| match &claim.says {
            Says::Is(_) | Says::Has(_) => None,
            Says::AtLeast(number) => self.bound(Slot::AtLeast(sign, about), |own| own >= *number),
            Says::Below(number) => self.bound(Slot::Below(sign, about), |own| own <= *number),
            Says::Contains(_) | Says::Between(..) => {
                self.listed(sign, about, |fact| fact.claim.implies(claim))
            }
        })
    }

    /// The fact that excludes the claim, or is the negation of what it implies.
    fn reason_against(&self, claim: &'a Claim<'a>) -> Option<Fact<'a>> {
        let (about, plain, negated) = (claim.about, Sign::Plain, Sign::Negated);
        self.fact(Slot::Said(negated, claim)).or_else(|| match &claim.says {
            Says::Is(_) => self.fact(Slot::Value(about)).filter(|fact| fact.claim != claim),
            Says::Has(_) => None,
            Says::AtLeast(number) => self
                .bound(Slot::Below(plain, about), |own| own <= *number)
                .or_else(|| self.bound(Slot::AtLeast(negated, about), |own| own <= *number)),
            Says::Below(number) => self
                .bound(Slot::AtLeast(plain, about), |own| own >= *number)
                .or_else(|| self.bound(Slot::Below(negated, about), |own| own >= *number)),
            Says::Contains(_) | Says::Between(..) => {
                self.listed(negated, about, |fact| claim.implies(fact.claim))
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
        sign: Sign,
        about: About,
        decides: impl Fn(&Fact<'a>) -> bool,
    ) -> Option<Fact<'a>> {
        self.lists.get(&(sign, about))?.iter().find(|fact| decides(fact)).copied()
    }
}

impl Fact<'_> {
    fn number(&self) -> Option<i64> {
        match self.claim.says {
            Says::AtLeast(number) | Says::Below(number) => Some(number),
            Says::Is(_) | Says::Has(_) | Says::Contains(_) | Says::Between(..) => None,
        }
    }
}
