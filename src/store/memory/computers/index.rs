//! [`Index`]: the computers that have a fact.

use std::borrow::Cow;
use std::collections::BTreeSet;

use hashbrown::HashMap;
use roaring::RoaringBitmap;

use super::facts::{Facts, KeywordField, NumericField, SubstringField};
use super::texts::{Texts, ValueCount};
use crate::store::memory::set::Set;

/// For every fact, the computers that have it, by their slots.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    names: HashMap<KeywordField, HashMap<String, RoaringBitmap>>,
    texts: HashMap<SubstringField, Texts>,
    /// Numbers and the computers that have them, so that a range is one piece.
    numbers: HashMap<NumericField, BTreeSet<(i128, u32)>>,
    annotations: HashMap<String, Annotated>,
}

/// The computers with an annotation of one key.
#[derive(Clone, Debug, Default)]
struct Annotated {
    all: RoaringBitmap,
    values: HashMap<String, RoaringBitmap>,
}

impl Index {
    pub(super) fn insert(&mut self, slot: u32, facts: Facts) {
        for (name, text) in facts.names {
            let texts = self.names.entry(name).or_default();
            texts.entry_ref(text.as_str()).or_default().insert(slot);
        }
        for (searched, text) in facts.texts {
            self.texts.entry(searched).or_default().insert(slot, &text);
        }
        for (measure, number) in facts.numbers {
            self.numbers.entry(measure).or_default().insert((number, slot));
        }
        for (key, values) in facts.annotations {
            let annotated = self.annotations.entry_ref(key.as_str()).or_default();
            annotated.all.insert(slot);
            for value in values {
                annotated.values.entry_ref(value.as_str()).or_default().insert(slot);
            }
        }
    }

    pub(super) fn remove(&mut self, slot: u32, facts: &Facts) {
        for (name, text) in &facts.names {
            let Some(texts) = self.names.get_mut(name) else { continue };
            remove(texts, text, slot);
        }
        for (searched, _) in &facts.texts {
            if let Some(texts) = self.texts.get_mut(searched) {
                texts.remove(slot);
            }
        }
        for (measure, number) in &facts.numbers {
            if let Some(numbers) = self.numbers.get_mut(measure) {
                numbers.remove(&(*number, slot));
            }
        }
        for (key, values) in &facts.annotations {
            let Some(annotated) = self.annotations.get_mut(key.as_str()) else { continue };
            annotated.all.remove(slot);
            for value in values {
                remove(&mut annotated.values, value, slot);
            }
            if annotated.all.is_empty() {
                self.annotations.remove(key.as_str());
            }
        }
    }

    /// Those that have the name.
    pub(super) fn named(&self, name: KeywordField, text: &str) -> Set<'_> {
        let slots = self.names.get(&name).and_then(|texts| texts.get(text));
        slots.map_or_else(Set::nothing, Set::from)
    }

    /// Those that have a name for which this holds.
    pub(super) fn named_as(&self, name: KeywordField, holds: impl Fn(&str) -> bool) -> Set<'_> {
        let texts = self.names.get(&name).into_iter().flatten();
        Set::any(texts.filter(|(text, _)| holds(text)).map(|(_, slots)| Set::from(slots)))
    }

    /// Those that have a text with this part.
    pub(super) fn containing(&self, searched: SubstringField, part: &str) -> Set<'_> {
        let texts = self.texts.get(&searched);
        texts.map_or_else(Set::nothing, |texts| texts.containing(part).into())
    }

    /// The texts of a name, and how many computers have each.
    pub(super) fn texts_of(&self, name: KeywordField) -> impl Iterator<Item = ValueCount<'_>> {
        let texts = self.names.get(&name).into_iter().flatten();
        texts.map(|(text, slots)| (Cow::Borrowed(text.as_str()), slots.len()))
    }

    /// The texts that are searched, in lower case.
    pub(super) fn texts_searched(
        &self,
        searched: SubstringField,
    ) -> impl Iterator<Item = ValueCount<'_>> {
        let texts = self.texts.get(&searched).into_iter().flat_map(Texts::iter);
        texts.map(|text| (Cow::Borrowed(text), 1))
    }

    /// The keys of annotations; once a key and its colon were typed, the key
    /// with each of its values.
    pub(super) fn annotations_begun<'a>(
        &'a self,
        typed: &'a str,
    ) -> Box<dyn Iterator<Item = ValueCount<'a>> + 'a> {
        let Some((typed_key, _)) = typed.split_once(':') else {
            let keys = self.annotations.iter();
            return Box::new(keys.map(|(key, own)| (Cow::Borrowed(key.as_str()), own.all.len())));
        };
        let own = self.annotations.iter();
        let own = own.filter(move |(key, _)| key.eq_ignore_ascii_case(typed_key));
        Box::new(own.flat_map(|(key, own)| {
            let values = own.values.iter();
            values.map(move |(value, slots)| (Cow::Owned(format!("{key}:{value}")), slots.len()))
        }))
    }

    /// Those that have a number from the one to the other.
    pub(super) fn measured(&self, measure: NumericField, least: i128, most: i128) -> Set<'_> {
        if least > most {
            return Set::nothing();
        }
        let numbers = self.numbers.get(&measure).into_iter();
        let within = numbers.flat_map(|numbers| numbers.range((least, 0)..=(most, u32::MAX)));
        within.map(|(_, slot)| *slot).collect::<RoaringBitmap>().into()
    }

    /// Those with an annotation whose key contains the one and, if given,
    /// whose value contains the other.
    pub(super) fn annotated(&self, key: &str, value: Option<&str>) -> Set<'_> {
        let annotated = self.annotations.iter().filter(|(own, _)| own.contains(key));
        let annotated = annotated.map(|(_, annotated)| annotated);
        let Some(value) = value else {
            return Set::any(annotated.map(|annotated| Set::from(&annotated.all)));
        };
        let values = annotated.flat_map(|annotated| &annotated.values);
        Set::any(values.filter(|(own, _)| own.contains(value)).map(|(_, slots)| Set::from(slots)))
    }
}

/// Takes a computer out of those that have the text.
fn remove(texts: &mut HashMap<String, RoaringBitmap>, text: &str, slot: u32) {
    let Some(slots) = texts.get_mut(text) else { return };
    slots.remove(slot);
    if slots.is_empty() {
        texts.remove(text);
    }
}
