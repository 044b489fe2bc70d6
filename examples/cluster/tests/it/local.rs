//! Files on this machine, which are read without the engine: the same answers, and what is not
//! read for them.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use activity_query::model::{Computer, Record};
use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query::{ActivityQuery, PageRequest};
use chrono::{DateTime, Utc};
use datafusion::parquet::file::reader::{FileReader as _, SerializedFileReader};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::wait;

/// Groups have 131,072 activities: these are three.
const ACTIVITIES: i64 = 300_000;

/// The one of the second group that has no status; all others have failed.
const WITHOUT_STATUS: i64 = 150_000;

/// One a minute from 2023 on. The ids of every group are spread over all.
fn id(number: i64) -> i64 {
    number * 7_919 % ACTIVITIES
}

async fn write(path: &Path) {
    let line = |number: i64| {
        let created = DateTime::<Utc>::from_timestamp(1_672_531_200 + number * 60, 0).unwrap();
        let created = created.format("%Y-%m-%dT%H:%M:%SZ");
        let status = match number {
            WITHOUT_STATUS => String::new(),
            _ => ",\"activity_status\":\"failed\"".to_owned(),
        };
        format!(
            "{{\"id\":{},\"creation_time\":\"{created}\",\"type\":\"T{}\",\
             \"creator\":{{\"email\":\"Jane{}@example.com\"}},\"computer_id\":{}{status}}}\n",
            id(number),
            number % 7,
            number / 1_000,
            number % 11,
        )
    };
    let mut writer = ParquetWriter::create(path).unwrap();
    let computer = |id: i64| -> Record<Computer> {
        format!("{{\"id\": {id}, \"tags\": [\"web\"]}}").parse().unwrap()
    };
    writer.put_computers((3..9).map(computer));
    let lines: String = (0..ACTIVITIES).map(line).collect();
    writer.load(lines.as_bytes(), |_| {}).unwrap();
    writer.finish().await.unwrap();
}

/// The same data set, read by the engine.
async fn by_engine(path: &Path) -> ParquetStore {
    let context = SessionContext::new_with_config(ParquetStore::reading(SessionConfig::new()));
    ParquetStore::over(context, path.to_str().unwrap()).await.unwrap()
}

fn query(text: &str) -> ActivityQuery {
    text.parse().unwrap()
}

async fn count(store: &ParquetStore, text: &str) -> u64 {
    store.count(&query(text), Utc::now()).await.unwrap()
}

fn file(path: &Path) -> PathBuf {
    path.join("activities/000000.parquet")
}

/// Overwrites a column of some groups of rows, so that it can't be read.
fn spoil(path: &Path, column: &str, groups: &[usize]) {
    let path = file(path);
    let reader = SerializedFileReader::try_from(path.as_path()).unwrap();
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    for &group in groups {
        let columns = reader.metadata().row_group(group).columns();
        let column = columns.iter().find(|own| own.column_path().string() == column).unwrap();
        let (start, length) = column.byte_range();
        file.seek(SeekFrom::Start(start)).unwrap();
        file.write_all(&vec![0xff; usize::try_from(length).unwrap()]).unwrap();
    }
}

#[test]
fn groups_are_answered_as_by_the_engine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    wait(async {
        write(&path).await;
        let (own, engine) = (ParquetStore::open(&path).await.unwrap(), by_engine(&path).await);
        for text in [
            "status:failed",
            "NOT status:failed",
            "status:failed OR NOT status:failed",
            "created-after:2023-03 created-before:2023-04-15T12:30",
            "NOT (created-after:2023-03 created-before:2023-04)",
            "NOT (created-after:2023-03 type:T3)",
            "type:T3 OR computer:tag:web",
            "NOT computer:tag:web",
            "NOT type:T3 OR NOT computer:tag:web",
            "computer:tag:none",
            "creator:jane7@EXAMPLE.com",
            "creator:jane299@example.com type:T1",
            "id:7 OR id:70000 OR id:299999 OR id:300000",
        ] {
            let (query, now) = (query(text), Utc::now());
            for page in [
                PageRequest::first(30),
                PageRequest::first(30).oldest_first(),
                PageRequest::first(7).skipping(131_070),
                PageRequest::first(7).skipping(262_140).oldest_first(),
                PageRequest::first(usize::MAX).skipping(299_900),
            ] {
                let mut page = page.counted();
                for _ in 0..2 {
                    let found = own.get_activities(&query, &page, now).await.unwrap();
                    let expected = engine.get_activities(&query, &page, now).await.unwrap();
                    assert_eq!(found, expected, "{text}: {page:?}");
                    page.after = found.next;
                }
            }
        }
    });
}

