//! Tests that records are returned byte for byte by every store, and that a change edits only
//! the fields that it names.

use activity_query::model::{Activity, Computer, Record};
use activity_query::store::RecordFile;
use activity_query::{
    ActivityQuery, ActivityStore, ComputerQuery, MemoryStore, PageRequest, Selection,
};
use chrono::{DateTime, Utc};
use pollster::block_on;
use proptest::prelude::*;
use serde_json::value::RawValue;

use crate::arbitrary::{Parts, activities, computers, json};
use crate::strategy::config;

/// Changes write whole seconds, whatever the time is.
pub(crate) fn now() -> DateTime<Utc> {
    "2024-07-11T00:00:00.987654321Z".parse().unwrap()
}

/// The records as JSON lines.
pub(crate) fn lines(records: &[Parts]) -> String {
    records.iter().map(|record| record.text() + "\n").collect()
}

pub(crate) fn texts(records: &[Parts]) -> Vec<String> {
    records.iter().map(Parts::text).collect()
}

/// Cancels all undelivered records, and returns their ids.
pub(crate) fn canceled(records: &mut [Parts]) -> Vec<u32> {
    let is_undelivered = |record: &&mut Parts| {
        let status = record.get("activity_status");
        matches!(status, Some("\"undelivered\"" | "\"undeliver\\u0065d\""))
    };
    let change = |record: &mut Parts| {
        record.set("activity_status", "\"canceled\"");
        record.set("completion_time", "\"2024-07-11T00:00:00Z\"");
        record.set("modification_time", "\"2024-07-11T00:00:00Z\"");
        record.id
    };
    records.iter_mut().filter(is_undelivered).map(change).collect()
}

/// Returns the texts of all activities in a store, in ascending order of ids.
pub(crate) async fn stored<S: ActivityStore>(store: &S) -> Vec<String> {
    let (all, page) = (ActivityQuery::everything(), PageRequest::first(usize::MAX));
    let mut found = store.get_activities(&all, &page, now()).await.unwrap().activities;
    found.sort_by_key(|activity| *activity.id());
    found.into_iter().map(|activity| activity.into_text().into()).collect()
}

/// Checks that a store returns the activities as they were loaded, and changes only the
/// fields of those that it cancels.
pub(crate) async fn come_back<S: ActivityStore>(
    store: &S,
    mut records: Vec<Parts>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(stored(store).await, texts(&records));
    let undelivered = Selection::new("status:undelivered".parse().unwrap());
    let ids = store.cancel_activities(&undelivered, now()).await.unwrap();
    let expected: Vec<_> = canceled(&mut records).into_iter().map(Into::into).collect();
    prop_assert_eq!(ids, expected);
    prop_assert_eq!(stored(store).await, texts(&records));
    Ok(())
}

