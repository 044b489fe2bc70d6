//! The tables of the default schema as a whole: how they come to be, and what
//! is read of them beside activities.

use std::collections::BTreeMap;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::SqlError;
use super::pool::{Fetched, Transaction, plain};
use crate::model::{Record, RecordError, SavedSearch};
use crate::sql::{Column, Dialect, Table};

pub(super) const SEARCHES: &str = "saved_searches";

/// A migration that was once released stays as it is; what changes is a new one.
pub(super) fn migrator(dialect: Dialect) -> Migrator {
    let tables = match dialect {
        Dialect::Sqlite => include_str!("migrations/sqlite.sql"),
        Dialect::Postgres => include_str!("migrations/postgres.sql"),
    };
    let first =
        Migration::new(1, "tables".into(), MigrationType::Simple, tables.into_sql_str(), false);
    Migrator::with_migrations(vec![first])
}

/// Whether the tables have been made.
pub(super) async fn exist(transaction: &mut Transaction) -> Result<bool, SqlError> {
    let name = Table::Activities.default_name();
    let text = match transaction.dialect() {
        Dialect::Sqlite => format!(
            "SELECT COUNT(*), '' FROM sqlite_master WHERE type = 'table' AND name = '{name}'"
        ),
        Dialect::Postgres => {
            format!("SELECT COUNT(to_regclass('{name}')), ''")
        }
    };
    Ok(transaction.count(plain(text)).await? > 0)
}

/// Tells the engine how many rows of which kind there are now, which plans
/// depend on.
pub(super) async fn analyze(transaction: &mut Transaction) -> Result<(), SqlError> {
    for table in Table::ALL {
        transaction.execute(plain(format!("ANALYZE {}", table.default_name()))).await?;
    }
    Ok(())
}

/// The saved searches, by their names.
pub(super) async fn searches(
    transaction: &mut Transaction,
) -> Result<BTreeMap<String, Record<SavedSearch>>, SqlError> {
    let text = format!("SELECT CAST(0 AS BIGINT), record FROM {SEARCHES}");
    let rows = transaction.rows(plain(text)).await?;
    rows.into_iter()
        .map(|(_, record)| {
            let search = Record::<SavedSearch>::new(record)?;
            Ok((search.id().clone(), search))
        })
        .collect()
}

/// The texts of the saved searches, by their names.
pub(super) async fn search_texts(
    transaction: &mut Transaction,
) -> Result<BTreeMap<String, String>, SqlError> {
    let searches = searches(transaction).await?.into_iter();
    searches.map(|(name, search)| Ok((name, search.read()?.search().to_owned()))).collect()
}

/// Keeps others from writing the saved searches until the transaction ends.
pub(super) async fn lock_searches(transaction: &mut Transaction) -> Result<(), SqlError> {
    match transaction.dialect() {
        // The transaction has the only lock.
        Dialect::Sqlite => {}
        Dialect::Postgres => {
            let text = format!("LOCK TABLE {SEARCHES} IN SHARE ROW EXCLUSIVE MODE");
            transaction.execute(plain(text)).await?;
        }
    }
    Ok(())
}

/// Each access group that is in another, and that.
pub(super) async fn access_groups(
    transaction: &mut Transaction,
) -> Result<Vec<(String, String)>, SqlError> {
    let group = |column: Column| column.default_name();
    let (name, parent) = (group(Column::GroupName), group(Column::GroupParent));
    let table = Table::AccessGroups.default_name();
    // As JSON, since a row has one text.
    let both = match transaction.dialect() {
        Dialect::Sqlite => format!("json_array({name}, {parent})"),
        Dialect::Postgres => format!("CAST(json_build_array({name}, {parent}) AS TEXT)"),
    };
    let text = format!("SELECT CAST(0 AS BIGINT), {both} FROM {table} ORDER BY {name}, {parent}");
    let rows = transaction.rows(plain(text)).await?;
    let pair = |(_, both): &Fetched| serde_json::from_str(both).map_err(RecordError::from);
    Ok(rows.iter().map(pair).collect::<Result<_, _>>()?)
}

/// The types of activities, each found by a step in the index: there are few,
/// in many rows.
pub(super) async fn types(transaction: &mut Transaction) -> Result<Vec<String>, SqlError> {
    let text = "WITH RECURSIVE found (type) AS (\
        SELECT min(type) FROM activities \
        UNION ALL \
        SELECT (SELECT min(type) FROM activities WHERE type > found.type) \
        FROM found WHERE found.type IS NOT NULL\
        ) SELECT CAST(0 AS BIGINT), type FROM found WHERE type IS NOT NULL";
    let rows = transaction.rows(plain(text)).await?;
    Ok(rows.into_iter().map(|(_, kind)| kind).collect())
}
