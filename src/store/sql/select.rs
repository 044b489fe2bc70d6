//! The statements that read.

use std::ops::Range;

use sea_query::{
    Expr, ExprTrait, Func, PostgresQueryBuilder, Query, QueryStatementWriter, SelectStatement,
    SqliteQueryBuilder,
};

use super::pool::{Fetched, Statement};
use crate::engine::sql::{Column, Condition, Dialect, Sql, Table};
use crate::model::{Activity, ActivityId, Record};
use crate::store::{Order, PageRequest};

/// More than the rows of any table, but small enough to be added to itself.
const ALL: usize = 1 << 61;

fn column(column: Column) -> (&'static str, &'static str) {
    (column.table().default_name(), column.default_name())
}

/// Selects the ids and records of the activities that pass.
pub(super) fn records(condition: Condition) -> SelectStatement {
    Query::select()
        .column(column(Column::ActivityId))
        .column((Table::Activities.default_name(), "record"))
        .from(Table::Activities.default_name())
        .cond_where(condition)
        .take()
}

/// Selects the records of a page, and of one more activity.
pub(super) fn page(condition: Condition, page: &PageRequest, sql: &Sql<'_>) -> SelectStatement {
    let order = match page.order {
        Order::NewestFirst => sea_query::Order::Desc,
        Order::OldestFirst => sea_query::Order::Asc,
    };
    let mut select = records(condition);
    select
        .order_by(column(Column::CreationTime), order.clone())
        .order_by(column(Column::ActivityId), order)
        .limit(page.limit.saturating_add(1).min(ALL) as u64)
        .offset(page.offset.min(ALL) as u64);
    if let Some(after) = page.after.and_then(|cursor| cursor.condition(page.order, sql)) {
        select.cond_where(after);
    }
    select
}

/// Selects the records of this range of the computers that pass.
pub(super) fn computers(condition: Condition, places: &Range<usize>) -> SelectStatement {
    Query::select()
        .column(column(Column::ComputerId))
        .column((Table::Computers.default_name(), "record"))
        .from(Table::Computers.default_name())
        .cond_where(condition)
        .order_by(column(Column::ComputerId), sea_query::Order::Asc)
        .limit(places.len().min(ALL) as u64)
        .offset(places.start.min(ALL) as u64)
        .take()
}

/// Returns the activities whose ids and records were fetched.
pub(super) fn activities(rows: Vec<Fetched>) -> Vec<Record<Activity>> {
    let record = |(id, text): Fetched| Record::trusted(ActivityId::read(id), text.into());
    rows.into_iter().map(record).collect()
}

/// Selects the ids of the activities that pass.
pub(super) fn ids(condition: Condition) -> SelectStatement {
    Query::select()
        .column(column(Column::ActivityId))
        .expr(Expr::val(""))
        .from(Table::Activities.default_name())
        .cond_where(condition)
        .take()
}

/// Counts the activities that pass.
pub(super) fn count(condition: Condition) -> SelectStatement {
    Query::select()
        .expr(Func::count(Expr::col(column(Column::ActivityId))))
        .expr(Expr::val(""))
        .from(Table::Activities.default_name())
        .cond_where(condition)
        .take()
}

/// Counts the activities that pass, up to `most`.
pub(super) fn count_up_to(condition: Condition, most: u64) -> SelectStatement {
    up_to(Column::ActivityId, condition, most)
}

/// Counts the computers that pass, up to `most`.
pub(super) fn count_computers_up_to(condition: Condition, most: u64) -> SelectStatement {
    up_to(Column::ComputerId, condition, most)
}

fn up_to(id: Column, condition: Condition, most: u64) -> SelectStatement {
    let some = Query::select()
        .column(column(id))
        .from(id.table().default_name())
        .cond_where(condition)
        .limit(most)
        .take();
    Query::select()
        .expr(Func::count(Expr::col("id")))
        .expr(Expr::val(""))
        .from_subquery(some, "some")
        .take()
}

/// Selects the records of all activities that pass, and locks them until the transaction
/// ends.
pub(super) fn locked(condition: Condition, dialect: Dialect) -> SelectStatement {
    let mut select = records(condition);
    // All transactions lock rows in this order, so they can't deadlock.
    select.order_by(column(Column::ActivityId), sea_query::Order::Asc);
    match dialect {
        // The transaction already has the only lock.
        Dialect::Sqlite => {}
        Dialect::Postgres => {
            select
                .lock_with_tables(sea_query::LockType::Update, [Table::Activities.default_name()]);
        }
    }
    select
}

/// Returns the text of a statement, with its values.
pub(super) fn built(statement: &impl QueryStatementWriter, dialect: Dialect) -> Statement {
    match dialect {
        Dialect::Sqlite => statement.build(SqliteQueryBuilder),
        Dialect::Postgres => statement.build(PostgresQueryBuilder),
    }
}

pub(super) fn is_id(id: ActivityId) -> Expr {
    Expr::col(column(Column::ActivityId)).eq(id.get())
}
