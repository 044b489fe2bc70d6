//! The verdicts on a fleet of records obey the laws of AND, OR and NOT, the
//! text of a query decides as the query does, and so does a store in memory.
#![no_main]

use std::sync::LazyLock;

use activity_query::model::{Activity, Computer, Fields, Record, SavedSearch};
use activity_query::{
    ActivityId, ActivityQuery, ComputerQuery, Context, Fleet, MemoryStore, Page, RecordFile, Status,
};
use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;

struct Records {
    activities: Vec<Activity>,
    fleet: Fleet,
    searches: Vec<SavedSearch>,
    store: MemoryStore,
}

static RECORDS: LazyLock<Records> = LazyLock::new(|| {
    let computers = records(include_str!("../../tests/cases/fleet/computers.json"));
    let activities = records(include_str!("../../tests/cases/fleet/activities.json"));
    let searches = records(include_str!("../../tests/cases/fleet/searches.json"));
    let fleet = Fleet::new(views::<Computer>(&computers));
    let (own, named) = (views(&activities), views(&searches));
    let store = MemoryStore::new();
    store.put_computers(computers);
    store.append(activities).expect("ids of their own");
    store.set_searches(searches);
    Records { activities: own, fleet, searches: named, store }
});

fn records<T: Fields>(text: &str) -> Vec<Record<T>> {
    RecordFile::read(text).expect("the fixture fleet is valid").into_records()
}

fn views<T: Fields>(records: &[Record<T>]) -> Vec<T> {
    records.iter().map(|record| record.read().expect("it was read before")).collect()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_720_656_000, 0).expect("a time")
}

fn context() -> Context<'static> {
    Context::new(now(), &RECORDS.fleet).with_searches(&RECORDS.searches)
}

fn check(query: &ActivityQuery, text: &str) {
    let context = context();
    let other = ActivityQuery::status(Status::Failed);
    let printed: ActivityQuery = query.to_string().parse().expect("canonical text is a query");
    let mut ids: Vec<ActivityId> = Vec::new();
    for activity in &RECORDS.activities {
        let decide = |query: &ActivityQuery| query.matches(activity, &context);
        let Ok(verdict) = decide(query) else { return };
        let failed = decide(&other) == Ok(true);
        assert_eq!(decide(&printed), Ok(verdict), "{text:?}");
        assert_eq!(decide(&!query.clone()), Ok(!verdict), "{text:?}");
        assert_eq!(decide(&(query.clone() & other.clone())), Ok(verdict && failed), "{text:?}");
        assert_eq!(decide(&(query.clone() | other.clone())), Ok(verdict || failed), "{text:?}");
        ids.extend(verdict.then_some(activity.id));
    }
    let found = RECORDS.store.find_ids(query, &Page::first(1000), now());
    let mut found = found.expect("the searches can be put in");
    assert_eq!(RECORDS.store.count(query, now()).ok(), Some(found.len() as u64), "{text:?}");
    found.sort();
    ids.sort();
    assert_eq!(found, ids, "{text:?}");
}

fuzz_target!(|text: &str| {
    if let Ok(query) = text.parse::<ActivityQuery>() {
        check(&query, text);
    }
    if let Ok(query) = text.parse::<ComputerQuery>() {
        check(&ActivityQuery::computer(query), text);
    }
});
