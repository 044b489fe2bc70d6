//! One pass over a query, which tracks the assumptions at each position.

use std::collections::HashMap;

use super::assumptions::Assumptions;
use super::cause::{Cause, Causes};
use super::group::{NnfGroup, NnfGroups, Polarity, TermRange};
use super::{Analysis, SimplifyMode};
use crate::query::constraint::{Constraint, Constraints};
use crate::query::expr::Connective;
use crate::query::replace::Disposition;

/// A part that does not affect the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The part is redundant because of another one.
    Needless { part: TermRange, beside: TermRange },
    /// The part, as it is written, always has this verdict.
    Settled { part: TermRange, verdict: bool, causes: Causes },
}

#[derive(Debug)]
pub(super) struct Pass<'a> {
    pub(super) nnf: Vec<NnfGroup>,
    pub(super) polarities: Vec<Polarity>,
    constraints: &'a [Constraints<'a>],
    /// The code of each term; equivalent terms have the same code.
    codes: Vec<usize>,
    pub(super) dispositions: Vec<Disposition<usize>>,
    pub(super) mode: SimplifyMode,
    assumptions: Assumptions<'a>,
    pub(super) findings: Vec<Finding>,
    /// The parts of each group that is kept, in order.
    pub(super) contents: Vec<Vec<usize>>,
    content_codes: HashMap<Vec<usize>, usize>,
    pub(super) changed: bool,
    verdict: Option<(bool, Causes)>,
}

/// A group that is being processed.
struct GroupState {
    number: usize,
    connective: Connective,
    /// Its groups that were not processed yet, last first.
    waiting: Vec<usize>,
    /// Its groups that are kept.
    kept: Vec<usize>,
    /// Where its assumptions begin, and its findings.
    assumptions: usize,
    findings: usize,
    /// Why one of its parts forces a verdict on the group.
    settling: Causes,
    /// Why the group has the other verdict, once all of its parts are removed.
    emptying: Causes,
}

/// The result of processing a group.
enum Outcome {
    Kept(usize),
    /// It has the same verdict on all records.
    Settled(usize, bool, Causes),
    /// Only one term is left.
    Term(usize),
    /// Only one group is left, which has the same connective as the one around it.
    Group(usize),
}

/// What the assumptions imply for a term.
enum Judged {
    Open,
    Needless(Cause),
    Settling(Cause),
}

