//! The statements that write: many rows at once, as one JSON parameter.

use serde_json::Value;

use super::SqlError;
use super::pool::{Statement, Transaction, plain};
use super::tables::SEARCHES;
use crate::engine::sql::Dialect;
use crate::property::{Holds, Table};
use crate::store::rows::Row;

/// The number of rows in one statement.
pub(super) const CHUNK: usize = 2_000;

/// A table of the default schema with its columns, in order.
pub(super) struct Target {
    name: &'static str,
    columns: Vec<(&'static str, Holds)>,
}

const RECORD: (&str, Holds) = ("record", Holds::Text);

impl Target {
    pub(super) fn searches() -> Self {
        Self { name: SEARCHES, columns: vec![("name", Holds::Text), RECORD] }
    }
}

impl From<Table> for Target {
    fn from(table: Table) -> Self {
        let asked = table.columns().iter();
        let mut columns: Vec<_> = asked.map(|own| (own.default_name(), own.holds())).collect();
        match table {
            Table::Activities | Table::Computers => columns.push(RECORD),
            Table::Tags
            | Table::Releases
            | Table::Alerts
            | Table::Interfaces
            | Table::Annotations
            | Table::Profiles
            | Table::Devices
            | Table::Usns
            | Table::AccessGroups => {}
        }
        Self { name: table.default_name(), columns }
    }
}

/// Inserts rows, whose ids are all new.
pub(super) async fn insert(
    transaction: &mut Transaction,
    target: &Target,
    rows: &[Row],
) -> Result<(), SqlError> {
    for rows in rows.chunks(CHUNK) {
        transaction.execute(inserting(target, rows, transaction.dialect())?).await?;
    }
    Ok(())
}

/// Inserts activities, and returns the ids of those that did not exist.
pub(super) async fn insert_new(
    transaction: &mut Transaction,
    rows: &[Row],
) -> Result<Vec<i64>, SqlError> {
    let activities = Table::Activities.into();
    let (mut text, values) = inserting(&activities, rows, transaction.dialect())?;
    text.push_str(" ON CONFLICT (id) DO NOTHING RETURNING id, ''");
    let inserted = transaction.rows((text, values)).await?;
    Ok(inserted.into_iter().map(|(id, _)| id).collect())
}

/// Replaces all rows of the table.
pub(super) async fn replace_all(
    transaction: &mut Transaction,
    target: &Target,
    rows: &[Row],
) -> Result<(), SqlError> {
    transaction.execute(plain(format!("DELETE FROM {}", target.name))).await?;
    insert(transaction, target, rows).await
}

fn inserting(target: &Target, rows: &[Row], dialect: Dialect) -> Result<Statement, SqlError> {
    refuse_nul(target, rows)?;
    let Target { name, columns } = target;
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let holds: Vec<Holds> = columns.iter().map(|(_, holds)| *holds).collect();
    let (select, json) = given(&holds, rows, dialect);
    // The WHERE tells SQLite that a following ON does not belong to a join.
    Ok((format!("INSERT INTO {name} ({}) {select} WHERE TRUE", names.join(", ")), json))
}

/// Returns a SELECT of these rows.
pub(super) fn given(holds: &[Holds], rows: &[Row], dialect: Dialect) -> Statement {
    let json = Value::from(rows.to_vec()).to_string();
    let value = |(place, holds): (usize, &Holds)| match (dialect, holds) {
        (Dialect::Sqlite, _) | (Dialect::Postgres, Holds::Text) => format!("value ->> {place}"),
        (Dialect::Postgres, Holds::Number | Holds::Time) => format!("(value ->> {place})::bigint"),
        (Dialect::Postgres, Holds::Flag) => format!("(value ->> {place})::boolean"),
    };
    let values: Vec<String> = holds.iter().enumerate().map(value).collect();
    let from = match dialect {
        Dialect::Sqlite => "json_each(?)",
        Dialect::Postgres => "json_array_elements($1::json) AS given (value)",
    };
    (format!("SELECT {} FROM {from}", values.join(", ")), sea_query::Values(vec![json.into()]))
}

fn refuse_nul(Target { name, columns }: &Target, rows: &[Row]) -> Result<(), SqlError> {
    let has_nul = |value: &Value| value.as_str().is_some_and(|text| text.contains('\0'));
    for row in rows {
        if let Some((_, (column, _))) = row.iter().zip(columns).find(|(value, _)| has_nul(value)) {
            let id = row.first().map(Value::to_string).unwrap_or_default();
            return Err(SqlError::Nul(format!("{name}, {id}, `{column}`")));
        }
    }
    Ok(())
}
