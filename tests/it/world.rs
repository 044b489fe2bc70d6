//! Worlds: random records, the expected behaviour of a store with them, and queries about
//! them. The reference evaluator decides what matches.

#[path = "world/activity.rs"]
mod activity;
#[path = "world/change.rs"]
pub(crate) mod change;
#[path = "world/computer.rs"]
mod computer;
#[path = "world/named.rs"]
pub(crate) mod named;
#[path = "world/query.rs"]
mod query;
#[path = "world/term.rs"]
pub(crate) mod term;
#[path = "world/value.rs"]
mod value;

use std::collections::BTreeMap;
use std::fmt;

use activity_query::model::{Activity, Computer, FromRecord, Record, SavedSearch};
use activity_query::store::{Cursor, Order};
use activity_query::{
    ActivityId, ActivityQuery, Context, Diagnostic, Fleet, MemoryStore, PageRequest,
};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::prelude::*;

pub(crate) use activity::{activities, activity};
pub(crate) use computer::computer;
pub(crate) use named::{access_groups, searches};
pub(crate) use query::{Asked, asked, computer_query, with_queries};

/// Returns the position of an activity.
pub(crate) fn cursor_of(activity: &Record<Activity>) -> Cursor {
    Cursor::of(&activity.read().unwrap())
}

/// The time at which queries are evaluated.
pub(crate) fn now() -> DateTime<Utc> {
    "2024-07-11T00:00:00Z".parse().unwrap()
}

/// A record with the fields that terms read.
#[derive(Clone)]
struct Kept<T: FromRecord> {
    record: Record<T>,
    view: T,
}

impl<T: FromRecord> Kept<T> {
    fn new(record: Record<T>) -> Self {
        let view = record.read().unwrap();
        Self { record, view }
    }
}

/// The reference store: its records, with answers from the reference evaluator.
#[derive(Clone)]
pub(crate) struct World {
    activities: BTreeMap<ActivityId, Kept<Activity>>,
    computers: BTreeMap<i64, Kept<Computer>>,
    groups: Vec<(String, String)>,
    searches: BTreeMap<String, Kept<SavedSearch>>,
    fleet: Fleet,
    pub(crate) now: DateTime<Utc>,
}

/// Prints the texts of the records, one per line.
impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "at {}, with the access groups {:?}", self.now, self.groups)?;
        let activities = self.activities.values().map(|own| own.record.text());
        let computers = self.computers.values().map(|own| own.record.text());
        let searches = self.searches.values().map(|own| own.record.text());
        activities.chain(computers).chain(searches).try_for_each(|text| writeln!(f, "{text}"))
    }
}

/// A page of the reference store.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) activities: Vec<Record<Activity>>,
    pub(crate) next: Option<Cursor>,
    pub(crate) total: u64,
}

