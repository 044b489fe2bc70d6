//! `aq complete`, `aq highlight`, `aq lint`, `aq format` and `aq explain`.

use serde_json::{Value, json};

use super::{answer, aq, failure, file, mistake, text};

fn json_answer(arguments: &[&str]) -> Value {
    serde_json::from_str(&answer(arguments)).unwrap()
}

#[test]
fn completes_with_the_values_of_the_records() {
    let shown = answer(&["complete", "computer:tag:lap"]);
    assert_eq!(shown, "laptop\tvalue\thas the tag\n");
    let shown = answer(&["complete", "--computer", "sea"]);
    assert_eq!(shown, "search:\tfield\tselected by a saved search\n");
    assert_eq!(answer(&["complete", "status:zzz"]), "");

    let computers = file("tagged.json", r#"[{"id": 1, "tags": ["a\u001bb", "far away"]}]"#);
    let shown = answer(&["complete", "computer:tag:", "--computers", &computers]);
    assert_eq!(shown, "\"a b\"\tvalue\thas the tag\n\"far away\"\tvalue\thas the tag\n");
}

#[test]
fn completes_dates_from_the_time_it_is_told() {
    let shown = answer(&["complete", "created-after:", "--now", "2024-03-01T00:00:00Z"]);
    assert_eq!(
        shown,
        "2024-03-01\tvalue\ttoday\n2024-02-29\tvalue\tyesterday\n\
         2024-02-23\tvalue\t7 days ago\n2024-01-31\tvalue\t30 days ago\n"
    );
}

#[test]
fn completes_where_the_cursor_stands() {
    let complete = |cursor| {
        json_answer(&["complete", "status:fai id:7", "--cursor", cursor, "--format", "json"])
    };
    assert_eq!(
        complete("10"),
        json!({
            "span": [7, 10],
            "items": [{"text": "failed", "kind": "value", "help": "the status of the activity"}],
        })
    );
    // Past the end is the end.
    assert_eq!(complete("99")["span"], json!([14, 15]));
    let output = aq(&["complete", "-"], "status:fai");
    assert_eq!(text(&output.stdout), "failed\tvalue\tthe status of the activity\n");
    assert_eq!(aq(&["complete", "-"], "status:fai\r\n").stdout, output.stdout);
    assert_eq!(aq(&["complete", "id:7", "--cursor", "-1"], "").status.code(), Some(2));
}

#[test]
fn says_what_each_part_of_a_text_is() {
    assert_eq!(answer(&["highlight", "status:failed \u{1b}[31m"]), "status:failed \u{1b}[31m\n");
    assert_eq!(
        json_answer(&["highlight", "status:faild", "--format", "json"]),
        json!([
            {"span": [0, 6], "class": "field"},
            {"span": [6, 7], "class": "colon"},
            {"span": [7, 12], "class": "error"},
        ])
    );
    let parts = json_answer(&["highlight", "--computer", "web", "--format", "json"]);
    assert_eq!(parts, json!([{"span": [0, 3], "class": "keyword"}]));
    assert_eq!(text(&aq(&["highlight", "-"], "id:7\n").stdout), "id:7\n");
    assert_eq!(answer(&["highlight", ""]), "\n");
}

#[test]
fn lints_and_fixes() {
    let output = aq(&["lint", "id:1 id:2"], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "warning[never-matches]: no activity can match: `id:1` and `id:2` exclude each other\n  \
         |\n1 | id:1 id:2\n  | ^^^^^^^^^\n"
    );
    let output = aq(&["lint", "status:faild", "--format", "json"], "");
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["diagnostics"][0]["code"], "invalid-value");
    let fix = &found["diagnostics"][0]["fixes"][0];
    assert_eq!(fix["applicability"], "certain");
    assert_eq!(fix["edits"][0]["text"], "failed");

    assert_eq!(answer(&["lint", "id:1"]), "");
    assert_eq!(answer(&["lint", "id:1", "--format", "json"]), "{\n  \"diagnostics\": []\n}\n");
    let text = "tag:a tag:a needs:reboot OR web";
    assert_eq!(answer(&["lint", "--computer", "--fix", text]), "tag:a (needs:reboot OR web)\n");
}

