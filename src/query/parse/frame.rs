//! A group while it is being read.

use super::word::Operator;
use crate::query::language::{FieldRef, Language};

/// A group that is being read: an AND of ORs.
pub(super) struct Frame<L: Language> {
    /// Where its parenthesis opened; `None` for the whole text.
    pub(super) opened: Option<usize>,
    /// Where it begins, with the field of its values.
    pub(super) from: usize,
    /// The field whose values are in the group; `None` where terms are.
    pub(super) values: Option<FieldRef<L>>,
    /// Where the operands of the AND begin, and how many there are.
    pub(super) all: (usize, usize),
    /// Where the operands of the OR begin that is being read, and how many.
    pub(super) any: (usize, usize),
    /// Where the first of those operands of the AND begins in the text, where
    /// the first of the OR, and where the last of both ends.
    pub(super) all_from: usize,
    pub(super) any_from: usize,
    pub(super) end: usize,
    /// Where the operand begins that is being read, with its NOT.
    pub(super) operand: usize,
    pub(super) negated: bool,
    pub(super) last: Last,
    /// How many operands are in it, with mistakes or without.
    pub(super) operands: usize,
    /// Whether an operator is in it, in its place or not.
    pub(super) has_operator: bool,
    /// The operators since the last operand: from where to where.
    pub(super) pending: (usize, usize),
    /// How many foreign operators there were before it.
    pub(super) symbols: usize,
}

/// What was read last in a group.
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

    /// Whether a term or a group was read, rather than operators alone.
    pub(super) fn has_term(&self) -> bool {
        self.all.1 + self.any.1 > 0
    }
}
