//! Other spellings of the colon or of NOT: `status=failed`, `!status:failed`, `comments>7`.

use super::{Replacement, Slip, two_readings};
use crate::query::diagnostic::Code;
use crate::query::language::{FieldRef, Language, ValueKind, field};
use crate::query::parse::context::TermPosition;
use crate::query::parse::mistake::known_meaning;
use crate::query::parse::term::{Reader, read_value};
use crate::query::parse::word::{ByteRange, Shape, Token, Word};
use crate::query::suggest::Applicability;
use crate::query::value::is_blank;

/// The separator of a field and its value in other languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Is,
    IsNot,
    /// `>`, `>=`: from the value on.
    From,
    /// `<`, `<=`: up to the value.
    UpTo,
}

/// The longest ones come first.
const JOINTS: &[(&str, Separator)] = &[
    ("==", Separator::Is),
    ("!=", Separator::IsNot),
    ("<>", Separator::IsNot),
    (">=", Separator::From),
    ("<=", Separator::UpTo),
    ("=", Separator::Is),
    (":", Separator::Is),
    ("≠", Separator::IsNot),
    ("≥", Separator::From),
    ("≤", Separator::UpTo),
    (">", Separator::From),
    ("<", Separator::UpTo),
];

/// The sign before a field: `!`, `-`, `+`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Not,
    Plus,
}

/// A term in another spelling.
pub(super) struct Spelled<'t> {
    pub(super) sign: Option<Sign>,
    pub(super) name: &'t str,
    /// The separator between the name and the value.
    pub(super) joint: &'static str,
    pub(super) separator: Separator,
    /// The value as it is written, possibly with quotes.
    pub(super) value: &'t str,
    /// The range from the sign to the end of the value.
    pub(super) place: ByteRange,
    /// The range from the sign to the end of the name.
    head: ByteRange,
    /// Whether it is spelled like a term, except for its sign.
    is_plain: bool,
}

