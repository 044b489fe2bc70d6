//! Tests that rewritten queries match the same records.

mod portable;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use activity_query::expr::View;
use activity_query::model::Record;
use activity_query::{ActivityQuery, ActivityTerm, Expr, Language};
use proptest::prelude::*;
use proptest::sample::select;

use crate::meaning::verdicts;
use crate::strategy::{activity_query, computer_query, config, expressions};
use crate::world::named::SEARCHES;
use crate::world::{self, World};

/// Terms that exclude and imply each other.
const RELATED: &[&str] = &[
    "id:1",
    "id:2",
    "type:x",
    "type:y",
    "status:failed",
    "status:canceled",
    "created-after:2011",
    "created-after:2012",
    "created-after:2013",
    "created-before:2012",
    "created-before:2013",
    "created-before:2014",
    "creator:a@b",
    "creator:A@b",
    "computer:tag:a",
    "computer:tag:b",
    "computer:id:1",
    "computer:id:2",
    "computer:web",
    "computer:web01",
    "computer:hostname:web01",
    "computer:distribution:jammy",
    "computer:distribution:22.04",
    "computer:last-ping:1",
    "computer:last-ping-minutes:60",
    "computer:last-ping-minutes:90",
    "computer:(tag:a OR tag:b)",
    "computer:(NOT tag:a)",
    "computer:(tag:a NOT tag:a)",
    "computer:(tag:a NOT tag:b)",
    "computer:\" \"",
];

/// Queries whose terms often exclude or imply each other.
pub(crate) fn related() -> BoxedStrategy<ActivityQuery> {
    let term = select(RELATED).prop_map(|text| text.parse::<ActivityQuery>().unwrap());
    expressions(term.boxed())
}

/// Records that distinguish the related terms.
pub(crate) static TELLING_WORLD: LazyLock<World> = LazyLock::new(|| {
    let computers = [
        r#"{"id": 1, "tags": ["a", "b"], "hostname": "web01", "last_ping_time": "2024-07-10T23:30:00Z"}"#,
        r#"{"id": 2, "tags": ["a"], "title": "Web", "distribution": "22.04", "last_ping_time": "2024-07-10T22:45:00Z"}"#,
        r#"{"id": 3, "tags": ["b"], "title": "web01", "distribution": "Jammy"}"#,
        r#"{"id": 4, "hostname": "db", "last_ping_time": "2024-07-10T22:00:00Z"}"#,
    ];
    let statuses = ["null", "\"failed\"", "\"canceled\"", "\"delivered\""];
    let times = [
        "null",
        "\"2010-05-01T00:00:00Z\"",
        "\"2011-05-01T00:00:00Z\"",
        "\"2012-01-01T00:00:00Z\"",
        "\"2013-05-01T00:00:00Z\"",
        "\"2014-01-01T00:00:00Z\"",
    ];
    let mut world = World::new(world::now());
    world.put_computers(computers.map(|computer| computer.parse().unwrap()));
    world.set_searches(SEARCHES.map(|name| Record::named(name, "tag:b")));
    let mut id = 0;
    for (index, status) in statuses.iter().enumerate() {
        for (place, time) in times.iter().enumerate() {
            for computer in 0..6 {
                id += 1;
                let kind = ["x", "y", "z"][(index + place + computer) % 3];
                let email = if (index * place) % 2 == 0 { "{\"email\": \"a@B\"}" } else { "null" };
                let activity = format!(
                    r#"{{"id": {id}, "activity_status": {status}, "creation_time": {time},
                    "computer_id": {computer}, "creator": {email}, "type": "{kind}"}}"#
                );
                world.put([activity.parse().unwrap()]);
            }
        }
    }
    world
});

