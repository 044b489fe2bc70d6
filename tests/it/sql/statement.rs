//! Tests the conditions of SQL statements: which values are bound, and which terms are
//! refused.

use activity_query::language::{FieldInfo, ValueKind, fields};
use activity_query::sql::{Column, Dialect, Schema, Sql};
use activity_query::{ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Expr, Language};
use chrono::DateTime;
use proptest::prelude::*;
use sea_query::{PostgresQueryBuilder, Query, SqliteQueryBuilder, Values};
use sqlparser::ast::{SetExpr, Statement};
use sqlparser::dialect::{PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use crate::strategy::config;
use crate::world::term::term;
use crate::world::with_queries;

fn sql(dialect: Dialect) -> Sql<'static> {
    Sql::new(Schema::default(), dialect, DateTime::UNIX_EPOCH)
}

fn statement(query: &ActivityQuery, dialect: Dialect) -> (String, Values) {
    let condition = query.compile(&sql(dialect)).unwrap();
    let select = Query::select().column("id").from("activities").cond_where(condition).take();
    match dialect {
        Dialect::Sqlite => select.build(SqliteQueryBuilder),
        Dialect::Postgres => select.build(PostgresQueryBuilder),
        other => panic!("no test for {other:?}"),
    }
}

/// Returns the terms of a language that accept the text, anywhere in their values.
fn of_text<L: Language>(text: &str) -> Vec<Expr<L>> {
    let of_field = |field: &'static FieldInfo| {
        let values = match &field.kind {
            ValueKind::Text | ValueKind::OpenText { .. } => vec![text.to_owned()],
            ValueKind::Form { .. } => match field.name {
                // A colon separates the key from the text.
                "annotation" => {
                    let part = text.replace(':', "_");
                    vec![part.clone(), format!("{part}:{part}")]
                }
                "availability-zone" => vec![text.to_owned()],
                "license-id" | "profile" | "search" => Vec::new(),
                name => panic!("does `{name}` take a text?"),
            },
            _ => Vec::new(),
        };
        values.into_iter().map(|value| term(Some(field.name), &value)).collect::<Vec<_>>()
    };
    fields::<L>().flat_map(of_field).collect()
}

/// Returns a query for each term that takes a text.
pub(super) fn of_each_text(text: &str) -> Vec<ActivityQuery> {
    let mut computers = of_text::<ComputerTerm>(text);
    computers.push(ComputerQuery::keyword(text));
    let mut all = of_text::<ActivityTerm>(text);
    all.extend(computers.into_iter().map(ActivityQuery::computer));
    all
}

/// Returns all of them, every other one negated.
fn about(text: &str) -> ActivityQuery {
    let negated = |(number, query): (usize, ActivityQuery)| match number % 2 {
        0 => query,
        _ => !query,
    };
    ActivityQuery::all(of_each_text(text).into_iter().enumerate().map(negated))
}

proptest! {
    #[test]
    fn the_statement_is_the_same_whatever_the_values(text in "(\\PC|['\"%_\\\\?$;\u{0}-]){1,12}") {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let (plain, bound) = statement(&about("plain"), dialect);
            let (other, values) = statement(&about(&text), dialect);
            prop_assert_eq!(&plain, &other);
            prop_assert_eq!(values.0.len(), bound.0.len());
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_statement_is_one_select((world, queries) in with_queries()) {
        let dialects = [Dialect::Sqlite, Dialect::Postgres];
        let asked = queries.iter().flat_map(|query| dialects.map(|dialect| (query, dialect)));
        for (query, dialect) in asked {
            let query = query.resolve(|name| world.search(name)).unwrap();
            let (text, _) = statement(&query, dialect);
            let grammar: &dyn sqlparser::dialect::Dialect = match dialect {
                Dialect::Sqlite => &SQLiteDialect {},
                Dialect::Postgres => &PostgreSqlDialect {},
                other => panic!("no test for {other:?}"),
            };
            let parsed = Parser::parse_sql(grammar, &text);
            let parsed = parsed.unwrap_or_else(|error| panic!("{error}: {text}"));
            let [Statement::Query(query)] = parsed.as_slice() else { panic!("{text}") };
            prop_assert!(matches!(*query.body, SetExpr::Select(_)), "{}", text);
        }
    }
}

#[test]
fn deep_queries_are_answered_or_refused() {
    let nested = |depth: usize| {
        let mut query = ActivityQuery::id(1_u32);
        for id in 0..depth {
            let id = u32::try_from(id).unwrap();
            query = !(ActivityQuery::parent_id(id) & (ActivityQuery::id(id) | query));
        }
        query
    };
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        statement(&nested(100), dialect);
        let error = nested(3_000).compile(&sql(dialect)).unwrap_err();
        assert_eq!(error.to_string(), "a query that is nested this deep is not supported here");
    }
}

#[test]
fn many_terms_are_few_parameters() {
    let computers: Vec<String> = (1..=5_000).map(|id| format!("computer:id:{id}")).collect();
    let others: Vec<String> = (1..=5_000).map(|id| format!("NOT id:{id}")).collect();
    let creators: Vec<String> = (1..=5_000).map(|id| format!("creator:u{id}@a.example")).collect();
    for text in [computers.join(" OR "), others.join(" "), creators.join(" OR ")] {
        let query: ActivityQuery = text.parse().unwrap();
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let (_, values) = statement(&query, dialect);
            assert_eq!(values.0.len(), 1, "{}", &text[..40]);
        }
    }
}

#[test]
fn five_thousand_ids_are_one_parameter() {
    let text = (1..=5_000).map(|id| format!("id:{id}")).collect::<Vec<_>>().join(" OR ");
    let query: ActivityQuery = format!("status:failed {text}").parse().unwrap();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let (_, values) = statement(&query, dialect);
        assert_eq!(values.0.len(), 2);
    }
}

#[test]
fn missing_columns_are_errors_with_positions() {
    let schema = Schema::default().without(Column::Tag);
    let sql = Sql::new(schema, Dialect::Postgres, DateTime::UNIX_EPOCH);
    let query: ActivityQuery = "status:failed computer:(web NOT tag:a)".parse().unwrap();
    let error = query.compile(&sql).unwrap_err();
    assert_eq!(error.term(), "tag:a");
    let span = error.span().unwrap();
    assert_eq!((span.start(), span.end()), (32, 37));
}

#[test]
fn operators_are_written_as_postgresql_requires() {
    let query: ActivityQuery = "NOT creator:Jane@example.com".parse().unwrap();
    let (text, _) = statement(&query, Dialect::Postgres);
    let expected = r#"(LOWER("activities"."creator_email" COLLATE "C") = $1) IS NOT TRUE"#;
    assert!(text.ends_with(expected), "{text}");
}
