//! Rewritten queries decide as the query did.

use std::time::{Duration, Instant};

use activity_query::model::{Activity, Computer};
use activity_query::{ActivityQuery, ActivityTerm, Context, Expr, Fleet, Language, View};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::meaning::verdicts;
use crate::strategy::{activity_query, config};
use crate::world;

/// Activities and the computers they are for.
#[derive(Clone, Debug)]
pub(crate) struct World {
    activities: Vec<Activity>,
    fleet: Fleet,
}

impl World {
    /// The verdicts on every activity.
    pub(crate) fn verdicts(&self, query: &ActivityQuery) -> Vec<bool> {
        let context = Context::new(world::now(), &self.fleet);
        // Every world has the same searches: none.
        let decide = |activity| query.matches(activity, &context).unwrap();
        self.activities.iter().map(decide).collect()
    }
}

pub(crate) fn some_world() -> impl Strategy<Value = World> {
    (vec(world::activity(6), 1..6), vec(world::computer(), 0..6), world::access_groups()).prop_map(
        |(activities, computers, groups): (_, Vec<Computer>, _)| World {
            activities,
            fleet: Fleet::new(computers).with_access_groups(groups),
        },
    )
}

/// Whether the query is a group, as `is_outer` says, of groups of terms and
/// negated terms.
fn is_normal_form<T: Language>(query: &Expr<T>, is_outer: fn(&View<'_, T>) -> bool) -> bool {
    let is_literal = |part: activity_query::ExprRef<'_, T>| match part.view() {
        View::Term(_) => true,
        View::Not(part) => matches!(part.view(), View::Term(_)),
        View::All(_) | View::Any(_) => false,
    };
    let is_clause = |part: activity_query::ExprRef<'_, T>| match part.view() {
        View::All(parts) | View::Any(parts) => parts.into_iter().all(is_literal),
        View::Term(_) | View::Not(_) => is_literal(part),
    };
    match query.root() {
        View::All(parts) | View::Any(parts) if is_outer(&query.root()) => {
            parts.into_iter().all(is_clause)
        }
        View::All(_) | View::Any(_) | View::Term(_) | View::Not(_) => is_clause(query.as_ref()),
    }
}

fn is_all(view: &View<'_, ActivityTerm>) -> bool {
    matches!(view, View::All(_))
}

fn is_any(view: &View<'_, ActivityTerm>) -> bool {
    matches!(view, View::Any(_))
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn normal_forms_decide_as_the_query(query in world::query(6), world in some_world()) {
        let decided = world.verdicts(&query);
        let normal = query.negation_normal();
        prop_assert_eq!(world.verdicts(&normal), decided.clone(), "{}", normal);
        prop_assert_eq!(&normal.negation_normal(), &normal);
        if let Ok(form) = query.conjunctive(500) {
            prop_assert!(form.terms().count() <= 500);
            prop_assert!(is_normal_form(&form, is_all), "{}", form);
            prop_assert_eq!(world.verdicts(&form), decided.clone(), "{}", form);
        }
        if let Ok(form) = query.disjunctive(500) {
            prop_assert!(form.terms().count() <= 500);
            prop_assert!(is_normal_form(&form, is_any), "{}", form);
            prop_assert_eq!(world.verdicts(&form), decided, "{}", form);
        }
    }

    #[test]
    fn normal_forms_of_any_terms_decide_as_the_query(query in activity_query()) {
        let decided = verdicts(&query);
        prop_assert_eq!(verdicts(&query.negation_normal()), decided.clone());
        for form in [query.conjunctive(500), query.disjunctive(500)].into_iter().flatten() {
            prop_assert_eq!(form.to_string().parse::<ActivityQuery>().unwrap(), form.clone());
            if let (Some(decided), Some(left)) = (&decided, verdicts(&form)) {
                prop_assert_eq!(decided, &left, "{}", form);
            }
        }
    }
}

#[test]
fn a_normal_form_that_grows_too_large_says_where() {
    let pairs = |first: i64, last: i64| {
        ActivityQuery::any(
            (first..last).map(|id| ActivityQuery::id(id) & ActivityQuery::parent_id(id)),
        )
    };
    let text = format!("status:failed {}", pairs(0, 60));
    let query: ActivityQuery = text.parse().unwrap();
    let error = query.conjunctive(1_000).unwrap_err();
    assert_eq!(error.most, 1_000);
    assert_eq!(error.span.unwrap().start(), "status:failed (".len());
    assert!(error.report(&text).contains("more than 1000 terms"), "{error}");
    assert!(query.disjunctive(1_000).is_ok());
    assert!(pairs(0, 8).conjunctive(10_000).is_ok());
}

#[test]
fn a_long_chain_is_rewritten_at_once() {
    let chain = ActivityQuery::any((0..100_000).map(ActivityQuery::id));
    let begun = Instant::now();
    assert_eq!(chain.negation_normal(), chain);
    assert_eq!((!chain.clone()).negation_normal().terms().count(), 100_000);
    assert_eq!(chain.conjunctive(100_000), Ok(chain.clone()));
    assert_eq!(chain.disjunctive(100_000), Ok(chain.clone()));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
