//! What is sent, compared with what `landscape-api-py3` sends for the same calls:
//! `tests/server/recorded.py` records it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fake::{Fake, Reply, Request};
use super::running::{ACCESS, SECRET, wait_for_changes};
use super::{Running, answer_of, asked};

#[derive(Debug, Deserialize, PartialEq)]
struct Recorded {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    parameters: BTreeMap<String, String>,
}

/// The runs that make the recorded calls, in their order.
const RUNS: [&[&str]; 8] = [
    &["find", "status:failed computer:tag:laptop"],
    &["find", "creator:\"Zoë & co\" NOT id:7", "--limit", "5", "--offset", "2"],
    &["find", ""],
    &["types"],
    &["cancel", "status:waiting"],
    &["approve", "status:unapproved"],
    &["computers", "tag:laptop NOT needs:reboot"],
    &["searches"],
];

fn recorded(request: &Request) -> Recorded {
    let decoded =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        (decoded(name), decoded(value))
    };
    let mut parameters: BTreeMap<_, _> = request.form.split('&').map(pair).collect();
    let timestamp = parameters.remove("timestamp").unwrap();
    assert_eq!((timestamp.len(), timestamp.ends_with('Z')), (20, true), "{timestamp}");
    assert_eq!(parameters.remove("signature").unwrap().len(), 44);
    Recorded { path: request.path.clone(), kind: request.kind.clone(), parameters }
}

#[test]
fn requests_are_those_of_the_client_in_python() {
    let selects = ["status%3Awaiting&", "status%3Aunapproved&"];
    let fake = Fake::new(move |request| {
        let has = |part: &str| request.form.contains(part);
        let body = if has("action=CancelActivities") || has("action=ApproveActivities") {
            "[7]"
        } else if selects.iter().any(|query| has(query)) {
            r#"[{"id": 7}]"#
        } else {
            "[]"
        };
        Reply::Whole(200, "", body.to_owned())
    });
    for run in RUNS {
        answer_of(&asked(&fake.url, Some((ACCESS, SECRET)), run, "y\n"));
    }
    let mut sent: Vec<Recorded> = fake.requests().iter().map(recorded).collect();
    // What a change selects is shown first.
    sent.retain(|request| {
        let query = request.parameters.get("query").map(String::as_str);
        request.parameters["action"] != "GetActivities"
            || !matches!(query, Some("status:waiting" | "status:unapproved"))
    });
    let expected: Vec<Recorded> = serde_json::from_str(include_str!("requests.json")).unwrap();
    assert_eq!(sent, expected);
}

#[test]
fn the_example_server_accepts_them() {
    let server = Running::signed(&[]);
    wait_for_changes();
    for run in RUNS {
        answer_of(&server.run(run, "y\n"));
    }
}
