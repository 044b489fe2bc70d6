//! [`DataFusion`]: compiles queries to expressions of that engine.

mod expr;
mod join;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
#[doc(no_inline)]
pub use datafusion_common;
#[doc(no_inline)]
pub use datafusion_expr;
use datafusion_expr::{Expr, TableSource};

use super::relational::condition;
use crate::activity::{ActivityTerm, Asks};
use crate::computer::ComputerTerm;
pub use crate::property::{Column, Holds, Schema, Table};
use crate::query::backend::{Backend, Compile, Unsupported};
use crate::query::span::Spanned;
#[cfg(feature = "parquet")]
pub(crate) use expr::LOWER;

/// The deepest nesting of expressions that is allowed: engines read, write and drop them
/// recursively.
const DEEPEST: usize = 250;

/// Compiles queries to expressions for filtering data frames.
///
/// The expression is true of the rows that the query selects, and false or null for all
/// others, so to negate it, negate the query. It only uses functions that every engine has:
/// text that is compared without regard to case is searched in a separate column, named with
/// the suffix `_lower`, which contains the text with the letters A to Z in lower case.
///
/// ```
/// use activity_query::ActivityQuery;
/// use activity_query::datafusion::{Column, DataFusion, Schema};
///
/// let schema = Schema::default().column(Column::Status, "state");
/// let backend = DataFusion::new(schema, chrono::DateTime::UNIX_EPOCH);
/// let query: ActivityQuery = "status:failed creator:Jane@example.com".parse()?;
/// assert_eq!(
///     query.compile(&backend)?.to_string(),
///     r#"activities.state = Utf8("failed") AND activities.creator_email_lower = Utf8("jane@example.com")"#
/// );
///
/// // A term about another table needs that table.
/// let query: ActivityQuery = "computer:tag:laptop".parse()?;
/// let error = query.compile(&backend).unwrap_err();
/// assert_eq!(error.to_string(), "`tag:laptop` is not supported here");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct DataFusion {
    schema: Schema,
    now: DateTime<Utc>,
    tables: HashMap<Table, Arc<dyn TableSource>>,
    /// Expressions that are nested deeper are refused.
    depth: usize,
    /// The child groups of each group.
    children: HashMap<String, Vec<String>>,
}

impl DataFusion {
    /// Creates a compiler for these tables; `last-ping:24` counts from `now`.
    #[must_use]
    pub fn new(schema: Schema, now: DateTime<Utc>) -> Self {
        Self { schema, now, tables: HashMap::new(), depth: DEEPEST, children: HashMap::new() }
    }

    /// Compiles terms about computers to an `IN` with a subquery of this table.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use activity_query::ActivityQuery;
    /// use activity_query::datafusion::{DataFusion, Schema, Table};
    /// use datafusion_common::arrow::datatypes::{DataType, Field, Schema as Fields};
    /// use datafusion_expr::logical_plan::builder::LogicalTableSource;
    ///
    /// let fields = |names: [&str; 2]| {
    ///     let [id, text] = names;
    ///     Arc::new(LogicalTableSource::new(Arc::new(Fields::new(vec![
    ///         Field::new(id, DataType::Int64, false),
    ///         Field::new(text, DataType::Utf8, true),
    ///     ]))))
    /// };
    /// let backend = DataFusion::new(Schema::default(), chrono::DateTime::UNIX_EPOCH)
    ///     .table(Table::Computers, fields(["id", "title"]))
    ///     .table(Table::Tags, fields(["computer_id", "tag"]));
    /// let query: ActivityQuery = "computer:tag:laptop".parse()?;
    /// assert!(query.compile(&backend)?.to_string().starts_with("activities.computer_id IN"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn table(mut self, table: Table, source: Arc<dyn TableSource>) -> Self {
        self.tables.insert(table, source);
        self
    }

    /// Sets how deeply expressions may be nested; the default is 250. Deeper ones are
    /// [refused](Unsupported::too_deep), because engines read and drop expressions
    /// recursively, and if plans are sent to other machines, those can decode even less.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::datafusion::{DataFusion, Schema};
    ///
    /// let backend = DataFusion::new(Schema::default(), chrono::DateTime::UNIX_EPOCH).depth(3);
    /// let compile = |text: &str| text.parse::<ActivityQuery>().unwrap().compile(&backend);
    /// assert!(compile("NOT (id:1 status:failed)").is_ok());
    /// assert!(compile("NOT (id:1 NOT (id:2 OR NOT (id:3 status:failed)))").is_err());
    /// ```
    #[must_use]
    pub fn depth(mut self, levels: usize) -> Self {
        self.depth = levels.min(DEEPEST);
        self
    }

    /// Sets the access groups: each group's name and its parent's. If a name occurs twice,
    /// the later one counts.
    #[must_use]
    pub fn access_groups<N: Into<String>, P: Into<String>>(
        mut self,
        parents: impl IntoIterator<Item = (N, P)>,
    ) -> Self {
        let parents: HashMap<String, String> =
            parents.into_iter().map(|(name, parent)| (name.into(), parent.into())).collect();
        for (name, parent) in parents {
            self.children.entry(parent).or_default().push(name);
        }
        self
    }
}

impl fmt::Debug for DataFusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataFusion")
            .field("schema", &self.schema)
            .field("now", &self.now)
            .field("tables", &self.tables.keys())
            .finish_non_exhaustive()
    }
}

impl Backend for DataFusion {
    type Filter = Expr;
    type Error = Unsupported;

    fn all(&self, parts: Vec<Expr>) -> Result<Expr, Unsupported> {
        self.bounded(self.joined(parts))
    }

    fn any(&self, parts: Vec<Expr>) -> Result<Expr, Unsupported> {
        self.bounded(join::any(parts))
    }

    fn not(&self, part: Expr) -> Result<Expr, Unsupported> {
        self.bounded(join::not(part))
    }
}

impl Compile<ActivityTerm> for DataFusion {
    fn term(&self, term: &Spanned<ActivityTerm>) -> Result<Expr, Unsupported> {
        let expr = match term.value.asks() {
            Asks::Own(question) => condition(self, &question),
            // The terms of the nested query have spans of their own.
            Asks::Computer(query) => self.for_computers(query.compile(self)?),
        };
        self.bounded(expr.ok_or_else(|| Unsupported::new(term))?)
    }
}

impl Compile<ComputerTerm> for DataFusion {
    fn term(&self, term: &Spanned<ComputerTerm>) -> Result<Expr, Unsupported> {
        condition(self, &term.value.question()).ok_or_else(|| Unsupported::new(term))
    }
}

impl DataFusion {
    fn bounded(&self, expr: Expr) -> Result<Expr, Unsupported> {
        if join::is_deeper(&expr, self.depth) { Err(Unsupported::too_deep()) } else { Ok(expr) }
    }
}
