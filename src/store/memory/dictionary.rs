//! [`Dictionary`]: texts, and the activities that have each.

use hashbrown::HashMap;

use super::columns::Codes;
use super::postings::Postings;
use super::segment::StatusCounts;

/// Texts, numbered in the order in which they came, the activities that have
/// each, and the text that each activity has.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    codes: HashMap<String, u32>,
    lists: Vec<Postings>,
    /// How many activities of each status have each text.
    statuses: Vec<StatusCounts>,
    column: Codes,
}

impl Dictionary {
    /// The number of the text; a new one, if it was never seen.
    pub(super) fn code(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        let code = *self.codes.entry_ref(text).or_insert(next);
        if code == next {
            self.lists.push(Postings::default());
            self.statuses.push(StatusCounts::default());
        }
        code
    }

    /// The number of the text, if it was ever seen.
    pub(super) fn code_of(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// The number of the texts that were ever seen.
    pub(super) fn len(&self) -> usize {
        self.lists.len()
    }

    /// The texts that were ever seen, with their numbers.
    pub(super) fn codes(&self) -> impl Iterator<Item = (&str, u32)> {
        self.codes.iter().map(|(text, code)| (text.as_str(), *code))
    }

    /// The number of the text that an activity has.
    pub(super) fn code_at(&self, position: u32) -> Option<u32> {
        self.column.get(position)
    }

    /// Gives an activity the text of this number. Its position is one of those
    /// that are here, or the next.
    pub(super) fn set(&mut self, position: u32, code: Option<u32>) {
        let old = self.column.get(position);
        if old == code && old.is_some() {
            return;
        }
        self.column.set(position, code);
        if let Some(list) = old.and_then(|code| self.lists.get_mut(code as usize)) {
            list.remove(position);
        }
        if let Some(list) = code.and_then(|code| self.lists.get_mut(code as usize)) {
            list.insert(position);
        }
    }

    /// How many activities of each status have the text of this number.
    pub(super) fn statuses(&self, code: u32) -> Option<&StatusCounts> {
        self.statuses.get(code as usize)
    }

    /// Changes how many activities have the text that an activity has, and its status.
    pub(super) fn count_at(&mut self, position: u32, status: u8, change: impl FnOnce(&mut u32)) {
        let code = self.column.get(position);
        if let Some(counts) = code.and_then(|code| self.statuses.get_mut(code as usize)) {
            counts.change(status, change);
        }
    }

    /// Counts all activities anew, whose statuses these are.
    pub(super) fn count_all(&mut self, statuses: &[u8]) {
        self.statuses.fill(StatusCounts::default());
        for (position, status) in (0..).zip(statuses) {
            self.count_at(position, *status, |count| *count += 1);
        }
    }

    /// The activities that have the text of this number.
    pub(super) fn list(&self, code: u32) -> Option<&Postings> {
        self.lists.get(code as usize)
    }

    /// The texts that at least one activity has, and their activities.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Postings)> {
        let lists =
            self.codes.iter().filter_map(|(text, code)| Some((text.as_str(), self.list(*code)?)));
        lists.filter(|(_, list)| !list.is_empty())
    }

    pub(super) fn shrink(&mut self) {
        self.lists.iter_mut().for_each(Postings::shrink);
        self.statuses.shrink_to_fit();
        self.column.shrink();
    }

    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.codes.keys().map(|text| text.len() + size_of::<String>() + 8).sum();
        let lists: usize = self.lists.iter().map(|list| list.bytes() + size_of::<Postings>()).sum();
        let statuses = self.statuses.capacity() * size_of::<StatusCounts>();
        texts + lists + statuses + self.column.bytes()
    }
}
