//! [`Condition`]: what stands behind WHERE, put together from parts.

mod join;

use sea_query::{BinOper, Expr, ExprTrait, SelectStatement, Value};

/// Conditions that are nested deeper are refused: statements are written, read
/// and dropped by recursion, here and in the engines.
const DEEPEST: u32 = 600;

/// What [`Sql`](super::Sql) makes of a query: a condition of a statement of
/// yours.
///
/// It is true of the rows that the query selects, and false or NULL of all
/// others; so to negate it, put a NOT into the query. `sea_query` takes it as
/// it is, and it is an [`Expr`] on demand.
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
    /// How deep it is nested.
    depth: u32,
}

/// A part that others can still be joined with.
#[derive(Clone, Debug, PartialEq)]
enum JoinablePart {
    /// Any other.
    Expr(Expr),
    Equals(Expr, Operand),
    Not(Box<Condition>),
    /// Rows of another table, one of which passes.
    Related(Box<Relation>, Box<Condition>),
}

/// What a column or an expression is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Number(i64),
    /// `None` is a text that the engine can't hold, which equals no other.
    Text(Option<String>),
}

/// How rows of another table belong to this one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Relation {
    /// What of this row names a row of the other table.
    pub(super) column: Expr,
    /// What of the rows of the other table is named.
    pub(super) rows: SelectStatement,
    pub(super) count: Cardinality,
}

/// How many rows may be related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cardinality {
    /// One at most: an activity has one computer.
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

    /// What has related rows, one of which passes.
    pub(super) fn related(relation: Relation, passes: Self) -> Self {
        Self {
            depth: passes.depth + 2,
            part: JoinablePart::Related(relation.into(), passes.into()),
        }
    }

    /// What does not pass the part.
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

/// NULL is not true, so this is never NULL.
pub(super) fn not(expr: Expr) -> Expr {
    expr.binary(BinOper::IsNot, Expr::custom_keyword("TRUE"))
}
