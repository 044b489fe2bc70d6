//! Changes of a database whose process is killed.

use activity_query::model::{Activity, Record};
use activity_query::store::SqlStore;
use activity_query::{ActivityQuery, ActivityStore as _, PageRequest, Status};

use chrono::Utc;

use super::{COUNT, Outcome, all_or_nothing};
use crate::engine::{engines, wait};

/// Activities that can be canceled.
fn activities() -> impl Iterator<Item = Record<Activity>> + Send {
    (0..COUNT).map(|id| {
        let mut activity = Record::with_id(id);
        activity.set("activity_status", &Status::Undelivered).unwrap();
        activity
    })
}

/// All or nothing was canceled, and nothing else has changed.
async fn outcome(url: &str) -> Outcome {
    // The store opens again.
    let store = SqlStore::connect(url).await.unwrap();
    let (everything, page) = (ActivityQuery::everything(), PageRequest::first(usize::MAX));
    let found = store.get_activities(&everything, &page, Utc::now()).await.unwrap().activities;
    assert_eq!(found.len(), COUNT as usize);
    let status = |record: &Record<Activity>| record.read().unwrap().activity_status;
    let is_canceled = |record: &&Record<Activity>| status(record).get() == Some(&Status::Canceled);
    let canceled = found.iter().filter(is_canceled).count();
    match u32::try_from(canceled).unwrap() {
        0 => Outcome::Unchanged,
        COUNT => Outcome::Changed,
        canceled => panic!("{canceled} were canceled"),
    }
}

#[test]
fn a_process_that_is_killed_changes_all_or_nothing() {
    for engine in engines() {
        let url = &engine.url;
        all_or_nothing(
            engine.name,
            || {
                // What a server still does for the last process ends before this does.
                wait(engine.store.clear()).unwrap();
                wait(engine.store.append(activities())).unwrap();
                ["cancel", "status:undelivered", "--db", url].map(str::to_owned).into()
            },
            || wait(outcome(url)),
        );
    }
}
