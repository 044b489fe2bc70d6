//! Tests hostile queries on the engines: texts that would end a literal, in each term that
//! takes a text, and queries of the greatest depth.

use activity_query::sql::{Dialect, Schema, Sql};
use activity_query::{ActivityQuery, ActivityStore as _, Limits, PageRequest};

use super::engine::{engines, wait};
use super::statement::of_each_text;
use crate::world::{World, now};

const TEXTS: &[&str] = &[
    "'",
    "''",
    "x' OR '1'='1",
    "'); DROP TABLE activities; --",
    "\"",
    "\\",
    "\\'",
    "%",
    "_",
    "a%_\\b",
    "$1",
    "?",
    "/*",
    "--",
    "\0",
    "a\0b",
    "\u{202e}é",
];

/// An activity, and a computer with the text in every field.
fn world(text: &str) -> World {
    let text = serde_json::to_string(text).unwrap();
    let device =
        format!(r#"{{"vendor":{text},"product":{text},"version":{text},"serial":{text}}}"#);
    let classes = ["cpu", "disk", "memory", "display", "firmware", "network"];
    let classes = classes.map(|class| format!(r#""{class}":[{device}]"#)).join(",");
    let computer = format!(
        r#"{{"id":1,"title":{text},"hostname":{text},"tags":[{text}],"distribution":{text},
        "access_group":{text},"alerts":[{text}],"annotations":{{{text}:{text}}},
        "network_devices":[{{"ip_address":{text},"mac_address":{text}}}],
        "profiles":[{{"id":1,"type":"upgrade","name":{text}}},{{"id":1,"type":"removal","name":{text}}}],
        "ubuntu_pro_info":{{"contract":{{"id":{text}}}}},
        "cloud_instance_metadata":{{"instance-id":{text},"instance-type":{text},"ami-id":{text},
        "availability-zone":{text}}},
        "grouped_hardware":{{{classes},"system":{{"vendor":{text},"product":{text},"uuid":{text},
        "serial":{text}}}}}}}"#
    );
    let mut world = World::new(now());
    world.put_computers([computer.parse().unwrap()]);
    let activity =
        format!(r#"{{"id":1,"computer_id":1,"type":{text},"creator":{{"email":{text}}}}}"#);
    let other = r#"{"id":2,"computer_id":2,"activity_status":"failed"}"#;
    world.put([activity.parse().unwrap(), other.parse().unwrap()]);
    world
}

#[test]
fn each_term_of_a_hostile_text_selects_what_has_it() {
    let engines = engines();
    for text in TEXTS {
        // No record in a database contains a NUL, but a query may.
        let has_nul = text.contains('\0');
        let world = world(if has_nul { "0" } else { text });
        for engine in &engines {
            wait(async {
                let store = &engine.store;
                store.clear().await.unwrap();
                store.put_computers(world.computer_records()).await.unwrap();
                store.append(world.activity_records()).await.unwrap();
            });
        }
        for query in of_each_text(text) {
            let page = PageRequest::default().counted();
            let expected = world.page(&query, &page).unwrap();
            assert_eq!(expected.total, u64::from(!has_nul), "{query} is true of what has it");
            for engine in &engines {
                let found = wait(engine.store.get_activities(&query, &page, now())).unwrap();
                assert_eq!(found.activities, expected.activities, "{}: {query}", engine.name);
            }
        }
    }
}

/// Groups nested to this depth, each of them negated.
fn nested(depth: usize) -> ActivityQuery {
    (0..depth).fold(ActivityQuery::id(1), |inner, level| {
        let id = i64::try_from(level).unwrap();
        !(ActivityQuery::parent_id(id) | (!ActivityQuery::id(id + 3) & inner))
    })
}

#[test]
fn the_deepest_query_is_answered_and_a_deeper_one_refused() {
    let world = world("x");
    let page = PageRequest::default().counted();
    let mut runs = Vec::new();
    for engine in engines() {
        let dialect = engine.store.dialect();
        let sql = Sql::new(Schema::default(), dialect, now());
        let fits = |depth: &usize| nested(*depth).compile(&sql).is_ok();
        let most = (1..10_000).take_while(fits).last().unwrap();
        assert!(most >= Limits::default().depth, "{dialect:?} takes what is typed");
        let (deepest, deeper) = (nested(most), nested(most + 1));
        wait(async {
            let store = &engine.store;
            store.put_computers(world.computer_records()).await.unwrap();
            store.append(world.activity_records()).await.unwrap();
            for query in [&deepest, &!deepest.clone()] {
                let expected = world.page(query, &page).unwrap();
                let found = store.get_activities(query, &page, now()).await;
                let found = found.unwrap_or_else(|error| panic!("{}: {error}", engine.name));
                assert_eq!(found.activities, expected.activities, "{}", engine.name);
            }
            let error = store.get_activities(&deeper, &page, now()).await.unwrap_err();
            let expected = "a query that is nested this deep is not supported here";
            assert_eq!(error.to_string(), expected, "{}", engine.name);
        });
        runs.push(dialect);
    }
    assert!(runs.contains(&Dialect::Sqlite));
}

/// The deepest text that is allowed, with computers in the middle.
#[test]
fn the_deepest_text_is_answered() {
    let depth = Limits::default().depth;
    let text = format!("{}id:1{}", "(id:2 OR NOT ".repeat(depth), ")".repeat(depth));
    let in_computers =
        format!("computer:({}id:1{})", "(tag:y OR NOT ".repeat(depth - 1), ")".repeat(depth - 1));
    let world = world("x");
    for engine in engines() {
        let page = PageRequest::default().counted();
        for text in [&text, &in_computers] {
            let query: ActivityQuery = text.parse().unwrap();
            assert!(format!("({text})").parse::<ActivityQuery>().is_err(), "one deeper is refused");
            wait(async {
                let store = &engine.store;
                store.clear().await.unwrap();
                store.put_computers(world.computer_records()).await.unwrap();
                store.append(world.activity_records()).await.unwrap();
                let expected = world.page(&query, &page).unwrap();
                let found = store.get_activities(&query, &page, now()).await.unwrap();
                assert_eq!(found.activities, expected.activities, "{}", engine.name);
            });
        }
    }
}
