//! Tests computers, access groups, saved searches and counts in databases.

use activity_query::{ActivityQuery, ComputerQuery};

use super::engine::{engines, wait};
use crate::fixture::{access_groups, fixture};
use crate::fleet::search;

#[test]
fn every_engine_knows_what_the_memory_knows() {
    let fixture = fixture();
    let memory = &fixture.store;
    for engine in engines() {
        let store = &engine.store;
        wait(async {
            store.put_computers(fixture.records.computers.clone()).await.unwrap();
            store.set_access_groups(access_groups()).await.unwrap();
            store.set_searches(fixture.records.searches.clone()).await.unwrap();
            store.append(fixture.records.activities.clone()).await.unwrap();
            for (text, places) in
                [("", 0..usize::MAX), ("", 2..4), ("search:farm OR needs:reboot", 0..3)]
            {
                let query: ComputerQuery = text.parse().unwrap();
                let expected = memory.computers(&query, places.clone(), fixture.now()).unwrap();
                let found = store.computers(&query, places, fixture.now()).await.unwrap();
                assert_eq!(found, expected, "{}: {text}", engine.name);
            }
            let mut groups = memory.access_groups();
            groups.sort();
            assert_eq!(store.access_groups().await.unwrap(), groups, "{}", engine.name);
            assert_eq!(store.searches().await.unwrap(), memory.searches(), "{}", engine.name);
            let queries: Vec<ActivityQuery> = ["", "status:failed", "computer:search:farm"]
                .map(|text| text.parse().unwrap())
                .into();
            let expected = memory.count_each(&queries, fixture.now()).unwrap();
            let counts = store.count_each(&queries, fixture.now()).await.unwrap();
            assert_eq!(counts, expected, "{}", engine.name);
        });
    }
}

#[test]
fn saved_searches_edited_at_once_are_all_kept() {
    for engine in engines() {
        wait(async {
            let edits: Vec<_> = (0..20)
                .map(|number| {
                    let store = engine.store.clone();
                    tokio::spawn(async move {
                        let name = format!("new-{number}");
                        store
                            .update_searches(|own| own.insert(name.clone(), search(&name, "tag:x")))
                            .await
                    })
                })
                .collect();
            for edit in edits {
                assert_eq!(edit.await.unwrap().unwrap(), None);
            }
            assert_eq!(engine.store.searches().await.unwrap().len(), 20, "{}", engine.name);
        });
    }
}
