//! The verdicts on a fleet of records obey the laws of AND, OR and NOT, and the query's text,
//! parsed again, and a store in memory give the same verdicts.
//!
//! The first line is the query. Each line after it is an access group and its parent,
//! `web<server`, which replace those of the fixture.
#![no_main]

use std::sync::LazyLock;

use activity_query::model::{AccessGroup, Activity, Computer, FromRecord, Record, SavedSearch};
use activity_query::store::RecordFile;
use activity_query::{
    ActivityId, ActivityQuery, ComputerQuery, Context, Fleet, MemoryStore, PageRequest, Status,
};
use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;

struct Records {
    activities: Vec<Activity>,
    computers: Vec<Computer>,
    groups: Vec<(String, String)>,
    searches: Vec<SavedSearch>,
    store: MemoryStore,
}

static RECORDS: LazyLock<Records> = LazyLock::new(|| {
    let computers = records(include_str!("../../tests/cases/fleet/computers.json"));
    let activities = records(include_str!("../../tests/cases/fleet/activities.json"));
    let searches = records(include_str!("../../tests/cases/fleet/searches.json"));
    let groups = records(include_str!("../../tests/cases/fleet/access-groups.json"));
    let parent = |group: AccessGroup| Some((group.name, group.parent.get()?.clone()));
    let groups = views(&groups).into_iter().filter_map(parent).collect();
    let (own, named, machines) = (views(&activities), views(&searches), views(&computers));
    let store = MemoryStore::new();
    store.put_computers(computers);
    store.append(activities).expect("ids of their own");
    store.set_searches(searches);
    Records { activities: own, computers: machines, groups, searches: named, store }
});

fn records<T: FromRecord>(text: &str) -> Vec<Record<T>> {
    RecordFile::read(text).expect("the fixture fleet is valid").into_records()
}

fn views<T: FromRecord>(records: &[Record<T>]) -> Vec<T> {
    records.iter().map(|record| record.read().expect("it was read before")).collect()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_720_656_000, 0).expect("a time")
}

/// Returns the access groups in the lines, or those of the fixture. If a group occurs twice,
/// the later line counts.
fn access_groups(lines: &str) -> Vec<(String, String)> {
    let read = |line: &str| {
        let (name, parent) = line.split_once('<')?;
        Some((name.to_owned(), parent.to_owned()))
    };
    let groups: Vec<_> = lines.lines().filter_map(read).collect();
    if groups.is_empty() { RECORDS.groups.clone() } else { groups }
}

fn check(query: &ActivityQuery, text: &str, fleet: &Fleet) {
    let context = Context::new(now(), fleet).with_searches(&RECORDS.searches);
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
    let found = RECORDS.store.find_ids(query, &PageRequest::first(1000), now());
    let mut found = found.expect("the searches can be put in");
    assert_eq!(RECORDS.store.count(query, now()).ok(), Some(found.len() as u64), "{text:?}");
    found.sort();
    ids.sort();
    assert_eq!(found, ids, "{text:?}");
}

fuzz_target!(|text: &str| {
    let (query, lines) = text.split_once('\n').unwrap_or((text, ""));
    let of_activities = query.parse::<ActivityQuery>().ok();
    let of_computers = query.parse::<ComputerQuery>().ok().map(ActivityQuery::computer);
    let queries: Vec<ActivityQuery> = of_activities.into_iter().chain(of_computers).collect();
    if queries.is_empty() {
        return;
    }
    let groups = access_groups(lines);
    RECORDS.store.set_access_groups(groups.clone());
    let fleet = Fleet::new(RECORDS.computers.clone()).with_access_groups(groups);
    for query in queries {
        check(&query, text, &fleet);
    }
});