impl<'t> Reader<'_, 't> {
    /// Returns the term that a word is or begins in another spelling.
    fn spelled(&self, word: Word) -> Option<Spelled<'t>> {
        let text = self.tokens.text();
        let raw = self.slice(word.start, word.end);
        let (sign, unsigned) = match raw.chars().next()? {
            c @ ('!' | '-' | '¬') => (Some(Sign::Not), raw.get(c.len_utf8()..)?),
            '+' => (Some(Sign::Plus), raw.get(1..)?),
            _ => (None, raw),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let name_end = unsigned.find(|c| !is_name(c)).unwrap_or(unsigned.len());
        let name = unsigned.get(..name_end).filter(|name| !name.is_empty())?;
        let name_at = word.start + (raw.len() - unsigned.len());
        let after_name = text.get(name_at + name_end..)?;
        let blanks = after_name.len() - after_name.trim_start_matches(is_blank).len();
        let joint_at = name_at + name_end + blanks;
        let rest = text.get(joint_at..)?;
        let (joint, separator) = JOINTS.iter().find(|(joint, _)| rest.starts_with(joint))?;
        let after_joint = rest.get(joint.len()..)?;
        let is_plain = *joint == ":" && blanks == 0;
        let value_at = text.len() - after_joint.trim_start_matches(is_blank).len();
        let end =
            if is_plain { self.end_with_group(word) } else { self.end_of_word_at(word, value_at)? };
        Some(Spelled {
            sign,
            name,
            joint,
            separator: *separator,
            value: text.get(value_at..end).unwrap_or_default(),
            place: (word.start, end),
            head: (word.start, name_at + name_end),
            is_plain,
        })
    }

    /// Returns the end of the word, with the group that it opens.
    fn end_with_group(&self, word: Word) -> usize {
        let mut tokens = self.tokens.clone();
        if word.shape == Shape::Opens
            && let Token::Open(_) = tokens.next()
        {
            tokens.skip_group();
            return tokens.position();
        }
        word.end
    }

    /// Returns the end of the word that contains the position: this one or one of the next
    /// two.
    fn end_of_word_at(&self, word: Word, at: usize) -> Option<usize> {
        if at < word.end {
            return (word.shape != Shape::Opens).then_some(word.end);
        }
        let mut tokens = self.tokens.clone();
        for _ in 0..2 {
            match tokens.next() {
                Token::Word(next) if next.start <= at && at < next.end => {
                    return (next.shape != Shape::Opens).then_some(next.end);
                }
                Token::Word(next) if next.end <= at => {}
                Token::Word(_)
                | Token::Open(_)
                | Token::Close(_)
                | Token::Operator(..)
                | Token::End => return None,
            }
        }
        None
    }

    /// Recognises a word that is not a term, but is one in another spelling.
    pub(in crate::query::parse) fn foreign_spelling<L: Language>(
        &self,
        word: Word,
    ) -> Option<Slip> {
        self.respelled::<L>(word, Code::ForeignSyntax)
    }

    /// Recognises a keyword that is a term in another spelling.
    pub(in crate::query::parse) fn foreign_keyword<L: Language>(&self, word: Word) -> Option<Slip> {
        let spelled = self.spelled(word)?;
        // In a language with keywords, other words beside it are keywords of their own.
        let slip =
            (spelled.place.1 == word.end).then(|| self.respelled::<L>(word, Code::LikelySlip));
        slip.flatten()
    }

    fn respelled<L: Language>(&self, word: Word, code: Code) -> Option<Slip> {
        let spelled = self.spelled(word)?;
        let Spelled { sign, name, separator, place, head, is_plain, .. } = spelled;
        if is_plain && sign.is_none() {
            return None;
        }
        let meaning = known_meaning::<L>(name)?;
        let own = field::<L>(&meaning.text);
        let (comparison, value) = if own.is_some_and(|own| own.kind.takes_comparison()) {
            spelled.compared()?
        } else if matches!(separator, Separator::From | Separator::UpTo) {
            return self.comparison::<L>(&spelled, &meaning, code);
        } else {
            ("", spelled.value)
        };
        let written = self.slice(place.0, place.1);
        let negations =
            usize::from(sign == Some(Sign::Not)) + usize::from(separator == Separator::IsNot);
        let term = format!("{}:{comparison}{value}", meaning.text);
        if negations > 0 && self.position == TermPosition::AfterColon {
            let message = self.two_readings(written, &term, place.0);
            return Some(Slip::new(code, message, place));
        }
        let holds_query = own.is_some_and(|own| matches!(own.kind, ValueKind::Query));
        if holds_query && separator == Separator::IsNot {
            let message = two_readings(written, &format!("{}:", meaning.text), value);
            return Some(Slip::new(code, message, place));
        }
        let not = "NOT ".repeat(negations);
        let instead = format!("{not}{term}");
        let message = if code == Code::LikelySlip {
            format!("`{written}` is searched for as a word: did you mean `{instead}`?")
        } else {
            format!("`{written}` is not a term: write `{instead}`")
        };
        let slip = Slip::new(code, message, place);
        if sign == Some(Sign::Plus) && self.beside(place).is_or {
            return Some(slip);
        }
        let sure =
            if code == Code::LikelySlip { Applicability::Guess } else { meaning.applicability };
        // The group of a term may be long, so it is left as it is.
        let edit = if word.shape == Shape::Opens {
            (head, format!("{not}{}", meaning.text))
        } else {
            (place, instead)
        };
        Some(slip.fix(sure, vec![edit]))
    }

    /// Recognises a group with a sign for NOT right before it: `!(status:failed)`.
    pub(in crate::query::parse) fn negated_group(&self, word: Word) -> Option<Slip> {
        let raw = self.slice(word.start, word.end);
        let sign = raw.strip_suffix(raw.strip_prefix(['!', '-', '¬'])?)?;
        if !raw.get(sign.len()..)?.starts_with('(') || self.position == TermPosition::AfterColon {
            return None;
        }
        let place = (word.start, word.start + sign.len());
        let message = format!("`{sign}` does not negate a group: write `NOT (…)`");
        let slip = Slip::new(Code::ForeignSyntax, message, place);
        Some(slip.fix(Applicability::Certain, vec![(place, "NOT ".to_owned())]))
    }

    /// Recognises a value with a sign for NOT before it: `status:!failed`.
    pub(in crate::query::parse) fn negated_value<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        let raw = self.slice(start, word.end);
        let value = raw.strip_prefix(['!', '-', '¬']).filter(|value| !value.is_empty())?;
        let reads = || read_value(field, value).is_ok();
        let (sure, is_legal) = if let ValueKind::OneOf { .. } = field.kind
            && reads()
        {
            (Applicability::Certain, false)
        } else if let ValueKind::Form { .. } = field.kind
            && reads()
            && !value.starts_with(|c: char| c.is_ascii_digit())
        {
            (Applicability::Guess, false)
        } else if let ValueKind::Text | ValueKind::OpenText { .. } = field.kind {
            (Applicability::Guess, true)
        } else {
            // `id:-5` may be another kind of slip.
            return None;
        };
        let sign_end = word.end - value.len();
        let code = if is_legal { Code::LikelySlip } else { Code::ForeignSyntax };
        let term = format!("{}{value}", self.slice(word.start, start));
        if self.position == TermPosition::AfterColon {
            let written = self.slice(word.start, word.end);
            let message = self.two_readings(written, &term, word.start);
            return Some(Slip::new(code, message, (start, sign_end)));
        }
        let message = format!(
            "`{}` does not negate a value: write `NOT {term}`",
            self.slice(start, sign_end)
        );
        let edits: Vec<Replacement> = if start == word.start {
            vec![((start, sign_end), "NOT ".to_owned())]
        } else {
            vec![((word.start, word.start), "NOT ".to_owned()), ((start, sign_end), String::new())]
        };
        Some(Slip::new(code, message, (start, sign_end)).fix(sure, edits))
    }

    /// Recognises NOT between a field and a value of a closed set: `status:NOT failed`.
    pub(in crate::query::parse) fn not_before_value<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        let is_not = self.slice(start, word.end).eq_ignore_ascii_case("NOT");
        if !is_not || start == word.start || !matches!(field.kind, ValueKind::OneOf { .. }) {
            return None;
        }
        let mut tokens = self.tokens.clone();
        let Token::Word(value) = tokens.next() else { return None };
        let written = self.slice(value.start, value.end);
        read_value(field, written).ok()?;
        let place = (start, value.end);
        let term = format!("{}{written}", self.slice(word.start, start));
        if self.position == TermPosition::AfterColon {
            let whole = self.slice(word.start, value.end);
            let message = self.two_readings(whole, &term, word.start);
            return Some(Slip::new(Code::ForeignSyntax, message, place));
        }
        // Another value after it may be negated, too.
        let goes_on = matches!(tokens.next(), Token::Word(next) if next.colon.is_none());
        let is_alone = !goes_on && !self.beside((word.start, value.end)).is_or;
        let sure = if is_alone { Applicability::Certain } else { Applicability::Guess };
        let message = format!("`NOT` goes before the term: write `NOT {term}`");
        let edits = vec![
            ((word.start, word.start), "NOT ".to_owned()),
            ((start, value.start), String::new()),
        ];
        Some(Slip::new(Code::ForeignSyntax, message, place).fix(sure, edits))
    }
}
