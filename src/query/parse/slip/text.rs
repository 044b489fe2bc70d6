//! Slips in text that is legal.

use super::Slip;
use super::quote::Legality;
use crate::query::diagnostic::Code;
use crate::query::language::{FieldRef, Language, ValueKind};
use crate::query::parse::context::TermPosition;
use crate::query::parse::term::Reader;
use crate::query::parse::value::ValueText;
use crate::query::parse::word::Word;
use crate::query::suggest::Applicability;

/// Returns whether text begins with a sign that may not be meant as one.
#[inline]
pub(in crate::query::parse) fn begins_with_sign(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'!' | b'-' | b'\'' | b'>' | b'<' | b'='))
}

/// Returns whether the character can't begin a name.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric()
}

impl Reader<'_, '_> {
    /// Recognises a slip in the value of a text field without quotes.
    pub(in crate::query::parse) fn slip_in_text<L: Language>(
        &self,
        field: FieldRef<L>,
        value: &ValueText<'_>,
        word: Word,
    ) -> Option<Slip> {
        let start = value.start;
        if let Some(slip) = self.foreign_quotes(word, start, Legality::Legal) {
            return Some(slip);
        }
        if let ValueKind::Form { .. } = field.kind {
            return self.wildcard(word, start);
        }
        if !field.kind.is_text() {
            return None;
        }
        self.negated_value(field, word, start)
            .or_else(|| self.wildcard(word, start))
            .or_else(|| self.list_of_text(field.name, word, start))
    }

    /// Recognises a slip in a keyword without quotes.
    pub(in crate::query::parse) fn slip_in_keyword<L: Language>(&self, word: Word) -> Option<Slip> {
        let start = word.start;
        let raw = self.slice(start, word.end);
        let has_sign = raw.contains(['=', '<', '>', '!', '≠', '≤', '≥']);
        if !has_sign && !word.has_sign && !raw.starts_with(is_sign) && raw != "TO" {
            return None;
        }
        self.foreign_quotes(word, start, Legality::Legal)
            .or_else(|| self.foreign_keyword::<L>(word))
            .or_else(|| self.comparison_of_words::<L>(word))
            .or_else(|| self.signed_keyword(word))
            .or_else(|| self.open_range::<L>(word, Code::LikelySlip))
            .or_else(|| self.wildcard(word, start))
            .or_else(|| self.list_of_text("", word, start))
    }

    /// Recognises a keyword with a sign before it: `-laptop`.
    fn signed_keyword(&self, word: Word) -> Option<Slip> {
        let raw = self.slice(word.start, word.end);
        let goes_on = |c: char| c.is_alphanumeric() || c == '(';
        let rest = raw.get(1..).filter(|rest| rest.starts_with(goes_on))?;
        let instead = match raw.chars().next()? {
            '!' | '-' => format!("NOT {rest}"),
            '+' => rest.to_owned(),
            _ => return None,
        };
        let place = (word.start, word.end);
        if self.position == TermPosition::AfterColon {
            let message = self.two_readings(raw, rest, word.start);
            return Some(Slip::new(Code::LikelySlip, message, place));
        }
        let message = format!("`{raw}` is searched for as a word: did you mean `{instead}`?");
        Some(Slip::new(Code::LikelySlip, message, place).guess(place, instead))
    }

    /// Recognises `*` in fields where people expect patterns.
    fn wildcard(&self, word: Word, start: usize) -> Option<Slip> {
        let raw = self.slice(start, word.end);
        let at = start + raw.find('*')?;
        let message = "`*` is an ordinary character: there are no wildcards".to_owned();
        let slip = Slip::new(Code::LikelySlip, message, (at, at + 1));
        // A keyword matches any part of a name without a wildcard.
        let bare = raw.trim_matches('*');
        let is_keyword = start == word.start && word.colon.is_none() && !self.tokens.are_values();
        if is_keyword && !bare.is_empty() && !bare.contains('*') {
            return Some(
                slip.fix(Applicability::Guess, vec![((word.start, word.end), bare.to_owned())]),
            );
        }
        Some(slip)
    }
}
