//! `aq probe`: the example server shares all choices, and one that does not is told.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use super::super::file;
use super::fake::{Fake, Reply};
use super::{Running, answer_of, asked, report_of};

/// A server whose records tell every choice from the others.
fn telling() -> Running {
    let mut lines = String::new();
    for id in 1..=72 {
        let (day, hour) = (1 + id / 24, id % 24);
        let month = if id < 30 { "06" } else { "07" };
        let kind = ["RestartRequest", "UsgActivity", "InstallSnaps"][id % 3];
        let status = ["failed", "succeeded", "canceled", "waiting"][id % 4];
        let mut record = json!({
            "id": id,
            "type": kind,
            "activity_status": status,
            "creation_time": format!("2024-{month}-{day:02}T{hour:02}:{:02}:07Z", 59 - id % 60),
        });
        if id % 5 > 0 {
            let email = ["jo@example.com", "sam@example.com"][id % 2];
            record["creator"] = json!({ "email": email });
            record["computer_id"] = json!(1 + id % 2);
        }
        if id > 60 {
            record["parent_id"] = json!(id % 2 + 1);
            record["creation_time"] = json!("2024-07-10T00:00:00Z");
        }
        lines.extend([record.to_string(), "\n".to_owned()]);
    }
    let computers = r#"[{"id": 1, "title": "A", "hostname": "Alpha", "tags": ["web"]},
        {"id": 2, "title": "B", "hostname": "beta", "tags": ["db"]}]"#;
    let activities = file("telling-activities.jsonl", lines);
    let computers = file("telling-computers.json", computers);
    Running::open(&["--activities", &activities, "--computers", &computers])
}

fn outcomes(report: &str) -> Vec<(String, String, Option<String>)> {
    let report: Value = serde_json::from_str(report).unwrap();
    let questions = report["questions"].as_array().unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let of = |own: &Value| {
        (text(&own["question"]).unwrap(), text(&own["outcome"]).unwrap(), text(&own["instead"]))
    };
    questions.iter().map(of).collect()
}

#[test]
fn the_example_server_shares_all_choices() {
    let report = telling().answer(&["probe", "--json"]);
    let outcomes = outcomes(&report);
    assert!(outcomes.len() > 40);
    for (question, outcome, instead) in &outcomes {
        assert_eq!((outcome.as_str(), instead), ("shared", &None), "{question}");
    }
    let mut names: Vec<_> = outcomes.iter().map(|own| &own.0).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), outcomes.len(), "each name once");
    for secret in ["example.com", "127.0.0.1", "alpha", "Alpha", "RestartRequest", "2024"] {
        assert!(!report.contains(secret), "{secret}: {report}");
    }
    let sample = Running::signed(&[]).answer(&["probe"]);
    assert!(sample.contains(" 0 differ, "), "{sample}");
    assert!(
        sample.starts_with("shared         `a b OR c` is `a` and one of `b`, `c`\n"),
        "{sample}"
    );
}

/// What the server at this address answers to this form.
fn relayed(address: &str, form: &str) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = form.len();
    write!(
        stream,
        "POST /api/ HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply::Whole(status, "", body.to_owned())
}

/// A server of another mind: a blank binds tighter than OR, the case of creators matters,
/// dates include their ends, and parentheses are refused.
#[test]
fn what_differs_is_told() {
    let server = telling();
    let address = server.address.clone();
    let other = Fake::new(move |request| {
        let Some((before, rest)) = request.form.split_once("query=") else {
            return relayed(&address, &request.form);
        };
        let (query, after) = rest.split_once('&').unwrap_or((rest, ""));
        let query = percent_decode_str(query).decode_utf8().unwrap().into_owned();
        if query.contains('(') {
            let refusal = r#"{"error": "InvalidQueryError", "message": "no"}"#;
            return Reply::Whole(400, "", refusal.to_owned());
        }
        let changed = if query.starts_with("creator:") && query.contains("@EXAMPLE") {
            "id:0 NOT id:0".to_owned()
        } else if query.starts_with("created-after:") {
            query.replace("07Z", "08Z")
        } else if query.contains(" OR ") && !query.contains("NOT") && !query.contains("AND") {
            query.split(" OR ").map(|part| format!("({part})")).collect::<Vec<_>>().join(" OR ")
        } else {
            query
        };
        let changed = utf8_percent_encode(&changed, NON_ALPHANUMERIC);
        relayed(&address, &format!("{before}query={changed}&{after}"))
    });
    let report = answer_of(&asked(&other.url, None, &["probe", "--json"], ""));
    let differing: Vec<_> = outcomes(&report)
        .into_iter()
        .filter(|(_, outcome, _)| outcome != "shared")
        .map(|(question, outcome, instead)| {
            assert_eq!(outcome, "differs", "{question}");
            (question, instead.unwrap())
        })
        .collect();
    let expected = [
        ("or-before-and", "a blank binds tighter than `OR`"),
        ("parentheses", "the query is refused"),
        ("group-of-values", "the query is refused"),
        ("case-of-creators", "it selects nothing"),
        ("parenthesised-computer-query", "the query is refused"),
        ("after-includes-its-instant", "it is left out"),
    ];
    let expected = expected.map(|(name, instead)| (name.to_owned(), instead.to_owned()));
    assert_eq!(differing, expected);
    let told = answer_of(&asked(&other.url, None, &["probe"], ""));
    let line =
        "differs        `a b OR c` is `a` and one of `b`, `c`\n               instead: a blank";
    assert!(told.starts_with(line), "{told}");
    assert_eq!(other.calls("CancelActivities") + other.calls("ApproveActivities"), 0);
}

#[test]
fn a_probe_needs_a_server_that_answers() {
    let none = report_of(2, &asked("", None, &["probe"], ""));
    assert_eq!(none, "error: which server? Give `--server URL`, or set `LANDSCAPE_API_URI`\n");
    let empty = Fake::new(|_| Reply::Whole(200, "", "[]".to_owned()));
    let told = answer_of(&asked(&empty.url, None, &["probe"], ""));
    assert!(told.contains("can't be told  `NOT NOT a` is `a` †\n"), "{told}");
    let nonsense = Fake::new(|_| Reply::Whole(200, "", "{}".to_owned()));
    report_of(4, &asked(&nonsense.url, None, &["probe"], ""));
}
