//! Counts the statuses, types and creators of what a query selects, by one statement each.

use chrono::{DateTime, Utc};
use sea_query::{BinOper, Expr, ExprTrait, Func, Order, Query, SelectStatement};

use super::pool::Fetched;
use super::select::built;
use super::{SqlError, SqlStore};
use crate::activity::ActivityQuery;
use crate::engine::sql::{Column, Condition, Dialect, Table};
use crate::property::Case;
use crate::store::{FacetCount, Facets, StoreError};

impl SqlStore {
    pub(super) async fn facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Facets, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let query = self.resolved(&mut transaction, query).await?;
        let sql = self.sql(now);
        let condition = query.compile(&sql)?;
        let [mut statuses, mut types, mut creators] = [const { Vec::new() }; 3];
        for (column, case, most, counts) in [
            // There are few statuses, and the number of all activities is the sum of theirs.
            (Column::Status, Case::Counts, usize::MAX, &mut statuses),
            (Column::Type, Case::Counts, most, &mut types),
            (Column::CreatorEmail, Case::Ignored, most, &mut creators),
        ] {
            let Some(value) = sql.column(column) else { continue };
            let select = grouped(condition.clone(), sql.cased(value, case), most, self.dialect());
            let rows = transaction.rows(built(&select, self.dialect())).await?;
            *counts = rows.into_iter().map(counted).collect();
        }
        transaction.commit().await?;
        Ok(Facets::new(statuses, types, creators))
    }
}

/// Counts the activities that pass by their values, the largest counts first. A value is
/// selected with `=` before it, and the absence of one as an empty text.
fn grouped(condition: Condition, value: Expr, most: usize, dialect: Dialect) -> SelectStatement {
    let marked = Expr::val("=").binary(BinOper::Custom("||"), value);
    let found = Query::select()
        .expr_as(Func::coalesce([marked, Expr::val("")]), "value")
        .from(Table::Activities.default_name())
        .cond_where(condition)
        .take();
    let value = Expr::col("value");
    let sorted = match dialect {
        Dialect::Sqlite => value,
        // In the order of the bytes, whatever the database's own order is.
        Dialect::Postgres => {
            value.binary(BinOper::Custom("COLLATE"), Expr::custom_keyword("\"C\""))
        }
    };
    let count = || Expr::from(Func::count(Expr::col("value")));
    Query::select()
        .expr(count())
        .column("value")
        .from_subquery(found, "found")
        .group_by_col("value")
        .order_by_expr(count(), Order::Desc)
        .order_by_expr(sorted, Order::Asc)
        .limit(u32::try_from(most).unwrap_or(u32::MAX).into())
        .take()
}

fn counted((count, value): Fetched) -> FacetCount {
    let count = u64::try_from(count).unwrap_or_default();
    FacetCount { value: value.strip_prefix('=').map(str::to_owned), count }
}
