//! Slips: the syntax of other languages, and text that was pasted from elsewhere.
//!
//! Each is recognised where it is read: a foreign operator, a character that is not what it
//! looks like, a list, a date separated from its time. If such a text is legal, it gets a
//! warning and at most a guess.

mod bare;
mod character;
mod comparison;
mod date;
mod list;
mod operator;
mod quote;
mod spelling;
mod text;

use super::context::TermPosition;
use super::session::Session;
use super::term::Reader;
use super::value::{SourceMap, ValueText};
use super::word::ByteRange;
use super::word::Word;
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::language::{FieldRef, Language};
use crate::query::suggest::Applicability;
use crate::query::value::is_blank;

pub(super) use operator::Symbol;
use operator::foreign_operator;
use quote::Legality;
pub(super) use quote::{is_half_quoted, quoted};
pub(super) use text::begins_with_sign;

/// A slip, and its possible fixes.
#[derive(Debug)]
pub(super) struct Slip {
    code: Code,
    message: String,
    place: ByteRange,
    fixes: Vec<(Applicability, Vec<Replacement>)>,
    /// The end of the text that is part of the slip.
    end: usize,
}

/// A range, and the text that replaces it.
type Replacement = (ByteRange, String);

impl Slip {
    fn new(code: Code, message: impl Into<String>, place: ByteRange) -> Self {
        Self { code, message: message.into(), place, fixes: Vec::new(), end: place.1 }
    }

    fn fix(mut self, applicability: Applicability, edits: Vec<Replacement>) -> Self {
        self.fixes.push((applicability, edits));
        self
    }

    fn guess(self, place: ByteRange, text: impl Into<String>) -> Self {
        self.fix(Applicability::Guess, vec![(place, text.into())])
    }

    fn up_to(mut self, end: usize) -> Self {
        self.end = self.end.max(end);
        self
    }

    fn report(self, session: &mut Session, source: &SourceMap) {
        let (start, end) = self.place;
        let mut diagnostic = Diagnostic::new(self.code, self.message, source.span(start, end));
        for (applicability, edits) in &self.fixes {
            diagnostic = diagnostic.fix_in(source, *applicability, edits);
        }
        session.report(diagnostic);
    }
}

impl Reader<'_, '_> {
    /// Finds the slip behind a value that the field does not take.
    pub(super) fn slip_of_value<L: Language>(
        &self,
        field: FieldRef<L>,
        value: &ValueText<'_>,
        word: Word,
    ) -> Option<Slip> {
        let start = value.start;
        self.date_in_other_signs(field, value, word)
            .or_else(|| self.confusable_characters::<L>(word))
            .or_else(|| self.foreign_quotes(word, start, Legality::Mistake))
            .or_else(|| self.negated_value(field, word, start))
            .or_else(|| self.not_before_value(field, word, start))
            .or_else(|| self.list_of_values(field, word, start))
            .or_else(|| self.range_in_other_signs(field, start))
            .or_else(|| self.compared_value(field, word, start))
    }

    /// Reports a slip, and skips the text that is part of it.
    pub(super) fn report_slip(&mut self, slip: Slip) {
        let end = slip.end;
        slip.report(self.session, self.source);
        self.tokens.skip_to(end);
    }

    /// Looks at the words around a term.
    fn beside(&self, (start, end): ByteRange) -> Beside {
        let text = self.tokens.text();
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let is_or = |word: &str| {
            foreign_operator(word) == Some(super::word::Operator::Or)
                || word.eq_ignore_ascii_case("OR")
        };
        let (last, first) = (last_word(before).0, first_word(after).0);
        // Something may be glued to the term.
        let next = first_word(after.trim_start_matches(|c| !is_border(c))).0;
        Beside {
            is_or: is_or(last) || is_or(first) || is_or(next),
            is_negated: last.eq_ignore_ascii_case("NOT") || last == "!",
        }
    }

    /// Joins terms with OR, in parentheses if they need them.
    fn alternatives(&self, terms: &[String], place: ByteRange) -> String {
        let joined = terms.join(" OR ");
        let Beside { is_or, is_negated } = self.beside(place);
        let in_term = self.position == TermPosition::AfterColon;
        if is_or || is_negated || in_term { format!("({joined})") } else { joined }
    }

    /// Explains that a negation after a colon is ambiguous.
    fn two_readings(&self, written: &str, term: &str, start: usize) -> String {
        let (before, _) = last_word(self.slice(0, start));
        two_readings(&format!("{before}{written}"), before, term)
    }
}

/// Explains that a negation may apply inside a term or around it.
fn two_readings(written: &str, outer: &str, term: &str) -> String {
    format!(
        "`{written}` can mean `NOT {outer}{term}` or `{outer}(NOT {term})`: \
         only the first one matches without a `{}`",
        outer.trim_end_matches(':'),
    )
}

/// The operators around a term.
#[derive(Clone, Copy)]
struct Beside {
    is_or: bool,
    is_negated: bool,
}

/// Returns the last word of the text, and its start.
fn last_word(text: &str) -> (&str, usize) {
    let text = text.trim_end_matches(is_blank);
    let start = text.rfind(is_border).map_or(0, |at| {
        at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    (text.get(start..).unwrap_or_default(), start)
}

/// Returns the first word of the text, and its start.
fn first_word(text: &str) -> (&str, usize) {
    let rest = text.trim_start_matches(is_blank);
    let end = rest.find(is_border).unwrap_or(rest.len());
    (rest.get(..end).unwrap_or_default(), text.len() - rest.len())
}

fn is_border(c: char) -> bool {
    is_blank(c) || matches!(c, '(' | ')')
}
