//! `aq sql`: the statement that selects what a query selects.

use std::convert::Infallible;

use activity_query::sql::sea_query::Value;
use activity_query::sql::{Dialect, Schema, Sql};
use activity_query::{ActivityTerm, StoreError};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::arguments::{Clock, Format, QueryText, Report};
use crate::failure::{Exit, Failure};
use crate::output::{print, print_json};
use crate::show::escaped;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    query: QueryText,
    /// The engine that the statement is for
    #[arg(long, value_enum)]
    dialect: Engine,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    clock: Clock,
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Prints a statement over the default schema, and the values that are bound.
pub(crate) fn sql(arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.query.parse::<ActivityTerm>()?;
    let dialect = match arguments.dialect {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
    };
    let sql = Sql::new(Schema::default(), dialect, arguments.clock.now());
    let (statement, values) = sql
        .statement(&query)
        .map_err(|error| Failure::of_store(StoreError::<Infallible>::from(error), &text))?;
    let values: Vec<serde_json::Value> = values.iter().map(bound).collect();
    match arguments.format.format {
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
    }?;
    Ok(Exit::Success)
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
