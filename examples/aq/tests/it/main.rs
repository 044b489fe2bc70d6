//! `aq`, run as its users run it.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails where it stands"
)]

mod change;
mod codes;
mod columns;
mod completions;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod database;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
#[path = "../../../../tests/it/sql/engine.rs"]
mod engine;
mod files;
#[cfg(unix)]
mod killed;
mod manual;
#[cfg(feature = "parquet")]
mod parquet;
mod picture;
#[cfg(feature = "server")]
mod server;
#[cfg(any(feature = "parquet", all(feature = "sqlite", feature = "postgres")))]
mod sources;
mod terminal;
mod tools;
mod usage;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const AQ: &str = env!("CARGO_BIN_EXE_aq");

/// The variables of the environment that lead to a server.
const SERVER_VARIABLES: [&str; 4] =
    ["LANDSCAPE_API_URI", "LANDSCAPE_API_KEY", "LANDSCAPE_API_SECRET", "LANDSCAPE_API_SSL_CA_FILE"];

fn aq(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut command = command();
    command.args(arguments);
    run(command, input)
}

/// The program, which knows of no server.
fn command() -> Command {
    let mut command = Command::new(AQ);
    for name in SERVER_VARIABLES {
        command.env_remove(name);
    }
    command
}

fn run(mut command: Command, input: impl AsRef<[u8]>) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that asks nothing may be over before it is answered.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The answer of a run that ended well.
fn answer(arguments: &[&str]) -> String {
    let output = aq(arguments, "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The report of a run that ended without an answer, with this code.
fn report(code: i32, arguments: &[&str]) -> String {
    let output = aq(arguments, "");
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    text(&output.stderr)
}

fn findings(arguments: &[&str]) -> String {
    report(1, arguments)
}

fn misuse(arguments: &[&str]) -> String {
    report(2, arguments)
}

/// The report of a run whose query is wrong.
fn mistake(arguments: &[&str]) -> String {
    report(3, arguments)
}

/// The report of a run that failed for another reason.
fn failure(arguments: &[&str]) -> String {
    report(4, arguments)
}

/// A file of the test run, with this content.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn finds_in_the_sample_fleet() {
    let found = answer(&["find", "status:succeeded computer:tag:laptop", "--format", "ids"]);
    assert_eq!(found, "136\n130\n115\n109\n");
    let found = answer(&["find", "status:succeeded computer:tag:laptop"]);
    assert_eq!(found.lines().count(), 4);
    assert!(found.starts_with("136\tsucceeded\tExecuteScriptRequest\t5\tjane@example.com\t"));
    assert!(!found.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn pages_and_orders_by_creation_time_then_id() {
    let activities = file(
        "ordered.jsonl",
        r#"{"id": 1, "creation_time": "2024-01-02T00:00:00Z"}
           {"id": 2, "creation_time": "2024-01-01T00:00:00Z"}
           {"id": 3, "creation_time": "2024-01-02T00:00:00Z"}
           {"id": 4}"#,
    );
    let find = |more: &[&str]| {
        let base = ["find", "", "--activities", &activities, "--format", "ids"];
        answer(&[&base, more].concat()).replace('\n', " ")
    };
    assert_eq!(find(&[]), "3 1 2 4 ");
    assert_eq!(find(&["--oldest-first"]), "4 2 1 3 ");
    assert_eq!(find(&["--limit", "2"]), "3 1 ");
    assert_eq!(find(&["--limit", "2", "--offset", "1"]), "1 2 ");
    assert_eq!(find(&["--offset", "9"]), "");
    assert_eq!(find(&["--limit", "0"]), "");
}

#[test]
fn gives_records_back_as_they_came() {
    let sample =
        format!("{}/../../tests/data/documented-activities.json", env!("CARGO_MANIFEST_DIR"));
    let found =
        answer(&["find", "", "--activities", &sample, "--oldest-first", "--format", "json"]);
    let given: Value = serde_json::from_str(&std::fs::read_to_string(&sample).unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&found).unwrap(), given);
}

#[test]
fn says_what_no_term_can_find() {
    let computers = file(
        "unreadable.json",
        "[{\"id\": 1,\n\"tags\": [\"server\", null]},\n\n{\"id\": 2, \"title\": 7}]",
    );
    let lines = (0..12).map(|id| format!("{{\"id\": {id}, \"activity_status\": \"Odd\"}}\n"));
    let odd = file("odd.jsonl", lines.collect::<String>());
    let found = aq(
        &["find", "id:1", "--computers", &computers, "--activities", &odd, "--format", "ids"],
        "",
    );
    assert_eq!(text(&found.stdout), "1\n");
    let said = text(&found.stderr);
    let expected = |line: &str| assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    expected(&format!("warning: {computers}:1: field `tags[1]`: `null` is not a text"));
    expected(&format!("warning: {computers}:4: field `title`: `7` is not a text"));
    expected(&format!("warning: {odd}:1: field `activity_status`: `Odd` is not a status"));
    expected(&format!("warning: {odd}: 2 more values can't be read"));
    assert_eq!(said.lines().count(), 13);

    let canceled = failure(&["cancel", "id:1", "--activities", &odd]);
    assert!(canceled.ends_with("1 => cannot be canceled: it is \"Odd\"\n"), "{canceled}");
}

#[test]
fn refuses_records_with_the_id_of_another() {
    let activities = file("twice.jsonl", "{\"id\": 1}\n\n{\"id\": 2}\n{\"id\": 1}\n{\"id\": 2}\n");
    let array = file("twice.json", "[{\"id\": 1},\n {\"id\": 1}]");
    let computers = file("computers-twice.jsonl", "{\"id\": 3}\n{\"id\": 3}\n");
    let search = r#"{"name": "farm", "search": "tag:web"}"#;
    let searches = file("searches-twice.json", format!("[{search},\n\n{search}]"));
    let groups =
        file("groups-twice.jsonl", "{\"name\": \"a\"}\n{\"name\": \"a\", \"parent\": \"b\"}");
    for (option, path, expected) in [
        (
            "--activities",
            &activities,
            vec![
                "4: more than one activity with the id 1",
                "5: more than one activity with the id 2",
            ],
        ),
        ("--activities", &array, vec!["2: more than one activity with the id 1"]),
        ("--computers", &computers, vec!["2: more than one computer with the id 3"]),
        ("--searches", &searches, vec!["3: more than one saved search with the name farm"]),
        ("--access-groups", &groups, vec!["2: more than one access group with the name a"]),
    ] {
        let expected = expected.iter().map(|line| format!("error: {path}:{line}\n"));
        assert_eq!(failure(&["find", "", option, path]), expected.collect::<String>());
    }
}

#[test]
fn writes_every_byte_back_that_was_not_changed() {
    let before = "\u{feff}[ {\"id\":1 , \"n\": 1e400,\n\t\"activity_status\" :\"delivered\", \"\\ud800\": -0.10\n},\n{\"n\": 12345678901234567890123456789, \"id\": 2, \"n\":1}]\n\n";
    let activities = file("bytes.json", before);
    let now = "2024-07-11T00:00:00.5Z";
    let ids = answer(&[
        "cancel",
        "id:1",
        "--activities",
        &activities,
        "--output",
        &activities,
        "--now",
        now,
    ]);
    assert_eq!(ids, "1\n");
    let after = before.replace("\"delivered\"", "\"canceled\"").replace(
        "-0.10",
        "-0.10,\"completion_time\":\"2024-07-11T00:00:00Z\",\"modification_time\":\"2024-07-11T00:00:00Z\"",
    );
    assert_eq!(std::fs::read_to_string(&activities).unwrap(), after);
    let shown = answer(&["find", "id:2", "--activities", &activities, "--format", "json"]);
    assert!(
        shown.contains("{\"n\": 12345678901234567890123456789, \"id\": 2, \"n\":1}"),
        "{shown}"
    );
}

#[test]
fn counts_from_the_time_it_is_told() {
    let computers = file("pinged.json", r#"[{"id": 1, "last_ping_time": "2024-07-10T23:00:00Z"}]"#);
    let activities = file("of-one.json", r#"[{"id": 7, "computer_id": 1}]"#);
    let find = |now| {
        let query = "computer:last-ping:1";
        answer(&[
            "find",
            query,
            "--activities",
            &activities,
            "--computers",
            &computers,
            "--now",
            now,
            "--format",
            "ids",
        ])
    };
    assert_eq!(find("2024-07-11T00:00:00Z"), "7\n");
    assert_eq!(find("2024-07-11T00:00:01Z"), "");
}

#[test]
fn names_the_line_and_column_of_broken_data() {
    let lines = file("broken.jsonl", "{\"id\": 1}\n\n{\"id\": \"x\"}\n");
    assert!(failure(&["find", "", "--activities", &lines]).contains("broken.jsonl:3:"));
    let array = file("broken.json", "[\n  {\"id\": 1},\n  {\"id\": 2,}\n]");
    assert!(failure(&["find", "", "--activities", &array]).contains("broken.json:3:12: "));
    assert!(failure(&["find", "", "--activities", "no-such-file"]).contains("no-such-file: "));
}

#[test]
fn checks_a_query() {
    assert_eq!(answer(&["check", "id:007 AND id:8"]), "id:7 id:8\n");
    assert_eq!(answer(&["check", "--computer", "web AND db"]), "web db\n");
    let report = findings(&["check", "statuss:x"]);
    assert!(report.starts_with("error[unknown-field]: unknown activity field `statuss`"));
    let json = answer(&["check", "type:Restart", "--format", "json"]);
    assert_eq!(
        serde_json::from_str::<Value>(&json).unwrap(),
        json!({
            "canonical": "type:Restart",
            "query": {"field": "type", "value": "Restart"},
            "diagnostics": [{
                "code": "unknown-value",
                "severity": "warning",
                "message": "`Restart` is not a known value of `type`: did you mean `RestartRequest`?",
                "span": [5, 12],
                "utf16": [5, 12],
                "start": {"line": 1, "column": 6},
                "end": {"line": 1, "column": 13},
                "fixes": [{
                    "applicability": "guess",
                    "edits": [{"span": [5, 12], "utf16": [5, 12], "text": "RestartRequest"}],
                }],
            }],
        })
    );
    let refused = aq(&["check", "id:x", "--format", "json"], "");
    assert_eq!(refused.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((&report["canonical"], &report["query"]), (&Value::Null, &Value::Null));
    assert_eq!(report["diagnostics"][0]["severity"], "error");
}

#[test]
fn tells_editors_every_mistake_and_where_it_is() {
    for command in ["check", "lint"] {
        let output = aq(&[command, "-", "--format", "json"], "x:1\n\"💻\" ".repeat(30));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let all = report["diagnostics"].as_array().unwrap();
        assert_eq!(all.len(), 60);
        assert_eq!(all[2]["span"], json!([11, 12]));
        assert_eq!(all[2]["utf16"], json!([9, 10]));
        assert_eq!(all[2]["start"], json!({"line": 2, "column": 5}));
    }
}

#[test]
fn reads_a_long_query_from_standard_input() {
    let ids: Vec<String> = (0..5_000).map(|id| format!("id:{}", 1_234_567 + id)).collect();
    let chain = ids.join(" OR ");
    let output = aq(&["format", "-"], &chain);
    assert_eq!(text(&output.stdout).trim_end(), chain);
}

#[test]
fn prints_every_character_of_a_query() {
    let query = "tag:\"a\u{b}\u{1}b\"";
    assert_eq!(answer(&["format", "--computer", query]).trim_end(), query);
}

#[test]
fn lists_types_with_those_of_the_data() {
    let activities = file("typed.json", r#"[{"id": 1, "type": "Aardvark"}]"#);
    let types = answer(&["types", "--activities", &activities]);
    assert!(types.starts_with("Aardvark\nActivityGroup\n"), "{types}");
    assert!(types.contains("\nRestartRequest\n"));
}
