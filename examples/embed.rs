//! A service with a store in memory, which loads records, answers queries in pages, cancels
//! activities, and reports mistakes to the caller.
//!
//!     cargo run --example embed

use activity_query::store::{RecordFile, Scope};
use activity_query::{
    ActivityQuery, ActivityStore, MemoryStore, PageRequest, Selection, StoreError,
};
use chrono::Utc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = MemoryStore::new();
    let computers = RecordFile::read(include_str!("../tests/cases/fleet/computers.json"))?;
    store.put_computers(computers.into_records());
    let activities = RecordFile::read(include_str!("../tests/cases/fleet/activities.json"))?;
    store.append(activities.into_records())?;

    for text in ["status:waiting OR status:blocked", "computer:tag:laptop", "statuss:failed", ""] {
        match pollster::block_on(serve(&store, text)) {
            Ok(answer) => println!("{text}\n  {answer}"),
            // The query has mistakes, selects activities that can't be canceled, or would
            // cancel everything that this person may cancel.
            Err(error) => println!("{text}\n  {}", error.to_string().replace('\n', "\n  ")),
        }
    }
    Ok(())
}

/// The work of a request handler, with any store.
async fn serve<S: ActivityStore>(store: &S, text: &str) -> Result<String, StoreError<S::Error>> {
    let user: ActivityQuery = text.parse()?;
    // Whatever the user writes, only this person's activities can be changed.
    let scope = Scope::new(ActivityQuery::creator("jane@example.com"));
    let selection = Selection::new(user).within(scope);
    let query = selection.query();
    let now = Utc::now();

    let mut page = PageRequest::first(3).counted();
    let mut shown = Vec::new();
    let mut total = 0;
    loop {
        let found = store.get_activities(&query, &page, now).await?;
        total = found.total.unwrap_or(total);
        shown.extend(found.activities.iter().map(|activity| activity.id().to_string()));
        // The cursor stays valid while activities are added.
        let Some(next) = found.next else { break };
        page = PageRequest::first(3).after(next);
    }
    // A service asks the user for confirmation here; then exactly these activities are
    // canceled.
    let agreed = store.preview_change(&selection, now).await?;
    let canceled = store.cancel_activities(&selection.expecting(agreed), now).await?;
    Ok(format!("{total} activities: {}; canceled: {canceled:?}", shown.join(" ")))
}