#[test]
fn each_id_is_found_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    wait(async {
        write(&path).await;
        let store = ParquetStore::open(&path).await.unwrap();
        for id in (0..ACTIVITIES).step_by(1_009) {
            assert_eq!(count(&store, &format!("id:{id}")).await, 1, "{id}");
            assert_eq!(count(&store, &format!("id:{}", id + ACTIVITIES)).await, 0, "{id}");
        }
        for creator in 0..300 {
            assert_eq!(count(&store, &format!("creator:jane{creator}@example.com")).await, 1_000);
        }
    });
}

#[test]
fn groups_that_have_no_such_value_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    wait(async {
        write(&path).await;
        // The newest group can still be read, and only a filter shows which ids it has.
        spoil(&path, "id", &[1, 2]);
        let store = ParquetStore::open(&path).await.unwrap();
        let newest = ACTIVITIES - 100_000..ACTIVITIES;
        let found = newest.step_by(1_000).map(|number| format!("id:{}", id(number)));
        let mut read = 0;
        for text in found {
            match store.count(&query(&text), Utc::now()).await {
                Ok(count) => assert_eq!(count, 1),
                // One in a hundred seems to be in each of the others.
                Err(_) => read += 1,
            }
        }
        assert!(read <= 8, "{read} of 100");
        let older = format!("id:{}", id(0));
        assert!(store.count(&query(&older), Utc::now()).await.is_err());
    });
}

#[test]
fn groups_in_which_all_pass_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    wait(async {
        write(&path).await;
        spoil(&path, "creation_time", &[1]);
        spoil(&path, "activity_status", &[0, 2]);
        let store = ParquetStore::open(&path).await.unwrap();
        assert_eq!(count(&store, "").await, ACTIVITIES.cast_unsigned());
        // From the middle of the oldest group on.
        let expected = ACTIVITIES - 24 * 60;
        assert_eq!(count(&store, "created-after:2023-01-02").await, expected.cast_unsigned());
        // Only in the second group is it unknown whether all have the status.
        assert_eq!(count(&store, "status:failed").await, (ACTIVITIES - 1).cast_unsigned());
        // A window that begins in the spoilt group.
        assert!(store.count(&query("created-after:2023-03-15"), Utc::now()).await.is_err());
    });
}

#[test]
fn a_replaced_file_is_an_error_until_the_data_set_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("data"), folder.path().join("other"));
    wait(async {
        write(&path).await;
        let store = ParquetStore::open(&path).await.unwrap();
        assert_eq!(count(&store, "status:failed id:7").await, 1);
        let mut writer = ParquetWriter::create(&other).unwrap();
        writer.load(&b"{\"id\":8,\"activity_status\":\"failed\"}\n"[..], |_| {}).unwrap();
        writer.finish().await.unwrap();
        std::fs::rename(file(&other), file(&path)).unwrap();
        let error = store.count(&query("status:failed"), Utc::now()).await.unwrap_err();
        assert!(error.to_string().contains("has changed since the data set was opened"), "{error}");
        assert!(
            store.get_activities(&query("id:7"), &PageRequest::first(1), Utc::now()).await.is_err()
        );
        let store = ParquetStore::open(&path).await.unwrap();
        assert_eq!(count(&store, "status:failed").await, 1);
        assert_eq!(count(&store, "id:7").await, 0);
    });
}
