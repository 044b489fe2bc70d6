//! Tests, on every store, that a change needs a user's query that leaves something out, and
//! that it changes exactly what was previewed.

use std::convert::Infallible;
use std::sync::LazyLock;

use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::store::{Fingerprint, Scope};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, Code, ComputerQuery, Diagnostic, MemoryStore,
    Selection, StoreError,
};
use pollster::block_on;
use proptest::collection::btree_set;
use proptest::prelude::*;
use serde_json::json;

use crate::fixture::{Fixture, fixture};
use crate::strategy::{activity_query, activity_term, computer_query, config};
use crate::world::now;

static FIXTURE: LazyLock<Fixture> = LazyLock::new(fixture);

/// Queries that select every activity, or every one with a computer, as far as their terms
/// show.
const EVERYTHING: [&str; 23] = [
    "",
    " ",
    "   \n\t ",
    "id:1 OR NOT id:1",
    "NOT id:1 OR NOT id:2",
    "NOT (id:1 id:2)",
    "NOT (id:1 NOT id:1)",
    "NOT (created-after:2025 created-before:2024)",
    "(id:1 OR NOT id:1) (id:2 OR NOT id:2)",
    "status:failed OR NOT status:failed OR id:1",
    "computer:\" \"",
    "computer:(tag:a OR NOT tag:a)",
    "computer:(tag:a OR NOT tag:a) OR NOT computer:id:1",
    "NOT computer:(tag:a NOT tag:a)",
    "computer:search:blank",
    "computer:(search:blank OR tag:a)",
    "computer:search:blank computer:search:outer",
    "computer:search:outermost",
    "computer:search:tautology",
    "NOT computer:(NOT search:outermost)",
    "computer:search:blank OR NOT computer:id:1",
    "computer:search:blank OR NOT computer:search:outermost",
    "NOT (computer:search:none computer:search:outer)",
];

/// Texts that a person may take for an empty query, or for one that selects all, but that are
/// not queries.
const NO_QUERIES: [&str; 22] = [
    "#",
    "# all",
    "-- all",
    "// all",
    "/* all */",
    "; all",
    "<!-- all -->",
    "rem all",
    "()",
    "( )",
    "\"\"",
    "\" \"",
    "*",
    "all",
    "NOT",
    "AND",
    "OR",
    "NOT ()",
    "id:*",
    "computer:\"\"",
    "computer:()",
    "\u{feff}",
];

/// Four activities with two parents, none of which has ended.
pub(crate) fn activities() -> Vec<Record<Activity>> {
    let activity = |id: u32| {
        let json = json!({
            "id": id,
            "activity_status": "unapproved",
            "parent_id": 10 + id % 2,
            "creation_time": "2024-07-01T10:00:00Z",
            "computer_id": id,
        });
        json.to_string().parse().unwrap()
    };
    (1..5).map(activity).collect()
}

pub(crate) fn searches() -> Vec<Record<SavedSearch>> {
    let searches = [
        ("blank", " "),
        ("outer", "search:blank"),
        ("outermost", "search:outer OR tag:a"),
        ("tautology", "tag:a OR NOT tag:a"),
        ("none", "tag:a NOT tag:a"),
    ];
    searches.map(|(name, text)| Record::named(name, text)).into()
}

/// The computers of the activities.
pub(crate) fn computers() -> Vec<Record<Computer>> {
    (1..5).map(|id| json!({ "id": id }).to_string().parse().unwrap()).collect()
}

fn query(text: &str) -> ActivityQuery {
    text.parse().unwrap()
}

fn select(text: &str) -> Selection {
    Selection::new(query(text))
}

/// A scope that was parsed from a text, so that it has positions.
fn scope() -> Scope {
    Scope::new(query("id:9999999 OR parent-id:10 OR parent-id:11"))
}

fn diagnostics<T, E>(text: &str, answer: Result<T, StoreError<E>>) -> Vec<Diagnostic> {
    match answer {
        Err(StoreError::Query(diagnostics)) => diagnostics,
        _ => panic!("`{text}` is not refused"),
    }
}

async fn count_unapproved<S: ActivityStore>(store: &S) -> u64 {
    store.preview_change(&select("status:unapproved"), now()).await.unwrap().count()
}

