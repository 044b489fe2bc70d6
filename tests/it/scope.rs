//! Tests that the system's part of a query stays hidden from the user.

use std::convert::Infallible;

use activity_query::backend::Unsupported;
use activity_query::model::{Activity, Record};
use activity_query::rewrite::NotPortable;
use activity_query::{
    ActivityQuery, ActivityTerm, Code, ComputerQuery, ComputerTerm, Context, Fleet, MemoryStore,
    ResolveError, StoreError,
};
use chrono::DateTime;
use proptest::prelude::*;

use crate::strategy::{config, known_near_query};

const SYSTEM: &str = "parent-id:4 NOT computer:(search:staff OR title:hidden)";

fn query(text: &str) -> ActivityQuery {
    text.parse().unwrap()
}

fn unresolved(user: &str) -> ResolveError {
    ActivityQuery::scoped(query(SYSTEM), query(user)).resolve(|_| None).unwrap_err()
}

#[test]
fn a_scoped_query_has_the_places_of_the_user_alone() {
    let user = query("status:failed OR computer:tag:web");
    let scoped = ActivityQuery::scoped(query(SYSTEM), user.clone());
    assert_eq!(scoped.span(), user.span());
    let hidden = query(SYSTEM).withheld();
    assert_eq!(hidden, query(SYSTEM));
    for term in hidden.terms() {
        assert!(term.span().is_none() && term.is_withheld());
        if let ActivityTerm::Computer(computers) = &term.value {
            assert!(computers.terms().all(|term| term.span().is_none() && term.is_withheld()));
        }
    }
    assert!(user.terms().all(|term| !term.is_withheld()));
}

#[test]
fn a_search_of_the_system_is_not_named() {
    for user in ["", "status:failed"] {
        let error = unresolved(user);
        let codes: Vec<Code> = error.diagnostics().iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::SystemQuery]);
        let report = error.report(user);
        assert!(!report.contains("staff") && !report.contains('^'), "{report}");
        assert!(!error.to_string().contains("staff"));
        assert_eq!(error.withheld(), ["there is no saved search `staff`"]);
    }
}

#[test]
fn a_search_of_the_user_is_named_beside_one_of_the_system() {
    let user = "computer:search:mine";
    let error = unresolved(user);
    let report = error.report(user);
    assert!(report.contains("there is no saved search `mine`"), "{report}");
    assert!(!report.contains("staff"), "{report}");
    assert_eq!(error.diagnostics().len(), 2);
}

#[test]
fn a_term_of_the_system_that_an_engine_lacks_is_not_named() {
    let scoped = ActivityQuery::scoped(query("creator:boss@example.com"), query("id:1"));
    let error = Unsupported::new(scoped.terms().next().unwrap());
    assert_eq!(error.term(), "creator:boss@example.com");
    assert!(!error.to_string().contains("boss"));
    let error = StoreError::<Infallible>::from(error);
    assert!(matches!(&error, StoreError::Query(found) if found[0].code == Code::SystemQuery));
    assert!(!error.report("id:1").unwrap().contains('^'));
}

#[test]
fn errors_of_a_users_query_without_a_text_are_the_same_in_a_scope() {
    let user = ActivityQuery::computer(ComputerQuery::search("mine")) & ActivityQuery::id(1);
    let alone = user.resolve(|_| None).unwrap_err();
    assert_eq!(alone.to_string(), "there is no saved search `mine`");
    assert_eq!(alone.diagnostics()[0].code, Code::UnknownSearch);
    let system = query("parent-id:4 NOT computer:tag:hidden");
    let scoped = ActivityQuery::scoped(system, user.clone()).resolve(|_| None).unwrap_err();
    assert_eq!(scoped, alone);
    // Together with the mistakes in the system's query.
    let both = ActivityQuery::scoped(query(SYSTEM), user).resolve(|_| None).unwrap_err();
    let codes: Vec<Code> = both.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnknownSearch, Code::SystemQuery]);

    let user = ActivityQuery::creator("jane@example.com");
    let scoped = ActivityQuery::scoped(query(SYSTEM), user);
    let error = Unsupported::new(scoped.terms().last().unwrap());
    assert_eq!(error.to_string(), "`creator:jane@example.com` is not supported here");
    let error = StoreError::<Infallible>::from(error);
    assert!(matches!(&error, StoreError::Query(found) if found[0].code == Code::UnsupportedTerm));
}

#[test]
fn a_query_that_is_too_large_is_reported_to_its_author() {
    let large = "tag:a OR ".repeat(59_999) + "tag:a";
    let lookup = |name: &str| (name != "gone").then_some(large.as_str());
    let large = || ComputerQuery::search("one") & ComputerQuery::search("two");
    let of_user = |user: ComputerQuery, system: ComputerQuery| {
        let error = ComputerQuery::scoped(system, user).resolve(lookup).unwrap_err();
        error.diagnostics().iter().map(|found| found.code).collect::<Vec<_>>()
    };
    let small = ComputerQuery::search("one");
    assert_eq!(of_user(large(), "tag:a".parse().unwrap()), [Code::SearchTooLarge]);
    assert_eq!(of_user(small.clone(), large()), [Code::SystemQuery]);
    assert_eq!(of_user(small, ComputerQuery::search("two")), [Code::SystemQuery]);
    // Each computer term is checked, even if another one has failed.
    let system = ActivityQuery::computer(ComputerQuery::search("gone"));
    let user = ActivityQuery::computer(large());
    let error = ActivityQuery::scoped(system, user).resolve(lookup).unwrap_err();
    let codes: Vec<Code> = error.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::SearchTooLarge, Code::SystemQuery]);
}

