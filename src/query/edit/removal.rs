//! [`Removal`]: removes operands of an AND, with everything that belongs to them.

use crate::query::classified::{ClassifiedText, Role};
use crate::query::diagnostic::TextEdit;
use crate::query::expr::Connective;
use crate::query::span::Span;
use crate::query::value::is_blank;

/// The classified spans of a text, and which of them are removed.
///
/// Removing an operand also removes its NOTs, the parentheses that hold nothing else, the
/// field before them, and the AND that joins it to another operand.
#[derive(Debug)]
pub(super) struct Removal<'m, 'a> {
    classified: &'m ClassifiedText<'a>,
    gone: Vec<bool>,
    frames: Vec<OpenGroup>,
    frame: OpenGroup,
}

/// A group that is being read: an AND of ORs.
#[derive(Debug, Default)]
struct OpenGroup {
    /// Whether an operand before the last OR list stays.
    has_kept: bool,
    any: Any,
    /// The start of the next operand: its first NOT, or its field.
    begin: Option<usize>,
}

/// Operands joined by OR, or a single term. Either all of them are removed, or none.
#[derive(Debug, Default)]
struct Any {
    /// The AND before them.
    and: Option<usize>,
    /// Whether they stay, once the first one is read.
    is_kept: Option<bool>,
    /// Whether the last thing that was read is an OR.
    is_open: bool,
}

impl<'m, 'a> Removal<'m, 'a> {
    /// Removes the terms marked in this list, which is in the order of the text.
    pub(super) fn of(
        classified: &'m ClassifiedText<'a>,
        terms: impl Iterator<Item = (Span, bool)>,
    ) -> Self {
        let count = classified.classified().len();
        let mut removal = Self {
            classified,
            gone: vec![false; count],
            frames: Vec::new(),
            frame: OpenGroup::default(),
        };
        let mut terms = terms.peekable();
        let mut at = 0;
        while let Some(mark) = classified.classified().get(at) {
            let from = at;
            if let Some((term, is_gone)) =
                terms.next_if(|(term, _)| term.start() <= mark.span.start())
            {
                let rest = classified.classified().get(at..).unwrap_or_default();
                at += rest.partition_point(|mark| mark.span.start() < term.end());
                removal.operand(from, at, !is_gone);
            } else {
                at += 1;
                removal.between(from);
            }
        }
        removal.frame.end_any(&mut removal.gone);
        removal
    }

    /// Reads a mark that is not part of a term.
    fn between(&mut self, at: usize) {
        match self.classified.role(at) {
            // A word at this point is the field of a group of values, or its colon.
            Some(Role::Not | Role::Word) => {
                self.frame.begin.get_or_insert(at);
            }
            Some(Role::Open) => {
                self.frame.begin.get_or_insert(at);
                self.frames.push(std::mem::take(&mut self.frame));
            }
            Some(Role::Close) => {
                self.frame.end_any(&mut self.gone);
                let group = std::mem::take(&mut self.frame);
                self.frame = self.frames.pop().unwrap_or_default();
                self.operand(at, at + 1, group.has_kept);
            }
            Some(Role::Connective(Connective::All)) => {
                self.frame.end_any(&mut self.gone);
                self.frame.any.and = Some(at);
            }
            Some(Role::Connective(Connective::Any)) => {
                self.frame.any.is_open = true;
                if self.frame.any.is_kept == Some(false) {
                    self.goes(at, at + 1);
                }
            }
            None => {}
        }
    }

    /// Reads an operand: its spans, and what it began with.
    fn operand(&mut self, from: usize, to: usize, is_kept: bool) {
        let from = self.frame.begin.take().unwrap_or(from);
        if self.frame.any.is_kept.is_some() && !self.frame.any.is_open {
            self.frame.end_any(&mut self.gone);
        }
        self.frame.any.is_open = false;
        self.frame.any.is_kept = Some(is_kept);
        if !is_kept {
            self.goes(from, to);
        }
    }

    fn goes(&mut self, from: usize, to: usize) {
        self.gone.get_mut(from..to).unwrap_or_default().fill(true);
    }

    /// The runs of adjacent spans that are removed.
    pub(super) fn runs(&self) -> impl Iterator<Item = SpanRun<'_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = self.gone.get(at..)?;
            let from = at + rest.iter().position(|gone| *gone)?;
            let len = self.gone.get(from..)?.iter().take_while(|gone| **gone).count();
            at = from + len;
            Some(SpanRun { classified: self.classified, from, to: at })
        })
    }
}

impl OpenGroup {
    /// Ends the current OR list. The AND before it stays if it joins two operands that stay.
    fn end_any(&mut self, gone: &mut [bool]) {
        let any = std::mem::take(&mut self.any);
        let is_kept = any.is_kept == Some(true);
        if let Some(and) = any.and.filter(|_| !is_kept || !self.has_kept)
            && let Some(gone) = gone.get_mut(and)
        {
            *gone = true;
        }
        self.has_kept |= is_kept;
    }
}

/// A run of adjacent removed marks, from the first to the second index, exclusive.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpanRun<'m> {
    classified: &'m ClassifiedText<'m>,
    from: usize,
    to: usize,
}

impl SpanRun<'_> {
    /// Returns the edit that removes the spans with the blanks before them or, at the start
    /// of a group, after them.
    pub(super) fn removed(self) -> TextEdit {
        let before = self.from.checked_sub(1);
        let start_of = |mark: usize| Some(self.classified.classified().get(mark)?.span.start());
        let end_of = |mark: usize| Some(self.classified.classified().get(mark)?.span.end());
        let is_first = before.is_none_or(|mark| self.classified.role(mark) == Some(Role::Open));
        let (start, end) = if is_first {
            (start_of(self.from), start_of(self.to))
        } else {
            (before.and_then(end_of), end_of(self.to - 1))
        };
        let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
        let is_apart = is_first || self.is_apart_after(end);
        let text = if is_apart { String::new() } else { " ".to_owned() };
        TextEdit { span: Span::new(start, end), text }
    }

    /// Returns the edit that replaces the spans, except for ANDs at their ends, with a text.
    pub(super) fn replaced(self, text: &str) -> TextEdit {
        let classified = self.classified.classified().get(self.from..self.to).unwrap_or_default();
        let is_part =
            |mark: &usize| !matches!(self.classified.role(*mark), Some(Role::Connective(_)));
        let first = (self.from..self.to).find(is_part).unwrap_or(self.from);
        let last = (self.from..self.to).rfind(is_part).unwrap_or(self.from);
        let mark =
            |at: usize| classified.get(at - self.from).map(|mark| mark.span).unwrap_or_default();
        let span = mark(first).cover(mark(last));
        let after = if self.is_apart_after(span.end()) { "" } else { " " };
        TextEdit { span, text: format!("{text}{after}") }
    }

    /// Returns whether a word that ends here is separate from the next character.
    fn is_apart_after(self, at: usize) -> bool {
        let after = self.classified.text().get(at..).unwrap_or_default().chars().next();
        after.is_none_or(|c| is_blank(c) || c == ')')
    }
}
