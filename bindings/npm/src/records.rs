//! A fleet of records, and what is asked of it.

mod explain;
mod find;

use activity_query::chrono::{DateTime, Utc};
use activity_query::model::{AccessGroup, Activity, Computer, FromRecord, Record, SavedSearch};
use activity_query::store::RecordFile;
use activity_query::{ComputerId, Context, Expr, Language, ResolveError};
use wasm_bindgen::prelude::*;

use crate::clock::instant;

/// Activities, and the computers, saved searches and access groups that queries name.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Fleet {
    activities: Vec<Known<Activity>>,
    /// In the order of their ids.
    computers: Vec<(ComputerId, Record<Computer>)>,
    around: activity_query::Fleet,
    searches: Vec<SavedSearch>,
}

/// A record, and what terms read of it.
#[derive(Debug)]
struct Known<T: FromRecord> {
    record: Record<T>,
    fields: T,
}

/// The records of a file.
fn records<T: FromRecord>(text: &str) -> Result<Vec<Record<T>>, JsError> {
    let failed = |error| JsError::new(&format!("{} records: {error}", T::KIND));
    Ok(RecordFile::<T>::read(text).map_err(failed)?.into_records())
}

fn views<'r, T: FromRecord + 'r>(
    records: impl IntoIterator<Item = &'r Record<T>>,
) -> Result<Vec<T>, JsError> {
    let views = records.into_iter().map(Record::read).collect::<Result<_, _>>();
    Ok(views?)
}

#[wasm_bindgen]
impl Fleet {
    /// A fleet of these records, each kind as the text of a file.
    ///
    /// # Errors
    /// If a text is not such a file, or two records have one id.
    #[wasm_bindgen(constructor)]
    pub fn new(
        activities: &str,
        computers: &str,
        searches: &str,
        access_groups: &str,
    ) -> Result<Self, JsError> {
        let known = |record: Record<Activity>| {
            let fields = record.read()?;
            Ok::<_, JsError>(Known { record, fields })
        };
        let activities = records::<Activity>(activities)?.into_iter().map(known);
        let activities = activities.collect::<Result<Vec<_>, _>>()?;
        let computers = records::<Computer>(computers)?;
        let groups = views(&records::<AccessGroup>(access_groups)?)?;
        let parent = |group: AccessGroup| Some((group.name, group.parent.get()?.clone()));
        let around = activity_query::Fleet::new(views(&computers)?)
            .with_access_groups(groups.into_iter().filter_map(parent));
        let mut computers: Vec<_> =
            computers.into_iter().map(|record| (*record.id(), record)).collect();
        computers.sort_by_key(|(id, _)| *id);
        let searches = views(&records::<SavedSearch>(searches)?)?;
        Ok(Self { activities, computers, around, searches })
    }
}

impl Fleet {
    /// What queries are evaluated in, at a time that JavaScript gave.
    fn context(&self, now: i64) -> Context<'_> {
        let now: DateTime<Utc> = instant(Some(now)).unwrap_or_default();
        Context::new(now, &self.around).with_searches(&self.searches)
    }
}

/// The query with its saved searches put in, once for all records.
fn resolved<L: Language>(query: &Expr<L>, context: &Context<'_>) -> Result<Expr<L>, ResolveError> {
    query.resolve(|name| context.search(name))
}
