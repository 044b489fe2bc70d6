//! Who reads waits for no one who builds, and sees all of a change or nothing.
#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::cell::Cell;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::super::MemoryStore;
use super::super::segment::extend::while_building;
use super::*;
use crate::activity::ActivityQuery;
use crate::store::{Order, PageRequest, Selection};

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// Activities that were created some seconds after 1970, one a second.
fn lines(ids: Range<u32>, seconds: u32) -> String {
    let mut lines = String::new();
    for (id, second) in ids.zip(seconds..) {
        let created = DateTime::from_timestamp(second.into(), 0).unwrap();
        writeln!(
            lines,
            r#"{{"id":{id},"parent_id":{},"activity_status":"{}","type":"T{}","computer_id":{},"creation_time":"{}"}}"#,
            id / 10,
            ["failed", "succeeded", "waiting"].get(id as usize % 3).unwrap(),
            id % 5,
            id % 150,
            created.format("%Y-%m-%dT%H:%M:%SZ"),
        )
        .unwrap();
    }
    lines
}

fn load(store: &MemoryStore, ids: Range<u32>, seconds: u32) {
    store.load(lines(ids, seconds).as_bytes(), |_| {}).unwrap();
}

fn remove(store: &MemoryStore, query: &str) -> usize {
    store.remove_selected(&Selection::new(query.parse().unwrap()), NOW).unwrap().len()
}

/// How often many activities were entered during a change, in the middle of each of which
/// another thread could read a page.
fn builds(store: &Arc<MemoryStore>, change: impl FnOnce(&MemoryStore)) -> usize {
    let (reader, count) = (Arc::clone(store), Rc::new(Cell::new(0)));
    let builds = Rc::clone(&count);
    while_building(Some(Box::new(move || {
        let (store, (done, is_done)) = (Arc::clone(&reader), mpsc::channel());
        thread::spawn(move || {
            let query = "type:T3".parse().unwrap();
            done.send(store.find_json(&query, &PageRequest::first(50), NOW).is_ok()).unwrap();
        });
        let is_read = is_done.recv_timeout(Duration::from_secs(10));
        assert!(is_read.is_ok_and(|is_found| is_found), "who reads waits for a change");
        count.set(count.get() + 1);
    })));
    change(store);
    while_building(None);
    builds.get()
}

