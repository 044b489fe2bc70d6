//! Tests that all stores agree on every query and change: the reference store, the one in
//! memory, `SQLite` and `PostgreSQL`.

use std::sync::atomic::{AtomicU64, Ordering};

use activity_query::store::SqlStore;
use activity_query::{ActivityStore, ComputerQuery, StoreError};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::engine::{engines, wait};
use crate::strategy::config;
use crate::world::change::request;
use crate::world::named::any_searches;
use crate::world::{Asked, World, asked, world_of};

/// Replaces the contents of the store by those of the world.
async fn fill(store: &SqlStore, world: &World) {
    let all = store.computers(&ComputerQuery::everything(), 0..usize::MAX, world.now).await;
    for computer in all.unwrap() {
        store.remove_computer(*computer.id()).await.unwrap();
    }
    store.put_computers(world.computer_records()).await.unwrap();
    store.set_access_groups(world.groups().to_vec()).await.unwrap();
    store.set_searches(world.search_records()).await.unwrap();
    store.clear().await.unwrap();
    store.append(world.activity_records()).await.unwrap();
}

/// Checks that the store returns the reference's page, or its error.
async fn agrees<S: ActivityStore>(
    name: &str,
    store: &S,
    world: &World,
    asked: &Asked,
) -> Result<(), TestCaseError> {
    let (query, page) = (&asked.query, asked.page(world));
    match (store.get_activities(query, &page, world.now).await, world.page(query, &page)) {
        (Ok(found), Ok(expected)) => {
            prop_assert_eq!(found.activities, expected.activities, "{}: {}", name, query);
            prop_assert_eq!(found.next, expected.next, "{}: {:?} of {}", name, page, query);
            prop_assert_eq!(found.total, Some(expected.total), "{}: total of {}", name, query);
        }
        (Err(StoreError::Query(found)), Err(expected)) => {
            prop_assert_eq!(found, expected, "{}: {}", name, query);
        }
        (found, expected) => panic!("{name}: {found:?} for {expected:?} of {query}"),
    }
    Ok(())
}

#[test]
fn every_engine_answers_as_the_reference_does() {
    static CHECKED: AtomicU64 = AtomicU64::new(0);
    let engines = engines();
    let mut runner = TestRunner::new(config(25));
    let about = |world: World| (vec(asked(&world), 30), any_searches(), Just(world));
    let strategy = world_of(40, 12).prop_flat_map(about);
    let outcome = runner.run(&strategy, |(all, searches, mut world)| {
        for round in 0..2 {
            let memory = world.memory();
            for engine in &engines {
                wait(fill(&engine.store, &world));
            }
            for asked in all.iter().skip(round).step_by(2) {
                wait(agrees("memory", &memory, &world, asked))?;
                for engine in &engines {
                    wait(agrees(engine.name, &engine.store, &world, asked))?;
                }
                CHECKED.fetch_add(1, Ordering::Relaxed);
            }
            // Then again with searches that can't be resolved.
            world.set_searches(searches.clone());
        }
        Ok(())
    });
    outcome.unwrap();
    let names: Vec<&str> = engines.iter().map(|engine| engine.name).collect();
    eprintln!("{} queries on {}", CHECKED.load(Ordering::Relaxed), names.join(" and "));
}

#[test]
fn every_engine_changes_as_the_reference_does() {
    let engines = engines();
    let mut runner = TestRunner::new(config(25));
    let about = |world: World| (vec(request(&world), 8), Just(world));
    let strategy = world_of(40, 12).prop_flat_map(about);
    let outcome = runner.run(&strategy, |(requests, mut world)| {
        for engine in &engines {
            wait(fill(&engine.store, &world));
        }
        for request in requests {
            let previewed = world.preview(&request);
            for engine in &engines {
                let own = wait(request.preview(&engine.store, world.now));
                prop_assert_eq!(&own, &previewed, "{}: {:?}", engine.name, request);
            }
            let changed = world.change(&request);
            for engine in &engines {
                let own = wait(request.make(&engine.store, world.now));
                prop_assert_eq!(&own, &changed, "{}: {:?}", engine.name, request);
                wait(agrees(engine.name, &engine.store, &world, &Asked::everything()))?;
            }
        }
        let types = wait(world.memory().get_activity_types()).unwrap();
        for engine in &engines {
            let own = wait(engine.store.get_activity_types()).unwrap();
            prop_assert_eq!(&own, &types, "{}", engine.name);
            for expected in world.activity_records() {
                let own = wait(engine.store.activity(*expected.id())).unwrap();
                prop_assert_eq!(own, Some(expected), "{}", engine.name);
            }
        }
        Ok(())
    });
    outcome.unwrap();
}
