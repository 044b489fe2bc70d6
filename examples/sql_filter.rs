//! Adds a user's query, and the position where a page starts, to a service's own SELECT.
//!
//! ```text
//! cargo run --example sql_filter --features sql
//! ```

use activity_query::sql::sea_query::{Expr, ExprTrait, Order, PostgresQueryBuilder, Query};
use activity_query::sql::{Column, Dialect, Schema, Sql, Table};
use activity_query::store::{self, Cursor};
use activity_query::{ActivityQuery, Status};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The service's names for tables and columns; some columns are missing.
    let schema = Schema::default()
        .table(Table::Activities, "jobs")
        .column(Column::Status, "state")
        .column(Column::CreationTime, "created_us")
        .without(Column::ParentId);
    let sql = Sql::new(schema, Dialect::Postgres, chrono::Utc::now());

    let user = "creator:jane@example.com computer:tag:laptop OR type:RestartRequest";
    let user: ActivityQuery = user.parse()?;
    // The restriction to what the user may see holds whatever the user typed.
    let query = ActivityQuery::scoped(!ActivityQuery::status(Status::Canceled), user);

    // The position of the last activity of the previous page, which the client received with
    // that page.
    let last: Cursor = "2024-07-10T12:00:00Z,136".parse()?;
    let after = last.condition(store::Order::NewestFirst, &sql).ok_or("no such columns")?;

    let (text, values) = Query::select()
        .columns(["id", "state", "owner"])
        .from("jobs")
        .cond_where(query.compile(&sql)?)
        .and_where(Expr::col(("jobs", "tenant")).eq(42))
        .cond_where(after)
        .order_by("created_us", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(50)
        .build(PostgresQueryBuilder);
    println!("{text}");
    for (index, value) in values.iter().enumerate() {
        println!("${} = {value:?}", index + 1);
    }

    // A term that the tables can't answer is an error with its position.
    let query: ActivityQuery = "status:failed parent-id:4".parse()?;
    if let Err(unsupported) = query.compile(&sql) {
        println!("{unsupported}, at {:?}", unsupported.span());
    }
    Ok(())
}