/// Returns the JSON without the white space outside strings.
fn tokens(json: &str) -> String {
    let mut is_text = false;
    let mut escaped = false;
    let is_token = |character: &char| {
        let kept = is_text || !character.is_ascii_whitespace();
        is_text ^= *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        kept
    };
    json.chars().filter(is_token).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn activities_come_back_as_they_came(records in activities()) {
        let store = MemoryStore::new();
        store.load(lines(&records).as_bytes(), |_| {}).unwrap();
        block_on(come_back(&store, records.clone()))?;

        let appended = MemoryStore::new();
        let file = lines(&records);
        appended.append(RecordFile::read(&file).unwrap().into_records()).unwrap();
        block_on(come_back(&appended, records))?;
    }

    #[test]
    fn computers_come_back_as_they_came(records in computers()) {
        let store = MemoryStore::new();
        let file = lines(&records);
        store.put_computers(RecordFile::read(&file).unwrap().into_records());
        let found = store.computers(&ComputerQuery::everything(), 0..usize::MAX, now()).unwrap();
        let found: Vec<&str> = found.iter().map(Record::text).collect();
        prop_assert_eq!(found, texts(&records));
    }

    #[test]
    fn a_file_is_written_as_it_was_read(records in activities(), indent in "[ \n\t]{0,3}") {
        let array = |records: &[Parts]| {
            let records = texts(records).join(&format!("{indent},{indent}"));
            format!("\u{feff}{indent}[{indent}{records}{indent}]\n{indent}")
        };
        let mut changed = records.clone();
        canceled(&mut changed);
        for (text, changed) in [
            (array(&records), array(&changed)),
            (lines(&records), lines(&changed)),
        ] {
            let file = RecordFile::<Activity>::read(&text).unwrap();
            prop_assert_eq!(&file.with(|_| None), &text);
            let store = MemoryStore::new();
            store.append(file.records().cloned()).unwrap();
            let undelivered = Selection::new("status:undelivered".parse().unwrap());
            block_on(store.cancel_activities(&undelivered, now())).unwrap();
            prop_assert_eq!(file.with(|record| store.activity(*record.id())), changed);
        }
    }

    /// One line has the same tokens.
    #[test]
    fn a_record_is_written_on_one_line(record in activities(), blank in "[ \n\t\r]{0,2}") {
        for record in record {
            let text = format!("{{{blank}\"z\"{blank}:{blank}[{blank}]{blank},{}", &record.text()[1..]);
            let record: Record<Activity> = text.parse().unwrap();
            prop_assert_eq!(record.text(), &text);
            let line = record.line();
            prop_assert!(!line.contains(['\n', '\r']));
            // The tokens are the same, and only strings contain white space.
            let raw: &RawValue = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(tokens(raw.get()), tokens(&text));
            if !blank.contains(['\n', '\r']) {
                prop_assert_eq!(&*line, &text);
            }
        }
    }

    /// A field is edited in place, and removed with its comma.
    #[test]
    fn an_edit_leaves_the_rest(record in activities(), value in json(), fresh in any::<bool>()) {
        for parts in record {
            let mut record: Record<Activity> = parts.text().parse().unwrap();
            let before = record.text().to_owned();
            let name = if fresh { "fresh" } else { "approval_time" };
            let old = record.field(name).map(str::to_owned);
            prop_assert_eq!(old.as_deref(), parts.get(name));
            let raw: Box<RawValue> = serde_json::from_str(&value).unwrap();
            record.set(name, &raw).unwrap();
            prop_assert_eq!(record.field(name), Some(value.as_str()));
            let mut expected = parts.clone();
            expected.set(name, &value);
            prop_assert_eq!(record.text(), expected.text());
            record.remove(name).unwrap();
            prop_assert_eq!(record.field(name), None);
            if old.is_none() {
                prop_assert_eq!(record.text(), before);
            }
        }
    }
}

#[test]
fn a_field_that_terms_read_is_there_once() {
    for (json, message) in [
        (r#"{"id": 1, "id": 1}"#, "duplicate field `id`"),
        (r#"{"id": 1, "type": "A", "t\u0079pe": "A"}"#, "duplicate field `type`"),
        (
            r#"{"id": 1, "creator": {"email": "a@b", "email": "a@b"}}"#,
            "field `creator`: duplicate field `email`",
        ),
    ] {
        let error = Record::<Activity>::new(json).unwrap_err();
        assert_eq!(error.message, message, "{json}");
        let loaded = MemoryStore::new().load(json.as_bytes(), |_| {}).unwrap_err().to_string();
        assert!(loaded.contains(message), "{loaded}");
    }
    for (json, message) in [
        (r#"{"id": 1, "tags": [], "tags": []}"#, "duplicate field `tags`"),
        (
            r#"{"id": 1, "annotations": {"a": "b", "\u0061": "b"}}"#,
            "field `annotations`: duplicate field `a`",
        ),
        (
            r#"{"id": 1, "profiles": [{"id": 1, "id": 2}]}"#,
            "field `profiles`: duplicate field `id`",
        ),
    ] {
        assert_eq!(Record::<Computer>::new(json).unwrap_err().message, message, "{json}");
    }
}

#[test]
fn a_deep_record_is_kept_on_a_small_stack() {
    let work = || {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        let text = format!("{{\"id\": 1, \"children\": {deep}, \"type\": {deep}}}");
        let mut record: Record<Activity> = text.parse().unwrap();
        record.set("activity_status", "failed").unwrap();
        let store = MemoryStore::new();
        store.append([record.clone()]).unwrap();
        assert_eq!(store.activity(1_u32.into()), Some(record));
        let text = format!("{{\"id\": 1, \"annotations\": {{\"a\": {deep}}}, \"tags\": [{deep}]}}");
        assert!(text.parse::<Record<Computer>>().is_ok());
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}
