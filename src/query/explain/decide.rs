//! Finds the verdict of each part of a query on one record, and the terms that decide it.

use super::answer::Answer;
use super::outline::{Outline, QueryPart};

/// The verdicts on one record.
#[derive(Debug)]
pub(super) struct Decided {
    /// The verdict of each part of the outline.
    pub(super) verdicts: Vec<bool>,
    answers: Vec<Answer>,
}

/// How the verdict of a part results from its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Combination {
    All,
    Any,
    Not,
    /// The verdict is that of its only part.
    Same,
    /// The part has no parts that count.
    Alone,
}

impl Decided {
    pub(super) fn new(outline: &Outline, answers: Vec<Answer>) -> Self {
        let own = |(part, answer): (&QueryPart, &Answer)| match answer {
            Answer::Group => *part != QueryPart::Any,
            // If the record is known, the parts of the nested query decide.
            Answer::Term(verdict) | Answer::Nested(verdict) => *verdict,
            Answer::Unknown => false,
        };
        let parts = outline.nodes.iter().map(|node| &node.part);
        let verdicts = parts.zip(&answers).map(own).collect();
        let mut decided = Self { verdicts, answers };
        decided.join(outline);
        // A nested query without a record matches nothing, not even with a NOT.
        for (answer, verdict) in decided.answers.iter().zip(&mut decided.verdicts) {
            *verdict &= *answer != Answer::Unknown;
        }
        decided
    }

    /// Returns whether the part belongs to a nested query without a record.
    pub(super) fn is_unknown(&self, at: usize) -> bool {
        self.answers.get(at) == Some(&Answer::Unknown)
    }

    /// Computes the verdicts of groups, from the last part to the first, since parts come
    /// after their group.
    fn join(&mut self, outline: &Outline) {
        for (at, node) in outline.nodes.iter().enumerate().rev() {
            let verdict = self.verdict(at);
            let Some(parent) = node.parent else { continue };
            let joined = self.joined(outline, parent);
            if let Some(own) = self.verdicts.get_mut(parent) {
                match joined {
                    Combination::All => *own &= verdict,
                    Combination::Any => *own |= verdict,
                    Combination::Not => *own = !verdict,
                    Combination::Same => *own = verdict,
                    Combination::Alone => {}
                }
            }
        }
    }

    /// The verdict of the whole query.
    pub(super) fn matches(&self) -> bool {
        self.verdicts.first().copied().unwrap_or(true)
    }

    fn verdict(&self, at: usize) -> bool {
        self.verdicts.get(at).copied().unwrap_or_default()
    }

    fn joined(&self, outline: &Outline, at: usize) -> Combination {
        match outline.nodes.get(at).map(|node| &node.part) {
            Some(QueryPart::All) => Combination::All,
            Some(QueryPart::Any) => Combination::Any,
            Some(QueryPart::Not) => Combination::Not,
            Some(QueryPart::Nested(_)) if self.answers.get(at) == Some(&Answer::Nested(true)) => {
                Combination::Same
            }
            Some(QueryPart::Nested(_) | QueryPart::Term(_)) | None => Combination::Alone,
        }
    }

    /// Returns, for each part, whether it is a term that decides the verdict.
    ///
    /// If the verdict of a group needs every part, all of them decide it; if it needs only
    /// one, the part with the fewest deciding terms does. So no set is smaller.
    pub(super) fn deciding(&self, outline: &Outline) -> Vec<bool> {
        let chosen = self.chosen(outline);
        let mut deciding = vec![false; outline.nodes.len()];
        for (at, node) in outline.nodes.iter().enumerate() {
            let is_chosen = match node.parent {
                None => true,
                Some(parent) => {
                    let counts = deciding.get(parent).copied().unwrap_or_default();
                    counts
                        && match chosen.get(parent).copied().flatten() {
                            Some(only) if self.needs_one(outline, parent) => only == at,
                            _ => self.joined(outline, parent) != Combination::Alone,
                        }
                }
            };
            if let Some(slot) = deciding.get_mut(at) {
                *slot = is_chosen;
            }
        }
        for at in 0..deciding.len() {
            if self.joined(outline, at) != Combination::Alone
                && let Some(slot) = deciding.get_mut(at)
            {
                *slot = false;
            }
        }
        deciding
    }

    /// Returns whether one part of the group is enough for its verdict.
    fn needs_one(&self, outline: &Outline, at: usize) -> bool {
        match self.joined(outline, at) {
            Combination::All => !self.verdict(at),
            Combination::Any => self.verdict(at),
            Combination::Not | Combination::Same | Combination::Alone => false,
        }
    }

    /// For each group that needs only one part, returns the part that the fewest terms
    /// decide.
    fn chosen(&self, outline: &Outline) -> Vec<Option<usize>> {
        let mut chosen: Vec<Option<usize>> = vec![None; outline.nodes.len()];
        // The number of terms that decide each part.
        let mut costs: Vec<usize> = (0..outline.nodes.len())
            .map(|at| usize::from(self.joined(outline, at) == Combination::Alone))
            .collect();
        for (at, node) in outline.nodes.iter().enumerate().rev() {
            let cost = costs.get(at).copied().unwrap_or_default();
            let Some(parent) = node.parent else { continue };
            if self.joined(outline, parent) == Combination::Alone {
                continue;
            }
            let needs_one = self.needs_one(outline, parent);
            let (Some(sum), Some(best)) = (costs.get_mut(parent), chosen.get_mut(parent)) else {
                continue;
            };
            if !needs_one {
                *sum = sum.saturating_add(cost);
            } else if self.verdict(at) == self.verdict(parent) && (best.is_none() || cost <= *sum) {
                (*sum, *best) = (cost, Some(at));
            }
        }
        chosen
    }
}
