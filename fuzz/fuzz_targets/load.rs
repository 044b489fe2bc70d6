//! A store loads exactly the lines that are activities, and returns each byte for byte. A
//! file of access groups is read the same way, and computers are found by the groups above
//! theirs.
#![no_main]

use activity_query::model::{AccessGroup, Activity, Computer, Record};
use activity_query::store::RecordFile;
use activity_query::{ActivityQuery, ComputerQuery, Context, Fleet, MemoryStore, PageRequest};
use chrono::DateTime;
use libfuzzer_sys::fuzz_target;

/// The number of groups with a computer.
const COMPUTERS: usize = 4;

fn check_groups(text: &str) {
    let Ok(file) = RecordFile::<AccessGroup>::read(text) else { return };
    assert_eq!(file.with(|group| Some(group.clone())), text);
    let read = |group: &Record<AccessGroup>| group.read().expect("it was read before");
    let groups: Vec<AccessGroup> = file.records().map(read).collect();
    let parent = |group: &AccessGroup| Some((group.name.clone(), group.parent.get()?.clone()));
    let parents: Vec<(String, String)> = groups.iter().filter_map(parent).collect();

    let computer = |(id, group): (usize, &AccessGroup)| -> Record<Computer> {
        let computer = serde_json::json!({"id": id, "access_group": group.name});
        computer.to_string().parse().expect("a computer")
    };
    let computers: Vec<_> = groups.iter().take(COMPUTERS).enumerate().map(computer).collect();
    let own = computers.iter().map(|computer| computer.read().expect("it was read before"));
    let fleet = Fleet::new(own).with_access_groups(parents.clone());
    let store = MemoryStore::new();
    store.put_computers(computers);
    store.set_access_groups(parents.clone());

    let context = Context::new(DateTime::UNIX_EPOCH, &fleet);
    let mut names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    names.extend(parents.iter().map(|(_, parent)| parent.as_str()));
    for name in names {
        let query = ComputerQuery::access_group_recursive(name);
        let matches = |own: &&Computer| query.matches(own, &context).expect("no searches");
        let mut expected: Vec<_> = fleet.computers().filter(matches).map(|own| own.id).collect();
        expected.sort();
        let found = store.computers(&query, 0..COMPUTERS, DateTime::UNIX_EPOCH);
        let found = found.expect("no searches").into_iter().map(|own| *own.id());
        assert_eq!(found.collect::<Vec<_>>(), expected, "{query} in {text:?}");
    }
}

fn check_activity(text: &str) {
    let line = text.trim_start_matches('\u{FEFF}').trim();
    if line.is_empty() || line.contains('\n') {
        return;
    }
    let store = MemoryStore::new();
    let loaded = store.load(text.as_bytes(), |_| {});
    let Ok(activity) = serde_json::from_str::<Activity>(line) else {
        assert!(loaded.is_err(), "{text:?}");
        assert!(store.is_empty());
        return;
    };
    assert!(loaded.is_ok(), "{text:?}");
    let record = store.activity(activity.id).expect("it was loaded");
    assert_eq!(record.text(), line);
    assert_eq!(record.read().as_ref(), Ok(&activity));

    // A query for exactly the fields that were read.
    let mut query = ActivityQuery::id(activity.id);
    if let Some(status) = activity.activity_status.get() {
        query &= ActivityQuery::status(*status);
    }
    if let Some(parent) = activity.parent_id.get() {
        query &= ActivityQuery::parent_id(*parent);
    }
    if let Some(kind) = activity.kind.get().filter(|kind| !kind.is_empty()) {
        query &= ActivityQuery::kind(kind);
    }
    let email = activity.creator.get().and_then(|creator| creator.email.get());
    if let Some(email) = email.filter(|email| !email.is_empty()) {
        query &= ActivityQuery::creator(email);
    }
    let found = store.find_ids(&query, &PageRequest::default(), DateTime::UNIX_EPOCH);
    assert_eq!(found.expect("no searches"), [activity.id], "{text:?}");
}

fuzz_target!(|text: &str| {
    check_activity(text);
    check_groups(text);
});
