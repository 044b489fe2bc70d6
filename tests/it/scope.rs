//! What the system adds to a user's query stays hidden from the user.

use std::convert::Infallible;

use activity_query::{
    ActivityQuery, ActivityTerm, Code, ComputerQuery, ComputerTerm, ResolveError, StoreError,
    Unsupported,
};
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
        assert!(term.span.is_none() && term.is_withheld());
        if let ActivityTerm::Computer(computers) = &term.value {
            assert!(computers.terms().all(|term| term.span.is_none() && term.is_withheld()));
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
fn a_users_query_without_a_text_is_told_of_as_without_a_scope() {
    let user = ActivityQuery::computer(ComputerQuery::search("mine")) & ActivityQuery::id(1);
    let alone = user.resolve(|_| None).unwrap_err();
    assert_eq!(alone.to_string(), "there is no saved search `mine`");
    assert_eq!(alone.diagnostics()[0].code, Code::UnknownSearch);
    let system = query("parent-id:4 NOT computer:tag:hidden");
    let scoped = ActivityQuery::scoped(system, user.clone()).resolve(|_| None).unwrap_err();
    assert_eq!(scoped, alone);
    // Beside what is wrong with the system's query.
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
fn a_query_that_is_too_large_is_told_of_to_those_whose_it_is() {
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
    // Each term of computers is looked at, also if another one has failed.
    let system = ActivityQuery::computer(ComputerQuery::search("gone"));
    let user = ActivityQuery::computer(large());
    let error = ActivityQuery::scoped(system, user).resolve(lookup).unwrap_err();
    let codes: Vec<Code> = error.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::SearchTooLarge, Code::SystemQuery]);
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
