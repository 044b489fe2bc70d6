//! Tests that a first page is read from an index: no engine reads a whole table, or sorts
//! more rows than it returns.

use std::io::Write as _;
use std::time::Instant;

use activity_query::model::{Computer, Record};
use activity_query::store::SqlStore;
use activity_query::{ActivityQuery, ActivityStore as _, MemoryStore, PageRequest};

use super::engine::{engines, wait};
use crate::world::now;

/// The queries that stores are measured with.
fn queries() -> Vec<(&'static str, String)> {
    let ids: Vec<String> = (0..1_000).map(|index| format!("id:{}", index * 37 + 5)).collect();
    [
        ("one id", "id:777"),
        (
            "failed, a window of a fifth",
            "status:failed created-after:2024-03 created-before:2024-05",
        ),
        ("not succeeded", "NOT status:succeeded"),
        ("a tag", "computer:tag:laptop"),
        ("1,000 ids", &ids.join(" OR ")),
        ("one host", "computer:host-00777"),
        ("every host", "computer:host-"),
        (
            "four terms with an OR",
            "status:failed computer:tag:laptop NOT type:RestartRequest \
             creator:user-1@example.com OR creator:user-2@example.com",
        ),
    ]
    .map(|(name, query)| (name, query.to_owned()))
    .into()
}

/// Activities over a year: 10,000 computers, a fifth of them laptops.
fn lines(count: u64) -> Vec<u8> {
    let statuses = ["succeeded", "failed", "succeeded", "canceled", "succeeded", "undelivered"];
    let types = ["RestartRequest", "InstallPackages", "RemovePackages", "ActivityGroup"];
    let start = chrono::DateTime::parse_from_rfc3339("2024-01-01T00:00:00Z").unwrap();
    let mut lines = Vec::new();
    for id in 0..count {
        // A fixed hash of the id, so that values are spread.
        let mixed = id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let seconds = i64::try_from(id * 31_536_000 / count).unwrap();
        let created = start + chrono::TimeDelta::seconds(seconds);
        writeln!(
            lines,
            r#"{{"id":{id},"activity_status":"{}","type":"{}","creation_time":"{}","computer_id":{},"creator":{{"email":"user-{}@example.com"}}}}"#,
            statuses[usize::try_from(mixed % 6).unwrap()],
            types[usize::try_from(mixed / 6 % 4).unwrap()],
            created.format("%Y-%m-%dT%H:%M:%SZ"),
            mixed / 24 % 10_000,
            mixed / 7 % 50,
        )
        .unwrap();
    }
    lines
}

fn computers() -> Vec<Record<Computer>> {
    (0..10_000)
        .map(|id| {
            let tag = if id % 5 == 0 { "laptop" } else { "server" };
            let host = format!("host-{id:05}");
            let json = serde_json::json!({ "id": id, "hostname": host, "tags": [tag] });
            serde_json::from_value(json).unwrap()
        })
        .collect()
}

async fn fill(store: &SqlStore, lines: &[u8]) {
    store.put_computers(computers()).await.unwrap();
    store.load(lines, |_| {}).await.unwrap();
}

/// With `ACTIVITIES=1000000` this takes a while, and prints the times of each engine.
#[test]
fn a_first_page_is_read_off_an_index() {
    let asked = std::env::var("ACTIVITIES").ok().and_then(|count| count.parse().ok());
    let lines = lines(asked.unwrap_or(60_000));
    let memory = MemoryStore::new();
    memory.put_computers(computers());
    memory.load(lines.as_slice(), |_| {}).unwrap();
    let page = PageRequest::default();
    for engine in engines() {
        let start = Instant::now();
        wait(fill(&engine.store, &lines));
        eprintln!("{}: loaded in {:.1?}", engine.name, start.elapsed());
        for (name, text) in queries() {
            let query: ActivityQuery = text.parse().unwrap();
            let plan = wait(engine.store.explain_page(&query, &page, now())).unwrap();
            let found = wait(engine.store.get_activities(&query, &page, now())).unwrap();
            let expected = wait(memory.get_activities(&query, &page, now())).unwrap();
            assert_eq!(found.activities, expected.activities, "{}: {name}", engine.name);
            let took = median(|| {
                wait(engine.store.get_activities(&query, &page, now())).unwrap();
            });
            let in_memory = median(|| {
                wait(memory.get_activities(&query, &page, now())).unwrap();
            });
            eprintln!("{}: {name}: {took:.1?}, in memory {in_memory:.1?}", engine.name);
            if asked.is_some() {
                eprintln!("{plan}\n");
            }
            let selected = memory.count(&query, now()).unwrap();
            let sorts = plan.contains("TEMP B-TREE FOR ORDER BY") || plan.contains("Sort");
            assert!(!sorts || selected < 10_000, "{}: {name}: a full sort\n{plan}", engine.name);
            for scan in ["SCAN activities\n", "Seq Scan on activities"] {
                assert!(!plan.contains(scan), "{}: {name}: a full scan\n{plan}", engine.name);
            }
        }
    }
}

fn median(mut run: impl FnMut()) -> std::time::Duration {
    let mut times: Vec<_> = (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[2]
}
