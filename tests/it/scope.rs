//! What the system adds to a user's query stays hidden from the user.

use std::convert::Infallible;

use activity_query::{
    ActivityQuery, ActivityTerm, Code, ComputerTerm, ResolveError, StoreError, Unsupported,
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
    let unplaced = query(SYSTEM).without_spans();
    assert_eq!(unplaced, query(SYSTEM));
    for term in unplaced.terms() {
        assert!(term.span.is_none());
        if let ActivityTerm::Computer(computers) = &term.value {
            assert!(computers.terms().all(|term| term.span.is_none()));
        }
    }
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
