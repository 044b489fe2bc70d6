//! Whole statements, for callers that have none of their own.

use sea_query::{Order, PostgresQueryBuilder, Query, SqliteQueryBuilder, Values};

use super::{Column, Dialect, Sql, Table};
use crate::activity::ActivityQuery;
use crate::query::backend::Unsupported;

impl Sql<'_> {
    /// Returns a statement that selects the ids of the activities that the query selects,
    /// newest first, and the values to bind. Columns that the schema does not have are left
    /// out.
    ///
    /// ```
    /// use activity_query::sql::{Dialect, Schema, Sql};
    ///
    /// let sql = Sql::new(Schema::default(), Dialect::Postgres, chrono::Utc::now());
    /// let (statement, values) = sql.statement(&"status:failed".parse()?)?;
    /// assert_eq!(
    ///     statement,
    ///     r#"SELECT "activities"."id" FROM "activities" WHERE "activities"."activity_status" = $1 ORDER BY "activities"."creation_time" DESC, "activities"."id" DESC"#
    /// );
    /// assert_eq!(values.0, ["failed".into()]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If a term is not supported: it refers to a saved search, or needs a column that the
    /// schema does not have.
    pub fn statement(&self, query: &ActivityQuery) -> Result<(String, Values), Unsupported> {
        let table = self.schema.table_name(Table::Activities);
        let column = |column| Some((table.to_owned(), self.schema.name(column)?.to_owned()));
        let mut select = Query::select();
        select.from(table.to_owned()).cond_where(query.compile(self)?);
        if let Some(id) = column(Column::ActivityId) {
            select.column(id);
        }
        for column in [Column::CreationTime, Column::ActivityId].into_iter().filter_map(column) {
            select.order_by(column, Order::Desc);
        }
        Ok(match self.dialect {
            Dialect::Sqlite => select.build(SqliteQueryBuilder),
            Dialect::Postgres => select.build(PostgresQueryBuilder),
        })
    }
}
