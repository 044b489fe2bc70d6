//! Tests that records are returned from databases byte for byte.

use activity_query::ComputerQuery;
use activity_query::model::Record;
use activity_query::store::RecordFile;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::engine::{engines, wait};
use crate::arbitrary::{activities, computers};
use crate::records::{come_back, lines, now, texts};
use crate::strategy::config;

#[test]
fn activities_come_back_as_they_came() {
    let engines = engines();
    let outcome = TestRunner::new(config(40)).run(&activities(), |records| {
        let file = lines(&records);
        for engine in &engines {
            let store = &engine.store;
            wait(async {
                store.clear().await.unwrap();
                store.load(file.as_bytes(), |_| {}).await.unwrap();
                come_back(store, records.clone()).await?;
                store.clear().await.unwrap();
                store.append(RecordFile::read(&file).unwrap().into_records()).await.unwrap();
                come_back(store, records.clone()).await
            })?;
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn computers_come_back_as_they_came() {
    let engines = engines();
    let outcome = TestRunner::new(config(40)).run(&computers(), |records| {
        let file = lines(&records);
        let ids = ComputerQuery::any(records.iter().map(|own| ComputerQuery::id(own.id)));
        for engine in &engines {
            let found = wait(async {
                let computers = RecordFile::read(&file).unwrap().into_records();
                engine.store.put_computers(computers).await.unwrap();
                engine.store.computers(&ids, 0..usize::MAX, now()).await.unwrap()
            });
            let found: Vec<&str> = found.iter().map(Record::text).collect();
            prop_assert_eq!(found, texts(&records), "{}", engine.name);
        }
        Ok(())
    });
    outcome.unwrap();
}