const ACTIVITY: &str = r#"{"id": 7, "activity_status": "failed", "parent_id": 4}"#;

#[test]
fn an_explanation_tells_of_the_users_query_alone() {
    let fleet = Fleet::default();
    let searches = [Record::named("staff", "tag:staff").read().unwrap()];
    let context = Context::new(DateTime::UNIX_EPOCH, &fleet).with_searches(&searches);
    let activity: Activity = serde_json::from_str(ACTIVITY).unwrap();
    let users = ["", "id:7", "id:8", "NOT id:7", "id:7 status:failed", "id:8 OR status:failed"];
    for text in users {
        for system in [SYSTEM, "parent-id:4 OR id:9", "NOT id:9"] {
            let scoped = ActivityQuery::scoped(query(system), query(text));
            let alone = query(text).explain(&activity, &context).unwrap();
            assert_eq!(scoped.explain(&activity, &context).unwrap(), alone, "{text}");
            let alone = query(text).count([&activity], &context).unwrap();
            assert_eq!(scoped.count([&activity], &context).unwrap(), alone, "{text}");
        }
        // Nothing is revealed of a record that the user may not see.
        for system in ["NOT parent-id:4", "id:9 NOT computer:search:staff"] {
            let scoped = ActivityQuery::scoped(query(system), query(text));
            let explanation = scoped.explain(&activity, &context).unwrap();
            assert_eq!((explanation.matches, explanation.parts.len()), (false, 0), "{text}");
            assert_eq!(
                serde_json::to_string(&explanation).unwrap(),
                r#"{"matches":false,"deciding":[],"tree":null}"#,
            );
            let counts = scoped.count([&activity], &context).unwrap();
            assert_eq!((counts.records, counts.matches), (0, 0), "{text}");
            assert!(counts.parts.iter().all(|part| part.matches == 0));
        }
    }
    // A part with terms of both is not shown at all.
    let inner = ComputerQuery::scoped("tag:staff".parse().unwrap(), "tag:web".parse().unwrap());
    let scoped = query("id:7") & !ActivityQuery::computer(inner);
    let explanation = scoped.explain(&activity, &context).unwrap();
    assert_eq!(explanation, query("id:7").explain(&activity, &context).unwrap());
}

#[test]
fn a_store_counts_what_the_user_may_see() {
    let store = MemoryStore::new();
    let other = r#"{"id": 8, "activity_status": "failed", "parent_id": 5}"#;
    store.append([ACTIVITY, other].map(|record| record.parse().unwrap())).unwrap();
    let scoped = ActivityQuery::scoped(query("parent-id:4"), query("status:failed NOT id:8"));
    let counts = scoped.count_by(|queries| store.count_each(queries, DateTime::UNIX_EPOCH));
    let fleet = Fleet::default();
    let context = Context::new(DateTime::UNIX_EPOCH, &fleet);
    let activities = [ACTIVITY, other].map(|record| serde_json::from_str(record).unwrap());
    let counts = counts.unwrap();
    assert_eq!(counts, scoped.count(&activities, &context).unwrap());
    assert_eq!((counts.records, counts.matches, counts.parts.len()), (1, 1, 4));
}

#[test]
fn a_part_of_the_system_that_is_not_portable_is_not_named() {
    let (plain, bad) = (query("parent-id:4"), query("computer:(NOT tag:staff)"));
    let scoped = |system: &ActivityQuery, user: &ActivityQuery| {
        ActivityQuery::scoped(system.clone(), user.clone()).portable(100)
    };
    let error = scoped(&bad, &query("id:7")).unwrap_err();
    assert_eq!(error, NotPortable::Withheld);
    assert!(error.report("id:7").starts_with("error[system-query]"));
    assert!(!error.to_string().contains("staff"));
    let own = query("id:7 computer:(NOT tag:web)");
    for system in [&plain, &bad] {
        assert_eq!(scoped(system, &own), own.portable(100));
    }
    assert_eq!(scoped(&plain, &query("id:7")).unwrap(), "parent-id:4 id:7");
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn no_report_points_at_the_text_for_the_system(text in known_near_query()) {
        let computers = format!("computer:({text})");
        if let (Ok(system), user) = (computers.parse::<ActivityQuery>(), "id:1") {
            let scoped = ActivityQuery::scoped(system.clone(), query(user));
            prop_assert_eq!(scoped.span(), query(user).span());
            if let Err(error) = scoped.resolve(|_| None) {
                let report = error.report(user);
                prop_assert!(!report.contains('^'), "{}", report);
                for term in system.terms() {
                    let ActivityTerm::Computer(computers) = &term.value else { continue };
                    for term in computers.terms() {
                        let ComputerTerm::Search(name) = &term.value else { continue };
                        let named = format!("`{name}`");
                        prop_assert!(!report.contains(&named), "{}", report);
                    }
                }
            }
        }
    }
}
