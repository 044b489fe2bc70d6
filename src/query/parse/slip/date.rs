//! Dates in other formats, or separated from their times.

use super::character::plain;
use super::{Replacement, Slip, first_word, last_word};
use crate::query::diagnostic::Code;
use crate::query::language::{FieldRef, Language, field};
use crate::query::parse::classes::TokenClass;
use crate::query::parse::term::Reader;
use crate::query::parse::value::ValueText;
use crate::query::parse::word::Word;
use crate::query::suggest::Applicability;
use crate::query::value::{PartialDate, split_signs};

/// Returns whether the word is another name of UTC.
fn is_utc(word: &str) -> bool {
    ["UTC", "GMT", "Z"].iter().any(|name| name.eq_ignore_ascii_case(word))
}

fn is_date(text: &str) -> bool {
    text.parse::<PartialDate>().is_ok()
}

impl Reader<'_, '_> {
    /// Recognises a time, or the name of a zone, that belongs to the date before it:
    /// `created-after:2024-07-01 10:30 UTC`.
    pub(in crate::query::parse) fn rest_of_date<L: Language>(&self, word: Word) -> Option<Slip> {
        let text = self.tokens.text();
        let (before, start) = last_word(text.get(..word.start)?);
        let (name, date) = before.split_once(':')?;
        let kind = &field::<L>(name)?.kind;
        let (_, date) = if kind.takes_comparison() { split_signs(date) } else { ("", date) };
        if kind.class() != TokenClass::Date || !is_date(date) {
            return None;
        }
        let date_end = start + before.len();
        let raw = self.slice(word.start, word.end);
        let (next, gap) = first_word(text.get(word.end..)?);
        let zone_end = word.end + gap + next.len();
        let (edits, whole, end): (Vec<Replacement>, String, usize) = if is_utc(raw) {
            (vec![((date_end, word.end), "Z".to_owned())], format!("{date}Z"), word.end)
        } else if is_utc(next) {
            let edits = vec![
                ((date_end, word.start), "T".to_owned()),
                ((word.end, zone_end), "Z".to_owned()),
            ];
            (edits, format!("{date}T{raw}Z"), zone_end)
        } else {
            let edits = vec![((date_end, word.start), "T".to_owned())];
            (edits, format!("{date}T{raw}"), word.end)
        };
        let message = format!("a date and its time are one word: `{whole}`");
        let slip = Slip::new(Code::InvalidDate, message, (word.start, end));
        is_date(&whole).then(|| slip.fix(Applicability::Certain, edits))
    }

    /// Recognises a date whose separators are not those of ISO 8601, but correspond to them.
    pub(in crate::query::parse) fn date_in_other_signs<L: Language>(
        &self,
        field: FieldRef<L>,
        value: &ValueText<'_>,
        word: Word,
    ) -> Option<Slip> {
        if field.kind.class() != TokenClass::Date {
            return None;
        }
        let place = (value.start, value.end);
        let (signs, date) = if field.kind.takes_comparison() {
            split_signs(&value.text)
        } else {
            ("", &*value.text)
        };
        let mut clean = plain(date).trim().to_owned();
        if let Some((date, zone)) = clean.rsplit_once(' ')
            && is_utc(zone)
        {
            clean = format!("{date}Z");
        }
        clean = clean.replacen(' ', "T", 1).replace('t', "T").replace('z', "Z");
        let slip = |right: &str| {
            let message = format!("`{date}` is not a date: write `{right}`");
            Slip::new(Code::InvalidDate, message, place)
        };
        if is_date(&clean) {
            let slip = slip(&clean);
            let slip = match self.confusable_character_in(word) {
                Some(message) => Slip { message, ..slip },
                None => slip,
            };
            return Some(
                slip.fix(Applicability::Certain, vec![(place, format!("{signs}{clean}"))]),
            );
        }
        let dashes = clean.replace(['/', '.'], "-");
        is_date(&dashes).then(|| slip(&dashes).guess(place, format!("{signs}{dashes}")))
    }
}
