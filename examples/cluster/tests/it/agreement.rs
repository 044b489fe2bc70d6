//! One query has one answer: the reference evaluator's and the engine's, in
//! one order.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use activity_query::model::{Activity, Record};
use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query::{ActivityQuery, ActivityStore as _, Limits, PageRequest};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::strategy::config;
use crate::wait;
use crate::world::{World, asked, world_of};

/// Writes the records to a data set of many files.
pub(crate) async fn write(world: &World, path: &Path) {
    let mut writer = ParquetWriter::create(path).unwrap();
    writer.set_activities_per_file(const { NonZeroUsize::new(5).unwrap() });
    writer.put_computers(world.computer_records());
    writer.set_access_groups(world.groups().to_vec());
    writer.set_searches(world.search_records());
    writer.append(world.activity_records()).unwrap();
    assert_eq!(writer.finish().await.unwrap(), world.activities().count() as u64);
}

/// The store answers as the reference does.
pub(crate) async fn agrees(
    store: &ParquetStore,
    world: &World,
    query: &ActivityQuery,
    page: &PageRequest,
) -> Result<(), TestCaseError> {
    let expected = world.page(query, page).unwrap();
    let found = store.get_activities(query, page, world.now).await;
    let found = found.unwrap_or_else(|error| panic!("{error}: {query}"));
    prop_assert_eq!(found.activities, expected.activities, "{:?} of {}", page, query);
    prop_assert_eq!(found.next, expected.next, "{:?} of {}", page, query);
    prop_assert_eq!(found.total, Some(expected.total), "the total of {}", query);
    Ok(())
}

#[test]
fn the_engine_answers_as_the_reference_does() {
    static CHECKED: AtomicU64 = AtomicU64::new(0);
    let mut runner = TestRunner::new(config(100));
    let about = |world: World| (vec(asked(&world), 50), Just(world));
    let strategy = world_of(40, 12).prop_flat_map(about);
    let outcome = runner.run(&strategy, |(questions, world)| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        wait(async {
            write(&world, &path).await;
            let store = ParquetStore::open(&path).await.unwrap();
            for asked in &questions {
                agrees(&store, &world, &asked.query, &asked.page(&world)).await?;
                CHECKED.fetch_add(1, Ordering::Relaxed);
            }
            let types = store.get_activity_types().await.unwrap();
            prop_assert_eq!(types, world.memory().get_activity_types().await.unwrap());
            Ok(())
        })
    });
    outcome.unwrap();
    eprintln!("{} queries on DataFusion", CHECKED.load(Ordering::Relaxed));
}

/// Activities of a few types and statuses.
pub(crate) fn few() -> World {
    let activity = |id: u32| -> Record<Activity> {
        let status = ["failed", "succeeded", "canceled"][id as usize % 3];
        let line = json!({"id": id, "type": format!("T{}", id % 7), "activity_status": status});
        serde_json::from_value(line).unwrap()
    };
    let mut world = World::new(chrono::Utc::now());
    world.put((1..=40).map(activity));
    world
}

/// Groups nested to the depth given, each of them negated.
pub(crate) fn deep(groups: usize) -> ActivityQuery {
    let text = (0..groups).fold("status:failed".to_owned(), |inner, level| {
        let id = level % 40 + 1;
        match level % 2 {
            0 => format!("NOT (type:T{} {inner})", level % 7),
            _ => format!("NOT (id:{id} OR {inner})"),
        }
    });
    text.parse().unwrap()
}

#[test]
fn groups_in_groups_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let (world, query) = (few(), deep(Limits::default().depth));
    wait(async {
        write(&world, &path).await;
        let store = ParquetStore::open(&path).await.unwrap();
        agrees(&store, &world, &query, &PageRequest::default().counted()).await.unwrap();
    });
}
