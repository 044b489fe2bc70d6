//! What is asked about a choice, and how it can be answered.

use std::collections::BTreeSet;

use super::sample::Sample;

/// A choice of the reference, and what tells it from others.
pub(super) struct Question {
    /// Its name, which stays the same across versions.
    pub(super) name: &'static str,
    /// The choice, in words.
    pub(super) choice: &'static str,
    pub(super) source: Source,
    /// Queries that may tell it from others with these records, the best one of which is asked.
    pub(super) asked: fn(&Sample) -> Vec<Asked>,
}

/// Where a rule comes from.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Documented,
    Seen,
    Chosen,
}

/// A query, and its answers under the choice and under others.
pub(super) struct Asked {
    pub(super) of: Records,
    pub(super) text: String,
    pub(super) ours: Answer,
    /// The alternatives, each in words.
    pub(super) others: Vec<(&'static str, Answer)>,
}

#[derive(Clone, Copy)]
pub(super) enum Records {
    Activities,
    Computers,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The records of the sample with these ids.
    Set(BTreeSet<i64>),
    /// The same, in this order.
    List(Vec<i64>),
    Refused,
}

impl Source {
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Documented => "",
            Self::Seen => " ‡",
            Self::Chosen => " †",
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Seen => "seen",
            Self::Chosen => "chosen",
        }
    }
}

impl Asked {
    pub(super) fn new(text: impl Into<String>, ours: Answer) -> Self {
        Self { of: Records::Activities, text: text.into(), ours, others: Vec::new() }
    }

    pub(super) fn of_computers(self) -> Self {
        Self { of: Records::Computers, ..self }
    }

    /// Adds an alternative.
    pub(super) fn or(mut self, words: &'static str, answer: Answer) -> Self {
        self.others.push((words, answer));
        self
    }

    /// Adds that the server refuses the query.
    pub(super) fn or_refused(self) -> Self {
        self.or("the query is refused", Answer::Refused)
    }

    /// Adds that the query selects nothing.
    pub(super) fn or_nothing(self) -> Self {
        self.or("it selects nothing", Answer::Set(BTreeSet::new()))
    }

    /// Adds that the part in question is ignored, so that everything is selected.
    pub(super) fn or_everything(self, sample: &Sample) -> Self {
        let all = match self.of {
            Records::Activities => sample.everything(),
            Records::Computers => sample.every_computer(),
        };
        self.or("it selects everything", all)
    }

    /// How many alternatives the answer would tell from the choice.
    pub(super) fn told(&self) -> usize {
        self.others.iter().filter(|(_, answer)| *answer != self.ours).count()
    }
}
