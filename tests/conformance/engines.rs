//! The conformance suite, on each engine.

use std::sync::LazyLock;

use activity_query::model::{Activity, Record};
use activity_query::{ActivityQuery, ActivityStore as _, Page, SqlStore};

use crate::computers::of_computers;
use crate::engine::{Engine, engines, wait};
use crate::fixture::{Fixture, access_groups, fixture};

/// Which records a query is asked over.
#[derive(Clone, Copy)]
pub(crate) enum Over {
    Activities,
    /// One activity a computer.
    Computers,
}

static ACTIVITIES: LazyLock<Vec<Engine>> =
    LazyLock::new(|| filled(|fixture| fixture.records.activities.clone()));
static COMPUTERS: LazyLock<Vec<Engine>> =
    LazyLock::new(|| filled(|fixture| of_computers(&fixture.records.computers)));

fn filled(activities: impl Fn(&Fixture) -> Vec<Record<Activity>>) -> Vec<Engine> {
    let fixture = fixture();
    let engines = engines();
    for engine in &engines {
        wait(async {
            let store = &engine.store;
            store.put_computers(fixture.records.computers.clone()).await.unwrap();
            store.set_access_groups(access_groups()).await.unwrap();
            store.set_searches(fixture.records.searches.clone()).await.unwrap();
            store.append(activities(&fixture)).await.unwrap();
        });
    }
    engines
}

/// Every engine, with the activities of the fixture; they stay as they are.
pub(crate) fn activities() -> &'static [Engine] {
    &ACTIVITIES
}

/// Gives every engine in turn, with the activities of the fixture.
pub(crate) fn each_engine(mut check: impl FnMut(&SqlStore)) {
    let engines = filled(|fixture| fixture.records.activities.clone());
    for engine in &engines {
        check(&engine.store);
    }
}

/// Every engine selects these ids, ascending.
pub(crate) fn agrees(query: &ActivityQuery, ids: &[i64], over: Over, fixture: &Fixture) {
    let engines = match over {
        Over::Activities => activities(),
        Over::Computers => &COMPUTERS,
    };
    for engine in engines {
        let page = Page::first(usize::MAX);
        let found = wait(engine.store.get_activities(query, &page, fixture.now())).unwrap();
        let mut own: Vec<i64> = found.activities.iter().map(|found| found.id().get()).collect();
        own.sort_unstable();
        assert_eq!(own, ids, "{} has another answer to {query}", engine.name);
    }
}
