//! One query has one answer: the reference evaluator's, the memory's,
//! `SQLite`'s and `PostgreSQL`'s, in one order.

use std::sync::atomic::{AtomicU64, Ordering};

use activity_query::model::{Activity, Computer};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, Change, Context, Cursor, Fleet, MemoryStore, Order,
    Page, SqlStore, StoreError,
};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

use super::engine::{engines, wait};
use crate::strategy::config;
use crate::world::{access_groups, activity, computer, now, query};

/// Ids are below this.
const IDS: u32 = 60;

#[derive(Clone, Debug)]
struct World {
    activities: Vec<Activity>,
    computers: Vec<Computer>,
    groups: Vec<(String, String)>,
    /// Microseconds have parts, too.
    now: DateTime<Utc>,
}

#[derive(Clone, Debug)]
struct Asked {
    query: ActivityQuery,
    page: Page,
    after: Option<Index>,
}

fn world() -> impl Strategy<Value = World> {
    let activities = vec(activity(IDS), 0..40).prop_map(|mut activities| {
        activities.sort_by_key(|activity| activity.id);
        activities.dedup_by_key(|activity| activity.id);
        activities
    });
    let now = prop_oneof![Just(0), 1..1_000_i64]
        .prop_map(|nanoseconds| now() + chrono::TimeDelta::nanoseconds(nanoseconds));
    (activities, vec(computer(), 0..8), access_groups(), now).prop_map(
        |(activities, computers, groups, now)| World { activities, computers, groups, now },
    )
}

fn asked() -> impl Strategy<Value = Asked> {
    let limit = prop_oneof![0..8_usize, Just(1000), Just(usize::MAX)];
    let offset = prop_oneof![3 => Just(0), 1 => 0..20_usize, 1 => Just(usize::MAX)];
    (query(IDS), limit, offset, any::<bool>(), option::weighted(0.3, any::<Index>())).prop_map(
        |(query, limit, offset, oldest_first, after)| {
            let page = Page::first(limit).skipping(offset).counted();
            Asked { query, page: if oldest_first { page.oldest_first() } else { page }, after }
        },
    )
}

async fn fill(store: &SqlStore, world: &World) {
    for id in 0..6_u32 {
        store.remove_computer(id.into()).await.unwrap();
    }
    store.put_computers(world.computers.clone()).await.unwrap();
    store.set_access_groups(world.groups.clone()).await.unwrap();
    store.clear().await.unwrap();
    store.append(world.activities.clone()).await.unwrap();
}

impl World {
    fn memory(&self) -> MemoryStore {
        let store = MemoryStore::new();
        store.put_computers(self.computers.clone());
        store.set_access_groups(self.groups.clone());
        store.append(self.activities.clone()).unwrap();
        store
    }

    /// The activities of the page by the reference, and how many match.
    fn expected(&self, query: &ActivityQuery, page: &Page) -> (Vec<Activity>, u64) {
        let fleet = Fleet::new(self.computers.clone()).with_access_groups(self.groups.clone());
        let context = Context::new(self.now, &fleet);
        let matches = |activity: &&Activity| query.matches(activity, &context).unwrap();
        let mut found: Vec<Activity> = self.activities.iter().filter(matches).cloned().collect();
        let total = found.len() as u64;
        found.sort_by_key(Cursor::of);
        if page.order == Order::NewestFirst {
            found.reverse();
        }
        if let Some(cursor) = page.after {
            found.retain(|activity| match page.order {
                Order::NewestFirst => Cursor::of(activity) < cursor,
                Order::OldestFirst => Cursor::of(activity) > cursor,
            });
        }
        (found.into_iter().skip(page.offset).take(page.limit).collect(), total)
    }
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
        for Asked { query, mut page, after } in asked {
            let cursor = after.filter(|_| !world.activities.is_empty());
            page.after = cursor.map(|index| Cursor::of(index.get(&world.activities)));
            let (expected, total) = world.expected(&query, &page);
            let found = wait(memory.get_activities(&query, &page, world.now)).unwrap();
            prop_assert_eq!(&found.activities, &expected, "memory: {:?} of {}", page, query);
            for engine in &engines {
                let name = engine.name;
                let own = wait(engine.store.get_activities(&query, &page, world.now));
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
    let changed = match change {
        Change::Cancel => store.cancel_activities(query, now).await,
        Change::Approve => store.approve_activities(query, now).await,
    };
    changed.map_err(|error| match error {
        StoreError::Query(_) | StoreError::Refused(_) => error.to_string(),
        error => panic!("{error}"),
    })
}