/// Checks that a store with the activities, computers and searches above refuses to change
/// everything.
pub(crate) async fn refuses_to_change_everything<S: ActivityStore>(store: &S) {
    let unscoped = Scope::new(query(""));
    for text in EVERYTHING {
        let code = if text.trim().is_empty() { Code::EmptyQuery } else { Code::SelectsEverything };
        let user = select(text);
        for selection in [user.clone(), user.clone().within(scope()), user.within(unscoped.clone())]
        {
            for found in [
                diagnostics(text, store.cancel_activities(&selection, now()).await),
                diagnostics(text, store.approve_activities(&selection, now()).await),
                diagnostics(text, store.preview_change(&selection, now()).await),
            ] {
                assert_eq!(found.len(), 1);
                assert_eq!(found[0].code, code, "{text}");
                assert!(found[0].span.end() <= text.len(), "{text}");
            }
            assert_eq!(count_unapproved(store).await, 4, "{text}");
            let allowed = selection.allow_everything();
            assert_eq!(store.preview_change(&allowed, now()).await.unwrap().count(), 4, "{text}");
        }
    }
    // A query that leaves something out is not an accident, even if it selects all.
    for text in ["status:unapproved", "NOT id:9", "NOT computer:id:9", "computer:(NOT tag:a)"] {
        assert_eq!(store.preview_change(&select(text), now()).await.unwrap().count(), 4, "{text}");
    }
}

pub(crate) async fn changes_in_the_scope_alone<S: ActivityStore>(store: &S) {
    let even = Scope::new(query("parent-id:10"));
    let ids: Vec<ActivityId> = [2_u32, 4].map(ActivityId::from).into();
    let user = select("NOT id:9").within(even.clone());
    assert_eq!(store.approve_activities(&user, now()).await.unwrap(), ids);
    assert_eq!(count_unapproved(store).await, 2);
    // A further scope narrows the selection: the two exclude each other.
    let both = user.within(Scope::new(query("parent-id:11")));
    assert_eq!(store.cancel_activities(&both, now()).await.unwrap(), []);
    let all = select("").within(even).allow_everything();
    assert_eq!(store.cancel_activities(&all, now()).await.unwrap(), ids);
    assert_eq!(count_unapproved(store).await, 2);
}

pub(crate) async fn hides_the_scope<S: ActivityStore>(store: &S) {
    let staff = Scope::new(query("computer:search:staff NOT computer:title:hidden"));
    let selection = select("id:1").within(staff);
    let error = store.cancel_activities(&selection, now()).await.unwrap_err();
    let report = error.report("id:1").unwrap();
    assert!(report.starts_with("error[system-query]"), "{report}");
    let page = activity_query::PageRequest::first(1);
    let listed = store.get_activities(&selection.query(), &page, now()).await.unwrap_err();
    for told in [report, error.to_string(), listed.report("id:1").unwrap(), listed.to_string()] {
        assert!(!told.contains("staff") && !told.contains('^'), "{told}");
    }
    // A mistake in the user's query is reported as one, whatever the scope is, even if the
    // query was not parsed.
    let built = ActivityQuery::computer(ComputerQuery::search("mine"));
    for user in [query("computer:search:mine"), built] {
        let selection = Selection::new(user).within(Scope::new(query("computer:search:staff")));
        let error = store.cancel_activities(&selection, now()).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no saved search `mine`");
        let listed = store.get_activities(&selection.query(), &page, now()).await.unwrap_err();
        assert!(listed.to_string().contains("there is no saved search `mine`"), "{listed}");
        assert!(!listed.to_string().contains("staff"), "{listed}");
    }
}

