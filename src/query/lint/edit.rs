//! Where the parts of a query stand in its text, and how they are left out.

use crate::query::classified::{MarkedText, Role};
use crate::query::diagnostic::TextEdit;
use crate::query::span::Span;

/// Changes of the text that are made together.
pub(super) type Edit = Vec<TextEdit>;

/// Marks from one up to another, not included.
#[derive(Clone, Copy)]
struct Marks {
    from: usize,
    to: usize,
}

impl MarkedText<'_> {
    fn before(&self, marks: Marks) -> Option<Role> {
        self.role(marks.from.checked_sub(1)?)
    }

    fn after(&self, marks: Marks) -> Option<Role> {
        self.role(marks.to)
    }

    /// The marks of terms side by side, with the NOTs before them and the
    /// parentheses that only some of them stand in.
    fn marks_of(&self, terms: Span) -> Marks {
        let from = self.marks().partition_point(|mark| mark.span.start() < terms.start());
        let to = self.marks().partition_point(|mark| mark.span.start() < terms.end());
        let mut marks = Marks { from, to };
        // How many groups are closed that were opened before, and then how
        // many are open at the end.
        let (mut closed, mut open) = (0_usize, 0_usize);
        for mark in from..to {
            match self.role(mark) {
                Some(Role::Open) => open += 1,
                Some(Role::Close) if open == 0 => closed += 1,
                Some(Role::Close) => open -= 1,
                Some(Role::Not | Role::Joint(_) | Role::Word) | None => {}
            }
        }
        loop {
            match self.before(marks) {
                Some(Role::Not) => marks.from -= 1,
                Some(Role::Open) if closed > 0 => {
                    closed -= 1;
                    marks.from = self.start_of_group(marks.from - 1);
                }
                Some(Role::Open | Role::Close | Role::Joint(_) | Role::Word) | None => break,
            }
        }
        while open > 0 && self.after(marks) == Some(Role::Close) {
            open -= 1;
            marks.to += 1;
        }
        marks
    }

    fn is_in_parentheses(&self, marks: Marks) -> bool {
        self.before(marks) == Some(Role::Open) && self.after(marks) == Some(Role::Close)
    }

    /// The same with the parentheses around just these, and their NOTs.
    fn with_parentheses(&self, mut marks: Marks) -> Marks {
        loop {
            if self.before(marks) == Some(Role::Not) {
                marks.from -= 1;
            } else if self.is_in_parentheses(marks) {
                let from = self.start_of_group(marks.from - 1);
                marks = Marks { from, to: marks.to + 1 };
            } else {
                return marks;
            }
        }
    }

    fn span(&self, marks: Marks) -> Option<Span> {
        let first = self.marks().get(marks.from)?;
        let last = self.marks().get(marks.to.checked_sub(1)?)?;
        Some(first.span.cover(last.span))
    }

    /// Where terms side by side stand, from the NOTs before them on.
    pub(super) fn with_nots(&self, terms: Span) -> Span {
        self.span(self.marks_of(terms)).unwrap_or(terms)
    }

    /// Where the part stands that these terms are.
    pub(super) fn part(&self, terms: Span) -> Span {
        self.span(self.with_parentheses(self.marks_of(terms))).unwrap_or(terms)
    }

    /// The ways to leave the part out, with what joins it to the others.
    pub(super) fn without(&self, terms: Span) -> Vec<Edit> {
        let marks = self.with_parentheses(self.marks_of(terms));
        let Some(part) = self.span(marks) else { return Vec::new() };
        let end_of = |mark: Option<usize>| Some(self.marks().get(mark?)?.span.end());
        let start_of = |mark: usize| Some(self.marks().get(mark)?.span.start());
        let mut edits = Vec::new();
        let mut add = |start: Option<usize>, end: Option<usize>| {
            if let (Some(start), Some(end)) = (start, end) {
                edits.push(vec![TextEdit { span: Span::new(start, end), text: String::new() }]);
            }
        };
        if matches!(self.before(marks), Some(Role::Joint(_))) {
            add(end_of(marks.from.checked_sub(2)), Some(part.end()));
        }
        if matches!(self.after(marks), Some(Role::Joint(_))) {
            add(Some(part.start()), start_of(marks.to + 1));
        }
        if !matches!(self.before(marks), Some(Role::Joint(_))) {
            add(end_of(marks.from.checked_sub(1)), Some(part.end()));
        }
        if !matches!(self.after(marks), Some(Role::Joint(_))) {
            add(Some(part.start()), start_of(marks.to));
        }
        edits
    }

    /// Where an OR of these terms stands, if no parentheses are around it.
    pub(super) fn unless_in_parentheses(&self, terms: Span) -> Option<Span> {
        let marks = self.marks_of(terms);
        if self.is_in_parentheses(marks) { None } else { self.span(marks) }
    }
}

/// Parentheses around a part.
pub(super) fn in_parentheses(part: Span) -> Edit {
    let insert = |at, text: &str| TextEdit { span: Span::new(at, at), text: text.to_owned() };
    vec![insert(part.start(), "("), insert(part.end(), ")")]
}
