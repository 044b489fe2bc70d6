//! Cancel and approve, which are atomic.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::insert::{CHUNK, given};
use super::pool::Transaction;
use super::select::{self, activities, built};
use super::tables::{self, Searches};
use super::{SqlError, SqlStore};
use crate::engine::sql::{Condition, Holds};
use crate::model::{Activity, ActivityId, Record};
use crate::store::{Change, Fingerprint, Refusal, Refused, Selection, StoreError};

impl SqlStore {
    /// Changes every activity of the selection, or none; returns their ids.
    pub(super) async fn change(
        &self,
        selection: &Selection,
        change: Change,
        now: DateTime<Utc>,
    ) -> Result<Vec<ActivityId>, StoreError<SqlError>> {
        let mut searches = if selection.names_searches() {
            tables::search_texts(&mut self.pool.read().await?).await?
        } else {
            Searches::new()
        };
        loop {
            // Compiling the selection may take long, so it is done outside the transaction.
            let condition = self.condition(selection, &searches, now)?;
            let mut transaction = self.pool.write().await?;
            let current = searches_for(selection, &mut transaction).await?;
            if current == searches {
                let changed = apply(&mut transaction, condition, selection, change, now);
                let ids = changed.await?;
                transaction.commit().await?;
                return Ok(ids);
            }
            searches = current;
        }
    }

    /// Counts the activities that a change would select.
    pub(super) async fn preview(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Result<Fingerprint, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let searches = searches_for(selection, &mut transaction).await?;
        let condition = self.condition(selection, &searches, now)?;
        let rows = transaction.rows(built(&select::ids(condition), self.dialect())).await?;
        transaction.commit().await?;
        Ok(Fingerprint::of(rows.iter().map(|(id, _)| ActivityId::read(*id))))
    }

    /// Compiles the selection to a condition.
    fn condition(
        &self,
        selection: &Selection,
        searches: &Searches,
        now: DateTime<Utc>,
    ) -> Result<Condition, StoreError<SqlError>> {
        let query = selection.resolve(|name| searches.get(name).map(String::as_str))?;
        Ok(query.compile(&self.sql(now))?)
    }
}

/// Returns the texts of the saved searches, if the selection refers to any.
async fn searches_for(
    selection: &Selection,
    transaction: &mut Transaction,
) -> Result<Searches, SqlError> {
    if selection.names_searches() {
        return tables::search_texts(transaction).await;
    }
    Ok(Searches::new())
}

/// Changes every activity that passes, or none; returns their ids.
async fn apply(
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
