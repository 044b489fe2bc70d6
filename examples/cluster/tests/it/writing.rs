//! More activities than the writer holds in memory: those that were laid aside
//! come back in one order.

use std::cmp::Reverse;

use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query::{ActivityQuery, PageRequest};
use chrono::Utc;
use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::prelude::{SessionConfig, SessionContext, ident};

use crate::wait;

/// Of 100 kB each, so that the writer holds less than half of them at once.
const ACTIVITIES: u64 = 6_001;

/// Three activities a second, in an order far from that of time; some without
/// a time, which count as the oldest.
fn created(id: u64) -> Option<u64> {
    (!id.is_multiple_of(500)).then(|| id * 2_741 % ACTIVITIES / 3)
}

#[test]
fn what_does_not_fit_into_memory_is_sorted_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let output = "x".repeat(100_000);
    let mut writer = ParquetWriter::create(&path).unwrap();
    for id in 0..ACTIVITIES {
        let time = created(id).map_or_else(String::new, |second| {
            let (minute, second) = (second / 60, second % 60);
            format!(",\"creation_time\":\"2024-01-01T00:{minute:02}:{second:02}Z\"")
        });
        let line = format!("{{\"id\":{id},\"result_text\":\"{output}\"{time}}}\n");
        writer.load(line.as_bytes(), |_| {}).unwrap();
    }
    let aside = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let laid_aside = std::fs::read_dir(aside.join("runs")).unwrap().count();
    assert_eq!(laid_aside, 2);

    let mut newest_first: Vec<u64> = (0..ACTIVITIES).collect();
    newest_first.sort_by_key(|&id| Reverse((created(id), id)));
    wait(async {
        assert_eq!(writer.finish().await.unwrap(), ACTIVITIES);
        // As they are in the file: one reader from its beginning to its end.
        let config = ParquetStore::reading(SessionConfig::new().with_target_partitions(1));
        let context = SessionContext::new_with_config(config);
        let store = ParquetStore::over(context, path.to_str().unwrap()).await.unwrap();
        let frame = store.context().table("activities").await.unwrap();
        let batches = frame.select(vec![ident("id")]).unwrap().collect().await.unwrap();
        let written = batches.iter().flat_map(|batch| {
            batch.column(0).as_primitive::<Int64Type>().values().iter().map(|id| id.cast_unsigned())
        });
        assert_eq!(written.collect::<Vec<_>>(), newest_first);
        let all = ActivityQuery::everything();
        let page = PageRequest::first(20).oldest_first();
        let found = store.get_activities(&all, &page, Utc::now()).await.unwrap();
        let found = found.activities.iter().map(|found| found.id().get().cast_unsigned());
        assert!(found.eq(newest_first.iter().rev().take(20).copied()));
    });
}
