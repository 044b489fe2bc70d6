//! The conditions that terms are compiled to.

use chrono::{DateTime, Utc};
use sea_query::{
    BinOper, CommonTableExpression, Expr, ExprTrait, Func, Query, UnionType, WithClause,
};

use super::condition::{Cardinality, Condition, Operand, Relation};
use super::{Column, Dialect, Sql, Table};
use crate::engine::relational::{Relational, pattern_of};
use crate::property::{Case, Comparison};

impl Sql<'_> {
    /// Returns the column with its table, or `None` if the service does not have it.
    pub(crate) fn column(&self, column: Column) -> Option<Expr> {
        let name = self.schema.name(column)?.to_owned();
        let table = self.schema.table_name(column.table()).to_owned();
        Some(Expr::col((table, name)))
    }

    /// Returns the operand for a text. In `PostgreSQL` no text contains the character NUL, so
    /// a text with NUL equals nothing there.
    fn text(&self, text: &str) -> Option<String> {
        match self.dialect {
            Dialect::Postgres if text.contains('\0') => None,
            Dialect::Postgres | Dialect::Sqlite => Some(text.to_owned()),
        }
    }

    /// Converts the text to lower case if case is ignored. By default both engines also fold
    /// non-ASCII letters, so they are told not to.
    pub(crate) fn cased(&self, text: Expr, case: Case) -> Expr {
        match (case, self.dialect) {
            (Case::Counts, Dialect::Sqlite | Dialect::Postgres) => text,
            (Case::Ignored, Dialect::Sqlite) => Func::lower(text).into(),
            (Case::Ignored, Dialect::Postgres) => {
                Func::lower(text.binary(BinOper::Custom("COLLATE"), Expr::custom_keyword("\"C\"")))
                    .into()
            }
        }
    }

    /// `PostgreSQL` can estimate how many rows a LIKE selects, but not a function, so it gets
    /// a LIKE with an escaped pattern. In `SQLite` LIKE ignores case, so it gets a function,
    /// which has no patterns.
    fn holds(&self, text: Expr, part: Option<String>) -> Condition {
        match self.dialect {
            Dialect::Sqlite => {
                let position = Func::cust("instr").arg(text).arg(part);
                Expr::expr(position).gt(Expr::Constant(0.into())).into()
            }
            Dialect::Postgres => {
                let pattern = part.map(|part| pattern_of(&part));
                text.binary(BinOper::Like, Expr::val(pattern)).into()
            }
        }
    }

    /// Tests whether the activity's computer is known and passes.
    pub(super) fn for_computers(&self, passes: Condition) -> Option<Condition> {
        let relation =
            self.relation(Column::ActivityComputer, Column::ComputerId, Cardinality::One)?;
        Some(Condition::related(relation, passes))
    }

    /// Relates rows where the one column equals the other one, of another table.
    fn relation(&self, own: Column, other: Column, count: Cardinality) -> Option<Relation> {
        let table = self.schema.table_name(other.table()).to_owned();
        let rows = Query::select().expr(self.column(other)?).from(table).take();
        Some(Relation { column: self.column(own)?, rows, count })
    }
}

impl Relational for Sql<'_> {
    type Condition = Condition;

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn is_number(&self, column: Column, number: i64) -> Option<Condition> {
        Some(Condition::equals(self.column(column)?, Operand::Number(number)))
    }

    fn equals(&self, column: Column, case: Case, text: &str) -> Option<Condition> {
        let own = self.cased(self.column(column)?, case);
        Some(Condition::equals(own, Operand::Text(self.text(text))))
    }

    fn contains(&self, column: Column, case: Case, part: &str) -> Option<Condition> {
        Some(self.holds(self.cased(self.column(column)?, case), self.text(part)))
    }

    fn is_flag(&self, column: Column, flag: bool) -> Option<Condition> {
        Some(self.column(column)?.eq(flag).into())
    }

    fn is_absent(&self, column: Column) -> Option<Condition> {
        Some(self.column(column)?.is_null().into())
    }

    fn compares(&self, column: Column, comparison: Comparison, bound: i64) -> Option<Condition> {
        let own = self.column(column)?;
        Some(Condition::from(match comparison {
            Comparison::AtLeast => own.gte(bound),
            Comparison::AtMost => own.lte(bound),
            Comparison::Below => own.lt(bound),
        }))
    }

    fn took_at_most(&self, from: Column, to: Column, most: i64) -> Option<Condition> {
        Some(self.column(to)?.sub(self.column(from)?).lte(most).into())
    }

    /// A cycle of groups ends the recursion, because a union adds no row twice.
    fn is_group_or_below(&self, name: &str) -> Option<Condition> {
        let groups = self.schema.table_name(Table::AccessGroups);
        let own_name = self.column(Column::GroupName)?;
        let parent = self.column(Column::GroupParent)?;
        let deeper = Query::select()
            .expr(own_name.clone())
            .from(groups.to_owned())
            .inner_join("below", parent.eq(Expr::col(("below", "name"))))
            .take();
        let children = Query::select()
            .expr(own_name)
            .from(groups.to_owned())
            .and_where(self.equals(Column::GroupParent, Case::Counts, name)?.into())
            .union(UnionType::Distinct, deeper)
            .take();
        let mut below = CommonTableExpression::new();
        below.table_name("below").column("name").query(children);
        let with = WithClause::new().recursive(true).cte(below).to_owned();
        let names = Query::select().column("name").from("below").with_cte(with).take();
        let inside = self.column(Column::AccessGroup)?.in_subquery(names);
        let is = self.equals(Column::AccessGroup, Case::Counts, name)?;
        Some(Relational::any(self, vec![is, inside.into()]))
    }

    fn one_row(&self, computer: Column, passes: Condition) -> Option<Condition> {
        let relation = self.relation(Column::ComputerId, computer, Cardinality::Many)?;
        Some(Condition::related(relation, passes))
    }

    fn all(&self, parts: Vec<Condition>) -> Condition {
        Condition::all(parts, self.dialect)
    }

    fn any(&self, parts: Vec<Condition>) -> Condition {
        Condition::any(parts, self.dialect)
    }

    fn not(&self, part: Condition) -> Condition {
        part.negated()
    }
}
