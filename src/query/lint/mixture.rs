//! Lints an OR beside other terms: it binds tighter than AND, which may not be obvious.

use std::collections::HashSet;

use super::Lint;
use super::edit::in_parentheses;
use crate::query::classified::ClassifiedText;
use crate::query::diagnostic::Code;
use crate::query::expr::{ExprRef, Parts, View, Visit};
use crate::query::language::Language;
use crate::query::span::Span;

/// Finds ORs without parentheses inside ANDs.
pub(super) struct Mixtures<'l, 'a> {
    pub(super) text: &'l ClassifiedText<'a>,
    pub(super) lints: &'l mut Vec<Lint>,
}

impl<'t, T: Language> Visit<'t, T> for Mixtures<'_, '_> {
    fn enter(&mut self, part: ExprRef<'t, T>) {
        let View::All(parts) = part.view() else { return };
        let beside: HashSet<&str> = parts.clone().filter_map(field).collect();
        for part in parts {
            let View::Any(operands) = part.view() else { continue };
            // `type:a status:b OR status:c` is the usual way to write it.
            let is_list = one_field(operands).is_some_and(|own| !beside.contains(own));
            let place = part.span().and_then(|span| self.text.unless_in_parentheses(span));
            if let Some(place) = place.filter(|_| !is_list) {
                self.lints.push(ambiguous(self.text, place));
            }
        }
    }
}

fn ambiguous(text: &ClassifiedText<'_>, place: Span) -> Lint {
    let message = format!(
        "`OR` binds tighter than a blank: this reads as `({})`, and parentheses would show it",
        text.slice(place)
    );
    let mut lint = Lint::new(Code::AmbiguousOr, message, place);
    lint.edits = vec![in_parentheses(place)];
    lint
}

/// Returns the field of a term or of a negated term; the empty string for a keyword.
fn field<T: Language>(part: ExprRef<'_, T>) -> Option<&str> {
    let term = match part.view() {
        View::Term(term) => term,
        View::Not(part) => match part.view() {
            View::Term(term) => term,
            View::All(_) | View::Any(_) | View::Not(_) => return None,
        },
        View::All(_) | View::Any(_) => return None,
    };
    Some(term.value.syntax().field().unwrap_or_default())
}

/// Returns the field that all the parts have in common.
fn one_field<T: Language>(mut parts: Parts<'_, T>) -> Option<&str> {
    let first = field(parts.next()?)?;
    parts.all(|part| field(part) == Some(first)).then_some(first)
}
