//! When an activity passes a term.

use chrono::{DateTime, Utc};

use super::{Comparison, Relational, since};
use crate::activity::ActivityTerm;
use crate::engine::column::Column;

/// `None` if the service does not have a column for it.
pub(in crate::engine) fn test<R: Relational>(rows: &R, term: &ActivityTerm) -> Option<R::Test> {
    match term {
        ActivityTerm::Id(id) => rows.is_number(Column::ActivityId, id.get()),
        ActivityTerm::ParentId(id) => rows.is_number(Column::ParentId, id.get()),
        ActivityTerm::Status(status) => rows.equals(Column::Status, status.as_str()),
        ActivityTerm::CreatedAfter(date) => {
            rows.compares(Column::CreationTime, Comparison::AtLeast(since(date.start())))
        }
        // The default schema has the least number where there is no time.
        ActivityTerm::CreatedBefore(date) => {
            let known = Comparison::AtLeast(since(DateTime::<Utc>::MIN_UTC));
            Some(rows.all([
                rows.compares(Column::CreationTime, known)?,
                rows.compares(Column::CreationTime, Comparison::Below(since(date.start())))?,
            ]))
        }
        ActivityTerm::Creator(email) => {
            rows.equals_ignoring_case(Column::CreatorEmail, email.as_str())
        }
        // The backend compiles the query in it.
        ActivityTerm::Computer(_) => None,
        ActivityTerm::Type(kind) => rows.equals(Column::Type, kind.as_str()),
    }
}
