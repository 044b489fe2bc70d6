//! Locates the parts of a query in its text, and removes them.

use crate::query::classified::{ClassifiedText, Role};
use crate::query::diagnostic::TextEdit;
use crate::query::span::Span;

/// Changes to the text that belong together.
pub(super) type Edits = Vec<TextEdit>;

/// A run of marks, from the first to the second index, exclusive.
#[derive(Clone, Copy)]
struct Marks {
    from: usize,
    to: usize,
}

impl ClassifiedText<'_> {
    fn before(&self, classified: Marks) -> Option<Role> {
        self.role(classified.from.checked_sub(1)?)
    }

    fn after(&self, classified: Marks) -> Option<Role> {
        self.role(classified.to)
    }

    /// Returns the marks of adjacent terms, with the NOTs before them and the parentheses
    /// that contain only some of them.
    fn marks_of(&self, terms: Span) -> Marks {
        let from = self.classified().partition_point(|mark| mark.span.start() < terms.start());
        let to = self.classified().partition_point(|mark| mark.span.start() < terms.end());
        let mut classified = Marks { from, to };
        // The number of groups that are closed but were opened before the run, and then the
        // number that are still open at its end.
        let (mut closed, mut open) = (0_usize, 0_usize);
        for mark in from..to {
            match self.role(mark) {
                Some(Role::Open) => open += 1,
                Some(Role::Close) if open == 0 => closed += 1,
                Some(Role::Close) => open -= 1,
                Some(Role::Not | Role::Connective(_) | Role::Word) | None => {}
            }
        }
        loop {
            match self.before(classified) {
                Some(Role::Not) => classified.from -= 1,
                Some(Role::Open) if closed > 0 => {
                    closed -= 1;
                    classified.from = self.start_of_group(classified.from - 1);
                }
                Some(Role::Open | Role::Close | Role::Connective(_) | Role::Word) | None => break,
            }
        }
        while open > 0 && self.after(classified) == Some(Role::Close) {
            open -= 1;
            classified.to += 1;
        }
        classified
    }

    fn is_in_parentheses(&self, classified: Marks) -> bool {
        self.before(classified) == Some(Role::Open) && self.after(classified) == Some(Role::Close)
    }

    /// Extends the run by the parentheses around exactly these marks, and their NOTs.
    fn with_parentheses(&self, mut classified: Marks) -> Marks {
        loop {
            if self.before(classified) == Some(Role::Not) {
                classified.from -= 1;
            } else if self.is_in_parentheses(classified) {
                let from = self.start_of_group(classified.from - 1);
                classified = Marks { from, to: classified.to + 1 };
            } else {
                return classified;
            }
        }
    }

    fn span(&self, classified: Marks) -> Option<Span> {
        let first = self.classified().get(classified.from)?;
        let last = self.classified().get(classified.to.checked_sub(1)?)?;
        Some(first.span.cover(last.span))
    }

    /// Returns the span of adjacent terms, including the NOTs before them.
    pub(super) fn with_nots(&self, terms: Span) -> Span {
        self.span(self.marks_of(terms)).unwrap_or(terms)
    }

    /// Returns the span of the part that these terms form.
    pub(super) fn part(&self, terms: Span) -> Span {
        self.span(self.with_parentheses(self.marks_of(terms))).unwrap_or(terms)
    }

    /// Returns the possible edits that remove the part, with the operator that joins it to
    /// the others.
    pub(super) fn without(&self, terms: Span) -> Vec<Edits> {
        let classified = self.with_parentheses(self.marks_of(terms));
        let Some(part) = self.span(classified) else { return Vec::new() };
        let end_of = |mark: Option<usize>| Some(self.classified().get(mark?)?.span.end());
        let start_of = |mark: usize| Some(self.classified().get(mark)?.span.start());
        let mut edits = Vec::new();
        let mut add = |start: Option<usize>, end: Option<usize>| {
            if let (Some(start), Some(end)) = (start, end) {
                edits.push(vec![TextEdit { span: Span::new(start, end), text: String::new() }]);
            }
        };
        if matches!(self.before(classified), Some(Role::Connective(_))) {
            add(end_of(classified.from.checked_sub(2)), Some(part.end()));
        }
        if matches!(self.after(classified), Some(Role::Connective(_))) {
            add(Some(part.start()), start_of(classified.to + 1));
        }
        if !matches!(self.before(classified), Some(Role::Connective(_))) {
            add(end_of(classified.from.checked_sub(1)), Some(part.end()));
        }
        if !matches!(self.after(classified), Some(Role::Connective(_))) {
            add(Some(part.start()), start_of(classified.to));
        }
        edits
    }

    /// Returns the span of an OR of these terms, unless it has parentheses around it.
    pub(super) fn unless_in_parentheses(&self, terms: Span) -> Option<Span> {
        let classified = self.marks_of(terms);
        if self.is_in_parentheses(classified) { None } else { self.span(classified) }
    }
}

/// Returns the edits that put parentheses around a part.
pub(super) fn in_parentheses(part: Span) -> Edits {
    let insert = |at, text: &str| TextEdit { span: Span::new(at, at), text: text.to_owned() };
    vec![insert(part.start(), "("), insert(part.end(), ")")]
}
