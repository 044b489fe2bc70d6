//! The databases change what a selection asks for, and nothing else.

use super::engine::{Engine, engines, wait};
use crate::selection::{
    activities, changes_in_the_scope_alone, changes_what_was_previewed, hides_the_scope,
    refuses_to_change_everything, searches,
};

async fn fill(engine: &Engine) {
    engine.store.clear().await.unwrap();
    engine.store.append(activities()).await.unwrap();
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
