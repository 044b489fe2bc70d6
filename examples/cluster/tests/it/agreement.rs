//! One query has one answer: the reference evaluator's and the engine's, in
//! one order.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use activity_query::{ActivityStore as _, ParquetStore, ParquetWriter};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::questions::{Asked, World, asked, world};
use crate::strategy::config;
use crate::wait;

/// Writes the records to a data set of many files.
pub(crate) async fn write(world: &World, path: &Path) {
    let mut writer = ParquetWriter::create(path).unwrap();
    writer.set_activities_per_file(const { NonZeroUsize::new(5).unwrap() });
    writer.put_computers(world.computers.clone());
    writer.set_access_groups(world.groups.clone());
    writer.append(world.activities.clone()).unwrap();
    assert_eq!(writer.finish().await.unwrap(), world.activities.len() as u64);
}

/// The store answers as the reference does.
pub(crate) async fn agrees(
    store: &ParquetStore,
    world: &World,
    asked: &Asked,
) -> Result<(), TestCaseError> {
    let (query, page) = (&asked.query, asked.page(world));
    let (expected, total) = world.expected(query, &page);
    let next = world.memory().get_activities(query, &page, world.now).await.unwrap().next;
    let found = store.get_activities(query, &page, world.now).await;
    let found = found.unwrap_or_else(|error| panic!("{error}: {query}"));
    prop_assert_eq!(&found.activities, &expected, "{:?} of {}", page, query);
    prop_assert_eq!(found.next, next, "{:?} of {}", page, query);
    prop_assert_eq!(found.total, Some(total), "the total of {}", query);
    Ok(())
}

#[test]
fn the_engine_answers_as_the_reference_does() {
    static CHECKED: AtomicU64 = AtomicU64::new(0);
    let mut runner = TestRunner::new(config(100));
    let outcome = runner.run(&(world(), vec(asked(), 50)), |(world, questions)| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        wait(async {
            write(&world, &path).await;
            let store = ParquetStore::open(&path).await.unwrap();
            for asked in &questions {
                agrees(&store, &world, asked).await?;
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
