//! What goes wrong: processes that are killed, changes at the same time, and
//! connections that break.

use std::process::{Command, Stdio};
use std::time::Duration;

use activity_query::model::{Activity, Record};
use activity_query::{ActivityQuery, ActivityStore as _, Selection, SqlStore, Status, StoreError};
use sqlx::{AssertSqlSafe, PgPool};

use super::engine::{engines, postgres, wait};
use crate::command_line::AQ;
use crate::world::now;

/// How often, unless the environment says so.
fn rounds(few: u32) -> u32 {
    let asked = std::env::var("ROUNDS").ok();
    asked.and_then(|rounds| rounds.parse().ok()).unwrap_or(few)
}

fn activities(count: u32, status: Status) -> impl Iterator<Item = Record<Activity>> + Send {
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
fn a_process_that_is_killed_changes_all_or_nothing() {
    const COUNT: u32 = 10_000;
    let (mut none, mut all) = (0_u32, 0_u32);
    for engine in engines() {
        for round in 0..rounds(6) {
            // What a server still does for the last process ends before this does.
            wait(engine.store.clear()).unwrap();
            wait(engine.store.append(activities(COUNT, Status::Undelivered))).unwrap();
            let mut command = Command::new(&*AQ);
            command.args(["cancel", "status:undelivered", "--db", &engine.url]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            // At another moment each time, from before the change to after it.
            std::thread::sleep(Duration::from_millis(u64::from(round * 97 % 600)));
            child.kill().unwrap();
            child.wait().unwrap();
            // The store opens again, and sees all or nothing.
            let store = wait(SqlStore::connect(&engine.url)).unwrap();
            let canceled = wait(count(&store, Status::Canceled));
            assert!(canceled == 0 || canceled == u64::from(COUNT), "{}: {canceled}", engine.name);
            if canceled == 0 {
                none += 1;
            } else {
                all += 1;
            }
            let whole = wait(store.count(&ActivityQuery::everything(), now())).unwrap();
            assert_eq!(whole, u64::from(COUNT), "{}", engine.name);
        }
    }
    eprintln!("killed: nothing changed {none} times, all changed {all} times");
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
fn a_lost_connection_is_told_and_the_next_call_works() {
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
