//! How an engine goes through the activities of a page.

use super::SqlError;
use super::pool::{Statement, Transaction};
use super::select::{self, built};
use crate::sql::{Condition, Dialect};
use crate::store::Page;

/// `SQLite` sorts no more activities than this; what selects more is read off
/// the index of creation times, where they are in order.
const SORTED: usize = 10_000;

/// The statement of a page.
///
/// `SQLite` has no statistics of what a condition selects, and takes any index
/// rather than none: for a common tag it would collect and sort every fifth
/// activity for a page of a thousand.
pub(super) async fn page(
    transaction: &mut Transaction,
    condition: Condition,
    page: &Page,
    dialect: Dialect,
) -> Result<Statement, SqlError> {
    let statement = built(&select::page(condition.clone(), page), dialect);
    match dialect {
        Dialect::Postgres => Ok(statement),
        Dialect::Sqlite => {
            let plan = explain(transaction, statement.clone(), dialect).await?;
            if !plan.contains("TEMP B-TREE FOR ORDER BY") {
                return Ok(statement);
            }
            let some = built(&select::count_up_to(condition, SORTED), dialect);
            let count = transaction.rows(some).await?.first().map_or(0, |(count, _)| *count);
            if usize::try_from(count).is_ok_and(|count| count < SORTED) {
                return Ok(statement);
            }
            let (text, values) = statement;
            let from = r#"FROM "activities""#;
            let walked = format!("{from} INDEXED BY activities_by_creation");
            Ok((text.replacen(from, &walked, 1), values))
        }
    }
}

/// What the engine says of a statement, a step a line.
pub(super) async fn explain(
    transaction: &mut Transaction,
    (text, values): Statement,
    dialect: Dialect,
) -> Result<String, SqlError> {
    let steps = match dialect {
        Dialect::Sqlite => {
            let text = format!("EXPLAIN QUERY PLAN {text}");
            transaction.texts((text, values), 3).await?
        }
        Dialect::Postgres => transaction.texts((format!("EXPLAIN {text}"), values), 0).await?,
    };
    Ok(steps.iter().flat_map(|step| [step.as_str(), "\n"]).collect())
}
