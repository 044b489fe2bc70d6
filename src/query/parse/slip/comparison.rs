//! Comparisons with fields that do not take them or take them in another form:
//! `created>2024-07`, `id:>5`, `comments:> 5`.

use super::spelling::{Separator, Sign, Spelled};
use super::{Slip, first_word, last_word};
use crate::query::diagnostic::Code;
use crate::query::language::{FieldOwner, FieldRef, Language, ValueKind, all_fields, field};
use crate::query::parse::mistake::{Meaning, known_meaning};
use crate::query::parse::term::{Reader, read_value};
use crate::query::parse::word::{Shape, Token, Word};
use crate::query::suggest::Applicability;
use crate::query::value::{meant_sign, split_signs};

impl<'t> Spelled<'t> {
    /// Splits the value into a sign of comparison and the rest, if its field takes
    /// comparisons.
    pub(super) fn compared(&self) -> Option<(&'static str, &'t str)> {
        if self.joint == ":" || self.separator == Separator::IsNot {
            return Some(("", self.value));
        }
        let (signs, value) = split_signs(self.value);
        Some((meant_sign(&format!("{}{signs}", self.joint))?, value))
    }
}

impl Reader<'_, '_> {
    /// Recognises a comparison with a field that does not take one: dates have fields for it,
    /// sizes a range.
    pub(super) fn comparison<L: Language>(
        &self,
        spelled: &Spelled<'_>,
        meaning: &Meaning,
        code: Code,
    ) -> Option<Slip> {
        let Spelled { sign, name, separator, value, place, .. } = spelled;
        let written = self.slice(place.0, place.1);
        let own = field::<L>(&meaning.text)?;
        let slip = |message: String| Slip::new(code, message, *place);
        if let ValueKind::Date = own.kind {
            let instead = dated::<L>(name, *separator)?;
            let term = format!("{instead}:{value}");
            let slip = slip(format!("`{written}` is not a term: did you mean `{term}`?"));
            return Some(match sign {
                None => slip.guess(*place, term),
                Some(Sign::Not | Sign::Plus) => slip,
            });
        }
        Some(slip(if let ValueKind::Quantity { unit, .. } = own.kind {
            format!(
                "`{written}` does not compare sizes: a range does, such as `{}:{}`",
                own.name,
                unit.range_example(),
            )
        } else {
            format!(
                "`{written}` is not a term: `{}` takes {}, and there are no comparisons",
                own.name, own.kind,
            )
        }))
    }

    /// Recognises a value with a sign of comparison: `created-after:>2024`, `id:>5`.
    pub(super) fn compared_value<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        if field.kind.takes_comparison() {
            return self.sign_apart(field, word, start);
        }
        let raw = self.slice(start, word.end);
        let value = raw.trim_start_matches(['>', '<', '=']);
        if value.len() == raw.len() {
            return None;
        }
        let place = (start, word.end - value.len());
        let message = if let ValueKind::Quantity { unit, .. } = field.kind {
            format!("sizes are compared by a range, such as `{}`", unit.range_example())
        } else {
            format!("`{}` takes {}, without a sign before it", field.name, field.kind)
        };
        let slip = Slip::new(Code::ForeignSyntax, message, place);
        let is_date = matches!(field.kind, ValueKind::Date) && read_value(field, value).is_ok();
        Some(if is_date { slip.guess(place, "") } else { slip })
    }

    /// Recognises a comparison in three words, each of which is a keyword: `comments > 5`.
    pub(super) fn comparison_of_words<L: Language>(&self, word: Word) -> Option<Slip> {
        let raw = self.slice(word.start, word.end);
        let sign = meant_sign(raw)?;
        let text = self.tokens.text();
        let (name, start) = last_word(text.get(..word.start)?);
        let (value, gap) = first_word(text.get(word.end..)?);
        let name = known_meaning::<L>(name)?.text;
        let field = field::<L>(&name).filter(|field| field.kind.takes_comparison())?;
        read_value(field, &format!("{sign}{value}")).ok()?;
        let term = format!("{name}:{sign}{value}");
        let message = format!("`{raw}` is searched for as a word: did you mean `{term}`?");
        let slip = Slip::new(Code::LikelySlip, message, (word.start, word.end));
        Some(slip.guess((start, word.end + gap + value.len()), term))
    }

    /// Recognises a sign of comparison separated from its value: `comments:> 5`.
    fn sign_apart<L: Language>(
        &self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) -> Option<Slip> {
        let raw = self.slice(start, word.end);
        let sign = meant_sign(raw).filter(|_| !raw.is_empty())?;
        let Token::Word(value) = self.tokens.clone().next() else { return None };
        let written = self.slice(value.start, value.end);
        if value.shape != Shape::Plain || read_value(field, &format!("{sign}{written}")).is_err() {
            return None;
        }
        let message = format!("a comparison is one word: `{sign}{written}`");
        let edits =
            vec![((start, word.end), sign.to_owned()), ((word.end, value.start), String::new())];
        let slip = Slip::new(Code::ForeignSyntax, message, (start, value.end));
        Some(slip.fix(Applicability::Certain, edits))
    }
}

/// Returns the date field for this comparison: of two with the same alias, the first one
/// means from the date on.
fn dated<L: Language>(name: &str, separator: Separator) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let is_named = |field: &FieldRef<L>| {
        matches!(field.kind, ValueKind::Date)
            && (field.name == name || field.aliases.iter().any(|alias| alias.word == name))
    };
    let mut named = all_fields::<L>().filter(is_named);
    let first = named.next()?;
    let Some(last) = named.last() else {
        // A field whose name implies its direction fits only one sign.
        return (is_first_date(first) == (separator == Separator::From)).then_some(first.name);
    };
    Some(if separator == Separator::From { first.name } else { last.name })
}

/// Returns whether it is the first date field of its language.
fn is_first_date<L: Language>(field: FieldRef<L>) -> bool {
    match field.owner() {
        FieldOwner::Own(own) => L::FIELDS
            .iter()
            .find(|field| matches!(field.info.kind, ValueKind::Date))
            .is_some_and(|field| field.info.name == own.info.name),
        FieldOwner::Base(field) => is_first_date(field),
    }
}
