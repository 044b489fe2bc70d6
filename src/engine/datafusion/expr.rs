//! The tests that terms are compiled to.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use datafusion_common::Column as Name;
use datafusion_expr::expr::Like;
use datafusion_expr::{Expr, LogicalPlanBuilder, in_subquery, lit};

use super::{Column, DataFusion, join};
use crate::engine::relational::{Relational, pattern_of};
use crate::property::{Case, Comparison};

/// The suffix of columns whose text is in lower case.
pub(crate) const LOWER: &str = "_lower";

impl DataFusion {
    /// Returns the column with its table, or `None` if the service does not have it.
    fn column(&self, column: Column) -> Option<Expr> {
        Some(self.named(column, self.schema.name(column)?.to_owned()))
    }

    /// Returns the column of the text; if case is ignored, the one in lower case.
    fn cased(&self, column: Column, case: Case) -> Option<Expr> {
        let name = self.schema.name(column)?;
        Some(match case {
            Case::Counts => self.named(column, name.to_owned()),
            Case::Ignored => self.named(column, format!("{name}{LOWER}")),
        })
    }

    fn named(&self, column: Column, name: String) -> Expr {
        Name::new(Some(self.schema.table_name(column.table())), name).into()
    }

    pub(super) fn joined(&self, parts: Vec<Expr>) -> Expr {
        join::all(parts, self.column(Column::ActivityComputer).as_ref())
    }

    /// Tests whether the activity's computer is known and passes.
    pub(super) fn for_computers(&self, passes: Expr) -> Option<Expr> {
        self.related(Column::ActivityComputer, Column::ComputerId, passes)
    }

    /// Tests whether this row's column equals the other column, of another table, in a row
    /// that passes.
    fn related(&self, own: Column, other: Column, passes: Expr) -> Option<Expr> {
        let table = other.table();
        let rows = LogicalPlanBuilder::scan(
            self.schema.table_name(table),
            Arc::clone(self.tables.get(&table)?),
            None,
        );
        let ids = rows.ok()?.filter(passes).ok()?.project([self.column(other)?]).ok()?;
        Some(in_subquery(self.column(own)?, ids.build().ok()?.into()))
    }
}

fn holds(text: Expr, part: &str) -> Expr {
    let pattern = Box::new(lit(pattern_of(part)));
    Expr::Like(Like::new(false, Box::new(text), pattern, None, false))
}

impl Relational for DataFusion {
    type Condition = Expr;

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn is_number(&self, column: Column, number: i64) -> Option<Expr> {
        Some(self.column(column)?.eq(lit(number)))
    }

    fn equals(&self, column: Column, case: Case, text: &str) -> Option<Expr> {
        Some(self.cased(column, case)?.eq(lit(text)))
    }

    fn contains(&self, column: Column, case: Case, part: &str) -> Option<Expr> {
        Some(holds(self.cased(column, case)?, part))
    }

    fn is_flag(&self, column: Column, flag: bool) -> Option<Expr> {
        Some(self.column(column)?.eq(lit(flag)))
    }

    fn is_absent(&self, column: Column) -> Option<Expr> {
        Some(self.column(column)?.is_null())
    }

    fn compares(&self, column: Column, comparison: Comparison, bound: i64) -> Option<Expr> {
        let own = self.column(column)?;
        Some(match comparison {
            Comparison::AtLeast => own.gt_eq(lit(bound)),
            Comparison::AtMost => own.lt_eq(lit(bound)),
            Comparison::Below => own.lt(lit(bound)),
        })
    }

    fn took_at_most(&self, from: Column, to: Column, most: i64) -> Option<Expr> {
        Some((self.column(to)? - self.column(from)?).lt_eq(lit(most)))
    }

    /// There are few groups, so their names are looked up when the query is compiled.
    fn is_group_or_below(&self, name: &str) -> Option<Expr> {
        let own = self.column(Column::AccessGroup)?;
        let (mut names, mut open) = (BTreeSet::from([name]), vec![name]);
        while let Some(parent) = open.pop() {
            for child in self.children.get(parent).into_iter().flatten() {
                // Groups may form a cycle.
                if names.insert(child) {
                    open.push(child);
                }
            }
        }
        Some(join::any(names.into_iter().map(|name| own.clone().eq(lit(name))).collect()))
    }

    fn one_row(&self, computer: Column, passes: Expr) -> Option<Expr> {
        self.related(Column::ComputerId, computer, passes)
    }

    fn all(&self, parts: Vec<Expr>) -> Expr {
        self.joined(parts)
    }

    fn any(&self, parts: Vec<Expr>) -> Expr {
        join::any(parts)
    }

    fn not(&self, part: Expr) -> Expr {
        join::not(part)
    }
}