fn simplifies(query: &ActivityQuery) -> Result<ActivityQuery, TestCaseError> {
    let simple = query.simplified();
    let (text, length) = (simple.to_string(), query.to_string().len());
    prop_assert!(text.len() <= length, "{query}\n{text}");
    prop_assert_eq!(&text.parse::<ActivityQuery>().unwrap(), &simple);
    let again = simple.simplified();
    prop_assert_eq!(&again, &simple, "{}\n{}\n{}", query, simple, again);
    Ok(simple)
}

/// Returns whether the query is a group, as `is_outer` checks, of groups of terms and negated
/// terms.
fn is_normal_form<T: Language>(query: &Expr<T>, is_outer: fn(&View<'_, T>) -> bool) -> bool {
    let is_literal = |part: activity_query::expr::ExprRef<'_, T>| match part.view() {
        View::Term(_) => true,
        View::Not(part) => matches!(part.view(), View::Term(_)),
        View::All(_) | View::Any(_) => false,
    };
    let is_clause = |part: activity_query::expr::ExprRef<'_, T>| match part.view() {
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
    #![proptest_config(config(300))]

    #[test]
    fn normal_forms_decide_as_the_query((world, queries) in world::with_queries()) {
        for query in queries {
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
    }

    #[test]
    fn a_simplified_query_decides_as_it_did((world, queries) in world::with_queries()) {
        for query in queries {
            let (decided, simple) = (world.verdicts(&query), simplifies(&query)?);
            prop_assert_eq!(world.verdicts(&simple), decided.clone(), "{}\n{}", query, simple);
            prop_assert!(!query.never_matches() || !decided.contains(&true), "{}", query);
            prop_assert!(!query.always_matches() || !decided.contains(&false), "{}", query);
        }
    }
}

proptest! {
    #![proptest_config(config(1_000))]

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

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn a_simplified_query_of_related_terms_decides_as_it_did(query in related()) {
        let (decided, simple) = (TELLING_WORLD.verdicts(&query), simplifies(&query)?);
        prop_assert_eq!(TELLING_WORLD.verdicts(&simple), decided.clone(), "{}\n{}", query, simple);
        prop_assert!(!query.never_matches() || !decided.contains(&true), "{}", query);
        prop_assert!(!query.always_matches() || !decided.contains(&false), "{}", query);
    }

    #[test]
    fn a_simplified_query_of_any_terms_decides_as_it_did(query in activity_query()) {
        let simple = simplifies(&query)?;
        if let (Some(decided), Some(left)) = (verdicts(&query), verdicts(&simple)) {
            prop_assert_eq!(decided, left, "{}\n{}", query, simple);
        }
    }

    #[test]
    fn a_simplified_computer_query_decides_as_it_did(query in computer_query()) {
        let simple = ActivityQuery::computer(query.simplified());
        let query = ActivityQuery::computer(query);
        if let (Some(decided), Some(left)) = (verdicts(&query), verdicts(&simple)) {
            prop_assert_eq!(decided, left, "{}\n{}", query, simple);
        }
    }
}

#[test]
fn simplification_uses_constraints() {
    for (text, simple) in [
        ("created-after:2011 created-after:2012", "created-after:2012"),
        ("created-after:2011 OR created-after:2012", "created-after:2011"),
        ("created-before:2011 OR created-before:2012", "created-before:2012"),
        ("NOT created-after:2011 NOT created-after:2012", "NOT created-after:2011"),
        (
            "NOT (created-after:2011 created-before:2012) NOT (created-after:2012 created-before:2013)",
            "NOT (created-after:2011 created-before:2013)",
        ),
        (
            "(created-after:2011 created-before:2012) OR (created-after:2013 created-before:2014)",
            "(created-after:2011 created-before:2012) OR (created-after:2013 created-before:2014)",
        ),
        ("(created-after:2011 created-before:2013) OR created-after:2012", "created-after:2011"),
        ("created-before:2012 OR (created-after:2011 created-before:2013)", "created-before:2013"),
        ("created-after:2011 OR created-before:2012", "created-after:2011 OR created-before:2012"),
        ("creator:JANE@x OR creator:jane@x", "creator:JANE@x"),
        ("status:failed NOT status:succeeded", "status:failed"),
        ("NOT status:failed OR status:succeeded", "NOT status:failed"),
        ("NOT status:failed status:failed OR id:1", "NOT status:failed id:1"),
        ("id:1 (id:2 OR status:failed) (id:1 OR parent-id:1)", "id:1 status:failed"),
        ("(id:1 OR id:2) (id:2 OR id:1)", "id:1 OR id:2"),
        ("(id:1 status:failed) OR (id:1 status:failed parent-id:2)", "id:1 status:failed"),
        ("NOT (NOT id:1 OR NOT status:failed)", "id:1 status:failed"),
        ("computer:hostname:web01 computer:WEB", "computer:hostname:web01"),
        ("computer:last-ping:1 computer:last-ping-minutes:90", "computer:last-ping:1"),
        (
            "computer:availability-zone:null computer:availability-zone:x OR id:1",
            "computer:availability-zone:null id:1",
        ),
        ("computer:needs:license OR computer:license-id:none", "computer:needs:license"),
        ("computer:profile:usg:8:fail computer:profile:usg:8", "computer:profile:usg:8:fail"),
        ("computer:access-group:a computer:access-group-recursive:a", "computer:access-group:a"),
        (
            "computer:cpu.size:3Ghz OR computer:cpu.size:[1Ghz TO 4Ghz]",
            "computer:cpu.size:[1Ghz TO 4Ghz]",
        ),
        ("computer:(tag:a OR NOT tag:a)", "computer:\" \""),
        ("computer:tag:a computer:tag:b", "computer:tag:a computer:tag:b"),
        ("id:1 OR NOT id:1", ""),
        ("id:4711 id:4712 id:4713", "id:0 NOT id:0"),
        ("id:1 id:2", "id:1 id:2"),
    ] {
        let query: ActivityQuery = text.parse().unwrap();
        assert_eq!(query.simplified().to_string(), simple, "{text}");
    }
}

#[test]
fn a_query_of_one_verdict_is_known_to_have_it() {
    for (text, always, never) in [
        ("", true, false),
        ("NOT id:1 OR NOT id:2", true, false),
        ("computer:tag:a OR NOT computer:tag:a", true, false),
        ("id:1 id:2", false, true),
        ("computer:(tag:a NOT tag:a)", false, true),
        ("id:1 OR NOT id:2", false, false),
        ("id:1", false, false),
    ] {
        let query: ActivityQuery = text.parse().unwrap();
        assert_eq!(query.always_matches(), always, "{text}");
        assert_eq!(query.never_matches(), never, "{text}");
    }
}

#[test]
fn a_long_query_is_simplified_at_once() {
    let each = |count: usize, text: fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>();
    let id = |id| format!("id:{}", id % 4_000);
    let window = |id| format!("(created-after:{} created-before:{})", 2000 + id, 2001 + id);
    let many = [
        each(5_000, id).join(" OR "),
        each(5_000, id).join(" NOT "),
        each(2_000, |id| format!("computer:web-{id}-x")).join(" "),
        each(2_000, |id| format!("(id:{id} OR parent-id:{id} OR status:failed)")).join(" "),
        each(2_000, |id| format!("(NOT id:{} OR id:{id})", id + 1)).join(" ") + " id:2000",
        each(1_500, window).join(" OR "),
        format!("computer:({})", each(3_000, |id| format!("NOT tag:t{id}")).join(" ")),
        "NOT (id:1 ".repeat(60) + "id:2" + &")".repeat(60),
    ];
    for text in many {
        let query: ActivityQuery = text.parse().unwrap();
        let begun = Instant::now();
        let simple = query.simplified();
        let took = begun.elapsed();
        assert!(simple.to_string().len() <= text.len());
        assert!(took < Duration::from_secs(1), "{took:?} for {text:.60}");
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
