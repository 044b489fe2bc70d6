//! A share of the queries on a cluster of processes, and what happens when one
//! of them is lost.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use activity_query::PageRequest;
use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query_cluster::demonstration::Cluster;
use activity_query_cluster::{Failure, open};
use chrono::Utc;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::agreement::{agrees, deep, few, write};
use crate::strategy::config;
use crate::wait;
use crate::world::{World, asked, world_of};

const PATIENCE: Duration = Duration::from_secs(30);

fn cluster(executors: usize) -> Cluster {
    wait(Cluster::start(Path::new(env!("CARGO_BIN_EXE_activity-query-cluster")), executors))
        .unwrap()
}

async fn store(cluster: &Cluster, path: &Path) -> ParquetStore {
    open(&cluster.url(), &path.to_string_lossy(), PATIENCE).await.unwrap()
}

#[test]
fn a_cluster_answers_as_the_reference_does() {
    static CHECKED: AtomicU64 = AtomicU64::new(0);
    let cluster = cluster(2);
    let mut runner = TestRunner::new(config(8));
    let about = |world: World| (vec(asked(&world), 25), Just(world));
    let strategy = world_of(40, 12).prop_flat_map(about);
    let outcome = runner.run(&strategy, |(questions, world)| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        wait(async {
            write(&world, &path).await;
            let store = store(&cluster, &path).await;
            // A query waits most of its time for the machines' next question for work.
            let (store, world) = (&store, &world);
            let checks = questions.iter().map(async |asked| {
                agrees(store, world, &asked.query, &asked.page(world)).await?;
                CHECKED.fetch_add(1, Ordering::Relaxed);
                Ok(())
            });
            stream::iter(checks).buffer_unordered(8).try_collect().await
        })
    });
    outcome.unwrap();
    eprintln!("{} queries on Ballista with 2 executors", CHECKED.load(Ordering::Relaxed));
}

/// As deep as is taken, and one level more.
#[test]
fn a_cluster_answers_groups_in_groups_or_says_that_they_are_too_deep() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let (cluster, world) = (cluster(1), few());
    wait(async {
        write(&world, &path).await;
        let store = store(&cluster, &path).await;
        let fits = |groups: &usize| deep(*groups).compile(&store.backend(world.now)).is_ok();
        let most = (1..60).take_while(fits).last().unwrap();
        assert!(most >= 10);
        let page = PageRequest::default().counted();
        let query = deep(most);
        let answer = agrees(&store, &world, &query, &page);
        tokio::time::timeout(PATIENCE, answer).await.unwrap().unwrap();
        let error = store.get_activities(&deep(most + 1), &page, world.now).await.unwrap_err();
        let expected = "a query that is nested this deep is not supported here";
        assert_eq!(error.to_string(), expected);
    });
}

#[test]
fn a_cluster_leaves_out_the_first_and_takes_all_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let cluster = cluster(2);
    wait(async {
        large(&path).await;
        let store = store(&cluster, &path).await;
        let query = (1..=17).map(|id| format!("id:{id}")).collect::<Vec<_>>().join(" OR ");
        let page = PageRequest::first(usize::MAX).skipping(16);
        let found = store.get_activities(&query.parse().unwrap(), &page, Utc::now()).await;
        let ids: Vec<i64> = found.unwrap().activities.iter().map(|own| own.id().get()).collect();
        assert_eq!(ids, [1]);
    });
}

/// A data set that takes a cluster a while.
async fn large(path: &Path) {
    let mut writer = ParquetWriter::create(path).unwrap();
    writer.set_activities_per_file(const { NonZeroUsize::new(20_000).unwrap() });
    let lines = (1..=150_000)
        .map(|id| {
            format!("{{\"id\":{id},\"type\":\"T{}\",\"activity_status\":\"failed\"}}\n", id % 7)
        })
        .collect::<Vec<_>>()
        .concat();
    writer.load(lines.as_bytes(), |_| {}).unwrap();
    writer.finish().await.unwrap();
}

#[test]
fn an_executor_is_lost_in_the_middle_of_a_query() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let mut cluster = cluster(2);
    wait(async {
        large(&path).await;
        let store = store(&cluster, &path).await;
        let query = "NOT type:T3".parse().unwrap();
        let page = PageRequest::first(20_000).counted();
        let right = ParquetStore::open(&path).await.unwrap();
        let right = right.get_activities(&query, &page, Utc::now()).await.unwrap();

        let (asked, own) = (store.clone(), (query.clone(), page.clone()));
        let answer =
            tokio::spawn(async move { asked.get_activities(&own.0, &own.1, Utc::now()).await });
        // What the executor has written is needed for the answer.
        while !cluster.kill_executor_at_work() {
            assert!(!answer.is_finished(), "the query was answered, but no executor worked on it");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(!answer.is_finished(), "the query was answered before the executor was lost");
        // The store itself gives up in time.
        match tokio::time::timeout(2 * PATIENCE, answer).await.unwrap().unwrap() {
            Ok(found) => assert_eq!(found, right),
            Err(error) => assert!(!error.to_string().is_empty()),
        }

        // The other executor answers, once the lost one is known to be lost.
        let begin = Instant::now();
        let found = loop {
            let found = store.get_activities(&query, &page, Utc::now());
            match tokio::time::timeout(2 * PATIENCE, found).await.unwrap() {
                Ok(found) => break found,
                Err(error) => assert!(begin.elapsed() < 4 * PATIENCE, "{error}"),
            }
        };
        assert_eq!(found, right);
    });
}

#[test]
fn without_a_scheduler_there_is_an_error_in_time() {
    let begin = Instant::now();
    // Nobody listens there.
    let error = wait(open("df://127.0.0.1:1", "/nowhere", Duration::from_secs(2))).unwrap_err();
    assert!(matches!(error, Failure::Unreachable { .. }), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(4));
    assert!(error.to_string().starts_with("the scheduler at `df://127.0.0.1:1` can't be reached"));
}

#[test]
fn a_scheduler_that_is_lost_is_an_error_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let mut cluster = cluster(1);
    wait(async {
        large(&path).await;
        let store = store(&cluster, &path).await;
        cluster.kill_scheduler();
        let query = "status:failed".parse().unwrap();
        let page = PageRequest::first(1);
        let answer = store.get_activities(&query, &page, Utc::now());
        let answer = tokio::time::timeout(PATIENCE, answer).await.unwrap();
        assert!(answer.is_err());
    });
}
