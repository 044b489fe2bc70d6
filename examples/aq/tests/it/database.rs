//! `aq sql`, `aq load` and `--db`.

use serde_json::{Value, json};

use super::{answer, failure, file, sources};
use crate::engine::{empty_postgres, engines, wait};

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
    let path = failure(&["find", "id:1", "--db", "fleet.db"]);
    assert!(path.ends_with("; that of the file `fleet.db` is `sqlite:fleet.db`\n"), "{path}");
}

#[test]
fn explains_and_completes_as_over_files() {
    for engine in engines() {
        let db = ["--db", &engine.url];
        answer(&[&["load"][..], &db].concat());
        sources::are_answered_alike(&db);
    }
}

#[test]
fn only_loading_creates_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no-such.db");
    let url = format!("sqlite:{}", path.display());
    for command in [
        &["find", "id:1"][..],
        &["find", "id:1", "--format", "json"],
        &["types"],
        &["explain", "id:1", "--id", "1"],
        &["complete", "id:1"],
        &["cancel", "id:1"],
        &["approve", "id:1"],
    ] {
        let missing = failure(&[command, &["--db", &url]].concat());
        let path = path.display();
        assert_eq!(
            missing,
            format!("error: there is no database at `{path}`; `aq load` creates one\n")
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    // What is not a database of activities stays as it was.
    std::fs::write(&path, "").unwrap();
    let empty = failure(&["find", "id:1", "--db", &url]);
    assert_eq!(
        empty,
        format!("error: {url}: the database has no tables of activities; `aq load` creates them\n")
    );
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
    std::fs::write(&path, "this is a text").unwrap();
    let text = failure(&["find", "id:1", "--db", &url]);
    assert_eq!(text, format!("error: {url}: the database reports: file is not a database\n"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "this is a text");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let nowhere = format!("sqlite:{}/no-such-folder/x.db", folder.path().display());
    let refused = failure(&["load", "--db", &nowhere]);
    assert!(refused.starts_with(&format!("error: {nowhere}: ")), "{refused}");
}

#[test]
fn a_database_without_tables_stays_without() {
    let Some(url) = empty_postgres() else { return };
    let refused = failure(&["find", "id:1", "--db", &url]);
    assert!(refused.contains("the database has no tables of activities"), "{refused}");
    let tables = wait(async {
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
        sqlx::query_scalar::<_, i64>(tables).fetch_one(&pool).await.unwrap()
    });
    assert_eq!(tables, 0);
}

#[test]
fn a_file_is_whole_when_a_run_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let path = folder.path().join(format!("{round}.db"));
        let copy = folder.path().join(format!("{round}-copy.db"));
        let url = format!("sqlite:{}", path.display());
        let copied = format!("sqlite:{}", copy.display());
        let is_alone = || !path.with_extension("db-wal").exists();
        answer(&["load", "--db", &url]);
        std::fs::copy(&path, &copy).unwrap();
        assert!(is_alone());
        let all = answer(&["find", "", "--db", &copied, "--format", "ids"]);
        assert_eq!(all.lines().count(), 44);
        assert!(failure(&["load", "--db", &url]).contains("more than one activity"));
        assert!(is_alone());

        let waiting = answer(&["approve", "status:unapproved", "--db", &url]);
        std::fs::copy(&path, &copy).unwrap();
        assert!(is_alone());
        let approved = ["find", "status:unapproved", "--db", &copied, "--format", "ids"];
        assert_eq!((waiting.is_empty(), answer(&approved).as_str()), (false, ""));
    }
}
