//! [`Condition`]: the condition after WHERE, combined from parts.

mod join;

use sea_query::{BinOper, Expr, ExprTrait, SelectStatement, Value};

/// The deepest nesting of conditions that is allowed: statements are written, read and
/// dropped recursively, here and in the engines.
const DEEPEST: u32 = 600;

/// The condition that [`Sql`](super::Sql) compiles a query to, for use in a statement of your
/// own.
///
/// It is true of the rows that the query selects, and false or NULL for all others, so to
/// negate it, negate the query. `sea_query` accepts it directly, and it can be converted to
/// an [`Expr`].
///
/// ```
/// use activity_query::ActivityQuery;
/// use activity_query::sql::{Dialect, Schema, Sql};
/// use sea_query::{Expr, ExprTrait, Query, SqliteQueryBuilder};
///
/// let sql = Sql::new(Schema::default(), Dialect::Sqlite, chrono::Utc::now());
/// let query: ActivityQuery = "status:failed".parse()?;
/// let select = Query::select()
///     .column("id")
///     .from("activities")
///     .cond_where(query.compile(&sql)?)
///     .cond_where(Expr::col("tenant").eq(3))
///     .to_string(SqliteQueryBuilder);
/// let expected = r#"SELECT "id" FROM "activities" WHERE "activities"."activity_status" = 'failed' AND "tenant" = 3"#;
/// assert_eq!(select, expected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    part: JoinablePart,
    /// The depth of its nesting.
    depth: u32,
}

/// A part that can still be merged with others.
#[derive(Clone, Debug, PartialEq)]
enum JoinablePart {
    /// Any other condition.
    Expr(Expr),
    Equals(Expr, Operand),
    Not(Box<Condition>),
    /// One of the related rows of another table passes.
    Related(Box<Relation>, Box<Condition>),
}

/// The value that a column or an expression is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Number(i64),
    /// `None` is a text that the engine can't store, which no text equals.
    Text(Option<String>),
}

/// The relation between this table and rows of another one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Relation {
    /// The expression that identifies a row of the other table.
    pub(super) column: Expr,
    /// The rows of the other table, by the value that identifies them.
    pub(super) rows: SelectStatement,
    pub(super) count: Cardinality,
}

/// The number of rows that may be related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cardinality {
    /// At most one: an activity has one computer.
    One,
    Many,
}

impl From<Expr> for Condition {
    fn from(expr: Expr) -> Self {
        Self { part: JoinablePart::Expr(expr), depth: 1 }
    }
}

impl From<Condition> for Expr {
    fn from(condition: Condition) -> Self {
        match condition.part {
            JoinablePart::Expr(expr) => expr,
            JoinablePart::Equals(left, right) => left.eq(right.value()),
            JoinablePart::Not(negated) => not(Self::from(*negated)),
            JoinablePart::Related(relation, passes) => {
                let Relation { column, mut rows, .. } = *relation;
                column.in_subquery(rows.and_where(Self::from(*passes)).take())
            }
        }
    }
}

impl From<Condition> for sea_query::Condition {
    fn from(condition: Condition) -> Self {
        Self::from(Expr::from(condition))
    }
}

impl Condition {
    pub(super) fn equals(left: Expr, right: Operand) -> Self {
        Self { part: JoinablePart::Equals(left, right), depth: 1 }
    }

    /// Tests whether one of the related rows passes.
    pub(super) fn related(relation: Relation, passes: Self) -> Self {
        Self {
            depth: passes.depth + 2,
            part: JoinablePart::Related(relation.into(), passes.into()),
        }
    }

    /// Negates the condition.
    pub(super) fn negated(self) -> Self {
        Self { depth: self.depth + 1, part: JoinablePart::Not(self.into()) }
    }

    pub(super) fn is_too_deep(&self) -> bool {
        self.depth > DEEPEST
    }
}

impl Operand {
    pub(super) fn value(self) -> Value {
        match self {
            Self::Number(number) => number.into(),
            Self::Text(text) => text.into(),
        }
    }
}

/// Uses IS NOT TRUE, so the result is never NULL.
pub(super) fn not(expr: Expr) -> Expr {
    expr.binary(BinOper::IsNot, Expr::custom_keyword("TRUE"))
}
