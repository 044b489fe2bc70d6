//! A store loads the lines that are activities, and no others, and gives each
//! back byte for byte.
#![no_main]

use activity_query::model::Activity;
use activity_query::{ActivityQuery, MemoryStore, Page};
use chrono::DateTime;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
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

    // What is asked of it is what was read.
    let mut query = ActivityQuery::id(activity.id);
    if let Some(status) = activity.activity_status.get() {
        query = query & ActivityQuery::status(*status);
    }
    if let Some(parent) = activity.parent_id.get() {
        query = query & ActivityQuery::parent_id(*parent);
    }
    if let Some(kind) = activity.kind.get().filter(|kind| !kind.is_empty()) {
        query = query & ActivityQuery::kind(kind);
    }
    let email = activity.creator.get().and_then(|creator| creator.email.get());
    if let Some(email) = email.filter(|email| !email.is_empty()) {
        query = query & ActivityQuery::creator(email);
    }
    let found = store.find_ids(&query, &Page::default(), DateTime::UNIX_EPOCH);
    assert_eq!(found.expect("no searches"), [activity.id], "{text:?}");
});
