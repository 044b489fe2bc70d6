//! The records of the conformance suite, for every test that needs some.

use std::fs;
use std::path::PathBuf;

use activity_query::model::{Activity, Computer, SavedSearch};
use activity_query::{Context, Fleet};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The records that every implementation is tried on.
pub(crate) struct Fixture {
    pub(crate) activities: Vec<Activity>,
    pub(crate) fleet: Fleet,
    searches: Vec<SavedSearch>,
    now: DateTime<Utc>,
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn fixture_records<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(folder().join("fleet").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn fixture() -> Fixture {
    let groups: Vec<Value> = fixture_records("access-groups.json");
    let parents: Vec<(&str, &str)> = groups
        .iter()
        .filter_map(|group| Some((group["name"].as_str()?, group["parent"].as_str()?)))
        .collect();
    let computers: Vec<Computer> = fixture_records("computers.json");
    Fixture {
        activities: fixture_records("activities.json"),
        fleet: Fleet::new(computers).with_access_groups(parents),
        searches: fixture_records("searches.json"),
        now: "2024-07-11T00:00:00Z".parse().unwrap(),
    }
}

impl Fixture {
    pub(crate) fn context(&self) -> Context<'_> {
        Context::new(self.now, &self.fleet).with_searches(&self.searches)
    }
}
