//! Typographic and other foreign quotes around a value.

use std::ops::Range;

use super::Slip;
use super::is_border;
use crate::query::diagnostic::Code;
use crate::query::parse::term::Reader;
use crate::query::parse::word::Word;
use crate::query::print::quote;
use crate::query::suggest::Applicability;

/// The length, in bytes, up to which a text in such quotes is recognised.
const LONGEST: usize = 200;

/// Returns the characters that close a quote opened by this character.
fn closing(opening: char) -> Option<&'static [char]> {
    Some(match opening {
        '“' | '‟' => &['”', '“'],
        '”' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '＂' => &['＂'],
        '\'' => &['\''],
        '‘' | '‛' => &['’', '‘'],
        '’' => &['’'],
        '‚' => &['‘', '’'],
        '‹' => &['›'],
        '›' => &['‹', '›'],
        _ => return None,
    })
}

/// Returns whether the quote may also be an apostrophe, or a quote inside a text.
fn is_single(opening: char) -> bool {
    matches!(opening, '\'' | '‘' | '‛' | '’' | '‚' | '‹' | '›')
}

/// Whether a value is legal as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query::parse) enum Legality {
    Legal,
    Mistake,
}

/// Returns whether the text begins or ends with foreign quotes.
pub(in crate::query::parse) fn is_half_quoted(text: &str) -> bool {
    let is_quote = |c: char| !c.is_ascii() && closing(c).is_some();
    text.starts_with(is_quote) || text.ends_with(is_quote)
}

/// Returns where the quoted text ends that `inner` begins with, unless it is too long: a text
/// of many opening quotes is not searched to its end for each of them.
fn end_of_quoted(inner: &str, closing: &[char]) -> Option<usize> {
    let mut end = LONGEST.min(inner.len());
    while !inner.is_char_boundary(end) {
        end -= 1;
    }
    inner.get(..end)?.find(closing)
}

/// Returns the texts in foreign double quotes, without the quotes.
pub(in crate::query::parse) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut quoted = Vec::new();
    let mut start = 0;
    let opening = |c: char| !c.is_ascii() && !is_single(c) && closing(c).is_some();
    while let Some((rest, at)) =
        text.get(start..).and_then(|rest| Some((rest, rest.find(opening)?)))
    {
        let Some(open) = rest.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let inner = start + at + open.len_utf8();
        start = inner;
        let closing = closing(open).unwrap_or_default();
        let end = text.get(inner..).and_then(|inner| end_of_quoted(inner, closing));
        if let Some(len) = end {
            quoted.push(inner..inner + len);
            // The closing quote may be one that opens, too.
            start = inner + len;
            start +=
                text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
    }
    quoted
}

impl Reader<'_, '_> {
    /// Recognises a value in foreign quotes. It may continue in further words, which are
    /// tokens of their own.
    pub(in crate::query::parse) fn foreign_quotes(
        &self,
        word: Word,
        start: usize,
        legality: Legality,
    ) -> Option<Slip> {
        let text = self.tokens.text().get(start..)?;
        let opening = text.chars().next()?;
        let closing = closing(opening)?;
        let inner = text.get(opening.len_utf8()..)?;
        let at = end_of_quoted(inner, closing)?;
        let (inner, rest) = inner.split_at(at);
        let close = rest.chars().next()?.len_utf8();
        let ends = rest.get(close..)?.chars().next().is_none_or(is_border);
        if inner.is_empty() || inner.contains('"') || !ends {
            return None;
        }
        let end = start + opening.len_utf8() + inner.len() + close;
        // Other terms and their operators are not part of a quote.
        if end > word.end && inner.contains([':', '(', ')']) {
            return None;
        }
        let code = match (legality, is_single(opening)) {
            (Legality::Legal, true) => Code::LikelySlip,
            (Legality::Legal, false) => Code::ConfusableText,
            (Legality::Mistake, true) => Code::ForeignSyntax,
            (Legality::Mistake, false) => Code::ConfusableCharacter,
        };
        let sure = if is_single(opening) { Applicability::Guess } else { Applicability::Certain };
        let quoted = quote(inner);
        let message = format!("`{opening}` does not quote text: write `{quoted}`");
        let slip = Slip::new(code, message, (start, end.min(word.end)));
        Some(slip.fix(sure, vec![((start, end), quoted)]))
    }
}
