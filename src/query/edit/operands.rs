//! [`Operands`]: the operands of a text's AND, and their replacement.

use std::collections::HashSet;

use super::Edited;
use super::removal::{Removal, SpanRun};
use crate::query::classified::ClassifiedText;
use crate::query::diagnostic::{TextEdit, edited};
use crate::query::expr::{Expr, ExprRef, View};
use crate::query::language::Language;
use crate::query::parse::ParseError;
use crate::query::span::{Span, Spanned};
use crate::query::value::is_blank;

/// A text that is a query, with the operands of its AND.
#[derive(Debug)]
pub(super) struct Operands<'a, T> {
    text: &'a str,
    parts: Vec<Expr<T>>,
}

/// Returns the operands of the query's AND; there are none if it selects everything.
pub(super) fn list<T: Language>(query: &Expr<T>) -> Vec<Expr<T>> {
    match query.root() {
        View::All(parts) => parts.map(ExprRef::to_expr).collect(),
        View::Any(_) | View::Not(_) | View::Term(_) => vec![query.clone()],
    }
}

/// Returns the canonical texts of queries. They are compared instead of terms, which need not
/// be hashable, so that looking up many in many is fast.
fn texts<T: Language>(queries: &[Expr<T>]) -> HashSet<String> {
    queries.iter().map(Expr::to_string).collect()
}

impl<'a, T: Language> Operands<'a, T> {
    pub(super) fn read(text: &'a str) -> Result<Self, ParseError> {
        let query = text.parse()?;
        Ok(Self { text, parts: list(&query) })
    }

    /// Evaluates the predicate on each operand.
    pub(super) fn which(&self, is_one: impl Fn(&Expr<T>) -> bool) -> Vec<bool> {
        self.parts.iter().map(is_one).collect()
    }

    /// Returns whether every operand of the filter is one of these.
    pub(super) fn have(&self, filter: &Expr<T>) -> bool {
        let had = texts(&self.parts);
        list(filter).iter().all(|operand| had.contains(&operand.to_string()))
    }

    /// Appends the operands of the filter that the text does not have.
    pub(super) fn with(&self, filter: &Expr<T>) -> Result<Edited, ParseError> {
        let mut had = texts(&self.parts);
        let mut added = list(filter);
        added.retain(|operand| had.insert(operand.to_string()));
        self.replace(&vec![false; self.parts.len()], &added)
    }

    /// Removes the operands that are also the filter's.
    pub(super) fn without(&self, filter: &Expr<T>) -> Result<Edited, ParseError> {
        let removed = texts(&list(filter));
        self.replace(&self.which(|operand| removed.contains(&operand.to_string())), &[])
    }

    /// Replaces the first removed operand by others, or appends them if none is removed.
    pub(super) fn replace(&self, gone: &[bool], with: &[Expr<T>]) -> Result<Edited, ParseError> {
        let replaced = self.parts.iter().zip(gone).filter(|(_, gone)| **gone);
        if replaced.map(|(part, _)| part).eq(with) {
            return Ok(Edited { text: self.text.to_owned(), edits: Vec::new() });
        }
        let place = gone.iter().position(|gone| *gone).unwrap_or(self.parts.len());
        let mut meant = Vec::new();
        for (at, (part, gone)) in self.parts.iter().zip(gone).enumerate() {
            if at == place {
                meant.extend_from_slice(with);
            }
            meant.extend((!gone).then(|| part.clone()));
        }
        if place == self.parts.len() {
            meant.extend_from_slice(with);
        }
        let meant = Expr::all(meant);
        let edits = if meant.is_everything() {
            vec![TextEdit { span: Span::new(0, self.text.len()), text: String::new() }]
        } else {
            self.edits(gone, &Expr::all(with.iter().cloned()).to_string())
        };
        self.checked(edits, &meant)
    }

    fn edits(&self, gone: &[bool], with: &str) -> Vec<TextEdit> {
        if !gone.contains(&true) {
            // Added before trailing blanks, so that removing the filter leaves them as they
            // were.
            let end = self.text.trim_end_matches(is_blank).len();
            let blank = if end == 0 { "" } else { " " };
            return vec![TextEdit { span: Span::new(end, end), text: format!("{blank}{with}") }];
        }
        let classified = ClassifiedText::new::<T>(self.text);
        let terms = self.parts.iter().zip(gone).flat_map(|(part, gone)| {
            part.terms().filter_map(Spanned::span).map(|span| (span, *gone))
        });
        let removal = Removal::of(&classified, terms);
        let mut runs = removal.runs();
        let mut edits = Vec::new();
        if !with.is_empty() {
            edits.extend(runs.next().map(|run| run.replaced(with)));
        }
        edits.extend(runs.map(SpanRun::removed));
        edits
    }

    /// Checks the edited text with the parser: if it does not read as intended, the text is
    /// replaced by the canonical text of the intended query.
    fn checked(&self, edits: Vec<TextEdit>, meant: &Expr<T>) -> Result<Edited, ParseError> {
        let text = edited(self.text, &edits).unwrap_or_default();
        if text.parse::<Expr<T>>().is_ok_and(|read| read == *meant) {
            return Ok(Edited { text, edits });
        }
        let whole = Span::new(0, self.text.len());
        let text = meant.to_string();
        text.parse::<Expr<T>>()?;
        Ok(Edited { edits: vec![TextEdit { span: whole, text: text.clone() }], text })
    }
}
