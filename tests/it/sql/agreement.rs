//! One query has one answer: the reference evaluator's, the memory's,
//! `SQLite`'s and `PostgreSQL`'s, in one order.

use std::sync::atomic::{AtomicU64, Ordering};

use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, Change, Page, Selection, SqlStore, StoreError,
};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::engine::{engines, wait};
use crate::questions::{IDS, World, asked, world};
use crate::strategy::config;
use crate::world::query;

async fn fill(store: &SqlStore, world: &World) {
    for id in 0..6_u32 {
        store.remove_computer(id.into()).await.unwrap();
    }
    store.put_computers(world.computers.clone()).await.unwrap();
    store.set_access_groups(world.groups.clone()).await.unwrap();
    store.clear().await.unwrap();
    store.append(world.activities.clone()).await.unwrap();
}

#[test]
fn every_engine_answers_as_the_reference_does() {
    static CHECKED: AtomicU64 = AtomicU64::new(0);
    let engines = engines();
    let mut runner = TestRunner::new(config(25));
    let strategy = (world(), vec(asked(), 30));
    let outcome = runner.run(&strategy, |(world, asked)| {
        let memory = world.memory();
        for engine in &engines {
            wait(fill(&engine.store, &world));
        }
        for asked in asked {
            let (query, page) = (&asked.query, asked.page(&world));
            let (expected, total) = world.expected(query, &page);
            let found = wait(memory.get_activities(query, &page, world.now)).unwrap();
            prop_assert_eq!(&found.activities, &expected, "memory: {:?} of {}", page, query);
            for engine in &engines {
                let name = engine.name;
                let own = wait(engine.store.get_activities(query, &page, world.now));
                let own = own.unwrap_or_else(|error| panic!("{name}: {error} of {query}"));
                prop_assert_eq!(&own.activities, &expected, "{}: {:?} of {}", name, page, query);
                prop_assert_eq!(own.next, found.next, "{}: {:?} of {}", name, page, query);
                prop_assert_eq!(own.total, Some(total), "{}: the total of {}", name, query);
            }
            CHECKED.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    });
    outcome.unwrap();
    let names: Vec<&str> = engines.iter().map(|engine| engine.name).collect();
    eprintln!("{} queries on {}", CHECKED.load(Ordering::Relaxed), names.join(" and "));
}

#[test]
fn every_engine_changes_as_the_memory_does() {
    let engines = engines();
    let mut runner = TestRunner::new(config(25));
    let change = prop_oneof![Just(Change::Cancel), Just(Change::Approve)];
    let strategy = (world(), vec((change, query(IDS)), 6));
    let outcome = runner.run(&strategy, |(world, changes)| {
        let memory = world.memory();
        for engine in &engines {
            wait(fill(&engine.store, &world));
        }
        for (change, query) in changes {
            let expected = wait(changed(&memory, change, &query, world.now));
            for engine in &engines {
                let own = wait(changed(&engine.store, change, &query, world.now));
                prop_assert_eq!(&own, &expected, "{}: {:?} of {}", engine.name, change, query);
            }
        }
        let everything = ActivityQuery::everything();
        let page = Page::first(usize::MAX);
        let expected = wait(memory.get_activities(&everything, &page, world.now)).unwrap();
        for engine in &engines {
            let own = wait(engine.store.get_activities(&everything, &page, world.now)).unwrap();
            prop_assert_eq!(&own.activities, &expected.activities, "{}", engine.name);
            let types = wait(engine.store.get_activity_types()).unwrap();
            prop_assert_eq!(types, wait(memory.get_activity_types()).unwrap(), "{}", engine.name);
        }
        Ok(())
    });
    outcome.unwrap();
}

/// The ids that were changed, or what was refused.
async fn changed<S: ActivityStore>(
    store: &S,
    change: Change,
    query: &ActivityQuery,
    now: DateTime<Utc>,
) -> Result<Vec<ActivityId>, String> {
    let selection = Selection::new(query.clone());
    let changed = match change {
        Change::Cancel => store.cancel_activities(&selection, now).await,
        Change::Approve => store.approve_activities(&selection, now).await,
    };
    changed.map_err(|error| match error {
        StoreError::Query(_) | StoreError::Refused(_) => error.to_string(),
        error => panic!("{error}"),
    })
}
