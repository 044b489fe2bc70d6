//! The conditions that terms are made of.

use chrono::{DateTime, Utc};
use sea_query::{BinOper, Expr, ExprTrait, Func, Query};

use super::condition::{Condition, Count, Operand, Relation};
use super::{Column, Dialect, Sql};

impl Sql<'_> {
    /// The column with its table; `None` if the service does not have it.
    pub(super) fn column(&self, column: Column) -> Option<Expr> {
        let name = self.schema.name(column)?.to_owned();
        let table = self.schema.table_name(column.table()).to_owned();
        Some(Expr::col((table, name)))
    }

    /// A text to compare with; no text of `PostgreSQL` has the character NUL,
    /// so one that has is equal to none there.
    fn text(&self, text: &str) -> Option<String> {
        match self.dialect {
            Dialect::Postgres if text.contains('\0') => None,
            Dialect::Postgres | Dialect::Sqlite => Some(text.to_owned()),
        }
    }

    pub(super) fn equals(&self, column: Column, text: &str) -> Option<Condition> {
        Some(Condition::equals(self.column(column)?, Operand::Text(self.text(text))))
    }

    pub(super) fn is_number(&self, column: Column, number: i64) -> Option<Condition> {
        Some(Condition::equals(self.column(column)?, Operand::Number(number)))
    }

    pub(super) fn equals_ignoring_case(&self, column: Column, text: &str) -> Option<Condition> {
        let text = self.text(&text.to_ascii_lowercase());
        Some(Condition::equals(self.lower(self.column(column)?), Operand::Text(text)))
    }

    pub(super) fn contains(&self, column: Column, part: &str) -> Option<Condition> {
        Some(self.holds(self.column(column)?, self.text(part)))
    }

    pub(super) fn contains_ignoring_case(&self, column: Column, part: &str) -> Option<Condition> {
        let text = self.lower(self.column(column)?);
        Some(self.holds(text, self.text(&part.to_ascii_lowercase())))
    }

    /// Both engines fold other letters too, unless told not to.
    pub(super) fn lower(&self, text: Expr) -> Expr {
        match self.dialect {
            Dialect::Sqlite => Func::lower(text).into(),
            Dialect::Postgres => {
                Func::lower(text.binary(BinOper::Custom("COLLATE"), Expr::custom_keyword("\"C\"")))
                    .into()
            }
        }
    }

    /// `PostgreSQL` knows how many rows a LIKE selects, of a function nothing;
    /// what means something in its patterns is escaped. `SQLite` folds cases in
    /// LIKE, and its function knows no pattern.
    fn holds(&self, text: Expr, part: Option<String>) -> Condition {
        match self.dialect {
            Dialect::Sqlite => {
                let position = Func::cust("instr").arg(text).arg(part);
                Expr::expr(position).gt(Expr::Constant(0.into())).into()
            }
            Dialect::Postgres => {
                let pattern = part.map(|part| format!("%{}%", escaped(&part)));
                text.binary(BinOper::Like, Expr::val(pattern)).into()
            }
        }
    }

    /// Whether a row of another table about this computer passes.
    pub(super) fn one_row(&self, computer: Column, passes: Condition) -> Option<Condition> {
        let relation = self.relation(Column::ComputerId, computer, Count::Many)?;
        Some(Condition::related(relation, passes))
    }

    /// Whether the activity's computer is known and passes.
    pub(super) fn for_computers(&self, passes: Condition) -> Option<Condition> {
        let relation = self.relation(Column::ActivityComputer, Column::ComputerId, Count::One)?;
        Some(Condition::related(relation, passes))
    }

    /// Where the one column holds what the other one, of another table, holds.
    fn relation(&self, own: Column, other: Column, count: Count) -> Option<Relation> {
        let table = self.schema.table_name(other.table()).to_owned();
        let rows = Query::select().expr(self.column(other)?).from(table).take();
        Some(Relation { column: self.column(own)?, rows, count })
    }

    pub(super) fn all(&self, parts: impl IntoIterator<Item = Condition>) -> Condition {
        Condition::all(parts.into_iter().collect(), self.dialect)
    }

    pub(super) fn any(&self, parts: impl IntoIterator<Item = Condition>) -> Condition {
        Condition::any(parts.into_iter().collect(), self.dialect)
    }

    /// The first microsecond that is not before the time: columns hold no less.
    pub(super) fn since(time: DateTime<Utc>) -> i64 {
        let rest = i64::from(!time.timestamp_subsec_nanos().is_multiple_of(1_000));
        time.timestamp_micros().saturating_add(rest)
    }
}

/// The text as a pattern that matches it and nothing else.
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
