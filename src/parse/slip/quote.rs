//! Quotes of other shapes around a value.

use super::Slip;
use super::is_border;
use crate::diagnostic::{Applicability, Code};
use crate::language::Language;
use crate::parse::term::{Reader, Standing, is_keyword_language};
use crate::parse::word::Word;
use crate::print::quote;

/// How long a text in such quotes may be, in bytes.
const LONGEST: usize = 200;

/// What closes a text that this character opens.
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

/// Whether the quote may also be an apostrophe, or quote something in a text.
fn is_single(opening: char) -> bool {
    matches!(opening, '\'' | '‘' | '‛' | '’' | '‚' | '‹' | '›')
}

impl Reader<'_, '_> {
    /// A value in quotes that are not those of the language, and whether it
    /// must be read as a mistake: if it goes on in words that have no field.
    pub(in crate::parse) fn foreign_quotes<L: Language>(
        &self,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        let text = self.tokens.text().get(start..)?;
        let opening = text.chars().next()?;
        let closing = closing(opening)?;
        let inner = text.get(opening.len_utf8()..)?;
        let mut end = LONGEST.min(inner.len());
        while !inner.is_char_boundary(end) {
            end -= 1;
        }
        let at = inner.get(..end)?.find(closing)?;
        let (inner, rest) = inner.split_at(at);
        let close = rest.chars().next()?.len_utf8();
        let ends = rest.get(close..)?.chars().next().is_none_or(is_border);
        if inner.is_empty() || inner.contains(['"', '\n']) || !ends {
            return None;
        }
        let end = start + opening.len_utf8() + inner.len() + close;
        let is_legal = end <= word.end
            || (is_keyword_language::<L>() && self.standing != Standing::AfterColon);
        let code = match (is_legal, is_single(opening)) {
            (true, true) => Code::LikelySlip,
            (true, false) => Code::ConfusableText,
            (false, true) => Code::ForeignSyntax,
            (false, false) => Code::ConfusableCharacter,
        };
        let sure = if is_single(opening) { Applicability::Guess } else { Applicability::Certain };
        let quoted = quote(inner);
        let message = format!("`{opening}` does not quote text: write `{quoted}`");
        let place = (start, if is_legal { end.min(word.end) } else { end });
        Some(Slip::new(code, message, place).fix(sure, vec![((start, end), quoted)]))
    }
}
