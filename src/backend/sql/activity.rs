//! When an activity passes a term.

use chrono::{DateTime, Utc};
use sea_query::ExprTrait;

use super::condition::Condition;
use super::{Column, Sql};
use crate::ast::ActivityTerm;

/// `None` if the service does not have a column for it.
pub(super) fn condition(sql: &Sql<'_>, term: &ActivityTerm) -> Option<Condition> {
    match term {
        ActivityTerm::Id(id) => sql.is_number(Column::ActivityId, id.get()),
        ActivityTerm::ParentId(id) => sql.is_number(Column::ParentId, id.get()),
        ActivityTerm::Status(status) => sql.equals(Column::Status, status.as_str()),
        ActivityTerm::CreatedAfter(date) => {
            Some(sql.column(Column::CreationTime)?.gte(Sql::since(date.start())).into())
        }
        // The default schema has the least number where there is no time.
        ActivityTerm::CreatedBefore(date) => {
            let created = sql.column(Column::CreationTime)?;
            let first = Sql::since(DateTime::<Utc>::MIN_UTC);
            Some(created.clone().gte(first).and(created.lt(Sql::since(date.start()))).into())
        }
        ActivityTerm::Creator(email) => {
            sql.equals_ignoring_case(Column::CreatorEmail, email.as_str())
        }
        // The backend compiles the query in it.
        ActivityTerm::Computer(_) => None,
        ActivityTerm::Type(kind) => sql.equals(Column::Type, kind.as_str()),
    }
}
