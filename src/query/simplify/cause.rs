//! The reasons why a part of a query has the same verdict on all records.

use super::group::TermRange;

/// The number of causes kept for one verdict. The others are counted.
const KEPT: usize = 3;

/// A term that determines a verdict, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The term.
    pub(crate) term: usize,
    /// The term that it conflicts with; `None` if it has that verdict by itself.
    pub(crate) against: Option<usize>,
}

impl Cause {
    /// Returns whether the term conflicts with one outside the part.
    pub(super) fn is_outside(self, part: TermRange) -> bool {
        self.against.is_some_and(|term| term < part.first || part.last < term)
    }
}

/// The causes of one verdict, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Causes {
    pub(crate) named: Vec<Cause>,
    /// The number of causes left out.
    pub(crate) more: usize,
}

impl Causes {
    pub(super) fn add(&mut self, cause: Cause) {
        if self.named.len() < KEPT {
            self.named.push(cause);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn extend(&mut self, other: &Self) {
        other.named.iter().for_each(|cause| self.add(*cause));
        self.more += other.more;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }
}

impl From<Cause> for Causes {
    fn from(cause: Cause) -> Self {
        Self { named: vec![cause], more: 0 }
    }
}
