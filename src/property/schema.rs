//! [`Schema`]: the names of a service's tables and columns.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::table::{Column, Table};

/// The names of a service's tables and columns, which may lack some of them.
///
/// The default has names for all of them. Times are in whole microseconds since 1970, sizes
/// in whole bytes and hertz; for columns in another format, see `sql::Sql::overriding`.
///
/// ```
/// use activity_query::backend::{Column, Schema, Table};
///
/// let schema = Schema::default()
///     .table(Table::Activities, "jobs")
///     .column(Column::Status, "state")
///     .without(Column::ParentId);
/// assert_eq!(schema.name(Column::Status), Some("state"));
/// assert_eq!(schema.name(Column::ParentId), None);
/// assert_eq!(schema.table_name(Table::Activities), "jobs");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    tables: HashMap<Table, Cow<'static, str>>,
    columns: HashMap<Column, Cow<'static, str>>,
    missing: HashSet<Column>,
}

impl Schema {
    /// Creates a schema without columns, to which a service adds those that it has; the
    /// default has all of them.
    ///
    /// ```
    /// use activity_query::backend::{Column, Schema};
    ///
    /// let schema = Schema::empty().column(Column::Status, "state");
    /// assert_eq!(schema.name(Column::Status), Some("state"));
    /// assert_eq!(schema.name(Column::ParentId), None);
    /// ```
    #[must_use]
    pub fn empty() -> Self {
        Self { missing: Column::ALL.iter().copied().collect(), ..Self::default() }
    }

    /// Sets the name of a table.
    #[must_use]
    pub fn table(mut self, table: Table, name: impl Into<Cow<'static, str>>) -> Self {
        self.tables.insert(table, name.into());
        self
    }

    /// Sets the name of a column.
    ///
    /// ```
    /// use activity_query::backend::{Column, Schema};
    ///
    /// let schema = Schema::default().column(Column::CreatorEmail, "created_by");
    /// assert_eq!(schema.name(Column::CreatorEmail), Some("created_by"));
    /// ```
    #[must_use]
    pub fn column(mut self, column: Column, name: impl Into<Cow<'static, str>>) -> Self {
        self.missing.remove(&column);
        self.columns.insert(column, name.into());
        self
    }

    /// Removes a column: a term that needs it is an error.
    ///
    /// ```
    /// use activity_query::backend::{Column, Schema};
    ///
    /// let schema = Schema::default().without(Column::ParentId);
    /// assert_eq!(schema.name(Column::ParentId), None);
    /// ```
    #[must_use]
    pub fn without(mut self, column: Column) -> Self {
        self.missing.insert(column);
        self
    }

    /// Returns the name of the column, or `None` if there is none.
    #[must_use]
    pub fn name(&self, column: Column) -> Option<&str> {
        if self.missing.contains(&column) {
            return None;
        }
        Some(self.columns.get(&column).map_or(column.default_name(), |name| name))
    }

    /// Returns the name of the table.
    #[must_use]
    pub fn table_name(&self, table: Table) -> &str {
        self.tables.get(&table).map_or(table.default_name(), |name| name)
    }
}