#[test]
fn fixes_until_nothing_certain_is_left() {
    let fix = |query| {
        let output = aq(&["lint", "--fix", query], "");
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let fixed = |text: &str, left: &str| (Some(0), text.to_owned(), left.to_owned());
    assert_eq!(fix("id:1"), fixed("id:1\n", ""));
    // The two are known to be the same once both can be read.
    assert_eq!(fix("Status:failed status:Failed"), fixed("status:failed\n", ""));
    assert_eq!(
        fix("Status:failed\ntype:Restart"),
        fixed(
            "status:failed\ntype:Restart\n",
            "warning[unknown-value]: `Restart` is not a known value of `type`: \
             did you mean `RestartRequest`? (2:6)\n",
        ),
    );
    let (code, shown, left) = fix("Status:failed id:x laptop");
    assert_eq!((code, shown.as_str()), (Some(1), "status:failed id:x laptop\n"));
    assert!(left.starts_with("error[invalid-value]: `x` is not an unsigned integer (1:18)\n"));
    assert!(left.contains("error[bare-word]: ") && left.ends_with(" (1:20)\n"), "{left}");
    assert_eq!(left.lines().count(), 2);
}

#[test]
fn formats_in_other_forms() {
    let text = "id:1 OR id:2 NOT (status:failed OR status:failed)";
    for (form, expected) in [
        ("--simplify", "id:1 OR id:2 NOT status:failed"),
        ("--portable", "id:1 OR id:2 NOT status:failed"),
        ("--nnf", "id:1 OR id:2 NOT status:failed NOT status:failed"),
        ("--cnf", "id:1 OR id:2 NOT status:failed"),
        ("--dnf", "(id:1 NOT status:failed) OR (id:2 NOT status:failed)"),
    ] {
        assert_eq!(answer(&["format", form, text]), format!("{expected}\n"), "{form}");
        let json = json_answer(&["format", form, text, "--format", "json"]);
        assert_eq!(json, json!({ "text": expected }));
    }
    assert_eq!(answer(&["format", "id:1 AND  id:2"]), "id:1 id:2\n");
    let computers = answer(&["format", "--computer", "--portable", "NOT (tag:a OR tag:b)"]);
    assert_eq!(computers, "NOT tag:a NOT tag:b\n");

    let report = mistake(&["format", "--portable", "id:1 computer:(NOT tag:a)"]);
    assert!(report.contains("error[not-portable]") && report.contains("^^^^"), "{report}");
    let report = mistake(&["format", "--dnf", "--max-terms", "3", text]);
    assert!(report.contains("more than 3 terms"), "{report}");
    assert_eq!(aq(&["format", "--dnf", "--cnf", "id:1"], "").status.code(), Some(2));
}

#[test]
fn edits_filters_and_nothing_else() {
    let text = "id:1  OR id:007 AND status:failed";
    for (edits, expected) in [
        (
            &["--add", "computer:search:web-farm"][..],
            "id:1  OR id:007 AND status:failed computer:search:web-farm",
        ),
        (&["--remove", "status:failed"], "id:1  OR id:007"),
        (&["--set", "status:canceled"], "id:1  OR id:007 AND status:canceled"),
        (
            &[
                "--add",
                "parent-id:4",
                "--add",
                "type:x",
                "--set",
                "creator:a@b",
                "--remove",
                "status:failed",
            ],
            "id:1  OR id:007 creator:a@b parent-id:4 type:x",
        ),
    ] {
        let arguments = [&["format", text], edits].concat();
        assert_eq!(answer(&arguments), format!("{expected}\n"));
        let json = json_answer(&[&arguments[..], &["--format", "json"]].concat());
        assert_eq!(json, json!({ "text": expected }));
    }
    assert_eq!(text_of_computers("web  OR db"), "web  OR db tag:a\n");
    assert_eq!(text_of_computers("web\r\n"), "web tag:a\r\n");

    let report = mistake(&["format", "id:1 NOT", "--add", "computer:search:web"]);
    assert!(report.contains("error[missing-operand]") && report.contains("id:1 NOT"), "{report}");
    let report = mistake(&["format", "id:1", "--set", "status:faild"]);
    assert!(report.contains("status:faild") && report.contains("`failed`"), "{report}");
    let both = ["format", "id:1", "--simplify", "--set", "id:2"];
    assert_eq!(aq(&both, "").status.code(), Some(2));
}

fn text_of_computers(input: &str) -> String {
    text(&aq(&["format", "-", "--computer", "--add", "tag:a"], input).stdout)
}

#[test]
fn explains_a_verdict() {
    let query = "status:failed OR id:136 computer:(tag:laptop NOT tag:server)";
    assert_eq!(
        answer(&["explain", query, "--id", "136"]),
        "\
activity 136 matches
yes  all of
yes    any of
no       status:failed   status is succeeded, not failed
yes      id:136          id is 136  (decides)
yes    computer          computer is 5, \"Sam's laptop\"
yes      all of
yes        tag:laptop    tags are laptop, loan  (decides)
yes        not
no           tag:server  tags are laptop, loan, not server  (decides)
"
    );
    let explanation = json_answer(&["explain", "id:7", "--id", "136", "--format", "json"]);
    assert_eq!(
        explanation,
        json!({
            "matches": false,
            "deciding": [[0, 4]],
            "tree": {
                "matches": false, "found": "id is 136, not 7", "deciding": true,
                "span": [0, 4], "term": "id:7",
            },
        })
    );
    let computer = answer(&["explain", "--computer", "tag:laptop", "--id", "5"]);
    assert!(computer.starts_with("computer 5 matches\n"), "{computer}");
}

#[test]
fn counts_from_the_time_of_the_explanation() {
    let computers = file("seen.json", r#"[{"id": 1, "last_ping_time": "2024-07-10T23:00:00Z"}]"#);
    let explain = |now| {
        let files = ["--computers", &computers, "--now", now];
        answer(&[&["explain", "--computer", "last-ping:1", "--id", "1"][..], &files].concat())
    };
    assert!(explain("2024-07-11T00:00:00Z").starts_with("computer 1 matches\n"));
    assert!(explain("2024-07-11T00:00:01Z").starts_with("computer 1 does not match\n"));
}

#[test]
fn shows_which_part_empties_a_result() {
    let activities = file(
        "counted.json",
        r#"[{"id": 1, "activity_status": "failed"}, {"id": 2, "activity_status": "failed"},
            {"id": 3, "activity_status": "succeeded"}]"#,
    );
    let counts = |query| answer(&["explain", query, "--counts", "--activities", &activities]);
    assert_eq!(
        counts("status:failed id:9"),
        "\
0 of 3 activities match
0  all of
2    status:failed
0    id:9           empties the result: without it, 2 match
"
    );
    assert_eq!(
        counts("status:failed NOT id:1"),
        "\
1 of 3 activities matches
1  all of
2    status:failed  without it, 2 match
2    not            without it, 2 match
1      id:1
"
    );
    assert!(counts("id:9").ends_with("\n0  id:9  matches nothing\n"));
    assert!(
        counts("id:1 id:2 id:3")
            .ends_with("\n1    id:3\neach part matches activities, but none matches all of them\n")
    );
    assert_eq!(counts(""), "3 of 3 activities match\n3  everything\n");
    let found = json_answer(&["explain", "id:7", "--counts", "--format", "json"]);
    assert_eq!(found["matches"], 0);
    assert_eq!(found["tree"]["term"], "id:7");
    assert!(answer(&["explain", "--computer", "tag:laptop", "--counts"]).contains("computers"));
}

#[test]
fn counts_the_parts_of_long_queries_the_same() {
    let searches = file("blank-search.json", r#"[{"name": "all", "search": " "}]"#);
    let activities = file(
        "counted-twice.json",
        r#"[{"id": 1, "activity_status": "failed"}, {"id": 2, "activity_status": "failed"}]"#,
    );
    let counts = |query: &str| {
        let files = ["--activities", &activities, "--searches", &searches];
        answer(&[&["explain", query, "--counts"][..], &files].concat())
    };
    let short = "status:failed NOT id:2 NOT computer:search:all";
    let more: Vec<String> = (1000..1300).map(|id| format!("NOT id:{id}")).collect();
    let (short, long) = (counts(short), counts(&format!("{short} {}", more.join(" "))));
    assert!(long.starts_with(short.trim_end()), "{short}\n{long}");
}

#[test]
fn says_why_there_is_no_explanation() {
    let none = failure(&["explain", "id:1", "--id", "9223372036854775807"]);
    assert_eq!(none, "error: there is no activity 9223372036854775807\n");
    let none = failure(&["explain", "--computer", "id:1", "--id", "99"]);
    assert_eq!(none, "error: there is no computer 99\n");
    assert!(mistake(&["explain", "id:x", "--counts"]).starts_with("error[invalid-"));
    let unknown = mistake(&["explain", "computer:search:missing", "--counts"]);
    assert!(unknown.contains("no saved search"), "{unknown}");
    for usage in [
        &["explain", "id:1"][..],
        &["explain", "id:1", "--id", "1", "--counts"],
        &["explain", "id:1", "--id=-1"],
    ] {
        assert_eq!(aq(usage, "").status.code(), Some(2));
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = include_str!("../../../../README.md");
    // Those that need no database.
    let blocks = readme.split("```text\n$ aq ").skip(1).take(3);
    for run in blocks.flat_map(|block| block.split("```").next().unwrap().split("\n$ aq ")) {
        let (command, expected) = run.split_once('\n').unwrap();
        // What stands in quotes is one argument.
        let mut arguments = Vec::new();
        for (index, part) in command.split('\'').enumerate() {
            if index % 2 == 1 {
                arguments.push(part);
            } else {
                arguments.extend(part.split_whitespace());
            }
        }
        assert_eq!(answer(&arguments).trim_end(), expected.trim_end());
    }
}
