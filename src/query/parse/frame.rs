//! A group while it is being read.

use super::word::Operator;
use crate::query::language::{FieldRef, Language};

/// A group that is being read: an AND of ORs.
pub(super) struct Frame<L: Language> {
    /// The position of its opening parenthesis; `None` for the whole text.
    pub(super) opened: Option<usize>,
    /// The position where it begins, with the field of its values.
    pub(super) from: usize,
    /// The field of a group of values; `None` for a group of terms.
    pub(super) values: Option<FieldRef<L>>,
    /// The node where the operands of the AND begin, and their number.
    pub(super) all: (usize, usize),
    /// The node where the operands of the current OR begin, and their number.
    pub(super) any: (usize, usize),
    /// The positions in the text where the first operand of the AND begins, where the first
    /// one of the OR begins, and where the last one of both ends.
    pub(super) all_from: usize,
    pub(super) any_from: usize,
    pub(super) end: usize,
    /// The position where the current operand begins, with its NOT.
    pub(super) operand: usize,
    pub(super) negated: bool,
    pub(super) last: Last,
    /// The number of operands, including those with mistakes.
    pub(super) operands: usize,
    /// Whether it contains an operator, misplaced or not.
    pub(super) has_operator: bool,
    /// The range of the operators since the last operand.
    pub(super) pending: (usize, usize),
    /// The number of foreign operators before it.
    pub(super) symbols: usize,
}

/// The last thing that was read in a group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Nothing,
    Operand,
    Operator(Operator),
}

impl<L: Language> Frame<L> {
    pub(super) fn new(opened: Option<usize>, start: usize) -> Self {
        Self {
            opened,
            from: opened.unwrap_or_default(),
            values: None,
            all: (start, 0),
            any: (start, 0),
            all_from: 0,
            any_from: 0,
            end: 0,
            operand: 0,
            negated: false,
            last: Last::Nothing,
            operands: 0,
            has_operator: false,
            pending: (0, 0),
            symbols: 0,
        }
    }

    /// Returns whether a term or a group was read, rather than only operators.
    pub(super) fn has_term(&self) -> bool {
        self.all.1 + self.any.1 > 0
    }
}