impl<'a> Pass<'a> {
    pub(super) fn new(
        nnf: NnfGroups,
        constraints: &'a [Constraints<'a>],
        mode: SimplifyMode,
    ) -> Self {
        let mut known: HashMap<&Constraint<'_>, usize> = HashMap::new();
        let code = |constraints: &'a Constraints<'a>| {
            let next = known.len();
            *known.entry(constraints.own()).or_insert(next)
        };
        let codes = constraints.iter().map(code).collect();
        let NnfGroups { all, polarities } = nnf;
        Self {
            contents: vec![Vec::new(); all.len()],
            nnf: all,
            polarities,
            constraints,
            codes,
            dispositions: vec![Disposition::Keep; constraints.len()],
            mode,
            assumptions: Assumptions::default(),
            findings: Vec::new(),
            content_codes: HashMap::new(),
            changed: false,
            verdict: None,
        }
    }

    pub(super) fn finish(self) -> Analysis {
        let trivial = self.nnf.is_empty().then(|| (true, Causes::default()));
        let (verdict, causes) = trivial.or(self.verdict).unzip();
        Analysis {
            verdict,
            causes: causes.unwrap_or_default(),
            terms: self.dispositions,
            polarities: self.polarities,
            findings: self.findings,
        }
    }

    /// Runs the pass, unless `check` aborts it; returns whether another pass is worthwhile.
    pub(super) fn run<E>(&mut self, check: &mut impl FnMut() -> Result<(), E>) -> Result<bool, E> {
        self.changed = false;
        let Some(root) = self.nnf.len().checked_sub(1) else { return Ok(false) };
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

    /// Processes the terms of a group.
    fn enter(&mut self, number: usize, frames: &mut Vec<GroupState>) -> Option<Outcome> {
        let group = self.nnf.get_mut(number)?;
        let terms = std::mem::take(&mut group.terms);
        let mut frame = GroupState {
            number,
            connective: group.connective,
            waiting: group.groups.iter().rev().copied().collect(),
            kept: Vec::new(),
            assumptions: self.assumptions.checkpoint(),
            findings: self.findings.len(),
            settling: Causes::default(),
            emptying: Causes::default(),
        };
        let mut kept = Vec::with_capacity(terms.len());
        for term in terms {
            match self.judged(term, frame.connective) {
                Judged::Open => kept.push(term),
                Judged::Needless(cause) => self.leave_out(term, cause, &mut frame),
                Judged::Settling(cause) => frame.settling.add(cause),
            }
        }
        if self.is_done(&frame) {
            return Some(self.settled(frame));
        }
        // Terms can also follow from later ones.
        self.assumptions.rollback(frame.assumptions);
        let mut terms = Vec::with_capacity(kept.len());
        for term in kept.into_iter().rev() {
            match self.judged(term, frame.connective) {
                Judged::Needless(cause) => self.leave_out(term, cause, &mut frame),
                Judged::Open | Judged::Settling(_) => terms.push(term),
            }
        }
        terms.reverse();
        self.put_back(number, terms);
        frames.push(frame);
        None
    }

    fn put_back(&mut self, number: usize, terms: Vec<usize>) {
        if let Some(group) = self.nnf.get_mut(number) {
            group.terms = terms;
        }
    }

    /// Returns what the assumptions imply for a term; if they imply nothing, the term becomes
    /// an assumption.
    fn judged(&mut self, term: usize, connective: Connective) -> Judged {
        let polarity = self
            .polarities
            .get(term)
            .map_or(Polarity::Positive, |polarity| polarity.beside(connective));
        let Some(constraints) = self.says(term) else { return Judged::Open };
        let cause = |against| Cause { term, against };
        if constraints.is_never_true() {
            return match polarity {
                Polarity::Positive => Judged::Settling(cause(None)),
                Polarity::Negative => Judged::Needless(cause(None)),
            };
        }
        if let Some(reason) = self.assumptions.reason(constraints, polarity) {
            return Judged::Needless(cause(Some(reason)));
        }
        if let Some(reason) = self.assumptions.reason(constraints, polarity.flipped()) {
            return Judged::Settling(cause(Some(reason)));
        }
        self.assumptions.assume(term, constraints, polarity);
        Judged::Open
    }

    /// Returns the constraints of the term, or of the one that replaces it.
    pub(super) fn says(&self, term: usize) -> Option<&'a Constraints<'a>> {
        let term = match self.dispositions.get(term) {
            Some(Disposition::Replace(other)) => *other,
            Some(Disposition::Keep | Disposition::Remove) | None => term,
        };
        self.constraints.get(term)
    }

    fn leave_out(&mut self, term: usize, cause: Cause, frame: &mut GroupState) {
        let part = TermRange { first: term, last: term };
        self.found(part, false, cause.into());
        // If a term follows from another one inside the group, the group keeps that one, so
        // it does not become empty.
        let whole = self.nnf.get(frame.number).map(|group| group.range);
        if cause.against.is_none() || whole.is_some_and(|whole| cause.is_outside(whole)) {
            frame.emptying.add(cause);
        }
        self.drop_terms(part);
    }

    pub(super) fn drop_terms(&mut self, part: TermRange) {
        self.changed = true;
        for disposition in self.dispositions.iter_mut().take(part.last + 1).skip(part.first) {
            *disposition = Disposition::Remove;
        }
    }

    fn found(&mut self, part: TermRange, verdict: bool, causes: Causes) {
        let outside = causes.named.iter().find(|cause| cause.is_outside(part));
        self.findings.push(match outside.and_then(|cause| cause.against) {
            Some(term) => Finding::Needless { part, beside: TermRange { first: term, last: term } },
            None => Finding::Settled { part, verdict, causes },
        });
    }

    /// Ends a group on which one of its parts forces a verdict.
    fn settled(&mut self, frame: GroupState) -> Outcome {
        self.assumptions.rollback(frame.assumptions);
        self.findings.truncate(frame.findings);
        Outcome::Settled(frame.number, frame.connective == Connective::Any, frame.settling)
    }

    /// Applies the result of a group to the one around it.
    fn take(
        &mut self,
        outcome: Outcome,
        mut frame: GroupState,
        frames: &mut Vec<GroupState>,
    ) -> Option<Outcome> {
        match outcome {
            Outcome::Kept(group) => frame.kept.push(group),
            Outcome::Settled(_, verdict, causes)
                if verdict == (frame.connective == Connective::Any) =>
            {
                frame.settling.extend(&causes);
            }
            Outcome::Settled(group, verdict, causes) => {
                if let Some(group) = self.nnf.get(group) {
                    let part = group.range;
                    let written = verdict == (group.polarity == Polarity::Positive);
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
                let group = self.nnf.get_mut(group)?;
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

    /// Returns whether the group needs no more work: its verdict is known, and if it is to be
    /// reported, every cause was found.
    fn is_done(&self, frame: &GroupState) -> bool {
        self.mode == SimplifyMode::Rewrite && !frame.settling.is_empty()
    }

    fn take_term(&mut self, term: usize, frame: &mut GroupState) {
        match self.judged(term, frame.connective) {
            Judged::Open => self.add_term(frame.number, term),
            Judged::Needless(cause) => self.leave_out(term, cause, frame),
            Judged::Settling(cause) => frame.settling.add(cause),
        }
    }

    fn add_term(&mut self, number: usize, term: usize) {
        if let Some(group) = self.nnf.get_mut(number) {
            group.terms.push(term);
        }
    }

    /// Ends a group whose parts are all processed.
    fn leave(&mut self, mut frame: GroupState) -> Outcome {
        if !frame.settling.is_empty() {
            return self.settled(frame);
        }
        self.assumptions.rollback(frame.assumptions);
        self.absorb(&mut frame.kept);
        if self.mode == SimplifyMode::Rewrite {
            self.merge_windows(frame.number, &mut frame.kept);
        }
        let Some(group) = self.nnf.get_mut(frame.number) else {
            return Outcome::Kept(frame.number);
        };
        group.groups.clone_from(&frame.kept);
        match (group.terms.as_slice(), group.groups.as_slice(), self.mode) {
            ([], [], _) => {
                self.findings.truncate(frame.findings);
                Outcome::Settled(frame.number, frame.connective == Connective::All, frame.emptying)
            }
            ([term], [], SimplifyMode::Rewrite) => Outcome::Term(*term),
            ([], [inner], SimplifyMode::Rewrite) => Outcome::Group(*inner),
            (_, _, SimplifyMode::Rewrite | SimplifyMode::Remark) => {
                self.note_contents(frame.number);
                Outcome::Kept(frame.number)
            }
        }
    }

    /// Records the parts of the group, so that it can be compared with others: even numbers
    /// for its terms and odd ones for its groups.
    fn note_contents(&mut self, number: usize) {
        let Some(group) = self.nnf.get(number) else { return };
        let of_term = |term: &usize| {
            let code = self.codes.get(self.standing(*term)).copied().unwrap_or_default();
            let negated = self.polarities.get(*term) == Some(&Polarity::Negative);
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
        if let Some(noted) = self.contents.get_mut(number) {
            *noted = contents;
        }
    }

    /// Returns the term that replaces this one.
    pub(super) fn standing(&self, term: usize) -> usize {
        match self.dispositions.get(term) {
            Some(Disposition::Replace(other)) => *other,
            Some(Disposition::Keep | Disposition::Remove) | None => term,
        }
    }
}
