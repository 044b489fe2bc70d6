//! Cancel and approve: all that is selected, or nothing.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::SqlError;
use super::insert::{CHUNK, given};
use super::pool::Transaction;
use super::select::{self, activities, built};
use crate::model::{Activity, ActivityId, Record};
use crate::sql::{Condition, Holds};
use crate::store::{Change, Refusal, Refused, Selection, StoreError};

/// Changes every activity that passes, or none; gives their ids.
pub(super) async fn change(
    transaction: &mut Transaction,
    condition: Condition,
    selection: &Selection,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Vec<ActivityId>, StoreError<SqlError>> {
    let dialect = transaction.dialect();
    let statement = built(&select::locked(condition, dialect), dialect);
    let mut activities = activities(transaction.rows(statement).await?);
    selection.check(activities.iter().map(|activity| *activity.id()))?;
    let refusals = activities.iter().filter_map(|activity| refusal(activity, change).transpose());
    let refusals: Vec<Refusal> = refusals.collect::<Result<_, _>>()?;
    if !refusals.is_empty() {
        return Err(Refused { refusals }.into());
    }
    for chunk in activities.chunks_mut(CHUNK) {
        write(transaction, chunk, change, now).await?;
    }
    Ok(activities.iter().map(|activity| *activity.id()).collect())
}

fn refusal(activity: &Record<Activity>, change: Change) -> Result<Option<Refusal>, SqlError> {
    let status = activity.read()?.activity_status;
    let is_allowed = change.is_allowed(status.get().copied());
    Ok((!is_allowed).then_some(Refusal { id: *activity.id(), change, status }))
}

async fn write(
    transaction: &mut Transaction,
    activities: &mut [Record<Activity>],
    change: Change,
    now: DateTime<Utc>,
) -> Result<(), SqlError> {
    let mut rows = Vec::with_capacity(activities.len());
    for activity in activities {
        let status = change.apply(activity, now)?;
        let (id, record) = (activity.id().get(), activity.text());
        rows.push(vec![json!(id), json!(status.as_str()), json!(record)]);
    }
    let holds = [Holds::Number, Holds::Text, Holds::Text];
    let (changed, values) = given(&holds, &rows, transaction.dialect());
    let text = format!(
        "WITH changed (id, status, record) AS ({changed}) \
         UPDATE activities SET activity_status = changed.status, record = changed.record \
         FROM changed WHERE activities.id = changed.id"
    );
    transaction.execute((text, values)).await?;
    Ok(())
}
