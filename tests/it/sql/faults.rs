//! Tests faults: concurrent changes, and broken connections.

use std::time::Duration;

use activity_query::model::{Activity, Record};
use activity_query::store::SqlStore;
use activity_query::{ActivityQuery, ActivityStore as _, Selection, Status, StoreError};
use sqlx::{AssertSqlSafe, PgPool};

use super::engine::{engines, postgres, wait};
use crate::world::now;

/// The number of rounds, unless the environment sets another one.
fn rounds(few: u32) -> u32 {
    let asked = std::env::var("ROUNDS").ok();
    asked.and_then(|rounds| rounds.parse().ok()).unwrap_or(few)
}

pub(super) fn activities(
    count: u32,
    status: Status,
) -> impl Iterator<Item = Record<Activity>> + Send {
    (0..count).map(move |id| {
        let mut activity = Record::with_id(id);
        activity.set("activity_status", &status).unwrap();
        activity
    })
}

async fn count(store: &SqlStore, status: Status) -> u64 {
    store.count(&ActivityQuery::status(status), now()).await.unwrap()
}

#[test]
fn changes_at_the_same_time_each_report_what_they_changed() {
    const COUNT: u32 = 30;
    let query = Selection::new("status:unapproved OR status:undelivered".parse().unwrap());
    let unapproved = Selection::new(ActivityQuery::status(Status::Unapproved));
    for engine in engines() {
        for round in 0..rounds(40) {
            wait(async {
                engine.store.clear().await.unwrap();
                engine.store.append(activities(COUNT, Status::Unapproved)).await.unwrap();
                let (one, other, third) =
                    (engine.store.clone(), engine.store.clone(), engine.store.clone());
                let (of_one, of_other, of_third) =
                    (query.clone(), query.clone(), unapproved.clone());
                let one = tokio::spawn(async move { one.cancel_activities(&of_one, now()).await });
                let other =
                    tokio::spawn(async move { other.cancel_activities(&of_other, now()).await });
                let third =
                    tokio::spawn(async move { third.approve_activities(&of_third, now()).await });
                let mut canceled = one.await.unwrap().unwrap();
                canceled.extend(other.await.unwrap().unwrap());
                let approved = third.await.unwrap().unwrap();
                canceled.sort_unstable();
                let reported = canceled.len();
                canceled.dedup();
                assert_eq!(reported, canceled.len(), "{}: reported twice", engine.name);
                for id in (0..COUNT).map(activity_query::ActivityId::from) {
                    let found = engine.store.activity(id).await.unwrap().unwrap();
                    let status = found.read().unwrap().activity_status.get().copied();
                    let expected = if canceled.binary_search(&id).is_ok() {
                        Status::Canceled
                    } else if approved.contains(&id) {
                        Status::Undelivered
                    } else {
                        Status::Unapproved
                    };
                    assert_eq!(status, Some(expected), "{}: round {round}, {id}", engine.name);
                }
            });
        }
    }
}

#[test]
fn a_lost_connection_is_an_error_and_the_next_call_works() {
    let Some(server) = postgres() else { return };
    let found = wait(async {
        server.store.append(activities(3, Status::Undelivered)).await.unwrap();
        let other = PgPool::connect(&server.url).await.unwrap();
        // A lock makes the change wait until its connection is gone.
        let mut lock = other.begin().await.unwrap();
        sqlx::query("LOCK TABLE activities").execute(&mut *lock).await.unwrap();
        let store = server.store.clone();
        let change = tokio::spawn(async move {
            let query = Selection::new("status:undelivered".parse().unwrap());
            store.cancel_activities(&query, now()).await
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        sqlx::query(AssertSqlSafe(end)).execute(&mut *lock).await.unwrap();
        let error = change.await.unwrap().unwrap_err();
        assert!(matches!(error, StoreError::Store(_)), "{error}");
        let message = error.to_string();
        assert!(message.starts_with("the connection to the database is lost: "), "{message}");
        lock.rollback().await.unwrap();
        count(&server.store, Status::Undelivered).await
    });
    assert_eq!(found, 3);
}
