//! Benchmarks of a store in memory: a page and a count of several queries, changes, and
//! loading lines.
//!
//! The comparison with databases, over ten million activities, is in `benches/peers`.

#![expect(clippy::unwrap_used, reason = "benchmarks may panic")]

use std::fmt::Write as _;
use std::hint::black_box;

use activity_query::model::{ACTIVITY_TYPES, Computer, Record};
use activity_query::{
    ActivityQuery, ActivityStore as _, MemoryStore, PageRequest, Selection, Status,
};
use chrono::{DateTime, Utc};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use pollster::block_on;
use serde_json::json;

const ACTIVITIES: usize = 100_000;
const COMPUTERS: usize = 10_000;

const QUERIES: &[&str] = &[
    "id:50000",
    "status:failed created-after:2020-01-10 created-before:2020-01-20",
    "NOT status:succeeded",
    "computer:tag:laptop",
    "computer:web-01234",
    "status:failed OR status:canceled computer:tag:laptop NOT type:RestartRequest",
    "computer:(tag:laptop OR annotation:owner:jane) NOT computer:last-ping:24",
    "creator:User7@example.com",
    "created-after:1990",
];

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_580_000_000, 0).unwrap()
}

fn lines() -> String {
    let mut lines = String::new();
    for number in 0..ACTIVITIES {
        let random = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let status = Status::ALL.get(random % 9).unwrap();
        let kind = ACTIVITY_TYPES.get(random / 9 % 40).unwrap();
        let created =
            DateTime::from_timestamp(1_577_836_800 + number.cast_signed() as i64 * 20, 0).unwrap();
        writeln!(
            lines,
            r#"{{"id":{number},"activity_status":"{status}","creation_time":"{}","creator":{{"email":"user{}@example.com","name":"User"}},"computer_id":{},"type":"{kind}","summary":"Activity {number}","progress":100}}"#,
            created.format("%Y-%m-%dT%H:%M:%SZ"),
            random / 64 % 1000,
            random / 512 % COMPUTERS,
        )
        .unwrap();
    }
    lines
}

fn computers() -> Vec<Record<Computer>> {
    let computer = |id: usize| {
        json!({
            "id": id,
            "hostname": format!("web-{id:05}.example.com"),
            "tags": if id.is_multiple_of(10) { vec!["laptop"] } else { Vec::new() },
            "annotations": {"owner": if id.is_multiple_of(7) { "jane" } else { "joe" }},
            "last_ping_time": "2020-01-25T00:00:00Z",
        })
    };
    (0..COMPUTERS).map(|id| serde_json::from_value(computer(id)).unwrap()).collect()
}

fn store() -> MemoryStore {
    let store = MemoryStore::new();
    store.put_computers(computers());
    store.load(lines().as_bytes(), |_| {}).unwrap();
    store
}

fn find(criterion: &mut Criterion) {
    let store = store();
    for (name, page) in [
        ("page", PageRequest::default()),
        ("from the middle", PageRequest::first(100).skipping(500)),
    ] {
        let mut group = criterion.benchmark_group(name);
        for text in QUERIES {
            let query: ActivityQuery = text.parse().unwrap();
            group.bench_function(*text, |bencher| {
                bencher.iter(|| store.find_ids(black_box(&query), &page, now()).unwrap());
            });
        }
    }
    let mut group = criterion.benchmark_group("count");
    for text in QUERIES {
        let query: ActivityQuery = text.parse().unwrap();
        group.bench_function(*text, |bencher| {
            bencher.iter(|| store.count(black_box(&query), now()).unwrap());
        });
    }
    group.finish();
    let everything = ActivityQuery::everything();
    criterion.bench_function("records of a page", |bencher| {
        bencher
            .iter(|| block_on(store.get_activities(&everything, &PageRequest::default(), now())));
    });
}

fn change(criterion: &mut Criterion) {
    let lines = lines();
    let mut group = criterion.benchmark_group("change");
    group.sample_size(10);
    group.bench_function("cancel 1,000", |bencher| {
        let store = store();
        let query: ActivityQuery = "status:undelivered".parse().unwrap();
        let ids = store.find_ids(&query, &PageRequest::default(), now()).unwrap();
        let query = ActivityQuery::any(ids.iter().map(|id| ActivityQuery::id(*id)));
        let selection = Selection::new(query);
        bencher.iter_batched(
            || {
                for id in &ids {
                    store
                        .update(*id, |activity| activity.set("activity_status", &Status::Waiting))
                        .unwrap();
                }
            },
            |()| block_on(store.cancel_activities(&selection, now())).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.throughput(Throughput::Elements(ACTIVITIES as u64));
    group.bench_function("load", |bencher| {
        bencher.iter(|| MemoryStore::new().load(lines.as_bytes(), |_| {}).unwrap());
    });
    group.finish();
}

criterion_group!(benches, find, change);
criterion_main!(benches);
