//! What a store has beside activities: computers, access groups, saved searches.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::bind::select;
use super::computers::{Computers, groups_of};
use super::interrupt::Interrupt;
use super::lock::Turn;
use super::state::{Searches, texts_of};
use super::{MemoryError, MemoryStore};
use crate::computer::ComputerQuery;
use crate::model::{Computer, ComputerId, Record, RecordError, SavedSearch};
use crate::store::StoreError;

/// Up to this many computers are changed in their place, while those who read
/// wait.
const FEW: usize = 8;

impl MemoryStore {
    /// Adds computers; each replaces the one with the same id.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    ///
    /// let store = MemoryStore::new();
    /// store.append([r#"{"id": 7, "computer_id": 4}"#.parse()?])?;
    /// store.put_computers([r#"{"id": 4, "tags": ["laptop"]}"#.parse()?]);
    /// assert_eq!(store.count(&"computer:tag:laptop".parse()?, chrono::Utc::now())?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_computers(&self, computers: impl IntoIterator<Item = Record<Computer>>) {
        let computers: Vec<Record<Computer>> = computers.into_iter().collect();
        self.turn().put_computers(computers);
    }

    /// Changes one computer, and returns whether there is one with this id.
    ///
    /// No other thread changes the store in the meantime. The id stays as it is.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    ///
    /// let store = MemoryStore::new();
    /// store.put_computers([r#"{"id": 4}"#.parse()?]);
    /// assert!(store.update_computer(4_u32.into(), |computer| computer.set("tags", &["web"]))?);
    /// assert!(!store.update_computer(5_u32.into(), |_| Ok(()))?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If `change` fails; then nothing was changed.
    pub fn update_computer(
        &self,
        id: ComputerId,
        change: impl FnOnce(&mut Record<Computer>) -> Result<(), RecordError>,
    ) -> Result<bool, RecordError> {
        let turn = self.turn();
        let Some(mut computer) = self.computer(id) else { return Ok(false) };
        change(&mut computer)?;
        if *computer.id() != id {
            computer.set("id", &id)?;
        }
        turn.put_computers(vec![computer]);
        Ok(true)
    }

    /// Removes a computer, and returns it. Its activities stay, but their computer is unknown.
    pub fn remove_computer(&self, id: ComputerId) -> Option<Record<Computer>> {
        self.turn().change(|state| state.computers.remove(id))
    }

    /// Sets the access groups: each group's name and its parent's.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    ///
    /// let store = MemoryStore::new();
    /// store.set_access_groups([("web", "europe"), ("europe", "global")]);
    /// store.put_computers([r#"{"id": 4, "access_group": "web"}"#.parse()?]);
    /// let query = "access-group-recursive:europe".parse()?;
    /// let found = store.computers(&query, 0..10, chrono::Utc::now())?;
    /// assert_eq!(found.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_access_groups<N: Into<String>, P: Into<String>>(
        &self,
        parents: impl IntoIterator<Item = (N, P)>,
    ) {
        let parents = parents.into_iter().map(|(name, parent)| (name.into(), parent.into()));
        let groups = groups_of(parents);
        let replaced = self.turn().change(|state| state.computers.set_groups(groups));
        drop(replaced);
    }

    /// Sets the saved searches; if a name occurs twice, the later one counts.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::model::{Record, SavedSearch};
    ///
    /// let store = MemoryStore::new();
    /// store.put_computers([r#"{"id": 4, "tags": ["laptop"]}"#.parse()?]);
    /// store.set_searches([Record::<SavedSearch>::named("laptops", "tag:laptop")]);
    /// let found = store.computers(&"search:laptops".parse()?, 0..10, chrono::Utc::now())?;
    /// assert_eq!(found.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_searches(&self, searches: impl IntoIterator<Item = Record<SavedSearch>>) {
        let searches = searches.into_iter().map(|search| (search.id().clone(), search));
        let searches: Searches = searches.collect();
        self.turn().set_searches(searches);
    }

    /// Returns the computer with this id.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::model::{Computer, Record};
    ///
    /// let store = MemoryStore::new();
    /// let computer: Record<Computer> = r#"{"id": 4}"#.parse()?;
    /// store.put_computers([computer.clone()]);
    /// assert_eq!(store.computer(4_u32.into()), Some(computer));
    /// # Ok::<(), activity_query::model::RecordError>(())
    /// ```
    #[must_use]
    pub fn computer(&self, id: ComputerId) -> Option<Record<Computer>> {
        self.read().computers.get(id).cloned()
    }

    /// `GetComputers`: returns the computers that the query selects in the order of their ids,
    /// from the start of the range to its end.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::model::{Computer, Record};
    ///
    /// let store = MemoryStore::new();
    /// let computers = r#"[{"id": 4, "tags": ["web"]}, {"id": 2, "tags": ["web"]}, {"id": 3}]"#;
    /// store.put_computers(serde_json::from_str::<Vec<Record<Computer>>>(computers)?);
    /// let found = store.computers(&"tag:web".parse()?, 0..1000, chrono::Utc::now())?;
    /// assert_eq!(found.iter().map(|computer| computer.id().get()).collect::<Vec<_>>(), [2, 4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        self.until(&|| false).computers(query, places, now)
    }

    pub(super) fn select_computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<Record<Computer>>, StoreError<MemoryError>> {
        let state = self.read();
        let query = query.resolve(|name| state.search(name))?;
        let mut found: Vec<&Record<Computer>> = select(&query, &state.computers, now, interrupt)?
            .iter()
            .filter_map(|slot| state.computers.at(slot))
            .collect();
        found.sort_unstable_by_key(|computer| *computer.id());
        let found = found.into_iter().skip(places.start).take(places.len());
        Ok(found.cloned().collect())
    }

    /// The access groups: each one's name, and its parent's.
    #[must_use]
    pub fn access_groups(&self) -> Vec<(String, String)> {
        let state = self.read();
        let groups = state.computers.groups();
        groups.map(|(name, parent)| (name.to_owned(), parent.to_owned())).collect()
    }

    /// The saved searches, in the order of their names.
    #[must_use]
    pub fn searches(&self) -> Vec<Record<SavedSearch>> {
        self.read().searches().values().cloned().collect()
    }

    /// Changes the saved searches, which are given by their names.
    ///
    /// No other thread changes the store meanwhile, so that what `change` finds is
    /// what it writes over.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::model::Record;
    ///
    /// let store = MemoryStore::new();
    /// let farm = Record::named("farm", "tag:web");
    /// let is_new = store.update_searches(|searches| searches.insert("farm".into(), farm).is_none());
    /// assert!(is_new);
    /// assert_eq!(store.searches()[0].text(), r#"{"name":"farm","search":"tag:web"}"#);
    /// ```
    pub fn update_searches<R>(
        &self,
        change: impl FnOnce(&mut BTreeMap<String, Record<SavedSearch>>) -> R,
    ) -> R {
        let turn = self.turn();
        // A change that panics has changed nothing.
        let mut searches = turn.read().searches().clone();
        let result = change(&mut searches);
        turn.set_searches(searches);
        result
    }
}

impl Turn<'_> {
    /// Adds computers: a few in their place, many to a copy of all.
    fn put_computers(&self, new: Vec<Record<Computer>>) {
        let count = new.len();
        let put = |computers: &mut Computers| {
            for computer in new {
                computers.put(computer);
            }
        };
        if count <= FEW {
            return self.change(|state| put(&mut state.computers));
        }
        let mut computers = self.read().computers.clone();
        put(&mut computers);
        let replaced = self.change(|state| std::mem::replace(&mut state.computers, computers));
        drop(replaced);
    }

    fn set_searches(&self, searches: Searches) {
        let texts = texts_of(&searches);
        let replaced = self.change(|state| state.set_searches(searches, texts));
        drop(replaced);
    }
}
