//! Files as they come: of any layout, from standard input, and broken ones.

use super::{answer, aq, failure, file, text};

/// The ids of the activities in the file.
fn ids(path: &str) -> String {
    answer(&["find", "", "--activities", path, "--format", "ids"]).replace('\n', " ")
}

#[test]
fn reads_every_layout() {
    for (index, (content, expected)) in [
        ("{\n  \"id\": 1,\n  \"type\": \"x\"\n}\n", "1 "),
        ("{\"id\": 1\n}\n{\"id\":\n2} {\"id\": 3}", "3 2 1 "),
        ("{\"results\": [{\"id\": 1}, {\"id\": 2}], \"count\": 2, \"next\": null}", "2 1 "),
        ("{\n  \"count\": 1,\n  \"results\": [\n    {\"id\": 2}\n  ]\n}", "2 "),
        ("{\"results\": []}", ""),
        ("{\"results\": [{\"id\": 1}]}\n{\"results\": [{\"id\": 2}]}\n", "2 1 "),
        ("{\"id\": 1, \"results\": 7}", "1 "),
        ("[\n{\"id\": 1}\n]", "1 "),
        ("\n{\"id\": 1}\n\n{\"id\": 2}", "2 1 "),
        ("", ""),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(ids(&file(&format!("layout-{index}.json"), content)), expected, "{content}");
        let marked = format!("\u{FEFF}{content}");
        assert_eq!(ids(&file(&format!("marked-{index}.json"), &marked)), expected, "{content}");
        let find = ["find", "", "--activities", "-", "--format", "ids"];
        let output = aq(&find, &marked);
        assert_eq!(text(&output.stdout).replace('\n', " "), expected, "{content}");
    }
    let computers = file("page-of-computers.json", r#"{"results": [{"id": 5, "tags": ["a"]}]}"#);
    let found = answer(&["explain", "--computer", "tag:a", "--id", "5", "--computers", &computers]);
    assert!(found.starts_with("computer 5 matches\n"), "{found}");
}

#[test]
fn a_change_keeps_the_layout() {
    let undelivered = r#""activity_status": "undelivered""#;
    let times =
        r#","completion_time":"2024-07-11T00:00:00Z","modification_time":"2024-07-11T00:00:00Z""#;
    for (index, before) in [
        format!("{{ \"count\":1,\n\"results\" :[\n {{\"id\": 1, {undelivered}}}\n] }}\n"),
        format!("{{\n  \"id\": 1,\n  {undelivered}}}\n\n{{\"id\":\n2}} {{\"id\": 3}}"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = file(&format!("changed-{index}.json"), &before);
        let cancel = ["cancel", "id:1", "--now", "2024-07-11T00:00:00Z"];
        answer(&[&cancel[..], &["--activities", &path, "--output", &path]].concat());
        let after = before.replace(undelivered, &undelivered.replace("undelivered", "canceled"));
        let after = after.replace("canceled\"", &format!("canceled\"{times}"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), after);
    }
}

#[test]
fn reads_standard_input_once() {
    let find = ["find", "id:1", "--computers", "-", "--activities", "-"];
    let twice = aq(&find, "");
    assert_eq!(twice.status.code(), Some(2));
    assert!(text(&twice.stderr).starts_with("error: standard input, `-`, can be the query or one"));
    let page = r#"{"results": [{"id": 1, "activity_status": "undelivered"}]}"#;
    let output = file("from-standard-input.json", "");
    let canceled = aq(&["cancel", "id:1", "--activities", "-", "--output", &output], page);
    assert_eq!(text(&canceled.stdout), "1\n");
    assert_eq!(ids(&output), "1 ");
}

#[test]
fn names_the_place_of_what_cannot_be_read() {
    for (name, content, place) in [
        (
            "page.json",
            &b"{\"count\": 1,\n \"results\": [{\"id\": 1},\n{\"id\": \"x\"}]}"[..],
            ":3:11: ",
        ),
        ("object.json", b"{\n  \"type\": 7,\n  \"id\": \"x\"\n}", ":4:1: "),
        ("cut.json", b"{\n  \"id\": 1,\n", ":3:0: "),
        (
            "latin.jsonl",
            b"{\"id\": 1}\n{\"id\": 2, \"x\": \"\xe9\"}",
            ":2:17: the text is not UTF-8",
        ),
        ("latin.json", b"[\n{\"x\": \"\xe9\"}]", ":2:8: the text is not UTF-8"),
        ("a.gz", b"\x1f\x8b\x08\0", ":1:1: the text is compressed with gzip"),
        ("a.zst", b"\x28\xb5\x2f\xfd\0", ":1:1: the text is compressed with zstd"),
        ("wide.json", b"\xff\xfe[\0]\0", ":1:1: the text is in UTF-16, not UTF-8"),
    ] {
        let path = file(&format!("broken-{name}"), content);
        for option in ["--activities", "--computers"] {
            let report = failure(&["find", "", option, &path]);
            assert!(report.starts_with(&format!("error: {path}{place}")), "{report}");
        }
        let report = text(&aq(&["find", "", "--activities", "-"], content).stderr);
        assert!(report.starts_with(&format!("error: standard input{place}")), "{report}");
    }
}
