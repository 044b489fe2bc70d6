//! One way through a query, with the facts of each place at hand.

use std::collections::HashMap;

use super::cause::{Cause, Causes};
use super::cluster::{Cluster, Clusters, Sign, Stretch};
use super::facts::Facts;
use super::{Aim, Fate, Reduced};
use crate::query::constraint::{Claim, Claims};
use crate::query::expr::Joint;

/// Something that decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The part changes nothing, because of another one.
    Needless { part: Stretch, beside: Stretch },
    /// The part always has this verdict, as it is written.
    Settled { part: Stretch, verdict: bool, causes: Causes },
}

#[derive(Debug)]
pub(super) struct Sweep<'a> {
    pub(super) clusters: Vec<Cluster>,
    pub(super) signs: Vec<Sign>,
    claims: &'a [Claims<'a>],
    /// Of each term; terms that say the same have the same.
    codes: Vec<usize>,
    pub(super) fates: Vec<Fate>,
    pub(super) aim: Aim,
    facts: Facts<'a>,
    pub(super) findings: Vec<Finding>,
    /// Of each group that stays, what is in it, in order.
    pub(super) contents: Vec<Vec<usize>>,
    content_codes: HashMap<Vec<usize>, usize>,
    pub(super) changed: bool,
    verdict: Option<(bool, Causes)>,
}

/// A group that is gone through.
struct Frame {
    cluster: usize,
    joint: Joint,
    /// Its groups that were not yet come to, last first.
    waiting: Vec<usize>,
    /// Those that stay.
    kept: Vec<usize>,
    /// Where its facts begin, and its findings.
    facts: usize,
    findings: usize,
    /// Why the group has the verdict that one of its parts forces.
    settling: Causes,
    /// Why the group has the other verdict, once all of its parts are left out.
    emptying: Causes,
}

/// What came of a group.
enum Outcome {
    Kept(usize),
    /// It has one verdict for all records.
    Settled(usize, bool, Causes),
    /// One term is all that is left.
    Term(usize),
    /// One group is all that is left, of the joint around this one.
    Group(usize),
}

/// What the facts say of a term.
enum Judged {
    Open,
    Needless(Cause),
    Settling(Cause),
}

