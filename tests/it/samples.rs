//! The documented samples load, and come back equal.

use activity_query::model::{Activity, Computer};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn sample(name: &str) -> Value {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn comes_back_equal<T: DeserializeOwned + Serialize>(record: &Value) {
    let read: T = serde_json::from_str(&record.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), *record);
}

#[test]
fn documented_activities() {
    let records = sample("documented-activities.json");
    assert_eq!(records.as_array().unwrap().len(), 2);
    records.as_array().unwrap().iter().for_each(comes_back_equal::<Activity>);
}

#[test]
fn documented_computers() {
    let records = sample("documented-computers.json");
    assert_eq!(records.as_array().unwrap().len(), 9);
    records.as_array().unwrap().iter().for_each(comes_back_equal::<Computer>);
}

#[test]
fn documented_pages_of_activities() {
    let mut seen = 0;
    for page in sample("documented-rest-responses.json").as_array().unwrap() {
        let records = page
            .get("results")
            .map_or(vec![page.clone()], |results| results.as_array().unwrap().clone());
        seen += records.len();
        records.iter().for_each(comes_back_equal::<Activity>);
    }
    assert_eq!(seen, 4);
}

#[test]
fn a_malformed_creation_time_is_named_with_its_place() {
    let error = serde_json::from_str::<Activity>("{\"id\": 1,\n \"creation_time\": \"soon\"}");
    let message = error.unwrap_err().to_string();
    assert!(message.starts_with("`soon` is not a time such as"), "{message}");
    assert!(message.contains("line 2"), "{message}");
}
