//! Lists of values: `id:1,2,3`, `status:[failed, canceled]`.

use super::{Slip, is_border};
use crate::query::diagnostic::Code;
use crate::query::language::{FieldRef, Language, ValueKind};
use crate::query::parse::classes::TokenClass;
use crate::query::parse::term::{Reader, read_value};
use crate::query::parse::word::{ByteRange, Operator, Word};
use crate::query::suggest::Applicability;
use crate::query::value::is_blank;

/// The values of a list, and its end.
struct List {
    values: Vec<String>,
    end: usize,
}

/// The largest number of values of a list that is recognised.
const MOST: usize = 100;

/// The distance, in bytes, within which a closing bracket is searched.
const FAR: usize = 200;

/// Returns the beginning of a text, up to that distance.
fn near(text: &str) -> &str {
    let end = crate::query::span::floor(text, FAR);
    text.get(..end).unwrap_or(text)
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '|')
}

/// Reads a list of two or more legal values; one in brackets has to be closed.
fn read_list(text: &str, start: usize, is_legal: impl Fn(&str) -> bool) -> Option<List> {
    let all = text.get(start..)?;
    let is_bracketed = all.starts_with('[');
    let mut rest = if is_bracketed { all.get(1..)? } else { all };
    let mut values = Vec::new();
    loop {
        rest = if values.is_empty() && !is_bracketed {
            rest
        } else {
            rest.trim_start_matches(is_blank)
        };
        let ends =
            |c: char| is_separator(c) || is_blank(c) || matches!(c, '(' | ')' | '"' | '[' | ']');
        let (value, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        if value.is_empty() || values.len() == MOST || !is_legal(value) {
            return None;
        }
        values.push(value.to_owned());
        let blanks = if is_bracketed { after.trim_start_matches(is_blank) } else { after };
        if let Some(more) = blanks.strip_prefix(is_separator) {
            rest = more;
            continue;
        }
        let after = if is_bracketed { blanks.strip_prefix(']')? } else { after };
        let is_whole = after.chars().next().is_none_or(is_border);
        let end = start + (all.len() - after.len());
        return (is_whole && values.len() > 1).then_some(List { values, end });
    }
}

impl Reader<'_, '_> {
    /// Recognises a list of values of a closed set, or of numbers.
    pub(in crate::query::parse) fn list_of_values<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        let is_number = field.kind.class() == TokenClass::Number;
        if !is_number && !matches!(field.kind, ValueKind::OneOf { .. } | ValueKind::Form { .. }) {
            return None;
        }
        let prefix = format!("{}:", field.name);
        let bare = |value: &str| value.strip_prefix(&prefix).unwrap_or(value).to_owned();
        let is_legal = |value: &str| read_value(field, &bare(value)).is_ok();
        let List { values, end } = read_list(self.tokens.text(), start, is_legal)?;
        // `[5, 20]` is probably a range.
        if field.kind.takes_range() && values.len() == 2 && self.slice(start, end).starts_with('[')
        {
            return None;
        }
        let values: Vec<String> = values.iter().map(|value| bare(value)).collect();
        let place = (word.start, end);
        let instead = self.alternatives(&self.terms_of(field, word, start, &values), place);
        // The other values of a form are not known here; and in languages where `|` is an
        // operator, it does not have the precedence of OR.
        let is_form = matches!(field.kind, ValueKind::Form { .. });
        let is_operator = self.slice(start, end).contains([':', '|']);
        // The digits of a single number may be grouped the same way: `1,000`.
        let is_grouped = field.kind.takes_range() && values.iter().skip(1).all(|it| it.len() == 3);
        let is_sure = !is_form && !is_operator && !is_grouped;
        let sure = if is_sure { Applicability::Certain } else { Applicability::Guess };
        let number = values.concat();
        let message = if is_grouped {
            format!(
                "a number is written with digits only: write `{number}`, or `{instead}` for several"
            )
        } else {
            format!("`{}` takes one value: write `{instead}`", field.name)
        };
        let mut slip = Slip::new(Code::ForeignSyntax, message, (start, end));
        if is_grouped {
            slip = slip.guess((start, end), number);
        }
        Some(slip.fix(sure, vec![(place, instead)]))
    }

    /// Recognises a range whose ends are joined by something other than `TO`.
    pub(in crate::query::parse) fn range_in_other_signs<L: Language>(
        &self,
        field: FieldRef<L>,
        start: usize,
    ) -> Option<Slip> {
        if !field.kind.takes_range() {
            return None;
        }
        let inner = near(self.tokens.text().get(start..)?).strip_prefix('[')?;
        let (inner, after) = inner.split_once(']')?;
        if !after.chars().next().is_none_or(is_border) {
            return None;
        }
        let end = start + inner.len() + 2;
        let words: Vec<&str> = inner.split(is_blank).filter(|word| !word.is_empty()).collect();
        let (least, most, sure) = match *words.as_slice() {
            [least, to, most] if to.eq_ignore_ascii_case("TO") => {
                (least, most, Applicability::Certain)
            }
            [least, "-" | ".." | "..." | ",", most] => (least, most, Applicability::Guess),
            _ => {
                let (least, most) = inner.split_once("..").or_else(|| inner.split_once(','))?;
                (least.trim(), most.trim(), Applicability::Guess)
            }
        };
        let range = format!("[{least} TO {most}]");
        read_value(field, &range).ok()?;
        let place = (start, end);
        let message = if self.slice(start, end) == range {
            format!("a range begins right after the colon: `{range}`")
        } else {
            format!("the ends of a range are joined by `TO`: `{range}`")
        };
        Some(Slip::new(Code::ForeignSyntax, message, place).fix(sure, vec![(place, range)]))
    }

    /// Recognises parentheses inside a value, and suggests a group of values:
    /// `profile:(usg:8 OR usg:9)` for `profile:usg:(8 OR 9)`.
    pub(in crate::query::parse) fn group_in_value<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) -> Option<(ByteRange, String)> {
        if !field.kind.is_text() || self.tokens.are_values() {
            return None;
        }
        let rest = near(self.tokens.text().get(start..)?);
        let (begun, inner) = rest.split_once(":(")?;
        let (inner, _) = inner.split_once(')')?;
        let end = start + begun.len() + inner.len() + 3;
        if end < word.end || begun.contains(|c: char| is_blank(c) || c == '"') {
            return None;
        }
        let words: Vec<&str> = inner.split(is_blank).filter(|word| !word.is_empty()).collect();
        let is_plain = |word: &&str| !word.contains(['(', '"', '[']);
        if words.len() < 2 || !words.iter().all(is_plain) {
            return None;
        }
        let whole = |word: &&str| match Operator::from_word(word) {
            Some(_) => (*word).to_owned(),
            None if word.contains(':') => (*word).to_owned(),
            None => format!("{begun}:{word}"),
        };
        let values: Vec<String> = words.iter().map(whole).collect();
        Some(((start, end), format!("({})", values.join(" "))))
    }

    /// Recognises text that is legal, but looks like a list.
    pub(in crate::query::parse) fn list_of_text(
        &self,
        name: &str,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        let raw = self.slice(start, word.end);
        if let Some(text) = raw.strip_suffix([',', ';']) {
            let sign = if raw.ends_with(',') { "comma" } else { "semicolon" };
            let message =
                format!("the {sign} in `{raw}` is part of it: terms are separated by blanks");
            let place = (start, word.end);
            return (!text.is_empty())
                .then(|| Slip::new(Code::LikelySlip, message, place).guess(place, text));
        }
        let List { values, end } = read_list(self.slice(0, word.end), start, |_| true)?;
        if end != word.end || raw.contains('|') {
            return None;
        }
        if values.iter().skip(1).any(|value| value.contains(':')) {
            let message = format!("`{raw}` is one value: terms are separated by blanks");
            let place = (start, end);
            let slip = Slip::new(Code::LikelySlip, message, place);
            return Some(slip.guess(place, values.join(" ")).guess(place, values.join(" OR ")));
        }
        let place: ByteRange = (word.start, end);
        let field = if start == word.start { String::new() } else { format!("{name}:") };
        let terms: Vec<String> = values.iter().map(|value| format!("{field}{value}")).collect();
        let instead = self.alternatives(&terms, place);
        let message = format!("`{raw}` is one value: for several write `{instead}`");
        Some(Slip::new(Code::LikelySlip, message, (start, end)).guess(place, instead))
    }

    /// Returns the values as terms or, in a group of values, as they are.
    fn terms_of<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
        values: &[String],
    ) -> Vec<String> {
        let is_value = self.tokens.are_values() && start == word.start;
        let term = |value: &String| {
            if is_value { value.clone() } else { format!("{}:{value}", field.name) }
        };
        values.iter().map(term).collect()
    }
}
