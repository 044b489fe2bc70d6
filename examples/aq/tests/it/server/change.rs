//! Changes on a server: what is shown, asked, and done.

use super::super::{file, text};
use super::{Running, report_of};

fn server() -> Running {
    let activities = concat!(
        "{\"id\": 1, \"type\": \"RestartRequest\", \"activity_status\": \"waiting\", \"summary\": \"Restart\"}\n",
        "{\"id\": 2, \"type\": \"RestartRequest\", \"activity_status\": \"waiting\"}\n",
        "{\"id\": 3, \"type\": \"UsgActivity\", \"activity_status\": \"waiting\"}\n",
        "{\"id\": 4, \"activity_status\": \"unapproved\"}\n",
        "{\"id\": 5, \"activity_status\": \"failed\"}\n",
    );
    Running::open(&["--activities", &file("to-change-on-a-server.jsonl", activities)])
}

fn ids(server: &Running, query: &str) -> String {
    server.answer(&["find", query, "--format", "ids"]).replace('\n', " ")
}

#[test]
fn a_change_shows_what_it_selects_and_asks() {
    let server = server();
    let declined = server.run(&["cancel", "status:waiting"], "n\n");
    let host = &server.address;
    let shown = format!(
        "3 activities selected on {host}\n      2  waiting  RestartRequest\n      1  waiting  UsgActivity\n"
    );
    let said = report_of(1, &declined);
    assert!(said.starts_with(&shown), "{said}");
    assert!(said.contains("\n  1  waiting  RestartRequest    Restart\n"), "{said}");
    let question = format!("Cancel these 3 activities on {host}? [y/N] nothing was changed\n");
    assert!(said.ends_with(&question), "{said}");
    let unanswered = report_of(2, &server.run(&["cancel", "status:waiting"], ""));
    assert!(unanswered.contains("there was no answer, so nothing was changed"), "{unanswered}");
    assert_eq!(ids(&server, "status:waiting"), "3 2 1 ");

    let canceled = server.run(&["cancel", "status:waiting type:RestartRequest"], "y\n");
    assert_eq!(super::answer_of(&canceled), "1\n2\n");
    assert_eq!(ids(&server, "status:canceled"), "2 1 ");
    let approved = server.answer(&["approve", "status:unapproved", "--yes", "--json"]);
    assert_eq!(serde_json::from_str::<Vec<u64>>(&approved).unwrap(), [4]);
    assert_eq!(ids(&server, "status:undelivered"), "4 ");

    let nothing = server.run(&["cancel", "id:77"], "");
    assert_eq!(super::answer_of(&nothing), "");
    assert_eq!(text(&nothing.stderr), format!("0 activities selected on {host}\n"));
}

#[test]
fn refusals_are_shown_line_by_line() {
    let server = server();
    let refused = report_of(4, &server.run(&["cancel", "status:waiting OR id:5", "--yes"], ""));
    let (_, error) = refused.split_once("error: ").unwrap();
    assert_eq!(
        error,
        format!(
            "{}: the server says InvalidActivityStatusChange (400):\n5 => cannot be canceled: it is failed\n",
            server.address
        )
    );
    let refused = report_of(4, &server.run(&["approve", "status:failed OR id:1", "--yes"], ""));
    assert!(refused.contains("\n1 => cannot be approved: "), "{refused}");
    assert!(refused.contains("\n5 => cannot be approved: it is failed\n"), "{refused}");
    assert_eq!(ids(&server, "status:waiting"), "3 2 1 ");
}

#[test]
fn the_guards_of_a_change_hold() {
    let server = server();
    for (query, code) in [
        ("", "empty-query"),
        ("id:1 OR NOT id:1", "selects-everything"),
        ("computer:search:nothing", "unknown-search"),
    ] {
        let refused = report_of(3, &server.run(&["cancel", query, "--yes"], ""));
        assert!(refused.starts_with(&format!("error[{code}]")), "{refused}");
    }
    let preview = server.answer(&["cancel", "status:waiting", "--preview"]);
    assert!(preview.starts_with("3-"), "{preview}");
    let expect = ["--expect", preview.trim()];
    let other = server.run(&[&["cancel", "id:1", "--yes"], &expect[..]].concat(), "");
    let refused = report_of(4, &other);
    assert!(refused.contains("error: "), "{refused}");
    assert_eq!(ids(&server, "status:waiting"), "3 2 1 ");
    let same = server.run(&[&["cancel", "status:waiting", "--yes"], &expect[..]].concat(), "");
    assert_eq!(super::answer_of(&same), "1\n2\n3\n");

    let output = server.run(&["cancel", "id:4", "--output", "x"], "y\n");
    assert!(report_of(2, &output).contains("`--output` writes activities of a file"));
    let now = server.run(&["cancel", "id:4", "--now", "2024-07-01T00:00:00Z"], "y\n");
    assert!(report_of(2, &now).contains("`--now` has no effect on a server"));
    assert_eq!(ids(&server, "status:unapproved"), "4 ");
}

#[test]
fn too_many_to_name_are_not_asked_about() {
    let records =
        (0..10_001).map(|id| format!("{{\"id\": {id}, \"activity_status\": \"waiting\"}}\n"));
    let activities = file("too-many.jsonl", records.collect::<String>());
    let server = Running::open(&["--activities", &activities]);
    let refused = report_of(2, &server.run(&["cancel", "status:waiting"], "y\n"));
    assert!(refused.contains("error: the query selects 10001 activities, and"), "{refused}");
    let changed = server.answer(&["cancel", "status:waiting", "--yes"]);
    assert_eq!(changed.lines().count(), 10_001);
}