impl World {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self {
            activities: BTreeMap::new(),
            computers: BTreeMap::new(),
            groups: Vec::new(),
            searches: BTreeMap::new(),
            fleet: Fleet::default(),
            now,
        }
    }

    /// Adds activities; if an id occurs twice, the last one counts.
    pub(crate) fn put(&mut self, activities: impl IntoIterator<Item = Record<Activity>>) {
        let added = activities.into_iter().map(|own| (*own.id(), Kept::new(own)));
        self.activities.extend(added);
    }

    pub(crate) fn remove(&mut self, id: ActivityId) -> Option<Record<Activity>> {
        self.activities.remove(&id).map(|own| own.record)
    }

    pub(crate) fn clear(&mut self) {
        self.activities.clear();
    }

    pub(crate) fn put_computers(&mut self, computers: impl IntoIterator<Item = Record<Computer>>) {
        let added = computers.into_iter().map(|own| (own.id().get(), Kept::new(own)));
        self.computers.extend(added);
        self.set_fleet();
    }

    pub(crate) fn remove_computer(&mut self, id: i64) {
        self.computers.remove(&id);
        self.set_fleet();
    }

    pub(crate) fn set_groups(&mut self, groups: Vec<(String, String)>) {
        self.groups = groups;
        self.set_fleet();
    }

    pub(crate) fn set_searches(&mut self, searches: impl IntoIterator<Item = Record<SavedSearch>>) {
        let named = searches.into_iter().map(|own| (own.id().clone(), Kept::new(own)));
        self.searches = named.collect();
    }

    fn set_fleet(&mut self) {
        let computers = self.computers.values().map(|own| own.view.clone());
        self.fleet = Fleet::new(computers).with_access_groups(self.groups.clone());
    }

    /// Returns the fields of the activities that terms read, in ascending order of ids.
    pub(crate) fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.activities.values().map(|own| &own.view)
    }

    /// Returns the fields of the computers that terms read, in ascending order of ids.
    pub(crate) fn computers(&self) -> impl Iterator<Item = &Computer> {
        self.computers.values().map(|own| &own.view)
    }

    pub(crate) fn activity_records(&self) -> Vec<Record<Activity>> {
        self.activities.values().map(|own| own.record.clone()).collect()
    }

    pub(crate) fn computer_records(&self) -> Vec<Record<Computer>> {
        self.computers.values().map(|own| own.record.clone()).collect()
    }

    pub(crate) fn search_records(&self) -> Vec<Record<SavedSearch>> {
        self.searches.values().map(|own| own.record.clone()).collect()
    }

    pub(crate) fn groups(&self) -> &[(String, String)] {
        &self.groups
    }

    pub(crate) fn activity(&self, id: ActivityId) -> Option<&Record<Activity>> {
        self.activities.get(&id).map(|own| &own.record)
    }

    pub(crate) fn has_activities(&self) -> bool {
        !self.activities.is_empty()
    }

    pub(crate) fn fleet(&self) -> &Fleet {
        &self.fleet
    }

    pub(crate) fn context(&self) -> Context<'_> {
        let searches = self.searches.values().map(|own| &own.view);
        Context::new(self.now, &self.fleet).with_searches(searches)
    }

    /// Returns the text of a saved search.
    pub(crate) fn search(&self, name: &str) -> Option<&str> {
        self.searches.get(name).map(|own| own.view.search())
    }

    /// Returns the verdicts on every activity, in ascending order of ids.
    pub(crate) fn verdicts(&self, query: &ActivityQuery) -> Vec<bool> {
        let context = self.context();
        self.activities().map(|own| query.matches(own, &context).unwrap()).collect()
    }

    /// Creates a store in memory with the same records.
    pub(crate) fn memory(&self) -> MemoryStore {
        let store = MemoryStore::new();
        store.put_computers(self.computer_records());
        store.set_access_groups(self.groups.clone());
        store.set_searches(self.search_records());
        store.append(self.activity_records()).unwrap();
        store
    }

    /// Returns whether a store accepts these: each id once, and none that exists.
    pub(crate) fn accepts(&self, activities: &[Record<Activity>]) -> bool {
        let mut ids: Vec<ActivityId> = activities.iter().map(|own| *own.id()).collect();
        ids.sort();
        ids.dedup();
        ids.len() == activities.len() && ids.iter().all(|id| !self.activities.contains_key(id))
    }

    /// Returns the activities that match a query without saved searches, oldest first.
    fn matches(&self, query: &ActivityQuery) -> Vec<&Kept<Activity>> {
        let context = self.context();
        let matches = |own: &&Kept<Activity>| query.matches(&own.view, &context).unwrap();
        let mut found: Vec<_> = self.activities.values().filter(matches).collect();
        found.sort_by_key(|own| Cursor::of(&own.view));
        found
    }

    /// Returns the page, or the mistakes in the saved searches of the query.
    pub(crate) fn page(
        &self,
        query: &ActivityQuery,
        page: &PageRequest,
    ) -> Result<Answer, Vec<Diagnostic>> {
        let query = query.resolve(|name| self.search(name));
        let query = query.map_err(|error| error.diagnostics().to_vec())?;
        let mut found = self.matches(&query);
        let total = found.len() as u64;
        if page.order == Order::NewestFirst {
            found.reverse();
        }
        if let Some(cursor) = page.after {
            found.retain(|own| match page.order {
                Order::NewestFirst => Cursor::of(&own.view) < cursor,
                Order::OldestFirst => Cursor::of(&own.view) > cursor,
                other => panic!("no test for {other:?}"),
            });
        }
        let mut found = found.into_iter().skip(page.offset);
        let of_page: Vec<_> = found.by_ref().take(page.limit).collect();
        let next = of_page.last().map(|own| Cursor::of(&own.view));
        let next = next.filter(|_| found.next().is_some());
        let activities = of_page.into_iter().map(|own| own.record.clone()).collect();
        Ok(Answer { activities, next, total })
    }
}

/// A world with at most `most` activities and `computers` computers. Their ids are
/// below 60, or among the largest.
pub(crate) fn world_of(most: usize, computers: usize) -> BoxedStrategy<World> {
    let computers = vec(computer(), 0..=computers);
    // Times also have microseconds.
    let now = prop_oneof![Just(0), 1..1_000_i64]
        .prop_map(|nanoseconds| now() + chrono::TimeDelta::nanoseconds(nanoseconds));
    (activities(60, most), computers, access_groups(), searches(), now)
        .prop_map(|(activities, computers, groups, searches, now)| {
            let mut world = World::new(now);
            world.put(activities);
            world.put_computers(computers);
            world.set_groups(groups);
            world.set_searches(searches);
            world
        })
        .boxed()
}
