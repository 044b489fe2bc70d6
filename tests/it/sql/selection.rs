//! Tests that databases change exactly what a selection asks for.

use activity_query::{ActivityStore as _, Selection};
use sqlx::{Connection as _, SqliteConnection};

use super::engine::{Engine, engines, sqlite, wait};
use crate::selection::{
    activities, changes_in_the_scope_alone, changes_what_was_previewed, computers, hides_the_scope,
    refuses_to_change_everything, searches,
};
use crate::world::now;

async fn fill(engine: &Engine) {
    engine.store.clear().await.unwrap();
    engine.store.append(activities()).await.unwrap();
    engine.store.put_computers(computers()).await.unwrap();
    engine.store.set_searches(searches()).await.unwrap();
}

#[test]
fn every_engine_changes_what_a_selection_asks_for() {
    for engine in engines() {
        wait(async {
            fill(&engine).await;
            refuses_to_change_everything(&engine.store).await;
            hides_the_scope(&engine.store).await;
            changes_in_the_scope_alone(&engine.store).await;
            fill(&engine).await;
            changes_what_was_previewed(&engine.store).await;
        });
    }
}

#[test]
fn a_selection_is_checked_while_another_has_the_lock() {
    let engine = sqlite();
    wait(async {
        fill(&engine).await;
        let mut other = SqliteConnection::connect(&engine.url).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        for text in ["id:1 OR NOT id:1", "computer:search:blank OR NOT computer:search:blank"] {
            let all = Selection::new(text.parse().unwrap());
            let error = engine.store.cancel_activities(&all, now()).await.unwrap_err();
            assert!(error.to_string().starts_with("the query selects every"), "{error}");
        }
    });
}
