//! Properties of the evaluator: operators have their meaning.

use std::sync::LazyLock;

use activity_query::ActivityQuery;
use activity_query::model::Activity;
use proptest::prelude::*;

use crate::fixture::{Fixture, fixture};
use crate::strategy::{activity_query, config, date, known_near_query, near_query};
use crate::world::with_queries;

static FIXTURE: LazyLock<Fixture> = LazyLock::new(fixture);

/// Returns the verdicts on every activity of the fixture, or `None` if the query refers to a
/// search that can't be expanded.
pub(crate) fn verdicts(query: &ActivityQuery) -> Option<Vec<bool>> {
    let context = FIXTURE.context();
    let decide = |activity: &Activity| query.matches(activity, &context).ok();
    FIXTURE.activities.iter().map(decide).collect()
}

fn zip(one: &[bool], other: &[bool], join: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    one.iter().zip(other).map(|(one, other)| join(*one, *other)).collect()
}

fn both(one: &[bool], other: &[bool]) -> Vec<bool> {
    zip(one, other, |one, other| one && other)
}

fn negated(one: &[bool]) -> Vec<bool> {
    one.iter().map(|verdict| !verdict).collect()
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn and_or_and_not_are_boolean((world, queries) in with_queries()) {
        for pair in queries.windows(2) {
            let [one, other] = pair else { continue };
            let (of_one, of_other) = (world.verdicts(one), world.verdicts(other));
            let all = one.clone() & other.clone();
            let either = one.clone() | other.clone();
            prop_assert_eq!(world.verdicts(&all), both(&of_one, &of_other));
            prop_assert_eq!(world.verdicts(&either), zip(&of_one, &of_other, |a, b| a || b));
            prop_assert_eq!(world.verdicts(&!one.clone()), negated(&of_one));
            prop_assert_eq!(world.verdicts(&!all.clone()), negated(&both(&of_one, &of_other)));
            let neither = !one.clone() & !other.clone();
            prop_assert_eq!(world.verdicts(&!either), world.verdicts(&neither));
            let listed = ActivityQuery::all([one.clone(), other.clone()]);
            prop_assert_eq!(world.verdicts(&listed), world.verdicts(&all));
            prop_assert_eq!(world.verdicts(&!!one.clone()), of_one);
        }
    }

    #[test]
    fn the_text_of_a_query_decides_as_it_does((world, queries) in with_queries()) {
        for query in queries {
            let printed: ActivityQuery = query.to_string().parse().unwrap();
            prop_assert_eq!(world.verdicts(&printed), world.verdicts(&query));
        }
    }

    /// A user's query never selects anything outside the system's, even after both are
    /// printed and read again.
    #[test]
    fn a_scope_and_a_query_select_what_both_do((world, queries) in with_queries()) {
        for pair in queries.windows(2) {
            let [system, user] = pair else { continue };
            let scoped = ActivityQuery::scoped(system.clone(), user.clone());
            let printed: ActivityQuery = scoped.to_string().parse().unwrap();
            let expected = both(&world.verdicts(system), &world.verdicts(user));
            prop_assert_eq!(world.verdicts(&scoped), expected.clone());
            prop_assert_eq!(world.verdicts(&printed), expected);
        }
    }

    #[test]
    fn a_resolved_query_decides_as_the_named_searches_do((world, queries) in with_queries()) {
        for query in queries {
            let resolved = query.resolve(|name| world.search(name)).unwrap();
            prop_assert!(!resolved.names_searches());
            prop_assert_eq!(world.verdicts(&resolved), world.verdicts(&query), "{}", query);
        }
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    /// Before and after the same date are complements, among the activities that have a
    /// creation time.
    #[test]
    fn before_is_not_after(date in date()) {
        let (after, before) =
            (ActivityQuery::created_after(date), ActivityQuery::created_before(date));
        let timed = ActivityQuery::created_after("0001".parse::<activity_query::PartialDate>().unwrap());
        prop_assert_eq!(
            verdicts(&(timed.clone() & before)),
            verdicts(&(timed & !after)),
        );
        prop_assert!(date.start() < date.end());
    }

    /// Whatever a user types never selects anything outside the system's query, even after
    /// both are printed and read again.
    #[test]
    fn a_user_sees_nothing_outside_the_scope(
        system in activity_query(),
        text in prop_oneof![near_query(), known_near_query().prop_map(|text| format!("computer:({text})"))],
    ) {
        if let (Ok(user), Some(allowed)) = (text.parse::<ActivityQuery>(), verdicts(&system)) {
            let scoped = ActivityQuery::scoped(system.clone(), user);
            let printed: ActivityQuery = scoped.to_string().parse().unwrap();
            for query in [&scoped, &printed] {
                if let Some(seen) = verdicts(query) {
                    let outside = zip(&seen, &allowed, |seen, allowed| seen && !allowed);
                    prop_assert!(!outside.contains(&true), "{} {}", system, text);
                }
            }
        }
    }
}
