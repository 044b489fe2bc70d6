//! How an engine goes through the activities of a page.

use super::SqlError;
use super::pool::{Statement, Transaction};
use super::select::{self, built};
use crate::ast::{ActivityQuery, ActivityTerm, ComputerQuery, ExprRef, View, Visit};
use crate::backend::Unsupported;
use crate::sql::{Condition, Dialect, Sql};
use crate::store::Page;

/// `SQLite` sorts no more activities than this; what selects more is read off
/// the index of creation times, where they are in order.
const SORTED: usize = 10_000;

/// The index of the activities of a computer is for so many computers at most.
const FEW_COMPUTERS: usize = 100;

/// The statement of a page.
///
/// `SQLite` has no statistics of what a condition selects, and takes any index
/// rather than none: for a common tag it would collect and sort every fifth
/// activity for a page of a thousand.
pub(super) async fn page(
    transaction: &mut Transaction,
    Selection { condition, computers }: Selection,
    page: &Page,
    dialect: Dialect,
) -> Result<Statement, SqlError> {
    let (mut text, values) = built(&select::page(condition.clone(), page), dialect);
    if dialect == Dialect::Postgres {
        return Ok((text, values));
    }
    if are_many(transaction, computers, dialect).await? {
        // What a plus stands before has no index.
        let column = r#""activities"."computer_id" IN (SELECT"#;
        text = text.replace(column, &format!("+{column}"));
    }
    let plan = explain(transaction, (text.clone(), values.clone()), dialect).await?;
    if plan.contains("TEMP B-TREE FOR ORDER BY") {
        let some = built(&select::count_up_to(condition, SORTED), dialect);
        let count = transaction.rows(some).await?.first().map_or(0, |(count, _)| *count);
        if usize::try_from(count).is_ok_and(|count| count >= SORTED) {
            let from = r#"FROM "activities""#;
            let walked = format!("{from} INDEXED BY activities_by_creation");
            text = text.replacen(from, &walked, 1);
        }
    }
    Ok((text, values))
}

/// Whether each of the conditions selects many computers; there is one.
async fn are_many(
    transaction: &mut Transaction,
    computers: Vec<Condition>,
    dialect: Dialect,
) -> Result<bool, SqlError> {
    let some = !computers.is_empty();
    for condition in computers {
        let few = built(&select::count_computers_up_to(condition, FEW_COMPUTERS + 1), dialect);
        let count = transaction.rows(few).await?.first().map_or(0, |(count, _)| *count);
        if usize::try_from(count).is_ok_and(|count| count <= FEW_COMPUTERS) {
            return Ok(false);
        }
    }
    Ok(some)
}

/// A query as a condition, and what it asks of computers.
pub(super) struct Selection {
    pub(super) condition: Condition,
    /// A condition for each term that holds a query for computers, if they are few.
    computers: Vec<Condition>,
}

/// With more terms about computers than this, counting takes longer than it saves.
const COUNTED: usize = 4;

impl Selection {
    pub(super) fn new(query: &ActivityQuery, sql: &Sql<'_>) -> Result<Self, Unsupported> {
        let condition = query.compile(sql)?;
        let mut terms = ComputerTerms(Vec::new());
        query.visit(&mut terms);
        let mut computers = Vec::new();
        if terms.0.len() <= COUNTED {
            for term in terms.0 {
                computers.push(term.compile(sql)?);
            }
        }
        Ok(Self { condition, computers })
    }
}

/// The queries for computers in a query.
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
