//! Pages of a service's own SELECT: the condition for a cursor.

use sea_query::{Expr, ExprTrait as _};

use super::page::NEVER;
use super::{Cursor, Order};
use crate::engine::sql::{Column, Condition, Sql};

impl Cursor {
    /// Returns the condition for activities that come after this position, for a page of a
    /// SELECT of your own.
    ///
    /// The SELECT must order by creation time and then by id, both descending or both
    /// ascending, as `order` says. As in the default schema, times are whole microseconds
    /// since 1970, and an activity without a creation time has the least `i64`. Returns
    /// `None` if the schema lacks either column.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::sql::sea_query::{self, Query, SqliteQueryBuilder};
    /// use activity_query::sql::{Dialect, Schema, Sql};
    /// use activity_query::store::{Cursor, Order};
    ///
    /// let sql = Sql::new(Schema::default(), Dialect::Sqlite, chrono::Utc::now());
    /// let query: ActivityQuery = "status:failed".parse()?;
    /// let cursor: Cursor = "2024-07-10T12:00:00Z,136".parse()?;
    /// let after = cursor.condition(Order::NewestFirst, &sql).expect("both columns are there");
    /// let select = Query::select()
    ///     .column("id")
    ///     .from("activities")
    ///     .cond_where(query.compile(&sql)?)
    ///     .cond_where(after)
    ///     .order_by("creation_time", sea_query::Order::Desc)
    ///     .order_by("id", sea_query::Order::Desc)
    ///     .limit(50)
    ///     .to_string(SqliteQueryBuilder);
    /// assert_eq!(
    ///     select,
    ///     r#"SELECT "id" FROM "activities" WHERE "activities"."activity_status" = 'failed' AND ("activities"."creation_time", "activities"."id") < (1720612800000000, 136) ORDER BY "creation_time" DESC, "id" DESC LIMIT 50"#
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn condition(&self, order: Order, sql: &Sql<'_>) -> Option<Condition> {
        let own = Expr::tuple([sql.column(Column::CreationTime)?, sql.column(Column::ActivityId)?]);
        let created = self.created.map_or(NEVER, |time| time.timestamp_micros());
        let place = Expr::tuple([Expr::val(created), Expr::val(self.id.get())]);
        Some(Condition::from(match order {
            Order::NewestFirst => own.lt(place),
            Order::OldestFirst => own.gt(place),
        }))
    }
}
