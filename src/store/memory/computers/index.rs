//! [`Index`]: the computers that have a fact.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use hashbrown::HashMap;
use roaring::RoaringBitmap;

use super::facts::{Facts, Key, nanoseconds};
use super::numbers::Numbers;
use super::texts::{Texts, ValueCount};
use crate::property::{Column, Comparison, Table, Test, row_kind};
use crate::store::memory::set::Set;

/// For every fact, the computers that have it, by their slots.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    words: HashMap<Column, Holders>,
    texts: HashMap<Key, Texts>,
    numbers: HashMap<Key, Numbers>,
    annotations: HashMap<String, Holders>,
}

/// The computers that have something in a column, or an annotation of one key.
#[derive(Clone, Debug, Default)]
struct Holders {
    all: RoaringBitmap,
    values: HashMap<String, RoaringBitmap>,
}

impl Holders {
    fn insert(&mut self, slot: u32, value: &str) {
        self.all.insert(slot);
        self.values.entry_ref(value).or_default().insert(slot);
    }

    fn remove(&mut self, slot: u32, value: &str) {
        self.all.remove(slot);
        let Some(slots) = self.values.get_mut(value) else { return };
        slots.remove(slot);
        if slots.is_empty() {
            self.values.remove(value);
        }
    }
}

impl Index {
    pub(super) fn insert(&mut self, slot: u32, facts: Facts) {
        for (column, words) in facts.words {
            self.words.entry(column).or_default().insert(slot, &words);
        }
        for (key, text) in facts.texts {
            self.texts.entry(key).or_default().insert(slot, &text);
        }
        for (key, number) in facts.numbers {
            self.numbers.entry(key).or_default().insert(slot, number);
        }
        for (key, values) in facts.annotations {
            let holders = self.annotations.entry_ref(key.as_str()).or_default();
            holders.all.insert(slot);
            for value in &values {
                holders.insert(slot, value);
            }
        }
    }

    pub(super) fn remove(&mut self, slot: u32, facts: &Facts) {
        for (column, words) in &facts.words {
            if let Some(holders) = self.words.get_mut(column) {
                holders.remove(slot, words);
            }
        }
        for (key, _) in &facts.texts {
            if let Some(texts) = self.texts.get_mut(key) {
                texts.remove(slot);
            }
        }
        for (key, number) in &facts.numbers {
            if let Some(numbers) = self.numbers.get_mut(key) {
                numbers.remove(slot, *number);
            }
        }
        for (key, values) in &facts.annotations {
            let Some(holders) = self.annotations.get_mut(key.as_str()) else { continue };
            holders.all.remove(slot);
            for value in values {
                holders.remove(slot, value);
            }
            if holders.all.is_empty() {
                self.annotations.remove(key.as_str());
            }
        }
    }

    /// Those with a row that passes the tests.
    pub(super) fn row(&self, tests: &[(Column, Test<'_>)], now: DateTime<Utc>) -> Set<'_> {
        let Some(((column, test), before)) = tests.split_last() else { return Set::nothing() };
        let asked = test.text(*column);
        let key = Key { column: *column, kind: row_kind(before).unwrap_or_default() };
        match test {
            Test::Contains(_) if column.table() == Table::Annotations => match before {
                [(_, Test::Contains(key))] => self.annotated(key, Some(&asked)),
                _ => self.annotated(&asked, None),
            },
            Test::Contains(_) => self.containing(key, &asked),
            Test::Within(quantity) => {
                self.measured(key, quantity.least().into(), quantity.most().into())
            }
            Test::Time(comparison, moment) => {
                let bound = nanoseconds(moment.instant(now));
                match comparison {
                    Comparison::AtLeast => self.measured(key, bound, i128::MAX),
                    Comparison::AtMost => self.measured(key, i128::MIN, bound),
                    Comparison::Below => self.measured(key, i128::MIN, bound - 1),
                }
            }
            Test::Absent => {
                let holders = self.words.get(column);
                holders.map_or_else(Set::nothing, |holders| Set::from(&holders.all)).not()
            }
            Test::Number(_) | Test::Flag(_) | Test::Is(_) | Test::Kind(_) | Test::OneOf(_) => {
                match words(tests).as_slice() {
                    [words] => self.word(*column, words),
                    ways => Set::any(ways.iter().map(|words| self.word(*column, words))),
                }
            }
        }
    }

    /// Those that have these words in the column.
    pub(super) fn word(&self, column: Column, words: &str) -> Set<'_> {
        let slots = self.words.get(&column).and_then(|holders| holders.values.get(words));
        slots.map_or_else(Set::nothing, Set::from)
    }

    /// Those that have a text with this part.
    pub(super) fn containing(&self, key: Key, part: &str) -> Set<'_> {
        let texts = self.texts.get(&key);
        texts.map_or_else(Set::nothing, |texts| texts.containing(part).into())
    }

    /// The words of a column, and how many computers have each.
    pub(super) fn words_of(&self, column: Column) -> impl Iterator<Item = ValueCount<'_>> {
        let words = self.words.get(&column).into_iter().flat_map(|holders| &holders.values);
        words.map(|(words, slots)| (Cow::Borrowed(words.as_str()), slots.len()))
    }

    /// The texts that are searched, in lower case.
    pub(super) fn texts_of(&self, key: Key) -> impl Iterator<Item = ValueCount<'_>> {
        let texts = self.texts.get(&key).into_iter().flat_map(Texts::iter);
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
    pub(super) fn measured(&self, key: Key, least: i128, most: i128) -> Set<'_> {
        let numbers = self.numbers.get(&key);
        numbers.map_or_else(Set::nothing, |numbers| numbers.between(least, most).into())
    }

    /// Those with an annotation whose key contains the one and, if given,
    /// whose value contains the other.
    fn annotated(&self, key: &str, value: Option<&str>) -> Set<'_> {
        let annotated = self.annotations.iter().filter(|(own, _)| own.contains(key));
        let annotated = annotated.map(|(_, annotated)| annotated);
        let Some(value) = value else {
            return Set::any(annotated.map(|annotated| Set::from(&annotated.all)));
        };
        let values = annotated.flat_map(|annotated| &annotated.values);
        Set::any(values.filter(|(own, _)| own.contains(value)).map(|(_, slots)| Set::from(slots)))
    }
}

/// The words that the tests ask for together, in each of the ways in which they
/// can be said: `usg:8` and `security:8`.
fn words(tests: &[(Column, Test<'_>)]) -> Vec<String> {
    let mut ways: Vec<String> = Vec::new();
    for (column, test) in tests {
        let next = test.alternatives(*column);
        ways = if ways.is_empty() {
            next.into_iter().map(Cow::into_owned).collect()
        } else {
            let ways = ways.iter();
            ways.flat_map(|way| next.iter().map(move |next| format!("{way}:{next}"))).collect()
        };
    }
    ways
}
