//! Tests the data that stores have beside activities: computers, access groups, saved
//! searches; and counting the activities that match each part of a query.

use activity_query::model::{Record, SavedSearch};
use activity_query::{ComputerQuery, StoreError};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{Fixture, access_groups, fixture};
use crate::strategy::config;
use crate::world::{World, computer_query, with_queries, world_of};

fn query(text: &str) -> ComputerQuery {
    text.parse().unwrap()
}

/// Returns the ids of the matching computers, by the reference evaluator.
fn expected(fixture: &Fixture, query: &ComputerQuery) -> Vec<i64> {
    let context = fixture.context();
    let matching = fixture.fleet.computers();
    let matching = matching.filter(|computer| query.matches(computer, &context).unwrap());
    let mut ids: Vec<i64> = matching.map(|computer| computer.id.get()).collect();
    ids.sort_unstable();
    ids
}

fn found(fixture: &Fixture, query: &ComputerQuery) -> Vec<i64> {
    let found = fixture.store.computers(query, 0..usize::MAX, fixture.now()).unwrap();
    found.iter().map(|computer| computer.id().get()).collect()
}

pub(crate) fn search(name: &str, text: &str) -> Record<SavedSearch> {
    serde_json::from_value(json!({"name": name, "title": "A title", "search": text})).unwrap()
}

#[test]
fn computers_come_in_the_order_of_their_ids() {
    let fixture = fixture();
    let all = expected(&fixture, &query(""));
    assert!(all.len() > 4);
    assert_eq!(found(&fixture, &query("")), all);
    let page = fixture.store.computers(&query(""), 2..4, fixture.now()).unwrap();
    assert_eq!(page.iter().map(|own| own.id().get()).collect::<Vec<_>>(), all[2..4]);
    let own = fixture.records.computers.iter().find(|own| own.id() == page[0].id());
    assert_eq!(page[0], *own.unwrap(), "as it was put in");
    assert_eq!(fixture.store.computers(&query(""), all.len()..9999, fixture.now()).unwrap(), []);
    let unknown = fixture.store.computers(&query("search:nothing"), 0..9, fixture.now());
    assert!(matches!(unknown, Err(StoreError::Query(_))));
}

#[test]
fn saved_searches_are_edited_atomically() {
    let fixture = fixture();
    let store = &fixture.store;
    let mut names: Vec<String> = fixture.searches.iter().map(|own| own.name.clone()).collect();
    names.sort();
    assert_eq!(store.searches().iter().map(|own| own.id().clone()).collect::<Vec<_>>(), names);

    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for number in 0..25 {
                    let name = format!("new-{}", number * 4 + thread);
                    store.update_searches(|own| own.insert(name.clone(), search(&name, "tag:x")));
                }
            });
        }
    });
    assert_eq!(store.searches().len(), names.len() + 100, "none is lost");
    let new = store.searches().into_iter().find(|own| own.id() == "new-7").unwrap();
    assert_eq!(new.field("title"), Some("\"A title\""), "every field stays");
    assert!(store.update_searches(|own| own.remove("new-7")).is_some());
    assert_eq!(store.searches().len(), names.len() + 99);
}

#[test]
fn access_groups_are_those_that_were_set() {
    let mut groups = fixture().store.access_groups();
    groups.sort();
    let mut expected = access_groups();
    expected.sort();
    assert_eq!(groups, expected);
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_store_finds_the_computers_that_match((queries, world) in with_computer_queries()) {
        let (store, context) = (world.memory(), world.context());
        for query in queries {
            let matching = world.computers().filter(|own| query.matches(own, &context).unwrap());
            let expected: Vec<i64> = matching.map(|own| own.id.get()).collect();
            let found = store.computers(&query, 0..usize::MAX, world.now).unwrap();
            let found: Vec<i64> = found.iter().map(|own| own.id().get()).collect();
            prop_assert_eq!(found, expected, "{}", query);
        }
    }

    /// The reference evaluator and a store with the same activities count the parts of a
    /// query alike.
    #[test]
    fn a_store_counts_as_the_reference_does((world, queries) in with_queries()) {
        let (store, context) = (world.memory(), world.context());
        for query in queries {
            let query = query.resolve(|name| world.search(name)).unwrap();
            let counts = query.count(world.activities(), &context).unwrap();
            let counted = query.count_by(|parts| store.count_each(parts, world.now));
            prop_assert_eq!(counted.unwrap(), counts, "{}", query);
        }
    }
}

/// A world, and queries about its computers.
fn with_computer_queries() -> BoxedStrategy<(Vec<ComputerQuery>, World)> {
    let about = |world: World| (vec(computer_query(&world), 20), Just(world));
    world_of(0, 20).prop_flat_map(about).boxed()
}
