//! Tests databases with earlier and later layouts.

use std::collections::BTreeSet;

use activity_query::sql::Dialect;
use activity_query::store::{SqlError, SqlStore};
use activity_query::{ActivityId, ActivityStore, ComputerQuery, PageRequest, Selection};
use sqlx::{AssertSqlSafe, PgPool, Row as _, SqlitePool};
use tempfile::TempDir;

use super::engine::{empty_postgres, empty_sqlite, engines, postgres, sqlite, wait};

/// The first migration of each engine. The checksums below keep it unchanged: a database with
/// a different one can't be upgraded.
const SQLITE: &str = include_str!("../../../src/store/sql/migrations/sqlite.sql");
const POSTGRES: &str = include_str!("../../../src/store/sql/migrations/postgres.sql");

/// The statements that were appended to the first tables of `PostgreSQL` before there was a
/// second migration.
const NAMES: &str = r#"
-- For what the engine then knows of the texts: how many computers a part of
-- a name selects.
CREATE INDEX computers_by_title ON computers (lower(title COLLATE "C"));
CREATE INDEX computers_by_hostname ON computers (lower(hostname COLLATE "C"));
"#;

const RECORDED_IN_SQLITE: &str = "
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
VALUES (1, 'tables', TRUE, x'43892d2bb62848c832137d660e7390497b4290619e313cddb81399d59d37501835b9547b45855e456186b16a4043f6d6', 7);
";

const RECORDED_IN_POSTGRES: &str = "
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
VALUES (1, 'tables', TRUE, decode('CHECKSUM', 'hex'), 7);
";

const ROWS: &str = r#"
INSERT INTO activities (id, activity_status, creation_time, type, computer_id, record) VALUES
(7, 'undelivered', 1720656000000000, 'Mine', 4, '{"id":7,"activity_status":"undelivered","creation_time":"2024-07-11T00:00:00Z","type":"Mine","computer_id":4}'),
(8, 'unapproved', -9223372036854775808, NULL, NULL, '{"id":8,"activity_status":"unapproved"}');
INSERT INTO computers (id, title, record) VALUES
(4, 'Sam''s laptop', '{"id":4,"title":"Sam''s laptop","tags":["laptop"]}');
INSERT INTO computer_tags VALUES (4, 'laptop');
INSERT INTO access_groups VALUES ('desktops', 'global');
INSERT INTO saved_searches VALUES ('lap', '{"name":"lap","search":"tag:laptop"}');
"#;

/// A database as an earlier commit created it.
struct Earlier {
    dialect: Dialect,
    url: String,
    _folder: Option<TempDir>,
}

fn earlier() -> Vec<Earlier> {
    let (url, folder) = empty_sqlite();
    wait(async {
        let pool = SqlitePool::connect(&format!("{url}?mode=rwc")).await.unwrap();
        let script = [SQLITE, RECORDED_IN_SQLITE, ROWS].concat();
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&pool).await.unwrap();
        pool.close().await;
    });
    let mut all = vec![Earlier { dialect: Dialect::Sqlite, url, _folder: Some(folder) }];
    for (tables, checksum) in [
        (
            POSTGRES.strip_suffix(NAMES).unwrap(),
            "578f02f5231ec1bb77b54dbabdc99d07d9c423330db3814802aeea8d9cc14c3081210f71a38fa9d85165fba390594755",
        ),
        (
            POSTGRES,
            "d2c014ae00bf4765d3622d37d60c94554c0c3c01e058f318dcdd3d24cdcc31ed14dd6e76922a8615664e0ef607e011a7",
        ),
    ] {
        let Some(url) = empty_postgres() else { continue };
        wait(async {
            let pool = PgPool::connect(&url).await.unwrap();
            let recorded = RECORDED_IN_POSTGRES.replace("CHECKSUM", checksum);
            let script = AssertSqlSafe([tables, &recorded, ROWS].concat());
            sqlx::raw_sql(script).execute(&pool).await.unwrap();
            pool.close().await;
        });
        all.push(Earlier { dialect: Dialect::Postgres, url, _folder: None });
    }
    all
}

