//! [`Schema`]: what the tables and columns of a service are called.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::table::{Column, Table};

/// What a service calls its tables and columns, and which it does not have.
///
/// The default names all of them. Times are whole microseconds since 1970,
/// sizes whole bytes and hertz; what is held otherwise is a case for
/// `sql::Sql::overriding`.
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
    /// A schema without any column, to which a service adds those that it has; the default
    /// has them all.
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

    /// The schema with another name for this table.
    #[must_use]
    pub fn table(mut self, table: Table, name: impl Into<Cow<'static, str>>) -> Self {
        self.tables.insert(table, name.into());
        self
    }

    /// The schema with another name for this column.
    #[must_use]
    pub fn column(mut self, column: Column, name: impl Into<Cow<'static, str>>) -> Self {
        self.missing.remove(&column);
        self.columns.insert(column, name.into());
        self
    }

    /// The schema without this column: a term that needs it is an error.
    #[must_use]
    pub fn without(mut self, column: Column) -> Self {
        self.missing.insert(column);
        self
    }

    /// The name of the column; `None` if there is none.
    #[must_use]
    pub fn name(&self, column: Column) -> Option<&str> {
        if self.missing.contains(&column) {
            return None;
        }
        Some(self.columns.get(&column).map_or(column.default_name(), |name| name))
    }

    /// The name of the table.
    #[must_use]
    pub fn table_name(&self, table: Table) -> &str {
        self.tables.get(&table).map_or(table.default_name(), |name| name)
    }
}
