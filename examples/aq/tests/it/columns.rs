//! `aq find --format tsv` and `--format csv`, and the fields they show.

use super::{answer, file, misuse};

/// Activities whose texts hold whatever separates cells.
fn odd() -> String {
    let activities = r#"[
        {"id": 2, "type": "A\tB", "summary": "one, \"two\"\nthree\\four\r", "creation_time": "2024-07-02T00:00:00Z"},
        {"id": 1, "type": null, "summary": "=1+2", "creator": {"email": "jane@example.com", "n": 1e400},
         "package_ids": [1, 2], "n.b": "\ud800", "progress": 1.50}
    ]"#;
    file("odd-texts.json", activities)
}

#[test]
fn the_columns_are_those_of_the_table() {
    let heading = "id,activity_status,type,computer_id,creator.email,creation_time,summary\n";
    let csv = answer(&["find", "id:136", "--format", "csv"]);
    let row = "136,succeeded,ExecuteScriptRequest,5,jane@example.com,2024-07-";
    assert!(csv.starts_with(&format!("{heading}{row}")), "{csv}");
    let tsv = answer(&["find", "id:136", "--format", "tsv"]);
    let table = answer(&["find", "id:136"]);
    assert_eq!(tsv, heading.replace(',', "\t") + &table);
    assert_eq!(answer(&["find", "id:99999", "--format", "csv"]), heading);
}

#[test]
fn csv_quotes_what_it_must() {
    let activities = odd();
    let find = ["find", "", "--activities", &activities, "--format", "csv", "--fields"];
    let fields = |fields| answer(&[&find[..], &[fields]].concat());
    assert_eq!(
        fields("id,type,summary"),
        "id,type,summary\n2,A\tB,\"one, \"\"two\"\"\nthree\\four\r\"\n1,,=1+2\n"
    );
    assert_eq!(fields("type"), "type\nA\tB\n\"\"\n");
}

#[test]
fn tsv_has_a_line_for_each_record() {
    let activities = odd();
    let find = ["find", "", "--activities", &activities, "--format", "tsv", "--fields"];
    assert_eq!(
        answer(&[&find[..], &["id,type,summary"]].concat()),
        "id\ttype\tsummary\n2\tA\\tB\tone, \"two\"\\nthree\\\\four\\r\n1\t\t=1+2\n"
    );
}

#[test]
fn cells_are_what_the_records_hold() {
    let activities = odd();
    let find = ["find", "id:1", "--activities", &activities, "--format", "tsv", "--fields"];
    let row = |fields| {
        let shown = answer(&[&find[..], &[fields]].concat());
        shown.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(row("progress,creator.n,package_ids"), "1.50\t1e400\t[1, 2]");
    assert_eq!(row("creator"), r#"{"email": "jane@example.com", "n": 1e400}"#);
    assert_eq!(row("id,nothing,creator.nothing.at.all,id.x"), "1\t\t\t");
    let json = answer(&["find", "id:1", "--activities", &activities, "--fields", "id,progress"]);
    assert_eq!(json, "1\t1.50\n");
}

#[test]
fn a_near_miss_of_a_field_is_a_mistake() {
    for (field, meant) in [
        ("status", "activity_status"),
        ("Activity-Status", "activity_status"),
        ("sumary", "summary"),
        ("statu", "activity_status"),
        ("time", "creation_time"),
        ("creator.emial", "creator.email"),
        ("email", "creator.email"),
        ("computer", "computer_id"),
        ("create_time", "creation_time"),
    ] {
        for query in ["id:136", "id:99999"] {
            let report = misuse(&["find", query, "--format", "csv", "--fields", field]);
            let expected =
                format!("error: `{field}` is not a field of activities: did you mean `{meant}`?\n");
            assert_eq!(report, expected);
        }
    }
    // A record that has the field knows better.
    let activities = file("near.json", r#"[{"id": 1, "status": "mine"}]"#);
    let own = ["find", "", "--activities", &activities, "--format", "csv", "--fields", "status"];
    assert_eq!(answer(&own), "status\nmine\n");
    for wrong in [
        &["--fields", "id", "--format", "ids"][..],
        &["--fields", "id", "--json"],
        &["--fields", "id,,type"],
    ] {
        misuse(&[&["find", "id:1"], wrong].concat());
    }
}