/// Returns every table, column and index, and the recorded migrations.
async fn layout(dialect: Dialect, url: &str) -> BTreeSet<String> {
    let text = match dialect {
        Dialect::Sqlite => {
            "SELECT name || ': ' || sql FROM sqlite_master WHERE name NOT LIKE '%sqlx%' AND sql <> ''
             UNION ALL SELECT 'migration ' || version FROM _sqlx_migrations"
        }
        Dialect::Postgres => {
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
             UNION ALL SELECT table_name || '.' || column_name || ': ' || data_type || is_nullable
             FROM information_schema.columns WHERE table_schema = 'public'
             UNION ALL SELECT 'migration ' || version FROM _sqlx_migrations"
        }
        other => panic!("no test for {other:?}"),
    };
    match dialect {
        Dialect::Sqlite => {
            let pool = SqlitePool::connect(url).await.unwrap();
            let rows = sqlx::query(text).fetch_all(&pool).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
        Dialect::Postgres => {
            let pool = PgPool::connect(url).await.unwrap();
            let rows = sqlx::query(text).fetch_all(&pool).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
        other => panic!("no test for {other:?}"),
    }
}

#[test]
fn an_earlier_layout_is_upgraded() {
    let new = |dialect| match dialect {
        Dialect::Sqlite => sqlite(),
        Dialect::Postgres => postgres().unwrap(),
        other => panic!("no test for {other:?}"),
    };
    for Earlier { dialect, url, .. } in earlier() {
        let new = new(dialect);
        wait(async {
            let store = SqlStore::open(&url).await.unwrap();
            store.migrate().await.unwrap();
            store.migrate().await.unwrap();
            assert_eq!(layout(dialect, &url).await, layout(dialect, &new.url).await);

            let now = chrono::Utc::now();
            let find = async |query: &str| {
                let (query, page) = (query.parse().unwrap(), PageRequest::default());
                let found = store.get_activities(&query, &page, now).await.unwrap();
                found.activities.into_iter().map(|activity| activity.id().get()).collect::<Vec<_>>()
            };
            assert_eq!(find("").await, [7, 8]);
            assert_eq!(find("computer:search:lap type:Mine").await, [7]);
            assert_eq!(find("computer:sam created-after:2024-07-11").await, [7]);
            let computers: ComputerQuery = "title:\"Sam's laptop\"".parse().unwrap();
            assert_eq!(store.computers(&computers, 0..9, now).await.unwrap().len(), 1);
            let groups = store.access_groups().await.unwrap();
            assert_eq!(groups, [("desktops".to_owned(), "global".to_owned())]);
            let types = store.get_activity_types().await.unwrap();
            assert!(types.iter().any(|name| name == "Mine"));

            let canceled = store
                .cancel_activities(&Selection::new("id:7".parse().unwrap()), now)
                .await
                .unwrap();
            assert_eq!(canceled, [ActivityId::from(7_u32)]);
            let approved = store
                .approve_activities(&Selection::new("id:8".parse().unwrap()), now)
                .await
                .unwrap();
            assert_eq!(approved, [ActivityId::from(8_u32)]);
            let lines = "{\"id\": 9, \"computer_id\": 4}\n";
            assert_eq!(store.load(lines.as_bytes(), |_| {}).await.unwrap().activities, 1);
            assert!(store.load(lines.as_bytes(), |_| {}).await.is_err());
            assert_eq!(find("computer:tag:laptop").await, [7, 9]);
            assert_eq!(find("status:canceled OR status:undelivered").await, [7, 8]);
        });
    }
}

#[test]
fn a_later_layout_is_refused() {
    for engine in engines() {
        wait(async {
            let later = "INSERT INTO _sqlx_migrations \
                (version, description, success, checksum, execution_time) \
                SELECT MAX(version) + 2, 'later', TRUE, MIN(checksum), 7 FROM _sqlx_migrations";
            let known = match engine.store.dialect() {
                Dialect::Sqlite => {
                    let pool = SqlitePool::connect(&engine.url).await.unwrap();
                    sqlx::query(later).execute(&pool).await.unwrap();
                    1
                }
                Dialect::Postgres => {
                    let pool = PgPool::connect(&engine.url).await.unwrap();
                    let later = later.replace("MIN(checksum)", "'x'");
                    sqlx::query(AssertSqlSafe(later)).execute(&pool).await.unwrap();
                    2
                }
                other => panic!("no test for {other:?}"),
            };
            let opened = SqlStore::open(&engine.url).await.unwrap_err();
            let migrated = engine.store.migrate().await.unwrap_err();
            let said = format!(
                "the database has layout {}, and this version knows layouts up to {known}: \
                 use a newer version",
                known + 2
            );
            for refused in [opened, migrated] {
                assert!(matches!(refused, SqlError::NewerLayout { .. }), "{}", engine.name);
                assert_eq!(refused.to_string(), said);
            }
        });
    }
}
