//! Laws of the evaluator: queries mean what their operators say.

use std::sync::LazyLock;

use activity_query::model::Activity;
use activity_query::{ActivityQuery, ComputerQuery};
use proptest::prelude::*;

use crate::fixture::{Fixture, fixture};
use crate::strategy::{activity_query, config, date, known_near_query, near_query};

static FIXTURE: LazyLock<Fixture> = LazyLock::new(fixture);

/// The verdicts on every activity of the fixture; none, if the query names a
/// search that can't be put in.
pub(crate) fn verdicts(query: &ActivityQuery) -> Option<Vec<bool>> {
    let context = FIXTURE.context();
    let decide = |activity: &Activity| query.matches(activity, &context).ok();
    FIXTURE.activities.iter().map(decide).collect()
}

fn zip(one: &[bool], other: &[bool], join: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    one.iter().zip(other).map(|(one, other)| join(*one, *other)).collect()
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn and_or_and_not_are_boolean(one in activity_query(), other in activity_query()) {
        if let (Some(of_one), Some(of_other)) = (verdicts(&one), verdicts(&other)) {
            let both = one.clone() & other.clone();
            let either = one.clone() | other.clone();
            let all = [one.clone(), other.clone()];
            prop_assert_eq!(verdicts(&both), Some(zip(&of_one, &of_other, |a, b| a && b)));
            prop_assert_eq!(verdicts(&either), Some(zip(&of_one, &of_other, |a, b| a || b)));
            prop_assert_eq!(verdicts(&!one.clone()), Some(of_one.iter().map(|v| !v).collect()));
            prop_assert_eq!(verdicts(&!both.clone()), verdicts(&(!one.clone() | !other.clone())));
            prop_assert_eq!(verdicts(&!either), verdicts(&(!one.clone() & !other)));
            prop_assert_eq!(verdicts(&ActivityQuery::all(all)), verdicts(&both));
            prop_assert_eq!(verdicts(&!!one.clone()), Some(of_one));
        }
    }

    #[test]
    fn the_text_of_a_query_decides_as_it_does(query in activity_query()) {
        let printed: ActivityQuery = query.to_string().parse().unwrap();
        prop_assert_eq!(verdicts(&printed), verdicts(&query));
    }

    /// Of one date, before and after are each other's complement, among the
    /// activities that have a creation time.
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

    /// A user sees nothing outside of the system's query, whatever is typed,
    /// also after the whole was printed and read again.
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

    #[test]
    fn a_resolved_query_decides_as_the_named_search_does(query in activity_query()) {
        let named = query & ActivityQuery::computer(ComputerQuery::search("farm"));
        let context = FIXTURE.context();
        if let Ok(resolved) = named.resolve(|name| context.search(name)) {
            prop_assert!(!resolved.names_searches());
            prop_assert_eq!(verdicts(&resolved), verdicts(&named));
        }
    }
}
