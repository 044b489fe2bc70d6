//! Chooses how an engine finds the activities of a page.

use super::SqlError;
use super::pool::{Statement, Transaction};
use super::select::{self, built};
use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::ComputerQuery;
use crate::engine::sql::{Dialect, Sql};
use crate::query::expr::{ExprRef, View, Visit};
use crate::store::{PageRequest, StoreError};

/// The largest number of activities that `SQLite` may sort; if a query selects more, it reads
/// the index of creation times, which is already sorted.
const SORTED: u64 = 10_000;

/// The largest number of computers for which the index of computers is used.
const FEW_COMPUTERS: u64 = 100;

/// Returns the statement for a page of the activities that the query selects.
///
/// `SQLite` has no statistics on what a condition selects, and uses any index rather than
/// none: for a common tag it would collect and sort every fifth activity for a page of a
/// thousand.
pub(super) async fn page(
    transaction: &mut Transaction,
    query: &ActivityQuery,
    sql: &Sql<'_>,
    page: &PageRequest,
) -> Result<Statement, StoreError<SqlError>> {
    let dialect = transaction.dialect();
    let condition = query.compile(sql)?;
    let (mut text, values) = built(&select::page(condition.clone(), page, sql), dialect);
    if dialect == Dialect::Postgres {
        return Ok((text, values));
    }
    if asks_for_many_computers(transaction, query, sql).await? {
        // A plus sign before a column keeps its index from being used.
        let column = r#""activities"."computer_id" IN (SELECT"#;
        text = text.replace(column, &format!("+{column}"));
    }
    let plan = explain(transaction, (text.clone(), values.clone())).await?;
    if plan.contains("TEMP B-TREE FOR ORDER BY") {
        let some = built(&select::count_up_to(condition, SORTED), dialect);
        if transaction.count(some).await? >= SORTED {
            let from = r#"FROM "activities""#;
            let walked = format!("{from} INDEXED BY activities_by_creation");
            text = text.replacen(from, &walked, 1);
        }
    }
    Ok((text, values))
}

/// Returns whether the query has a few terms about computers, each of which selects many
/// computers.
async fn asks_for_many_computers(
    transaction: &mut Transaction,
    query: &ActivityQuery,
    sql: &Sql<'_>,
) -> Result<bool, StoreError<SqlError>> {
    let mut terms = ComputerTerms(Vec::new());
    query.visit(&mut terms);
    let ComputerTerms(terms) = terms;
    if terms.is_empty() || terms.len() > COUNTED {
        return Ok(false);
    }
    for term in terms {
        let few = select::count_computers_up_to(term.compile(sql)?, FEW_COMPUTERS + 1);
        if transaction.count(built(&few, transaction.dialect())).await? <= FEW_COMPUTERS {
            return Ok(false);
        }
    }
    Ok(true)
}

/// If there are more terms about computers than this, counting takes longer than it saves.
const COUNTED: usize = 4;

/// The computer queries in a query.
struct ComputerTerms<'a>(Vec<&'a ComputerQuery>);

impl<'a> Visit<'a, ActivityTerm> for ComputerTerms<'a> {
    fn enter(&mut self, part: ExprRef<'a, ActivityTerm>) {
        if let View::Term(term) = part.view()
            && let ActivityTerm::Computer(query) = &term.value
        {
            self.0.push(query);
        }
    }
}

/// Returns the engine's plan for a statement, one step per line.
pub(super) async fn explain(
    transaction: &mut Transaction,
    (text, values): Statement,
) -> Result<String, SqlError> {
    // The description is in the last of SQLite's columns, and in PostgreSQL's only one.
    let (explain, column) = match transaction.dialect() {
        Dialect::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Dialect::Postgres => ("EXPLAIN", 0),
    };
    let steps = transaction.texts((format!("{explain} {text}"), values), column).await?;
    Ok(steps.iter().flat_map(|step| [step.as_str(), "\n"]).collect())
}
