//! Scoped queries, of which the user's part alone is explained.

use super::decide::Decided;
use super::outline::{ExplainedRecord, Outline};
use crate::evaluate::Context;
use crate::query::expr::Expr;

/// A query, as it is explained: what the system added to it is not shown.
#[derive(Debug)]
pub(super) struct Outlines<'q> {
    system: Option<Outline<'q>>,
    pub(super) user: Outline<'q>,
}

impl<'q> Outlines<'q> {
    /// Outlines of the system's query and of the user's.
    pub(super) fn new<T>(
        (system, user): &'q (Expr<T>, Expr<T>),
        outline: impl Fn(&'q Expr<T>) -> Outline<'q>,
    ) -> Self {
        let system = (!system.is_everything()).then(|| outline(system));
        Self { system, user: outline(user) }
    }

    /// Whether the system lets the user see the record.
    pub(super) fn allow(&self, record: ExplainedRecord<'_>, context: &Context<'_>) -> bool {
        self.system.as_ref().is_none_or(|system| Decided::new(system, record, context).matches())
    }
}
