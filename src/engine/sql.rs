//! [`Sql`]: compiles queries to conditions of SQL statements.

mod condition;
mod expr;
mod statement;

use std::fmt;

use chrono::{DateTime, Utc};
#[doc(no_inline)]
pub use sea_query;
use sea_query::Expr;

use super::relational::condition;
use crate::activity::{ActivityTerm, Asks};
use crate::computer::ComputerTerm;
pub use crate::property::{Column, Holds, Schema, Table};
use crate::query::backend::{Backend, Compile, Unsupported};
use crate::query::span::Spanned;
pub use condition::Condition;

/// The database engine that a condition is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// `SQLite`, 3.38 or later.
    Sqlite,
    /// `PostgreSQL`, 12 or later.
    Postgres,
}

/// A term of either language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EitherTerm<'t> {
    /// About an activity.
    Activity(&'t ActivityTerm),
    /// About a computer.
    Computer(&'t ComputerTerm),
}

type Override<'a> = Box<dyn Fn(EitherTerm<'_>) -> Option<Expr> + Send + Sync + 'a>;

/// Compiles queries to conditions that a service adds to a statement of its own.
///
/// The condition qualifies columns with their tables, so the statement must select from the
/// table of activities (or computers) under its own name. Values are always bound as
/// parameters. The condition is true of the rows that the query selects; for others it may be
/// NULL, so to negate it, negate the query.
///
/// ```
/// use activity_query::ActivityQuery;
/// use activity_query::sql::{Column, Dialect, Schema, Sql, Table};
/// use sea_query::{Query, SqliteQueryBuilder};
///
/// let schema = Schema::default().table(Table::Activities, "jobs").without(Column::ParentId);
/// let sql = Sql::new(schema, Dialect::Sqlite, chrono::DateTime::UNIX_EPOCH);
///
/// let query: ActivityQuery = "status:failed NOT type:RestartRequest".parse()?;
/// let (text, values) = Query::select()
///     .column("id")
///     .from("jobs")
///     .cond_where(query.compile(&sql)?)
///     .build(SqliteQueryBuilder);
/// assert_eq!(
///     text,
///     r#"SELECT "id" FROM "jobs" WHERE "jobs"."activity_status" = ? AND ("jobs"."type" = ?) IS NOT TRUE"#
/// );
/// assert_eq!(values.0.len(), 2);
///
/// let query: ActivityQuery = "parent-id:4".parse()?;
/// assert_eq!(query.compile(&sql).unwrap_err().to_string(), "`parent-id:4` is not supported here");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Sql<'a> {
    schema: Schema,
    dialect: Dialect,
    now: DateTime<Utc>,
    overriding: Option<Override<'a>>,
}

impl<'a> Sql<'a> {
    /// Creates a compiler for these tables and this engine; `last-ping:24` counts from `now`.
    #[must_use]
    pub fn new(schema: Schema, dialect: Dialect, now: DateTime<Utc>) -> Self {
        Self { schema, dialect, now, overriding: None }
    }

    /// Overrides the conditions of the terms for which this function returns one.
    ///
    /// ```
    /// use activity_query::sql::{Dialect, EitherTerm, Schema, Sql};
    /// use activity_query::{ActivityQuery, ActivityTerm, Status};
    /// use sea_query::{Expr, ExprTrait};
    ///
    /// let sql = Sql::new(Schema::default(), Dialect::Sqlite, chrono::DateTime::UNIX_EPOCH)
    ///     .overriding(|term| match term {
    ///         EitherTerm::Activity(ActivityTerm::Status(Status::Failed)) => {
    ///             Some(Expr::col(("activities", "failed")).eq(true))
    ///         }
    ///         _ => None,
    ///     });
    /// assert!(ActivityQuery::status(Status::Failed).compile(&sql).is_ok());
    /// ```
    #[must_use]
    pub fn overriding(
        mut self,
        compile: impl Fn(EitherTerm<'_>) -> Option<Expr> + Send + Sync + 'a,
    ) -> Self {
        self.overriding = Some(Box::new(compile));
        self
    }

    fn overridden(&self, term: EitherTerm<'_>) -> Option<Expr> {
        self.overriding.as_ref().and_then(|compile| compile(term))
    }
}

impl fmt::Debug for Sql<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sql")
            .field("schema", &self.schema)
            .field("dialect", &self.dialect)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl Backend for Sql<'_> {
    type Filter = Condition;
    type Error = Unsupported;

    fn all(&self, parts: Vec<Condition>) -> Result<Condition, Unsupported> {
        bounded(Condition::all(parts, self.dialect))
    }

    fn any(&self, parts: Vec<Condition>) -> Result<Condition, Unsupported> {
        bounded(Condition::any(parts, self.dialect))
    }

    fn not(&self, part: Condition) -> Result<Condition, Unsupported> {
        bounded(part.negated())
    }
}

impl Compile<ActivityTerm> for Sql<'_> {
    fn term(&self, term: &Spanned<ActivityTerm>) -> Result<Condition, Unsupported> {
        if let Some(own) = self.overridden(EitherTerm::Activity(&term.value)) {
            return Ok(own.into());
        }
        let condition = match term.value.asks() {
            Asks::Own(question) => condition(self, &question),
            // The terms of the nested query have spans of their own.
            Asks::Computer(query) => self.for_computers(query.compile(self)?),
        };
        condition.ok_or_else(|| Unsupported::new(term))
    }
}

impl Compile<ComputerTerm> for Sql<'_> {
    fn term(&self, term: &Spanned<ComputerTerm>) -> Result<Condition, Unsupported> {
        if let Some(own) = self.overridden(EitherTerm::Computer(&term.value)) {
            return Ok(own.into());
        }
        condition(self, &term.value.question()).ok_or_else(|| Unsupported::new(term))
    }
}

fn bounded(condition: Condition) -> Result<Condition, Unsupported> {
    if condition.is_too_deep() { Err(Unsupported::too_deep()) } else { Ok(condition) }
}
