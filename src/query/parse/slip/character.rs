//! Characters that are invisible, or not the ones they look like.

use super::{Replacement, Slip};
use crate::query::diagnostic::Code;
use crate::query::language::Language;
use crate::query::parse::mistake::known_field;
use crate::query::parse::term::Reader;
use crate::query::parse::value::ValueText;
use crate::query::parse::word::{PartKind, Shape, Word};
use crate::query::print::quote_if_needed;
use crate::query::suggest::Applicability;

/// The ASCII text that a character was probably meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    Nothing,
    Blank,
    Sign(char),
}

/// Returns what a non-ASCII character was probably meant to be, or `None` for an ordinary
/// letter.
fn meant(c: char) -> Option<Meant> {
    Some(match c {
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => Meant::Nothing,
        '\u{85}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => Meant::Blank,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => Meant::Sign('-'),
        '\u{2236}' | '\u{A789}' | '\u{FE55}' => Meant::Sign(':'),
        // The full-width forms are in the order of ASCII.
        '\u{FF01}'..='\u{FF5E}' => {
            Meant::Sign(u8::try_from(u32::from(c) - 0xFEE0).map_or(c, char::from))
        }
        _ => return None,
    })
}

impl Meant {
    fn text(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Blank => " ".to_owned(),
            Self::Sign(sign) => sign.to_string(),
        }
    }
}

/// Replaces each character of the text by what it was meant to be.
pub(in crate::query::parse) fn plain(text: &str) -> String {
    text.chars().map(|c| meant(c).map_or_else(|| c.to_string(), Meant::text)).collect()
}

/// A character of a word, its position, and what it was meant to be.
#[derive(Clone, Copy)]
struct Confusable {
    at: usize,
    character: char,
    meant: Meant,
}

impl Confusable {
    fn edit(self) -> Replacement {
        ((self.at, self.at + self.character.len_utf8()), self.meant.text())
    }

    fn message(self) -> String {
        let code = format!("U+{:04X}", u32::from(self.character));
        match self.meant {
            Meant::Nothing => format!("there is an invisible character here: {code}"),
            Meant::Blank => format!("the character {code} looks like a blank but is not one"),
            Meant::Sign(sign) => format!("the character {code} looks like `{sign}` but is not"),
        }
    }
}

impl Reader<'_, '_> {
    /// Recognises a word that has a mistake and contains confusable characters: they are
    /// replaced, except inside values that can be any text.
    pub(in crate::query::parse) fn confusable_characters<L: Language>(
        &self,
        word: Word,
    ) -> Option<Slip> {
        let found = self.found_in(word, word.start);
        let (first, last) = (*found.first()?, *found.last()?);
        let raw = self.slice(word.start, word.end);
        let clean = plain(raw);
        let (name, _) = clean.split_once(':').unwrap_or((&clean, ""));
        let is_text = known_field::<L>(name.trim()).is_some_and(|field| field.kind.is_text());
        let colon = found.iter().find(|one| one.meant == Meant::Sign(':')).map(|one| one.at);
        let value = word.colon.into_iter().chain(colon).min().unwrap_or(word.end);
        let replaced = found.iter().filter(|one| !is_text || one.at <= value);
        let edits: Vec<Replacement> = replaced.map(|one| one.edit()).collect();
        let place = (first.at, last.at + last.character.len_utf8());
        let slip = Slip::new(Code::ConfusableCharacter, first.message(), place).up_to(word.end);
        Some(slip.fix(Applicability::Certain, edits))
    }

    /// Describes the first confusable character of a word.
    pub(in crate::query::parse) fn confusable_character_in(&self, word: Word) -> Option<String> {
        self.found_in(word, word.start).first().map(|found| found.message())
    }

    /// Recognises text in which confusable characters are legal, and may be intended.
    pub(in crate::query::parse) fn confusable_text(
        &self,
        value: &ValueText<'_>,
        word: Word,
    ) -> Option<Slip> {
        let found = self.found_in(word, value.start);
        let first = *found.first()?;
        let place = (first.at, first.at + first.character.len_utf8());
        let slip = Slip::new(Code::ConfusableText, first.message(), place);
        let apart: Vec<Replacement> = found.iter().map(|one| one.edit()).collect();
        if value.start == word.start {
            return Some(slip.fix(Applicability::Guess, apart));
        }
        let clean = plain(&value.text);
        let whole = quote_if_needed(clean.trim()).into_owned();
        let slip = slip.guess((value.start, value.end), whole.clone());
        // A blank may have been meant to end the value.
        let ends = found.iter().any(|one| one.meant == Meant::Blank) && clean.contains(':');
        Some(if ends { slip.fix(Applicability::Guess, apart) } else { slip })
    }

    /// Returns the confusable characters of a word from `start` on, outside its quotes.
    fn found_in(&self, word: Word, start: usize) -> Vec<Confusable> {
        if !word.non_ascii {
            return Vec::new();
        }
        let characters = |from: usize, to: usize| {
            let text = self.slice(from.max(start), to);
            text.char_indices().filter_map(move |(at, character)| {
                let at = from.max(start) + at;
                meant(character).map(|meant| Confusable { at, character, meant })
            })
        };
        if word.shape != Shape::Parts {
            return characters(word.start, word.end).collect();
        }
        let bare = self.tokens.parts().iter().filter(|part| part.kind == PartKind::Bare);
        bare.filter(|part| part.end > start)
            .flat_map(|part| characters(part.start, part.end))
            .collect()
    }
}
