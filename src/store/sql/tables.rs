//! The tables of the default schema as a whole: how they come to be, and what
//! is read of them beside activities.

use std::collections::HashMap;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::SqlError;
use super::pool::{Transaction, plain};
use crate::model::SavedSearch;
use crate::sql::{Dialect, Table};

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

/// Tells the engine how many rows of which kind there are now, which plans
/// depend on.
pub(super) async fn analyze(transaction: &mut Transaction) -> Result<(), SqlError> {
    for table in Table::ALL {
        transaction.execute(plain(format!("ANALYZE {}", table.default_name()))).await?;
    }
    Ok(())
}

/// The texts of the saved searches, by their names.
pub(super) async fn searches(
    transaction: &mut Transaction,
) -> Result<HashMap<String, String>, SqlError> {
    let text = format!("SELECT CAST(0 AS BIGINT), record FROM {SEARCHES}");
    let rows = transaction.rows(plain(text)).await?;
    rows.iter()
        .map(|(_, record)| {
            let search: SavedSearch = serde_json::from_str(record)?;
            Ok((search.name, search.search))
        })
        .collect()
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
