//! Queries as SQL statements.

use std::convert::Infallible;

use activity_query::sql::sea_query::Value;
use activity_query::sql::{Dialect as Engine, Schema, Sql};
use activity_query::{ActivityQuery, StoreError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::answer::{Answer, json, not_a_query, refused};
use crate::clock::instant;

/// An engine that statements are for.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Dialect {
    /// `SQLite`.
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
}

#[derive(Serialize)]
struct StatementView {
    ok: bool,
    statement: String,
    values: Vec<serde_json::Value>,
}

/// The statement that selects what a query selects, and the values to bind. `now` is in
/// milliseconds since 1970.
///
/// # Errors
/// If `now` is out of the range of times.
#[wasm_bindgen]
pub fn sql(dialect: Dialect, text: &str, now: i64) -> Answer {
    let now = instant(Some(now)).ok_or_else(|| JsError::new("there is no such time"))?;
    let query = match text.parse::<ActivityQuery>() {
        Ok(query) => query,
        Err(error) => return not_a_query(&error),
    };
    let engine = match dialect {
        Dialect::Sqlite => Engine::Sqlite,
        Dialect::Postgres => Engine::Postgres,
    };
    match Sql::new(Schema::default(), engine, now).statement(&query) {
        Ok((statement, values)) => {
            let values = values.iter().map(bound).collect();
            json(&StatementView { ok: true, statement, values })
        }
        Err(error) => match StoreError::<Infallible>::from(error) {
            StoreError::Query(diagnostics) => refused(text, &diagnostics),
            other => Err(other.into()),
        },
    }
}

/// A value as JSON; the kinds are those that conditions bind.
fn bound(value: &Value) -> serde_json::Value {
    match value {
        Value::BigInt(number) => (*number).into(),
        Value::String(text) => text.as_deref().into(),
        Value::Bool(flag) => (*flag).into(),
        other => format!("{other:?}").into(),
    }
}
