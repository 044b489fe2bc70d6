//! Runs subqueries first, and replaces them by lists of their results.
//!
//! There are few computers and many activities: the computers that match are found in about a
//! millisecond, and then the activities need only one scan without a join, on this machine or
//! on others.

use std::collections::VecDeque;

use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::common::tree_node::{Transformed, TreeNode as _, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::expr::InSubquery;
use datafusion::logical_expr::{Expr, LogicalPlan, lit};
use datafusion::prelude::SessionContext;

/// Replaces every subquery of the expression by its result.
pub(super) async fn resolved(expr: Expr, context: &SessionContext) -> Result<Expr> {
    let mut asked = Vec::new();
    expr.apply(|part| {
        if let Expr::InSubquery(subquery) = part {
            asked.push(subquery.clone());
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    let mut found = VecDeque::with_capacity(asked.len());
    for subquery in asked {
        found.push_back(answered(subquery, context).await?);
    }
    let resolved = expr.transform(|part| {
        Ok(match &part {
            Expr::InSubquery(_) => Transformed::yes(found.pop_front().unwrap_or(part)),
            _ => Transformed::no(part),
        })
    })?;
    Ok(resolved.data)
}

async fn answered(subquery: InSubquery, context: &SessionContext) -> Result<Expr> {
    let InSubquery { expr, subquery, .. } = subquery;
    // Inner subqueries are run first, so that no plan has a join.
    let mut plan = (*subquery.subquery).clone();
    if let LogicalPlan::Projection(ids) = &mut plan
        && let LogicalPlan::Filter(rows) = std::sync::Arc::make_mut(&mut ids.input)
    {
        rows.predicate = Box::pin(resolved(rows.predicate.clone(), context)).await?;
    }
    let batches = context.execute_logical_plan(plan).await?.collect().await?;
    let mut ids: Vec<i64> = Vec::new();
    for batch in batches {
        for column in batch.columns() {
            let numbers = column.as_primitive::<Int64Type>();
            ids.extend(numbers.iter().flatten());
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(match ids.as_slice() {
        [] => lit(false),
        [id] => (*expr).eq(lit(*id)),
        // Without bounds: the computer ids of nearby activities are not close to each other,
        // so bounds skip nothing, and testing them took three times as long as testing the
        // list.
        _ => expr.in_list(ids.into_iter().map(lit).collect(), false),
    })
}
