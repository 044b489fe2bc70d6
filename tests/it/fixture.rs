//! The records of the conformance suite, for all tests that need some.

use std::fs;
use std::path::{Path, PathBuf};

use activity_query::model::{Activity, Computer, FromRecord, Record, SavedSearch};
use activity_query::{Context, Fleet, MemoryStore};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The records that every implementation is tested with.
pub(crate) struct Fixture {
    /// The fields of the activities that terms read.
    pub(crate) activities: Vec<Activity>,
    pub(crate) fleet: Fleet,
    pub(crate) searches: Vec<SavedSearch>,
    pub(crate) records: Records,
    /// The same in a store.
    pub(crate) store: MemoryStore,
    now: DateTime<Utc>,
}

/// The records as they are in the files.
pub(crate) struct Records {
    pub(crate) activities: Vec<Record<Activity>>,
    pub(crate) computers: Vec<Record<Computer>>,
    pub(crate) searches: Vec<Record<SavedSearch>>,
}

impl Records {
    /// Creates a store of these activities, and of all other records in the files.
    pub(crate) fn store(&self, activities: Vec<Record<Activity>>) -> MemoryStore {
        let store = MemoryStore::new();
        store.append(activities).unwrap();
        store.put_computers(self.computers.clone());
        store.set_access_groups(access_groups());
        store.set_searches(self.searches.clone());
        store
    }
}

/// Reads the fields of the records that terms read.
pub(crate) fn views<T: FromRecord>(records: &[Record<T>]) -> Vec<T> {
    records.iter().map(|record| record.read().unwrap()).collect()
}

/// The folder of the suite, also for crates inside this one that have tests of their own.
pub(crate) fn folder() -> PathBuf {
    let around = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    around.map(|folder| folder.join("tests/cases")).find(|folder| folder.is_dir()).unwrap()
}

fn fixture_records<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(folder().join("fleet").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Returns the access groups, each with its parent.
pub(crate) fn access_groups() -> Vec<(String, String)> {
    let groups: Vec<Value> = fixture_records("access-groups.json");
    let name = |group: &Value, key: &str| Some(group[key].as_str()?.to_owned());
    let parents = groups.iter();
    parents.filter_map(|group| Some((name(group, "name")?, name(group, "parent")?))).collect()
}

pub(crate) fn fixture() -> Fixture {
    let parents = access_groups();
    let records = Records {
        activities: fixture_records("activities.json"),
        computers: fixture_records("computers.json"),
        searches: fixture_records("searches.json"),
    };
    Fixture {
        store: records.store(records.activities.clone()),
        activities: views(&records.activities),
        fleet: Fleet::new(views(&records.computers)).with_access_groups(parents),
        searches: views(&records.searches),
        records,
        now: "2024-07-11T00:00:00Z".parse().unwrap(),
    }
}

impl Fixture {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context::new(self.now, &self.fleet).with_searches(&self.searches)
    }
}
