//! What is read of a server.

use serde_json::Value;

use super::super::{answer, file, text};
use super::running::SECRET;
use super::{Running, asked, report_of};

/// The sample fleet gives the same answers from a server and from its files.
#[test]
fn every_command_that_reads_answers_as_from_files() {
    let server = Running::signed(&[]);
    for command in [
        &["find", "status:succeeded computer:tag:laptop"][..],
        &["find", "", "--json"],
        &["find", "status:(failed OR canceled) NOT type:RestartRequest", "--format", "csv"],
        &["find", "", "--limit", "7", "--offset", "40", "--format", "ids"],
        &["find", "id:99999", "--format", "json"],
        &["find", "computer:search:web-farm", "--format", "ids"],
        &["types"],
        &["types", "--json"],
        &["computers", "tag:laptop"],
        &["computers", "", "--limit", "2", "--offset", "1", "--format", "ids"],
        &["computers", "", "--json"],
        &["searches", "--format", "tsv"],
        &["explain", "status:failed computer:tag:laptop", "--id", "136"],
        &["explain", "computer:annotation:owner:jane", "--id", "136", "--json"],
        &["explain", "status:failed computer:tag:laptop created-after:2030", "--counts"],
        &["explain", "--computer", "tag:laptop needs:reboot", "--counts"],
        &["explain", "--computer", "mac:00", "--id", "4"],
        &["complete", "computer:search:"],
        &["complete", "computer:tag:"],
        &["complete", "type:Act"],
    ] {
        assert_eq!(server.answer(command), answer(command), "{command:?}");
    }
    let named = ["find", "id:140", "--format", "ids", "--server", &server.url()];
    let keys = Some(("ACCESSKEY", SECRET));
    let found = asked("http://nowhere.invalid/", keys, &named, "");
    assert_eq!(super::answer_of(&found), "140\n");
    let secret = file("secret-in-a-file", format!("{SECRET}\n"));
    let with_file = ["find", "id:140", "--format", "ids", "--secret-key-file", &secret];
    let found = asked(&server.url(), Some(("ACCESSKEY", "other")), &with_file, "");
    assert_eq!(super::answer_of(&found), "140\n");
}

/// Files that the command line names are read whatever the environment says.
#[test]
fn files_come_before_the_server_of_the_environment() {
    let activities = file("beside-a-server.json", r#"[{"id": 5}]"#);
    let command = ["find", "", "--activities", &activities, "--format", "ids"];
    let found = asked("http://nowhere.invalid/", None, &command, "");
    assert_eq!(super::answer_of(&found), "5\n");
    let both = asked("", None, &[&command[..], &["--server", "http://x/"]].concat(), "");
    assert!(report_of(2, &both).contains("cannot be used with"));
}

#[test]
fn ten_thousand_activities_come_in_pages() {
    let records = (0..10_000).map(|id| {
        let (day, minute) = (1 + id / 1440, id % 1440);
        let time = format!("2024-07-{day:02}T{:02}:{:02}:00Z", minute / 60, minute % 60);
        format!("{{\"id\": {id}, \"type\": \"T\", \"creation_time\": \"{time}\"}}\n")
    });
    let activities = file("ten-thousand.jsonl", records.collect::<String>());
    let files = ["--activities", &activities];
    let server = Running::open(&files);
    let all = ["find", "", "--limit", "20000", "--format", "ids"];
    let found = server.answer(&all);
    assert_eq!(found.lines().count(), 10_000);
    assert_eq!(found, answer(&[&all[..], &files].concat()));
    let json = ["find", "", "--limit", "2500", "--offset", "10", "--json"];
    let found: Value = serde_json::from_str(&server.answer(&json)).unwrap();
    let expected: Value = serde_json::from_str(&answer(&[&json[..], &files].concat())).unwrap();
    assert_eq!(found, expected);
    let csv = server.answer(&["find", "", "--limit", "2001", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 2002, "one heading");
    let table = server.answer(&["find", "id:9999", "--limit", "0"]);
    assert_eq!(table, "");
    let counts = server.answer(&["explain", "id:7", "--counts"]);
    assert!(counts.starts_with("1 of 10000 activities matches\n"), "{counts}");
}

#[test]
fn a_shell_completes_the_searches_of_the_server() {
    let server = Running::signed(&[]);
    let shown = server.answer(&["completions", "zsh", "--line=aq find computer:search:w"]);
    assert_eq!(shown, "computer:search:web-farm\tselected by a saved search\n");
    let shown = server.answer(&["completions", "zsh", "--line=aq computers search:o"]);
    assert_eq!(shown, "search:offline-laptops\tselected by a saved search\n");
}

#[test]
fn what_is_sent_is_portable() {
    let server = Running::open(&[]);
    let known = report_of(3, &server.run(&["find", "id:7 computer:(NOT tag:a)"], ""));
    assert!(known.starts_with("error[not-portable]: `computer:(NOT tag:a)` selects"), "{known}");
    assert!(known.contains("\n1 | id:7 computer:(NOT tag:a)\n"), "{known}");
    assert!(known.ends_with("`--as-written` sends the query as it is\n"), "{known}");
    let written = ["find", "computer:(NOT tag:laptop)", "--as-written", "--format", "ids"];
    assert_eq!(server.answer(&written), answer(&[&written[..2], &written[3..]].concat()));
    let mistaken = report_of(3, &server.run(&["find", "statuss:failed"], ""));
    assert!(mistaken.starts_with("error[unknown-field]"), "{mistaken}");
    for (option, said) in [
        (&["--now", "2024-07-01T00:00:00Z"][..], "`--now` has no effect on a server"),
        (&["--oldest-first"], "newest activities first"),
    ] {
        let refused = server.run(&[&["find", "id:7"], option].concat(), "");
        assert!(report_of(2, &refused).contains(said), "{}", text(&refused.stderr));
    }
    let missing = report_of(4, &server.run(&["explain", "id:7", "--id", "7777"], ""));
    assert_eq!(missing, "error: there is no activity 7777\n");
}