pub(crate) async fn changes_what_was_previewed<S: ActivityStore>(store: &S) {
    let unapproved = select("status:unapproved");
    let previewed = store.preview_change(&unapproved, now()).await.unwrap();
    assert_eq!(previewed, Fingerprint::of((1..5_u32).rev().map(ActivityId::from)));
    store.approve_activities(&select("id:1"), now()).await.unwrap();

    let expecting = unapproved.clone().expecting(previewed);
    let error = store.cancel_activities(&expecting, now()).await.unwrap_err();
    let StoreError::SelectionChanged(changed) = error else { panic!("{error}") };
    assert_eq!((changed.expected, changed.found.count()), (previewed, 3));
    assert_eq!(count_unapproved(store).await, 3);
    // As many activities, but other ones.
    let others = Fingerprint::of([1_u32, 2, 3].map(ActivityId::from));
    let error = store.cancel_activities(&unapproved.clone().expecting(others), now()).await;
    assert!(matches!(error, Err(StoreError::SelectionChanged(_))));
    assert_eq!(count_unapproved(store).await, 3);

    let previewed = store.preview_change(&unapproved, now()).await.unwrap();
    let text = previewed.to_string();
    let again = unapproved.expecting(text.parse().unwrap());
    assert_eq!(store.cancel_activities(&again, now()).await.unwrap().len(), 3);
    let error = store.cancel_activities(&again, now()).await;
    assert!(matches!(error, Err(StoreError::SelectionChanged(_))), "it is made once");
}

fn store() -> MemoryStore {
    let store = MemoryStore::new();
    store.append(activities()).unwrap();
    store.put_computers(computers());
    store.set_searches(searches());
    store
}

#[test]
fn a_text_that_looks_empty_is_not_a_query() {
    for text in NO_QUERIES {
        assert!(text.parse::<ActivityQuery>().is_err(), "{text}");
    }
}

#[test]
fn the_memory_changes_what_a_selection_asks_for() {
    block_on(async {
        refuses_to_change_everything(&store()).await;
        refuses_to_change_everything(&store().until(&|| false)).await;
        changes_in_the_scope_alone(&store()).await;
        hides_the_scope(&store()).await;
        changes_what_was_previewed(&store()).await;
    });
}

#[test]
fn a_fingerprint_stays_the_same_across_versions() {
    let none = Fingerprint::of([]);
    assert_eq!(none.to_string(), "0-0000000000000000");
    // The published first output of SplitMix64 with the seed 0.
    let zero = Fingerprint::of([ActivityId::from(0)]);
    assert_eq!(zero.to_string(), "1-e220a8397b1dcdaf");
    for text in
        ["", "1", "1-", "1-e220", "+1-e220a8397b1dcdaf", "1-+220a8397b1dcdaf", "1-é220a8397b1dcda"]
    {
        assert!(text.parse::<Fingerprint>().is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn what_is_refused_selects_all_activities_of_computers(
        one in activity_query(),
        inner in computer_query(),
        joined in 0..4_u32,
    ) {
        let computer = |query: &ComputerQuery| ActivityQuery::computer(query.clone());
        let user = match joined {
            0 => one.clone() | !one,
            1 => computer(&(inner.clone() | !inner)),
            2 => computer(&inner) | computer(&!inner) | one,
            _ => one,
        };
        let context = FIXTURE.context();
        let Ok(query) = user.resolve(|name| context.search(name)) else { return Ok(()) };
        let judged = Selection::new(query.clone()).resolve::<Infallible>(|_| None);
        for activity in &FIXTURE.activities {
            let computer = activity.computer_id.get();
            let is_known = computer.is_some_and(|id| FIXTURE.fleet.computer(*id).is_some());
            let matches = query.matches(activity, &context).unwrap();
            prop_assert!(judged.is_ok() || matches || !is_known, "{}", query);
        }
    }

    /// From this it is known at once that a list of ids leaves something out.
    #[test]
    fn no_term_is_true_of_an_activity_that_has_only_an_id_that_is_not_named(
        term in activity_term(),
    ) {
        let id = 4_000_000_019_u32;
        prop_assume!(!term.to_string().contains(&id.to_string()));
        let activity = Activity::new(id.into());
        let context = FIXTURE.context();
        let Ok(term) = term.resolve(|name| context.search(name)) else { return Ok(()) };
        prop_assert!(!term.matches(&activity, &context).unwrap(), "{}", term);
    }

    #[test]
    fn fingerprints_tell_sets_of_ids_apart(
        one in btree_set(0..40_u32, 0..8),
        other in btree_set(0..40_u32, 0..8),
    ) {
        let of = |ids: Vec<u32>| Fingerprint::of(ids.into_iter().map(ActivityId::from));
        let forward = of(one.iter().copied().collect());
        prop_assert_eq!(forward, of(one.iter().rev().copied().collect()));
        prop_assert_eq!(forward == of(other.iter().copied().collect()), one == other);
        prop_assert_eq!(forward.to_string().parse(), Ok(forward));
    }
}
