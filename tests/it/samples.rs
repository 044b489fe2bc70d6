//! Tests that the documented samples load, and are returned unchanged.

use activity_query::model::{Activity, Computer, FromRecord, Record};
use activity_query::{ComputerQuery, Context, Fleet};
use serde_json::Value;

fn sample(name: &str) -> Value {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn comes_back_equal<T: FromRecord>(record: &Value) {
    let text = record.to_string();
    let read: Record<T> = serde_json::from_str(&text).unwrap();
    assert_eq!(read.text(), text);
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert_eq!(serde_json::from_value::<Record<T>>(record.clone()).unwrap(), read);
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
    assert!(
        message.starts_with("field `creation_time`: `soon` is not a time such as"),
        "{message}"
    );
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

#[test]
fn a_time_without_a_zone_is_utc_and_comes_back_as_it_was() {
    let json = r#"{"id": 1, "creation_time": "2023-12-14T17:31:12.723162"}"#;
    comes_back_equal::<Activity>(&serde_json::from_str(json).unwrap());
    let read: Activity = serde_json::from_str(json).unwrap();
    let utc = "2023-12-14T17:31:12.723162Z".parse().unwrap();
    assert_eq!(read.creation_time.get(), Some(&utc));
    let json = r#"{"id": 1, "last_ping_time": "2023-12-14T17:31:12"}"#;
    comes_back_equal::<Computer>(&serde_json::from_str(json).unwrap());
}

#[test]
fn an_invalid_id_is_an_error_that_names_the_field() {
    for (json, message) in [
        (r#"{"id": "x"}"#, "field `id`: `x` is not an id"),
        (r#"{"id": null}"#, "field `id`: null is not an id"),
        (r#"{"id": 1, "parent_id": "7"}"#, "field `parent_id`: `7` is not an id"),
        (r#"{"id": 1, "computer_id": -1}"#, "field `computer_id`: `-1` is not an id"),
        (r#"{"id": 1, "parent_id": 2, "parent_id": 2}"#, "duplicate field `parent_id`"),
        ("{}", "missing field `id`"),
    ] {
        let error = serde_json::from_str::<Activity>(json).unwrap_err();
        let place = format!("{message} at line 1 column ");
        assert!(error.to_string().starts_with(&place), "{error}");
    }
    let error = serde_json::from_str::<Computer>(r#"{"id": "x"}"#).unwrap_err().to_string();
    assert!(error.starts_with("field `id`: `x` is not an id at line 1"), "{error}");
    let json = r#"{"id": 1, "parent_id": "None", "computer_id": "None"}"#;
    comes_back_equal::<Activity>(&serde_json::from_str(json).unwrap());
}

#[test]
fn an_unreadable_licence_is_not_no_licence() {
    let fleet = Fleet::default();
    let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    for (json, unlicensed) in [
        (r#"{"id": 1}"#, true),
        (r#"{"id": 1, "license_id": null}"#, true),
        (r#"{"id": 1, "license_id": "None"}"#, true),
        (r#"{"id": 1, "license_id": "7"}"#, false),
        (r#"{"id": 1, "license_id": 7}"#, false),
    ] {
        let computer: Computer = serde_json::from_str(json).unwrap();
        for text in ["needs:license", "license-id:none"] {
            let query: ComputerQuery = text.parse().unwrap();
            assert_eq!(query.matches(&computer, &context).unwrap(), unlicensed, "{text} {json}");
        }
    }
}

#[test]
fn an_unreadable_element_does_not_affect_others() {
    let fleet = Fleet::default();
    let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    for (fields, text, said) in [
        (r#""tags": ["server", null]"#, "tag:server", "field `tags[1]`: `null` is not a text"),
        (
            r#""annotations": {"a": 7, "b": [1e400, "x"]}"#,
            "annotation:b:x annotation:a",
            "field `annotations.a`: `7` is not a text; field `annotations.b[0]`: `1e400` is not a text",
        ),
        (
            r#""profiles": ["?", {"id": 8, "type": "usg", "status": []}]"#,
            "profile:usg:8",
            "field `profiles[0]`: `?` is not a profile; field `profiles[1].status`: `[]` is not a text",
        ),
        (
            r#""wsl_profiles": [7, {"id": 8, "type": "wsl"}]"#,
            "profile:wsl:8",
            "field `wsl_profiles[0]`: `7` is not a profile",
        ),
        (
            r#""network_devices": [[], {"ip_address": "10.0.0.1", "mac_address": 7}]"#,
            "ip:10.0",
            "field `network_devices[0]`: `[]` is not a network interface; \
             field `network_devices[1].mac_address`: `7` is not a text",
        ),
        (
            r#""usns": [{"released": "1969-01-01T00:00:00Z"}, {"released": "soon"}, true]"#,
            "usn-outstanding:7",
            "field `usns[1].released`: `soon` is not a time such as `2023-03-06T18:52:09Z`; \
             field `usns[2]`: `true` is not a security notice",
        ),
        (
            r#""alerts": [null, {"type": 7}, "computer-offline"]"#,
            "alert:computer-offline",
            "field `alerts[0]`: `null` is not an alert; field `alerts[1].type`: `7` is not a text",
        ),
        (
            r#""grouped_hardware": {"cpu": ["?", {"vendor": "Intel", "size": "4 modules"}]}"#,
            "cpu.vendor:intel",
            "field `grouped_hardware.cpu[0]`: `?` is not a device; \
             field `grouped_hardware.cpu[1].size`: `4 modules` is not a size such as `8 GiB`",
        ),
        (r#""tags": "server""#, "id:1", "field `tags`: `server` is not a list"),
        (r#""tags": ["None"], "title": "None", "hostname": null"#, "tag:None", ""),
    ] {
        let record: Record<Computer> = format!("{{\"id\": 1, {fields}}}").parse().unwrap();
        let query: ComputerQuery = text.parse().unwrap();
        assert!(query.matches(&record.read().unwrap(), &context).unwrap(), "{text} {fields}");
        let found: Vec<String> = record.unreadable().iter().map(ToString::to_string).collect();
        assert_eq!(found.join("; "), said);
    }
}
