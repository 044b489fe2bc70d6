//! [`Dictionary`]: texts, and the activities that have each.

use hashbrown::HashMap;

use super::postings::Postings;

/// Texts, numbered in the order in which they came, and the activities that
/// have each.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    codes: HashMap<String, u32>,
    lists: Vec<Postings>,
}

impl Dictionary {
    /// The number of the text; a new one, if it was never seen.
    pub(super) fn code(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        let code = *self.codes.entry_ref(text).or_insert(next);
        if code == next {
            self.lists.push(Postings::default());
        }
        code
    }

    /// The activities that have the text of this number.
    pub(super) fn list_mut(&mut self, code: u32) -> Option<&mut Postings> {
        self.lists.get_mut(code as usize)
    }

    /// The activities that have the text.
    pub(super) fn list(&self, text: &str) -> Option<&Postings> {
        self.lists.get(*self.codes.get(text)? as usize)
    }

    /// The activities that have the text.
    pub(super) fn list_of_mut(&mut self, text: &str) -> Option<&mut Postings> {
        self.lists.get_mut(*self.codes.get(text)? as usize)
    }

    /// The texts that at least one activity has, and their activities.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Postings)> {
        let lists = self
            .codes
            .iter()
            .filter_map(|(text, code)| Some((text.as_str(), self.lists.get(*code as usize)?)));
        lists.filter(|(_, list)| !list.is_empty())
    }

    pub(super) fn shrink(&mut self) {
        self.lists.iter_mut().for_each(Postings::shrink);
    }

    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.codes.keys().map(|text| text.len() + size_of::<String>() + 8).sum();
        texts + self.lists.iter().map(|list| list.bytes() + size_of::<Postings>()).sum::<usize>()
    }
}
