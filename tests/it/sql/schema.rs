//! Tests a service with tables of its own: other names, and tags in a JSON column.

use activity_query::sql::{Column, Dialect, EitherTerm, Schema, Sql, Table};
use activity_query::{ActivityQuery, ComputerTerm};
use sea_query::{Expr, ExprTrait, Func, PostgresQueryBuilder, Query, SqliteQueryBuilder};
use sea_query_sqlx::SqlxBinder as _;
use sqlx::{AssertSqlSafe, PgPool, Row as _, SqlitePool};

use super::engine::{postgres, sqlite, wait};
use crate::world::now;

const TABLES: &str = r#"
    CREATE TABLE hosts (nr BIGINT, name TEXT, labels TEXT);
    CREATE TABLE jobs (nr BIGINT, state TEXT, host BIGINT, created_us BIGINT);
    INSERT INTO hosts VALUES (1, 'web-1', '["laptop", "it''s"]'), (2, 'db-1', '[]'), (3, NULL, NULL);
    INSERT INTO jobs VALUES (10, 'failed', 1, 5), (11, NULL, 1, NULL), (12, 'failed', 3, 7), (13, 'failed', NULL, 8);
"#;

/// Queries, and the jobs that they select.
const ANSWERS: &[(&str, &[i64])] = &[
    ("computer:tag:laptop", &[10, 11]),
    ("computer:\"tag:it's\" status:failed", &[10]),
    ("NOT computer:tag:laptop", &[12, 13]),
    ("computer:(NOT tag:laptop)", &[12]),
    ("NOT status:failed", &[11]),
    ("computer:WEB", &[10, 11]),
    ("created-before:1970-01-02 NOT id:12", &[10, 13]),
];

fn sql(dialect: Dialect) -> Sql<'static> {
    let schema = Schema::default()
        .table(Table::Activities, "jobs")
        .column(Column::ActivityId, "nr")
        .column(Column::Status, "state")
        .column(Column::ActivityComputer, "host")
        .column(Column::CreationTime, "created_us")
        .table(Table::Computers, "hosts")
        .column(Column::ComputerId, "nr")
        .column(Column::Title, "name")
        .column(Column::Hostname, "name");
    Sql::new(schema, dialect, now()).overriding(move |term| match term {
        EitherTerm::Computer(ComputerTerm::Tag(tag)) => {
            let labels = Expr::col(("hosts", "labels"));
            let (each, list) = match dialect {
                Dialect::Sqlite => ("json_each", labels),
                Dialect::Postgres => ("jsonb_array_elements_text", labels.cast_as("jsonb")),
                other => panic!("no test for {other:?}"),
            };
            let tags = Query::select()
                .column(("label", "value"))
                .from_function(Func::cust(each).arg(list), "label")
                .take();
            Some(Expr::val(tag.as_str()).in_subquery(tags))
        }
        _ => None,
    })
}

#[test]
fn a_second_schema_answers() {
    let file = sqlite();
    let found = wait(async {
        let pool = SqlitePool::connect(&file.url).await.unwrap();
        sqlx::raw_sql(TABLES).execute(&pool).await.unwrap();
        let mut answers = Vec::new();
        for (text, _) in ANSWERS {
            let (statement, values) = select(text, Dialect::Sqlite).build_sqlx(SqliteQueryBuilder);
            let rows = sqlx::query_with(AssertSqlSafe(statement), values).fetch_all(&pool).await;
            answers.push(rows.unwrap().iter().map(|row| row.get(0)).collect::<Vec<i64>>());
        }
        answers
    });
    check("SQLite", &found);
    let Some(server) = postgres() else { return };
    let found = wait(async {
        let pool = PgPool::connect(&server.url).await.unwrap();
        sqlx::raw_sql(TABLES).execute(&pool).await.unwrap();
        let mut answers = Vec::new();
        for (text, _) in ANSWERS {
            let select = select(text, Dialect::Postgres);
            let (statement, values) = select.build_sqlx(PostgresQueryBuilder);
            let rows = sqlx::query_with(AssertSqlSafe(statement), values).fetch_all(&pool).await;
            answers.push(rows.unwrap().iter().map(|row| row.get(0)).collect::<Vec<i64>>());
        }
        answers
    });
    check("PostgreSQL", &found);
}

fn select(text: &str, dialect: Dialect) -> sea_query::SelectStatement {
    let query: ActivityQuery = text.parse().unwrap();
    Query::select()
        .column("nr")
        .from("jobs")
        .cond_where(query.compile(&sql(dialect)).unwrap())
        .order_by("nr", sea_query::Order::Asc)
        .take()
}

fn check(engine: &str, found: &[Vec<i64>]) {
    for ((text, expected), found) in ANSWERS.iter().zip(found) {
        assert_eq!(found, expected, "{engine}: {text}");
    }
}
