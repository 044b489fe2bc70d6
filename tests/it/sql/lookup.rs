//! Every store looks up what the others do, through the trait that they share.

use std::sync::Arc;

use activity_query::store::{AnyRecordStore, RecordStore, StoreError};
use activity_query::{ActivityQuery, MemoryStore};
use chrono::Utc;

use super::engine::{engines, wait};
use activity_query::model::Record;

const ACTIVITIES: &str = r#"
{"id": 7, "activity_status": "failed", "computer_id": 4}
{"id": 8, "activity_status": "undelivered", "summary":  "as it came"}
{"id": 10, "activity_status": "succeeded", "type": "B", "creator": {"email": "Jane@Example.com"}}
{"id": 11, "activity_status": "succeeded", "type": "é", "creator": {"email": "jane@example.com"}}
{"id": 12, "activity_status": "unheard-of", "type": "a", "creator": {"email": "É@example.com"}}
"#;

/// All that a service can look up, as text.
async fn looked_up<S: RecordStore + ?Sized>(store: &S) -> Result<String, StoreError<S::Error>> {
    let now = Utc::now();
    store
        .change_searches(|searches| {
            searches.insert("laptops".to_owned(), Record::named("laptops", "tag:laptop"));
        })
        .await?;
    let queries: Vec<ActivityQuery> = ["", "status:failed", "computer:search:laptops", "id:1"]
        .map(|text| text.parse().unwrap())
        .to_vec();
    let counts = store.count_activities(&queries, now).await?;
    let computers = store.get_computers(&"search:laptops".parse()?, 0..10, now).await?;
    let second = store.get_computers(&"".parse()?, 1..2, now).await?;
    let mut known = store.get_computers_with(&[5_u32.into(), 6_u32.into(), 4_u32.into()]).await?;
    known.sort_by_key(|computer| *computer.id());
    let unknown = store.get_computers_with(&[]).await?;
    let one = store.get_activity(8_u32.into()).await?;
    let none = store.get_activity(9_u32.into()).await?;
    let facets = [
        store.count_facets(&"".parse()?, 2, now).await?,
        store.count_facets(&"NOT status:failed".parse()?, 20, now).await?,
    ];
    let groups = store.get_access_groups().await?;
    let searches = store.get_searches().await?;
    Ok(format!(
        "{counts:?} {facets:?} {computers:?} {second:?} {known:?} {unknown:?} {one:?} {none:?} \
         {groups:?} {searches:?}"
    ))
}

#[test]
fn every_store_looks_up_the_same() {
    let computers =
        || [r#"{"id": 4, "tags": ["laptop"]}"#, r#"{"id": 5}"#].map(|json| json.parse().unwrap());
    let memory = MemoryStore::new();
    memory.load(ACTIVITIES.as_bytes(), |_| {}).unwrap();
    memory.put_computers(computers());
    memory.set_access_groups([("web", "server")]);
    let expected = wait(looked_up(&memory.until(&|| false))).unwrap();
    assert!(expected.starts_with("[5, 1, 1, 0] "), "{expected}");
    let memory = Arc::new(memory);
    assert_eq!(wait(looked_up(&memory)).unwrap(), expected);
    let memory: Arc<dyn AnyRecordStore> = memory;
    assert_eq!(wait(looked_up(&memory)).unwrap(), expected);
    assert_eq!(wait(looked_up(&*memory)).unwrap(), expected);
    for engine in engines() {
        wait(async {
            engine.store.load(ACTIVITIES.as_bytes(), |_| {}).await.unwrap();
            engine.store.put_computers(computers()).await.unwrap();
            engine.store.set_access_groups([("web", "server")]).await.unwrap();
        });
        assert_eq!(wait(looked_up(&engine.store)).unwrap(), expected, "{}", engine.name);
        let any: &dyn AnyRecordStore = &engine.store;
        assert_eq!(wait(looked_up(any)).unwrap(), expected, "{}", engine.name);
    }
}
