//! `aq sql`, `aq load` and `--db`.

use serde_json::{Value, json};

use super::{answer, failure, file};
use crate::sql::engine::engines;

#[test]
fn prints_a_statement_and_its_values() {
    let query = "status:failed computer:tag:it's";
    let shown = answer(&["sql", query, "--dialect", "sqlite"]);
    let (statement, values) = shown.split_once('\n').unwrap();
    assert!(statement.starts_with("SELECT \"activities\".\"id\" FROM \"activities\" WHERE "));
    assert!(!statement.contains("it's"), "{statement}");
    assert_eq!(values, "   1  \"failed\"\n   2  \"it's\"\n");

    let shown = answer(&["sql", query, "--dialect", "postgres", "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["values"], json!(["failed", "it's"]));
    assert!(shown["statement"].as_str().unwrap().contains("= $2"));
}

#[test]
fn loads_finds_and_changes() {
    let activities = file(
        "database.jsonl",
        "{\"id\": 7, \"activity_status\": \"undelivered\", \"computer_id\": 4, \"type\": \"Mine\"}\n\
         {\"id\": 8, \"activity_status\": \"unapproved\"}\n",
    );
    let computers = file("database-computers.json", r#"[{"id": 4, "tags": ["laptop"]}]"#);
    for engine in engines() {
        let db = ["--db", &engine.url];
        let files = ["--activities", &activities, "--computers", &computers];
        let load = [&["load"][..], &db, &files].concat();
        assert_eq!(answer(&load), "2 activities, 1 computers\n");
        let again = failure(&load);
        let line = |line, id| {
            format!("error: {activities}:{line}: more than one activity with the id {id}\n")
        };
        assert_eq!(again, line(1, 7) + &line(2, 8));

        let find = |query| answer(&["find", query, "--format", "ids", "--db", &engine.url]);
        assert_eq!(find("computer:tag:laptop"), "7\n");
        assert_eq!(find(""), "8\n7\n");
        let approved = answer(&["approve", "status:unapproved", "--db", &engine.url]);
        assert_eq!(approved, "8\n");
        assert_eq!(answer(&["cancel", "id:7", "--db", &engine.url]), "7\n");
        let refused = failure(&["cancel", "id:7 OR id:8", "--db", &engine.url]);
        assert_eq!(refused, "7 => cannot be canceled: it is canceled\n");
        assert_eq!(find("status:undelivered"), "8\n");
        assert!(answer(&["types", "--db", &engine.url]).contains("\nMine\n"));
    }
    let unknown = failure(&["find", "id:1", "--db", "mysql://localhost/x"]);
    assert_eq!(unknown, "error: the URL of a database begins with sqlite: or postgres://\n");
}
