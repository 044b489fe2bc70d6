//! Random records in a store, random questions, and the answers by the reference.

use activity_query::model::{Activity, Computer, Record};
use activity_query::{ActivityQuery, Context, Fleet, MemoryStore, Order, Page};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::fixture::views;
use crate::world::{access_groups, activity, computer, cursor_of, now, query};

/// Ids are below this.
pub(crate) const IDS: u32 = 60;

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) activities: Vec<Record<Activity>>,
    pub(crate) computers: Vec<Record<Computer>>,
    pub(crate) groups: Vec<(String, String)>,
    /// Microseconds have parts, too.
    pub(crate) now: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) query: ActivityQuery,
    pub(crate) page: Page,
    after: Option<Index>,
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let activities = vec(activity(IDS), 0..40).prop_map(|mut activities| {
        activities.sort_by_key(|activity| *activity.id());
        activities.dedup_by_key(|activity| *activity.id());
        activities
    });
    let now = prop_oneof![Just(0), 1..1_000_i64]
        .prop_map(|nanoseconds| now() + chrono::TimeDelta::nanoseconds(nanoseconds));
    (activities, vec(computer(), 0..8), access_groups(), now).prop_map(
        |(activities, computers, groups, now)| World { activities, computers, groups, now },
    )
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    let limit = prop_oneof![0..8_usize, Just(1000), Just(usize::MAX)];
    let offset = prop_oneof![3 => Just(0), 1 => 0..20_usize, 1 => Just(usize::MAX)];
    (query(IDS), limit, offset, any::<bool>(), option::weighted(0.3, any::<Index>())).prop_map(
        |(query, limit, offset, oldest_first, after)| {
            let page = Page::first(limit).skipping(offset).counted();
            Asked { query, page: if oldest_first { page.oldest_first() } else { page }, after }
        },
    )
}

impl World {
    pub(crate) fn memory(&self) -> MemoryStore {
        let store = MemoryStore::new();
        store.put_computers(self.computers.clone());
        store.set_access_groups(self.groups.clone());
        store.append(self.activities.clone()).unwrap();
        store
    }

    /// The activities of the page by the reference, and how many match.
    pub(crate) fn expected(
        &self,
        query: &ActivityQuery,
        page: &Page,
    ) -> (Vec<Record<Activity>>, u64) {
        let fleet = Fleet::new(views(&self.computers)).with_access_groups(self.groups.clone());
        let context = Context::new(self.now, &fleet);
        let matches = |activity: &&Record<Activity>| {
            query.matches(&activity.read().unwrap(), &context).unwrap()
        };
        let mut found: Vec<_> = self.activities.iter().filter(matches).cloned().collect();
        let total = found.len() as u64;
        found.sort_by_key(cursor_of);
        if page.order == Order::NewestFirst {
            found.reverse();
        }
        if let Some(cursor) = page.after {
            found.retain(|activity| match page.order {
                Order::NewestFirst => cursor_of(activity) < cursor,
                Order::OldestFirst => cursor_of(activity) > cursor,
            });
        }
        (found.into_iter().skip(page.offset).take(page.limit).collect(), total)
    }
}

impl Asked {
    /// The page, which begins after one of the activities if it was asked so.
    pub(crate) fn page(&self, world: &World) -> Page {
        let after = self.after.filter(|_| !world.activities.is_empty());
        let after = after.map(|index| cursor_of(index.get(&world.activities)));
        let mut page = self.page.clone();
        page.after = after;
        page
    }
}