impl<'a> Sweep<'a> {
    pub(super) fn new(clusters: Clusters, claims: &'a [Claims<'a>], aim: Aim) -> Self {
        let mut known: HashMap<&Claim<'_>, usize> = HashMap::new();
        let code = |claims: &'a Claims<'a>| {
            let next = known.len();
            *known.entry(claims.own()).or_insert(next)
        };
        let codes = claims.iter().map(code).collect();
        let Clusters { all, signs } = clusters;
        Self {
            contents: vec![Vec::new(); all.len()],
            clusters: all,
            signs,
            claims,
            codes,
            fates: vec![Fate::Kept; claims.len()],
            aim,
            facts: Facts::default(),
            findings: Vec::new(),
            content_codes: HashMap::new(),
            changed: false,
            verdict: None,
        }
    }

    pub(super) fn finish(self) -> Reduced {
        let trivial = self.clusters.is_empty().then(|| (true, Causes::default()));
        let (verdict, causes) = trivial.or(self.verdict).unzip();
        Reduced {
            verdict,
            causes: causes.unwrap_or_default(),
            terms: self.fates,
            signs: self.signs,
            findings: self.findings,
        }
    }

    /// Goes through the query, unless `check` breaks it off; says whether it is
    /// worth to do so again.
    pub(super) fn run<E>(&mut self, check: &mut impl FnMut() -> Result<(), E>) -> Result<bool, E> {
        self.changed = false;
        let Some(root) = self.clusters.len().checked_sub(1) else { return Ok(false) };
        let mut frames = Vec::new();
        let mut outcome = self.enter(root, &mut frames);
        loop {
            check()?;
            outcome = match (outcome, frames.pop()) {
                (Some(Outcome::Settled(_, verdict, causes)), None) => {
                    self.verdict = Some((verdict, causes));
                    return Ok(false);
                }
                (_, None) => return Ok(self.changed),
                (Some(outcome), Some(frame)) => self.take(outcome, frame, &mut frames),
                (None, Some(mut frame)) => match frame.waiting.pop() {
                    Some(next) => {
                        frames.push(frame);
                        self.enter(next, &mut frames)
                    }
                    None => Some(self.leave(frame)),
                },
            };
        }
    }

    /// Looks at the terms of a group.
    fn enter(&mut self, cluster: usize, frames: &mut Vec<Frame>) -> Option<Outcome> {
        let group = self.clusters.get_mut(cluster)?;
        let terms = std::mem::take(&mut group.terms);
        let mut frame = Frame {
            cluster,
            joint: group.joint,
            waiting: group.groups.iter().rev().copied().collect(),
            kept: Vec::new(),
            facts: self.facts.mark(),
            findings: self.findings.len(),
            settling: Causes::default(),
            emptying: Causes::default(),
        };
        let mut kept = Vec::with_capacity(terms.len());
        for term in terms {
            match self.judged(term, frame.joint) {
                Judged::Open => kept.push(term),
                Judged::Needless(cause) => self.leave_out(term, cause, &mut frame),
                Judged::Settling(cause) => frame.settling.add(cause),
            }
        }
        if self.is_done(&frame) {
            return Some(self.settled(frame));
        }
        // What stands first can follow from what stands later.
        self.facts.take_back(frame.facts);
        let mut terms = Vec::with_capacity(kept.len());
        for term in kept.into_iter().rev() {
            match self.judged(term, frame.joint) {
                Judged::Needless(cause) => self.leave_out(term, cause, &mut frame),
                Judged::Open | Judged::Settling(_) => terms.push(term),
            }
        }
        terms.reverse();
        self.put_back(cluster, terms);
        frames.push(frame);
        None
    }

    fn put_back(&mut self, cluster: usize, terms: Vec<usize>) {
        if let Some(group) = self.clusters.get_mut(cluster) {
            group.terms = terms;
        }
    }

    /// What the facts say of a term; nothing, and it is a fact from here on.
    fn judged(&mut self, term: usize, joint: Joint) -> Judged {
        let sign = self.signs.get(term).map_or(Sign::Plain, |sign| sign.beside(joint));
        let Some(claims) = self.says(term) else { return Judged::Open };
        let cause = |against| Cause { term, against };
        if claims.is_never_true() {
            return match sign {
                Sign::Plain => Judged::Settling(cause(None)),
                Sign::Negated => Judged::Needless(cause(None)),
            };
        }
        if let Some(reason) = self.facts.reason(claims, sign) {
            return Judged::Needless(cause(Some(reason)));
        }
        if let Some(reason) = self.facts.reason(claims, sign.flipped()) {
            return Judged::Settling(cause(Some(reason)));
        }
        self.facts.assume(term, claims, sign);
        Judged::Open
    }

    /// What the term says, or the one in its place.
    pub(super) fn says(&self, term: usize) -> Option<&'a Claims<'a>> {
        let term = match self.fates.get(term) {
            Some(Fate::Replaced(other)) => *other,
            Some(Fate::Kept | Fate::Gone) | None => term,
        };
        self.claims.get(term)
    }

    fn leave_out(&mut self, term: usize, cause: Cause, frame: &mut Frame) {
        let part = Stretch { first: term, last: term };
        self.found(part, false, cause.into());
        // What a term follows from inside of the group stays in the group, and
        // does not empty it.
        let whole = self.clusters.get(frame.cluster).map(|group| group.stretch);
        if cause.against.is_none() || whole.is_some_and(|whole| cause.is_outside(whole)) {
            frame.emptying.add(cause);
        }
        self.drop_terms(part);
    }

    pub(super) fn drop_terms(&mut self, part: Stretch) {
        self.changed = true;
        for fate in self.fates.iter_mut().take(part.last + 1).skip(part.first) {
            *fate = Fate::Gone;
        }
    }

    fn found(&mut self, part: Stretch, verdict: bool, causes: Causes) {
        let outside = causes.named.iter().find(|cause| cause.is_outside(part));
        self.findings.push(match outside.and_then(|cause| cause.against) {
            Some(term) => Finding::Needless { part, beside: Stretch { first: term, last: term } },
            None => Finding::Settled { part, verdict, causes },
        });
    }

    /// The group has the verdict that one of its parts forces.
    fn settled(&mut self, frame: Frame) -> Outcome {
        self.facts.take_back(frame.facts);
        self.findings.truncate(frame.findings);
        Outcome::Settled(frame.cluster, frame.joint == Joint::Any, frame.settling)
    }

    /// Takes what came of a group into the one around it.
    fn take(
        &mut self,
        outcome: Outcome,
        mut frame: Frame,
        frames: &mut Vec<Frame>,
    ) -> Option<Outcome> {
        match outcome {
            Outcome::Kept(group) => frame.kept.push(group),
            Outcome::Settled(_, verdict, causes) if verdict == (frame.joint == Joint::Any) => {
                frame.settling.extend(&causes);
            }
            Outcome::Settled(group, verdict, causes) => {
                if let Some(group) = self.clusters.get(group) {
                    let part = group.stretch;
                    let written = verdict == (group.sign == Sign::Plain);
                    if !causes.is_empty() {
                        frame.emptying.extend(&causes);
                        self.found(part, written, causes);
                    }
                    self.drop_terms(part);
                }
            }
            Outcome::Term(term) => {
                self.changed = true;
                self.take_term(term, &mut frame);
            }
            Outcome::Group(group) => {
                self.changed = true;
                let group = self.clusters.get_mut(group)?;
                let terms = std::mem::take(&mut group.terms);
                frame.kept.append(&mut group.groups);
                for term in terms {
                    self.take_term(term, &mut frame);
                }
            }
        }
        if self.is_done(&frame) {
            return Some(self.settled(frame));
        }
        frames.push(frame);
        None
    }

    /// Whether nothing more is wanted of the group: it is settled, and a
    /// remark would have named every cause.
    fn is_done(&self, frame: &Frame) -> bool {
        self.aim == Aim::Rewrite && !frame.settling.is_empty()
    }

    fn take_term(&mut self, term: usize, frame: &mut Frame) {
        match self.judged(term, frame.joint) {
            Judged::Open => self.add_term(frame.cluster, term),
            Judged::Needless(cause) => self.leave_out(term, cause, frame),
            Judged::Settling(cause) => frame.settling.add(cause),
        }
    }

    fn add_term(&mut self, cluster: usize, term: usize) {
        if let Some(group) = self.clusters.get_mut(cluster) {
            group.terms.push(term);
        }
    }

    /// All of the group was come to.
    fn leave(&mut self, mut frame: Frame) -> Outcome {
        if !frame.settling.is_empty() {
            return self.settled(frame);
        }
        self.facts.take_back(frame.facts);
        self.absorb(&mut frame.kept);
        if self.aim == Aim::Rewrite {
            self.merge_windows(frame.cluster, &mut frame.kept);
        }
        let Some(group) = self.clusters.get_mut(frame.cluster) else {
            return Outcome::Kept(frame.cluster);
        };
        group.groups.clone_from(&frame.kept);
        match (group.terms.as_slice(), group.groups.as_slice(), self.aim) {
            ([], [], _) => {
                self.findings.truncate(frame.findings);
                Outcome::Settled(frame.cluster, frame.joint == Joint::All, frame.emptying)
            }
            ([term], [], Aim::Rewrite) => Outcome::Term(*term),
            ([], [inner], Aim::Rewrite) => Outcome::Group(*inner),
            (_, _, Aim::Rewrite | Aim::Remark) => {
                self.note_contents(frame.cluster);
                Outcome::Kept(frame.cluster)
            }
        }
    }

    /// Notes what is in the group, so that it can be compared with others:
    /// even numbers for its terms and odd ones for its groups.
    fn note_contents(&mut self, cluster: usize) {
        let Some(group) = self.clusters.get(cluster) else { return };
        let of_term = |term: &usize| {
            let code = self.codes.get(self.standing(*term)).copied().unwrap_or_default();
            let negated = self.signs.get(*term) == Some(&Sign::Negated);
            4 * code + 2 * usize::from(negated)
        };
        let of_group = |group: &usize| {
            let contents = self.contents.get(*group).cloned().unwrap_or_default();
            2 * self.content_codes.get(&contents).copied().unwrap_or_default() + 1
        };
        let mut contents: Vec<usize> =
            group.terms.iter().map(of_term).chain(group.groups.iter().map(of_group)).collect();
        contents.sort_unstable();
        contents.dedup();
        let next = self.content_codes.len();
        self.content_codes.entry(contents.clone()).or_insert(next);
        if let Some(noted) = self.contents.get_mut(cluster) {
            *noted = contents;
        }
    }

    /// The term that stands in the place of this one.
    pub(super) fn standing(&self, term: usize) -> usize {
        match self.fates.get(term) {
            Some(Fate::Replaced(other)) => *other,
            Some(Fate::Kept | Fate::Gone) | None => term,
        }
    }
}
