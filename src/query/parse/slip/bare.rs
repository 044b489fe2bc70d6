//! Slips in words without a field, in a language without keywords.

use super::{Slip, first_word, last_word};
use crate::query::diagnostic::Code;
use crate::query::language::{Language, ValueKind, all_fields, field};
use crate::query::parse::term::{Reader, read_value};
use crate::query::parse::word::{Shape, Token, Word};
use crate::query::print::quote;
use crate::query::suggest::Applicability;
use crate::query::value::{Quantity, Unit};

/// The number of words examined of a text without quotes.
const MOST: usize = 16;

impl Reader<'_, '_> {
    /// Recognises the number of a record: `#140`.
    pub(in crate::query::parse) fn number_sign<L: Language>(&self, word: Word) -> Option<Slip> {
        let digits = self.slice(word.start, word.end).strip_prefix('#')?;
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let id = all_fields::<L>().find(|field| matches!(field.kind, ValueKind::Id))?;
        let term = format!("{}:{digits}", id.name);
        let place = (word.start, word.end);
        let message = format!("`#{digits}` is not a term: did you mean `{term}`?");
        is_number.then(|| Slip::new(Code::BareWord, message, place).guess(place, term))
    }

    /// Recognises the second word of a text without quotes: `creator:Jane Doe`.
    pub(in crate::query::parse) fn rest_of_text<L: Language>(&self, word: Word) -> Option<Slip> {
        if word.shape != Shape::Plain {
            return None;
        }
        let (before, start) = last_word(self.slice(0, word.start));
        let (name, mut value) = before.split_once(':')?;
        match &field::<L>(name)?.kind {
            ValueKind::Query => {
                (_, value) = value.split_once(':')?;
            }
            takes if !takes.is_text() => return None,
            _ => {}
        }
        let is_plain = |text: &str| {
            let mut characters = text.chars();
            !text.is_empty() && characters.all(|c| c.is_alphanumeric() || "-_.,'@".contains(c))
        };
        if !is_plain(value) || !is_plain(self.slice(word.start, word.end)) {
            return None;
        }
        let mut end = word.end;
        let mut tokens = self.tokens.clone();
        for _ in 0..MOST {
            match tokens.next() {
                Token::Word(next)
                    if next.colon.is_none() && is_plain(self.slice(next.start, next.end)) =>
                {
                    end = next.end;
                }
                Token::Word(_)
                | Token::Open(_)
                | Token::Close(_)
                | Token::Operator(..)
                | Token::End => break,
            }
        }
        let value_start = start + before.len() - value.len();
        let quoted = quote(self.slice(value_start, end));
        let term = format!("{}{quoted}", self.slice(start, value_start));
        let message = format!("text of several words needs quotes: did you mean `{term}`?");
        let slip = Slip::new(Code::BareWord, message, (word.start, end));
        Some(slip.guess((value_start, end), quoted))
    }

    /// Recognises the `TO` of a range without brackets: `memory.size:8Gb TO 16Gb`.
    pub(in crate::query::parse) fn open_range<L: Language>(
        &self,
        word: Word,
        code: Code,
    ) -> Option<Slip> {
        if !self.slice(word.start, word.end).eq_ignore_ascii_case("TO") {
            return None;
        }
        let text = self.tokens.text();
        let (before, start) = last_word(self.slice(0, word.start));
        let (name, least) = before.rsplit_once(':')?;
        let (most, gap) = first_word(text.get(word.end..)?);
        let range = format!("[{least} TO {most}]");
        let units = [Unit::Bytes, Unit::Hertz];
        let is_own = field::<L>(name)
            .is_some_and(|own| own.kind.takes_comparison() && read_value(own, &range).is_ok());
        if !is_own && !units.into_iter().any(|unit| Quantity::parse(&range, unit).is_ok()) {
            return None;
        }
        let from = start + before.len() - least.len();
        let end = word.end + gap + most.len();
        let message = format!("a range is written in brackets: `{range}`");
        let place =
            if code == Code::LikelySlip { (word.start, word.end) } else { (word.start, end) };
        let slip = Slip::new(code, message, place);
        Some(slip.fix(Applicability::Guess, vec![((from, end), range)]))
    }
}
