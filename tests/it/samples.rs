//! The documented samples load, and come back equal.

use activity_query::model::{Activity, Computer};
use activity_query::{ComputerQuery, Context, Fleet};
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

#[test]
fn a_leap_second_comes_back_as_it_was() {
    let json = r#"{"id": 1, "creation_time": "2016-12-31T23:59:60Z"}"#;
    comes_back_equal::<Activity>(&serde_json::from_str(json).unwrap());
}

#[test]
fn records_with_the_names_of_the_web_interface_match() {
    let json = r#"{"id": 1, "alerts": [{"type": "ComputerOfflineAlert"}, {"type": "ComputerDuplicateAlert"}],
                   "profiles": [{"id": 8, "type": "security"}]}"#;
    let computer: Computer = serde_json::from_str(json).unwrap();
    let fleet = Fleet::default();
    let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    let matches =
        |text: &str| text.parse::<ComputerQuery>().unwrap().matches(&computer, &context).unwrap();
    assert!(matches("alert:computer-offline alert:computer-duplicates profile:usg:8"));
    assert!(!matches("alert:computer-reboot OR profile:usg:9 OR profile:wsl:8"));
}
