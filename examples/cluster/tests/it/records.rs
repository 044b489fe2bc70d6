//! Records come back from Parquet files byte for byte.

use std::cell::Cell;

use activity_query::model::Record;
use activity_query::store::{ParquetStore, ParquetWriter, RecordFile};
use activity_query::{ActivityQuery, PageRequest};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::arbitrary::{Parts, activities};
use crate::strategy::config;
use crate::wait;

#[test]
fn activities_come_back_as_they_came() {
    let folder = tempfile::tempdir().unwrap();
    let numbers = Cell::new(0);
    let outcome = TestRunner::new(config(20)).run(&activities(), |records| {
        let number = numbers.replace(numbers.get() + 1);
        let lines: String = records.iter().map(|record| record.text() + "\n").collect();
        let mut loaded = ParquetWriter::create(folder.path().join(format!("{number}"))).unwrap();
        let mut appended =
            ParquetWriter::create(folder.path().join(format!("{number}-appended"))).unwrap();
        loaded.load(lines.as_bytes(), |_| {}).unwrap();
        appended.append(RecordFile::read(&lines).unwrap().into_records()).unwrap();
        for (writer, name) in
            [(loaded, format!("{number}")), (appended, format!("{number}-appended"))]
        {
            let found = wait(async {
                writer.finish().await.unwrap();
                let store = ParquetStore::open(folder.path().join(name)).await.unwrap();
                let page = PageRequest::first(usize::MAX);
                let all = ActivityQuery::everything();
                store.get_activities(&all, &page, chrono::Utc::now()).await.unwrap()
            });
            let mut found = found.activities;
            found.sort_by_key(|activity| *activity.id());
            let found: Vec<&str> = found.iter().map(Record::text).collect();
            prop_assert_eq!(found, records.iter().map(Parts::text).collect::<Vec<_>>());
        }
        Ok(())
    });
    outcome.unwrap();
}