#[test]
fn who_reads_waits_for_no_one_who_builds() {
    let store = Arc::new(MemoryStore::new());
    store.put_computers([r#"{"id": 3, "tags": ["web"]}"#.parse().unwrap()]);
    // The first, few that follow, as many again, late ones, and such as are merged with them.
    assert_eq!(builds(&store, |store| load(store, 0..5_000, 10_000)), 1);
    assert_eq!(builds(&store, |store| load(store, 5_000..5_600, 20_000)), 1);
    assert_eq!(builds(&store, |store| load(store, 5_600..6_200, 30_000)), 1);
    assert_eq!(builds(&store, |store| load(store, 6_200..7_000, 0)), 2);
    assert_eq!(builds(&store, |store| load(store, 7_000..8_100, 12_000)), 3);
    // Some that are removed stay as gaps, more than half are compacted.
    assert_eq!(builds(&store, |store| assert_eq!(remove(store, "type:T1"), 1_620)), 0);
    let many = "type:T2 OR type:T3";
    assert_eq!(builds(&store, |store| assert_eq!(remove(store, many), 3_240)), 1);
    assert_eq!(store.len(), 3_240);
}

/// What a store answers to some queries: pages, counts, types, and single activities.
fn answers(store: &MemoryStore) -> (Vec<Vec<ActivityId>>, Vec<u64>, Vec<String>, Vec<bool>) {
    let queries = [
        "",
        "type:T1",
        "NOT type:T1",
        "id:3",
        "status:failed",
        "NOT status:failed",
        "computer:tag:web",
        "computer:tag:web status:failed",
        "computer:tag:web NOT type:T1",
        "parent-id:2 OR parent-id:40",
        "created-after:1970-01-02",
    ];
    let queries = queries.map(|text| text.parse::<ActivityQuery>().unwrap());
    let mut pages = Vec::new();
    for query in &queries {
        for order in [Order::NewestFirst, Order::OldestFirst] {
            for (skip, limit) in [(0, 10), (300, 700), (5_000, 3), (20_500, usize::MAX)] {
                let page = PageRequest { order, ..PageRequest::first(limit).skipping(skip) };
                pages.push(store.find_ids(query, &page, NOW).unwrap());
            }
        }
    }
    let counts = store.count_each(&queries, NOW).unwrap();
    let is_there = |id: u32| store.activity(id.into()).is_some();
    (pages, counts, store.types(), (0..25_370).step_by(37).map(is_there).collect())
}

/// The ids of some loads, and when the first of them was created: loads that follow the one
/// before, and two late ones. Each becomes a segment.
const LOADS: [(Range<u32>, u32); 5] = [
    (0..20_000, 100_000),
    (20_000..24_900, 200_000),
    (24_900..25_200, 300_000),
    (25_200..25_320, 203_000),
    (25_320..25_370, 202_000),
];

fn store() -> MemoryStore {
    let store = MemoryStore::new();
    let computer = |id| format!(r#"{{"id": {id}, "tags": ["web"]}}"#).parse().unwrap();
    store.put_computers((0..100).map(computer));
    for (ids, second) in LOADS {
        load(&store, ids, second);
    }
    assert_eq!(store.read().segments().len(), LOADS.len());
    assert_eq!(store.read().runs(Order::NewestFirst), [vec![2], vec![1, 4, 3], vec![0]]);
    store
}

#[test]
fn many_that_are_removed_are_gone_before_they_leave_the_lists() {
    let (store, expected) = (store(), store());
    let removed: ActivityQuery = "type:T1".parse().unwrap();
    let places = {
        let state = store.read();
        let interrupt = Interrupt::new(&|| false);
        let bound = state.bind(&removed, NOW, &interrupt).unwrap();
        state.find(&bound, &PageRequest::first(usize::MAX), &interrupt).unwrap()
    };
    for id in expected.find_ids(&removed, &PageRequest::first(usize::MAX), NOW).unwrap() {
        assert!(expected.remove(id).is_some());
    }
    let expected = answers(&expected);
    assert!(!expected.2.contains(&"T1".to_owned()), "a type is gone");
    let turn = store.turn();
    let mut positions = vec![RoaringBitmap::new(); store.read().segments().len()];
    for place in &places {
        positions.get_mut(place.segment).unwrap().insert(place.position);
    }
    turn.change(|state| state.hide(&positions));
    let mut steps = 0;
    loop {
        let hidden = store.read().hidden();
        if steps % 30 == 0 || hidden.is_empty() {
            assert_eq!(answers(&store), expected, "after {steps} steps");
        }
        if hidden.is_empty() {
            break;
        }
        turn.change(|state| state.remove(hidden));
        steps += 1;
    }
    assert!(steps > 30, "they leave the lists at once");
}

#[test]
fn pages_go_on_from_segment_to_segment() {
    let store = store();
    let mut keys: Vec<(u32, u32)> = Vec::new();
    for (ids, second) in LOADS {
        keys.extend(ids.zip(second..).map(|(id, second)| (second, id)));
    }
    keys.sort_unstable();
    let ids = |keys: &mut dyn Iterator<Item = &(u32, u32)>| -> Vec<ActivityId> {
        keys.map(|(_, id)| (*id).into()).collect()
    };
    for query in ["", "NOT id:3"] {
        let query: ActivityQuery = query.parse().unwrap();
        let keys = keys.iter().filter(|(_, id)| query == ActivityQuery::everything() || *id != 3);
        for limit in [1, 300, 301, 6_000, usize::MAX] {
            for skip in [0, 1, 299, 300, 301, 2_349, 3_700, 5_369, 5_370, 5_371, 20_000, 25_370] {
                let page = PageRequest::first(limit).skipping(skip);
                let expected = ids(&mut keys.clone().rev().skip(skip).take(limit));
                assert_eq!(store.find_ids(&query, &page, NOW).unwrap(), expected);
                let page = PageRequest { order: Order::OldestFirst, ..page };
                let expected = ids(&mut keys.clone().skip(skip).take(limit));
                assert_eq!(store.find_ids(&query, &page, NOW).unwrap(), expected);
            }
        }
    }
}

#[test]
fn the_texts_of_the_newest_are_kept_of_all_segments_together() {
    let store = MemoryStore::new();
    load(&store, 0..300_000, 0);
    let kept = store.memory().newest;
    assert!(kept > Recent::ENOUGH, "{kept} bytes");
    load(&store, 300_000..370_000, 400_000);
    let segments = |store: &MemoryStore| {
        store.read().segments().iter().map(Segment::recent_len).collect::<Vec<_>>()
    };
    assert_eq!(segments(&store), [0, Recent::ENOUGH]);
    load(&store, 370_000..370_100, 500_000);
    assert_eq!(segments(&store), [0, Recent::ENOUGH, 100]);
    // Late ones, which are merged with the newest.
    load(&store, 370_100..380_100, 100_000);
    assert_eq!(segments(&store), [0, Recent::ENOUGH, 10_100]);
    // What is left has no texts but packed ones.
    let page = PageRequest::first(1).skipping(70_100);
    let query = ActivityQuery::everything();
    assert_eq!(store.find_ids(&query, &page, NOW).unwrap(), [299_999_u32.into()]);
}
