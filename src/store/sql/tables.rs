//! Creates the tables of the default schema, and reads those beside activities.

use std::collections::BTreeMap;

use sea_query::Values;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::SqlError;
use super::pool::{Fetched, Transaction, plain};
use crate::engine::sql::{Column, Dialect, Table};
use crate::model::{Record, RecordError, SavedSearch};

/// The texts of the saved searches, by their names.
pub(super) type Searches = BTreeMap<String, String>;

pub(super) const SEARCHES: &str = "saved_searches";

/// The table that records migrations.
const MIGRATIONS: &str = "_sqlx_migrations";

/// The checksum of the first tables in `PostgreSQL`, which lacked the indexes on names.
const WITHOUT_NAMES: [u8; 48] = [
    0x57, 0x8F, 0x02, 0xF5, 0x23, 0x1E, 0xC1, 0xBB, 0x77, 0xB5, 0x4D, 0xBA, 0xBD, 0xC9, 0x9D, 0x07,
    0xD9, 0xC4, 0x23, 0x33, 0x0D, 0xB3, 0x81, 0x48, 0x02, 0xAE, 0xEA, 0x8D, 0x9C, 0xC1, 0x4C, 0x30,
    0x81, 0x21, 0x0F, 0x71, 0xA3, 0x8F, 0xA9, 0xD8, 0x51, 0x65, 0xFB, 0xA3, 0x90, 0x59, 0x47, 0x55,
];

/// A migration is never changed after its release; changes are new migrations.
fn migrations(dialect: Dialect) -> Vec<Migration> {
    match dialect {
        Dialect::Sqlite => vec![migration(1, "tables", include_str!("migrations/sqlite.sql"))],
        Dialect::Postgres => vec![
            migration(1, "tables", include_str!("migrations/postgres.sql")),
            migration(2, "names", include_str!("migrations/postgres-names.sql")),
        ],
    }
}

fn migration(version: i64, name: &'static str, text: &'static str) -> Migration {
    Migration::new(version, name.into(), MigrationType::Simple, text.into_sql_str(), false)
}

/// Returns the migrator that upgrades the tables.
pub(super) async fn migrator(transaction: &mut Transaction) -> Result<Migrator, SqlError> {
    refuse_newer(transaction).await?;
    let dialect = transaction.dialect();
    let mut migrations = migrations(dialect);
    if dialect == Dialect::Postgres
        && exists(transaction, MIGRATIONS).await?
        && let Some(first) = migrations.first_mut()
    {
        let text =
            format!("SELECT COUNT(*), '' FROM {MIGRATIONS} WHERE version = 1 AND checksum = $1");
        let values = Values(vec![WITHOUT_NAMES.to_vec().into()]);
        if transaction.count((text, values)).await? > 0 {
            first.checksum = WITHOUT_NAMES.as_slice().into();
        }
    }
    Ok(Migrator::with_migrations(migrations))
}

/// Refuses tables that a newer version of this library has changed.
pub(super) async fn refuse_newer(transaction: &mut Transaction) -> Result<(), SqlError> {
    if !exists(transaction, MIGRATIONS).await? {
        return Ok(());
    }
    let text = format!("SELECT COALESCE(MAX(version), 0), '' FROM {MIGRATIONS}");
    let found = transaction.count(plain(text)).await?;
    let known = migrations(transaction.dialect()).len() as u64;
    if found > known { Err(SqlError::NewerLayout { found, known }) } else { Ok(()) }
}

/// Returns whether the tables exist.
pub(super) async fn are_made(transaction: &mut Transaction) -> Result<bool, SqlError> {
    exists(transaction, Table::Activities.default_name()).await
}

async fn exists(transaction: &mut Transaction, table: &str) -> Result<bool, SqlError> {
    let text = match transaction.dialect() {
        Dialect::Sqlite => format!(
            "SELECT COUNT(*), '' FROM sqlite_master WHERE type = 'table' AND name = '{table}'"
        ),
        Dialect::Postgres => format!("SELECT COUNT(to_regclass('{table}')), ''"),
    };
    Ok(transaction.count(plain(text)).await? > 0)
}

/// Updates the engine's statistics, on which its plans depend.
pub(super) async fn analyze(transaction: &mut Transaction) -> Result<(), SqlError> {
    for table in Table::ALL {
        transaction.execute(plain(format!("ANALYZE {}", table.default_name()))).await?;
    }
    Ok(())
}

/// Returns the saved searches, by name.
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

/// Returns the texts of the saved searches, by name.
pub(super) async fn search_texts(transaction: &mut Transaction) -> Result<Searches, SqlError> {
    let searches = searches(transaction).await?.into_iter();
    searches.map(|(name, search)| Ok((name, search.read()?.search().to_owned()))).collect()
}

/// Locks the saved searches against writing until the transaction ends.
pub(super) async fn lock_searches(transaction: &mut Transaction) -> Result<(), SqlError> {
    match transaction.dialect() {
        // The transaction already has the only lock.
        Dialect::Sqlite => {}
        Dialect::Postgres => {
            let text = format!("LOCK TABLE {SEARCHES} IN SHARE ROW EXCLUSIVE MODE");
            transaction.execute(plain(text)).await?;
        }
    }
    Ok(())
}

/// Returns each access group that has a parent, with the parent.
pub(super) async fn access_groups(
    transaction: &mut Transaction,
) -> Result<Vec<(String, String)>, SqlError> {
    let group = |column: Column| column.default_name();
    let (name, parent) = (group(Column::GroupName), group(Column::GroupParent));
    let table = Table::AccessGroups.default_name();
    // As JSON, since a row has only one text.
    let both = match transaction.dialect() {
        Dialect::Sqlite => format!("json_array({name}, {parent})"),
        Dialect::Postgres => format!("CAST(json_build_array({name}, {parent}) AS TEXT)"),
    };
    let text = format!("SELECT CAST(0 AS BIGINT), {both} FROM {table} ORDER BY {name}, {parent}");
    let rows = transaction.rows(plain(text)).await?;
    let pair = |(_, both): &Fetched| serde_json::from_str(both).map_err(RecordError::from);
    Ok(rows.iter().map(pair).collect::<Result<_, _>>()?)
}

/// Returns the types of activities, each found by one step in the index, since there are few
/// types in many rows.
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
