//! `aq sql`: the statement that selects what a query selects.

use std::process::ExitCode;

use activity_query::ActivityTerm;
use activity_query::model::Time;
use activity_query::sql::{Dialect, Schema, Sql};
use chrono::Utc;
use clap::{Args, ValueEnum};
use sea_query::{Order, PostgresQueryBuilder, Query, SqliteQueryBuilder, Value};
use serde_json::json;

use crate::show::escaped;
use crate::{Failure, Report, diagnosed, parse, print, print_json, query_text, warn};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The query; `-` reads it from standard input
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// The engine that it is for
    #[arg(long, value_enum)]
    dialect: Engine,
    /// The time that "within days" and "hours ago" count from [default: the clock's]
    #[arg(long, value_name = "TIME")]
    now: Option<Time>,
    /// How to show the statement and its values; as JSON: `statement` and `values`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Prints a statement over the default schema, and the values that are bound.
pub(crate) fn sql(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.query)?;
    let parsed = parse::<ActivityTerm>(&text)?;
    warn(&text, &parsed);
    let dialect = match arguments.dialect {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
    };
    let now = arguments.now.as_ref().map_or_else(Utc::now, Time::instant);
    let sql = Sql::new(Schema::default(), dialect, now);
    let condition = parsed.query.compile(&sql).map_err(|error| diagnosed(error, &text))?;
    let select = Query::select()
        .column(("activities", "id"))
        .from("activities")
        .cond_where(condition)
        .order_by(("activities", "creation_time"), Order::Desc)
        .order_by(("activities", "id"), Order::Desc)
        .take();
    let (statement, values) = if dialect == Dialect::Postgres {
        select.build(PostgresQueryBuilder)
    } else {
        select.build(SqliteQueryBuilder)
    };
    let values: Vec<serde_json::Value> = values.iter().map(bound).collect();
    match arguments.format {
        Report::Json => print_json(&json!({ "statement": statement, "values": values })),
        Report::Human => {
            let values = values.iter().enumerate();
            let values: Vec<String> = values
                .map(|(index, value)| {
                    format!("{:>4}  {}\n", index + 1, escaped(&value.to_string()))
                })
                .collect();
            print(&format!("{statement}\n{}", values.concat()))
        }
    }
}

/// A value as JSON; the kinds are those that conditions bind.
fn bound(value: &Value) -> serde_json::Value {
    match value {
        Value::BigInt(number) => json!(number),
        Value::String(text) => json!(text),
        Value::Bool(flag) => json!(flag),
        other => json!(format!("{other:?}")),
    }
}
