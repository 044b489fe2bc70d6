//! What a store has beside activities: computers, access groups, saved searches.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::bind::select;
use super::interrupt::Interrupt;
use super::{MemoryError, MemoryStore};
use crate::computer::ComputerQuery;
use crate::model::{Computer, ComputerId, Record, RecordError, SavedSearch};
use crate::store::StoreError;

impl MemoryStore {
    /// Puts computers in; each takes the place of the one that had its id.
    pub fn put_computers(&self, computers: impl IntoIterator<Item = Record<Computer>>) {
        let mut state = self.write();
        computers.into_iter().for_each(|computer| state.computers.put(computer));
    }

    /// Changes one computer, and says whether there is one of this id.
    ///
    /// No other thread changes the store meanwhile. The id stays as it is.
    ///
    /// # Errors
    /// Those of `change`; then nothing was changed.
    pub fn update_computer(
        &self,
        id: ComputerId,
        change: impl FnOnce(&mut Record<Computer>) -> Result<(), RecordError>,
    ) -> Result<bool, RecordError> {
        let mut state = self.write();
        let Some(mut computer) = state.computers.get(id).cloned() else { return Ok(false) };
        change(&mut computer)?;
        if *computer.id() != id {
            computer.set("id", &id)?;
        }
        state.computers.put(computer);
        Ok(true)
    }

    /// Takes a computer out; its activities stay, and are for no known one.
    pub fn remove_computer(&self, id: ComputerId) -> Option<Record<Computer>> {
        self.write().computers.remove(id)
    }

    /// Says which access groups there are: each one's name, and its parent's.
    pub fn set_access_groups<N: Into<String>, P: Into<String>>(
        &self,
        parents: impl IntoIterator<Item = (N, P)>,
    ) {
        let parents = parents.into_iter().map(|(name, parent)| (name.into(), parent.into()));
        self.write().computers.set_groups(parents);
    }

    /// Says which saved searches there are; of two with one name, the later
    /// one counts.
    pub fn set_searches(&self, searches: impl IntoIterator<Item = Record<SavedSearch>>) {
        let searches = searches.into_iter().map(|search| (search.id().clone(), search));
        self.write().set_searches(searches.collect());
    }

    /// The computer with this id.
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

    /// `GetComputers`: the computers that the query selects, in the order of
    /// their ids, those at these places among them.
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
    /// When the query names a saved search that can't be put in.
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
        let mut state = self.write();
        // A change that panics has changed nothing.
        let mut searches = state.searches().clone();
        let result = change(&mut searches);
        state.set_searches(searches);
        result
    }
}
