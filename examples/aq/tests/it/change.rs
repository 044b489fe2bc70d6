//! Cancel and approve, as they are asked for and refused.

use serde_json::{Value, json};

use super::{answer, aq, failure, file, mistake, text};

#[test]
fn cancels_all_that_is_selected_and_writes_the_records_back() {
    let lines = concat!(
        "{\"id\":2,\"activity_status\":\"undelivered\",\"summary\":\"kept\"}\n",
        "{\"id\":1,\"activity_status\":\"failed\"}\n",
    );
    let activities = file("to-cancel.jsonl", lines);
    let cancel = |query| {
        let now = ["--now", "2024-07-11T00:00:00Z"];
        let files = ["--activities", &activities, "--output", &activities];
        aq(&[&["cancel", query][..], &now, &files].concat(), "")
    };
    let refused = cancel("id:1 OR id:2");
    assert_eq!(refused.status.code(), Some(4));
    assert_eq!(text(&refused.stdout), "");
    assert_eq!(text(&refused.stderr), "1 => cannot be canceled: it is failed\n");
    assert_eq!(std::fs::read_to_string(&activities).unwrap(), lines);

    let canceled = cancel("NOT status:failed");
    assert_eq!((canceled.status.code(), text(&canceled.stdout).as_str()), (Some(0), "2\n"));
    let written = std::fs::read_to_string(&activities).unwrap();
    let records: Vec<Value> =
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let now = "2024-07-11T00:00:00Z";
    assert_eq!(
        records,
        [
            json!({
                "id": 2, "activity_status": "canceled", "summary": "kept",
                "completion_time": now, "modification_time": now,
            }),
            json!({"id": 1, "activity_status": "failed"}),
        ]
    );
}

#[test]
fn approves_for_later_what_is_to_be_delivered_later() {
    let activities = file(
        "to-approve.json",
        r#"[{"id": 1, "activity_status": "unapproved"},
            {"id": 2, "activity_status": "unapproved", "deliver_after_time": "2024-07-12T00:00:00Z"}]"#,
    );
    let output = format!("{activities}.approved");
    let approved = answer(&[
        "approve",
        "status:unapproved",
        "--activities",
        &activities,
        "--now",
        "2024-07-11T00:00:00Z",
        "--output",
        &output,
    ]);
    assert_eq!(approved, "1\n2\n");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&output).unwrap()).unwrap();
    assert_eq!(written[0]["activity_status"], "undelivered");
    assert_eq!(written[1]["activity_status"], "scheduled");
    assert_eq!(written[1]["approval_time"], "2024-07-11T00:00:00Z");
    let found = ["find", "status:scheduled", "--activities", &output, "--format", "ids"];
    assert_eq!(answer(&found), "2\n");
}

#[test]
fn changes_everything_only_when_told_to() {
    let activities = file("all.json", r#"[{"id": 1, "activity_status": "waiting"}]"#);
    let everything = "id:1 OR NOT id:1";
    for (query, code) in
        [(everything, "selects-everything"), ("", "empty-query"), (" \n", "empty-query")]
    {
        for change in ["cancel", "approve"] {
            let unasked = mistake(&[change, query, "--activities", &activities]);
            assert!(unasked.contains(&format!("error[{code}]")), "{unasked}");
        }
    }
    let searches = file("blank.json", r#"[{"name": "blank", "search": " "}]"#);
    let blank =
        ["cancel", "computer:search:blank", "--activities", &activities, "--searches", &searches];
    assert!(mistake(&blank).contains("error[selects-everything]"));
    for query in [everything, ""] {
        let asked = answer(&["cancel", query, "--everything", "--activities", &activities]);
        assert_eq!(asked, "1\n", "{query}");
    }
}

#[test]
fn changes_what_was_previewed() {
    let activities = file("previewed.json", r#"[{"id": 1, "activity_status": "waiting"}]"#);
    let cancel = ["cancel", "status:waiting", "--activities", &activities];
    let preview = answer(&[&cancel[..], &["--preview"]].concat());
    assert!(preview.starts_with("1-"), "{preview}");
    let other = failure(&[&cancel[..], &["--expect", "2-0123456789abcdef"]].concat());
    assert!(other.contains("the selection has changed since it was previewed"), "{other}");
    assert_eq!(answer(&[&cancel[..], &["--expect", preview.trim()]].concat()), "1\n");
}

#[test]
fn changes_nothing_without_a_query() {
    assert!(mistake(&["cancel", " "]).contains("error[empty-query]"));
    assert!(mistake(&["approve", "computer:search:missing"]).contains("no saved search"));
    let twice = file("twice.json", r#"[{"id": 1}, {"id": 1}]"#);
    assert!(failure(&["find", "", "--activities", &twice]).contains("more than one activity"));
}
