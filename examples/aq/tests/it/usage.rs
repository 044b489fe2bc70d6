//! The command line as people type it.

use serde_json::{Value, json};

use super::{answer, aq, failure, file, mistake, misuse, text};

#[test]
fn a_query_of_several_arguments_needs_no_quotes() {
    let quoted = answer(&["find", "status:failed NOT computer:tag:laptop", "--format", "ids"]);
    assert_eq!(quoted.lines().count(), 5);
    for typed in [
        &["find", "status:failed", "NOT", "computer:tag:laptop", "--format", "ids"][..],
        &["find", "--format", "ids", "status:failed", "NOT", "computer:tag:laptop"],
        &["find", "status:failed", "--format=ids", "NOT", "--limit", "99", "computer:tag:laptop"],
        &["find", "--format", "ids", "--", "status:failed", "NOT", "computer:tag:laptop"],
    ] {
        assert_eq!(answer(typed), quoted, "{typed:?}");
    }
    assert_eq!(answer(&["format", "id:7", "AND", "id:8"]), "id:7 id:8\n");
    assert_eq!(answer(&["check", "--computer", "web", "db"]), "web db\n");

    // Where the quotes were, the shell does not tell.
    let report = misuse(&["find", "title:My laptop", "id:1"]);
    assert!(
        report.starts_with("error: `title:My laptop` is one argument with a blank"),
        "{report}"
    );
    assert!(report.contains(r#"put single quotes around the whole query, as in 'title:"My"#));
}

#[test]
fn a_query_may_begin_with_a_hyphen() {
    for typed in [
        &["find", "-status:failed"][..],
        &["find", "-status:failed", "--limit", "3"],
        &["find", "--limit", "3", "-status:failed"],
        &["find", "--", "-status:failed"],
        &["format", "id:1", "--add", "-status:failed"],
    ] {
        let report = mistake(typed);
        assert!(report.contains("write `NOT status:failed`"), "{typed:?}: {report}");
    }
    let both = mistake(&["find", "id:1", "-status:failed"]);
    assert!(both.contains("1 | id:1 -status:failed\n"), "{both}");
    let output = aq(&["lint", "--computer", "-laptop"], "");
    assert!(text(&output.stdout).starts_with("warning[likely-slip]: `-laptop`"));
    assert_eq!(answer(&["lint", "--fix", "-status:failed"]), "NOT status:failed\n");

    // Options are still told from words.
    let unknown = aq(&["find", "id:1", "--lmit", "3"], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("a similar argument exists: '--limit'"));
    assert!(answer(&["find", "-h"]).starts_with("Find the activities"));
    assert_eq!(answer(&["help", "find"]), answer(&["find", "--help"]));
}

#[test]
fn json_has_an_option_of_its_own() {
    for command in [
        &["find", "id:140"][..],
        &["check", "id:140"],
        &["format", "id:140"],
        &["lint", "id:140"],
        &["complete", "stat"],
        &["highlight", "id:140"],
        &["explain", "id:140", "--counts"],
    ] {
        let long = answer(&[command, &["--format", "json"]].concat());
        assert_eq!(answer(&[command, &["--json"]].concat()), long, "{command:?}");
    }
    let files = ["--activities", &file("nothing-to-change.json", "[]")];
    for command in [&["types"][..], &["cancel", "id:7"], &["approve", "id:7"]] {
        let command = [command, &files].concat();
        let long = answer(&[&command[..], &["--format", "json"]].concat());
        assert_eq!(answer(&[&command[..], &["--json"]].concat()), long, "{command:?}");
    }
    assert_eq!(aq(&["lint", "--fix", "--json", "id:1"], "").status.code(), Some(2));
    assert_eq!(aq(&["find", "id:1", "--json", "--format", "ids"], "").status.code(), Some(2));
}

/// As the methods of the server answer: the ids that were changed, and the names.
#[test]
fn changes_and_types_are_answered_as_json() {
    let activities = r#"[{"id": 1, "activity_status": "unapproved", "type": "Mine"},
        {"id": 3, "activity_status": "unapproved"}, {"id": 2, "activity_status": "failed"}]"#;
    let activities = file("changed-as-json.json", activities);
    let asked = |command: &[&str]| -> Value {
        let more = ["--json", "--activities", &activities];
        serde_json::from_str(&answer(&[command, &more].concat())).unwrap()
    };
    assert_eq!(asked(&["approve", "status:unapproved"]), json!([1, 3]));
    assert_eq!(asked(&["cancel", "status:unapproved"]), json!([1, 3]));
    assert_eq!(asked(&["cancel", "id:9"]), json!([]));
    let preview = asked(&["cancel", "--preview", "status:unapproved"]);
    assert_eq!(preview["count"], json!(2));
    assert!(preview["fingerprint"].as_str().unwrap().starts_with("2-"), "{preview}");
    let types = asked(&["types"]);
    let lines = answer(&["types", "--activities", &activities]);
    assert_eq!(types, json!(lines.lines().collect::<Vec<_>>()));
    assert!(types.as_array().unwrap().contains(&json!("Mine")));
    let refused = failure(&["cancel", "id:2", "--json", "--activities", &activities]);
    assert_eq!(refused, "2 => cannot be canceled: it is failed\n");
}

#[test]
fn a_byte_order_mark_is_skipped_in_standard_input_alone() {
    assert_eq!(text(&aq(&["format", "-"], "\u{FEFF}id:007").stdout), "id:7\n");
    let fixed = text(&aq(&["lint", "--fix", "-"], "\u{FEFF}id:7").stdout);
    assert_eq!(fixed, "id:7\n");
    let report = mistake(&["format", "\u{FEFF}id:7"]);
    assert!(report.contains("there is an invisible character here: U+FEFF"), "{report}");
    assert_eq!(answer(&["lint", "--fix", "\u{FEFF}id:7"]), "id:7\n");
    let broken = aq(&["format", "-"], b"id:1\nid:\xff");
    assert_eq!(text(&broken.stderr), "error: standard input:2:4: the text is not UTF-8\n");
}
