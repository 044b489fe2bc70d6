//! What of a data set is not read: groups of rows by their least and greatest
//! values and by filters, pages, and the records of what does not pass.

use std::path::Path;

use activity_query::ActivityQuery;
use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query_cluster::reading::{Reading, read};
use chrono::{DateTime, Utc};
use datafusion::logical_expr::col;

use crate::wait;

/// Groups have 131,072 activities: these are five.
const ACTIVITIES: i64 = 600_000;

/// One a minute from 2023 on.
const START: i64 = 1_672_531_200;

/// Ids fall as the time rises in every second half of a million; the newest
/// thousand are scheduled, all others have succeeded.
async fn data_set(path: &Path) -> ParquetStore {
    let lines = (0..ACTIVITIES)
        .map(|number| {
            let created = DateTime::<Utc>::from_timestamp(START + number * 60, 0).unwrap();
            let id = number * 7_919 % ACTIVITIES;
            let status = if number >= ACTIVITIES - 1_000 { "scheduled" } else { "succeeded" };
            let created = created.format("%Y-%m-%dT%H:%M:%SZ");
            format!(
                "{{\"id\":{id},\"activity_status\":\"{status}\",\"creation_time\":\"{created}\",\
                 \"computer_id\":{},\"summary\":\"What was asked for in activity {id}\"}}\n",
                id % 1_000
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let mut writer = ParquetWriter::create(path).unwrap();
    writer.load(lines.as_bytes(), |_| {}).unwrap();
    writer.finish().await.unwrap();
    ParquetStore::open(path).await.unwrap()
}

/// How many pass, and what was read to have their records.
async fn asked(store: &ParquetStore, text: &str) -> (usize, Reading) {
    let query: ActivityQuery = text.parse().unwrap();
    let frame = store.selected(&query, Utc::now()).await.unwrap();
    let (rows, reading) = read(frame.select(vec![col("record")]).unwrap()).await.unwrap();
    let rows = rows.iter().map(datafusion::arrow::array::RecordBatch::num_rows).sum();
    eprintln!("{text}: {rows} found, {reading:?}");
    (rows, reading)
}

fn size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn what_can_not_pass_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    wait(async {
        let store = data_set(&path).await;
        let all = size(&path.join("activities"));

        // A hundredth of the time: one group, of which few pages.
        let (found, reading) =
            asked(&store, "created-after:2023-07-01T00:00 created-before:2023-07-05T04:00").await;
        assert_eq!(found, 6_000);
        assert_eq!((reading.groups_by_statistics, reading.groups_read), (4, 1));
        assert!(reading.pages > 0);
        assert!((reading.bytes as u64) < all * 3 / 100, "{} of {all}", reading.bytes);

        let (found, reading) = asked(&store, "created-after:2024-02").await;
        assert!(found > 0);
        assert!(reading.groups_by_statistics >= 3, "{reading:?}");
        let (found, reading) = asked(&store, "NOT created-after:2023-01-02").await;
        assert_eq!(found, 24 * 60);
        assert_eq!(reading.groups_by_statistics, 4);

        // The ids of every group are spread over all: only a filter knows.
        let (found, reading) = asked(&store, "id:123456").await;
        assert_eq!(found, 1);
        assert_eq!((reading.groups_by_filter, reading.groups_read), (4, 1));

        // Of two texts, the least and the greatest say which groups have one.
        let (found, reading) = asked(&store, "status:scheduled").await;
        assert_eq!(found, 1_000);
        let skipped = reading.groups_by_statistics + reading.groups_by_filter;
        assert_eq!((skipped, reading.groups_read), (4, 1));
        let (found, reading) = asked(&store, "status:failed").await;
        assert_eq!((found, reading.groups_read), (0, 0));
    });
}
