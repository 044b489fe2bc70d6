//! Runs the conformance suite on each engine.

use std::sync::LazyLock;

use activity_query::model::{Activity, Record};
use activity_query::{ActivityQuery, ActivityStore as _, PageRequest};

use crate::FIXTURE;
use crate::computers::of_computers;
use crate::engine::{Engine, engines, wait};
use crate::fixture::access_groups;

/// The records that a query is run on.
#[derive(Clone, Copy)]
pub(crate) enum Over {
    Activities,
    /// One activity for each computer.
    Computers,
}

static ACTIVITIES: LazyLock<Vec<Engine>> = LazyLock::new(|| filled(&FIXTURE.records.activities));
static COMPUTERS: LazyLock<Vec<Engine>> =
    LazyLock::new(|| filled(&of_computers(&FIXTURE.records.computers)));

/// Returns every engine with these activities and the rest of the fixture.
fn filled(activities: &[Record<Activity>]) -> Vec<Engine> {
    let engines = engines();
    for engine in &engines {
        wait(async {
            let store = &engine.store;
            store.put_computers(FIXTURE.records.computers.clone()).await.unwrap();
            store.set_access_groups(access_groups()).await.unwrap();
            store.set_searches(FIXTURE.records.searches.clone()).await.unwrap();
            store.append(activities.to_vec()).await.unwrap();
        });
    }
    engines
}

/// Returns every engine with the activities of the fixture, which tests must not change.
pub(crate) fn activities() -> &'static [Engine] {
    &ACTIVITIES
}

/// Returns engines of its own to a test that changes activities.
pub(crate) fn own_activities() -> Vec<Engine> {
    filled(&FIXTURE.records.activities)
}

/// Checks that every engine selects these ids, in ascending order.
pub(crate) fn agrees(query: &ActivityQuery, ids: &[i64], over: Over) {
    let engines = match over {
        Over::Activities => activities(),
        Over::Computers => &COMPUTERS,
    };
    for engine in engines {
        let page = PageRequest::first(usize::MAX);
        let found = wait(engine.store.get_activities(query, &page, FIXTURE.now())).unwrap();
        let mut own: Vec<i64> = found.activities.iter().map(|found| found.id().get()).collect();
        own.sort_unstable();
        assert_eq!(own, ids, "{} has another answer to {query}", engine.name);
    }
}
