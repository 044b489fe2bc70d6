//! Tests that portable texts use only the documented grammar, and select the same.

use std::mem::discriminant;

use activity_query::expr::{ExprRef, View};
use activity_query::highlight::TokenClass;
use activity_query::rewrite::NotPortable;
use activity_query::{ActivityQuery, ComputerQuery, PartialDate};
use proptest::prelude::*;

use super::{TELLING_WORLD, related};
use crate::meaning::verdicts;
use crate::strategy::{activity_query, computer_query, config, date};
use crate::world;

/// Checks that the text only contains terms and NOTs of terms, adjacent or joined by OR.
fn is_documented(text: &str) -> Result<ActivityQuery, TestCaseError> {
    let query: ActivityQuery = text.parse().unwrap();
    for part in ActivityQuery::highlight(text) {
        prop_assert!(part.class != TokenClass::Group, "{}", text);
        prop_assert!(
            part.class != TokenClass::Operator || &text[part.span.range()] != "AND",
            "{}",
            text
        );
    }
    for term in query.terms() {
        let printed = ActivityQuery::term(term.clone()).to_string();
        prop_assert!(
            !printed.starts_with("computer:(") && !printed.starts_with("computer:\""),
            "{}",
            text
        );
    }
    let is_literal = |part: ExprRef<'_, _>| match part.view() {
        View::Term(_) => true,
        View::Not(part) => matches!(part.view(), View::Term(_)),
        View::All(_) | View::Any(_) => false,
    };
    let is_clause = |part: ExprRef<'_, _>| match part.view() {
        View::Any(parts) => parts.into_iter().all(is_literal),
        View::All(_) | View::Term(_) | View::Not(_) => is_literal(part),
    };
    let is_plain = match query.root() {
        View::All(parts) => parts.into_iter().all(is_clause),
        View::Any(_) | View::Term(_) | View::Not(_) => is_clause(query.as_ref()),
    };
    prop_assert!(is_plain, "{}", text);
    Ok(query)
}

/// Checks that an error names a part of the query with its position in the text.
fn is_placed(query: &ActivityQuery, error: &NotPortable) -> Result<(), TestCaseError> {
    let text = query.to_string();
    let Ok(ref read) = text.parse::<ActivityQuery>() else { return Ok(()) };
    let again = read.portable(1_000).unwrap_err();
    prop_assert_eq!(discriminant(error), discriminant(&again));
    let place = again.span().and_then(|span| text.get(span.range()));
    prop_assert!(place.is_some(), "{}", text);
    if let (NotPortable::KnownComputer { term, .. }, Some(place)) = (&again, place) {
        let named = place.parse::<ActivityQuery>().unwrap();
        prop_assert_eq!(&named.to_string(), term, "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn portable_text_selects_the_same((world, queries) in world::with_queries()) {
        for query in queries {
            match query.portable(1_000) {
                Ok(text) => {
                    let read = is_documented(&text)?;
                    let (own, decided) = (world.verdicts(&read), world.verdicts(&query));
                    prop_assert_eq!(own, decided, "{}\n{}", query, text);
                }
                Err(error) => is_placed(&query, &error)?,
            }
        }
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn portable_text_of_related_terms_selects_the_same(query in related()) {
        match query.portable(1_000) {
            Ok(text) => {
                let world = &*TELLING_WORLD;
                prop_assert_eq!(
                    world.verdicts(&is_documented(&text)?), world.verdicts(&query), "{}\n{}", query, text
                );
            }
            Err(error) => is_placed(&query, &error)?,
        }
    }

    #[test]
    fn portable_text_of_any_terms_selects_the_same(query in activity_query()) {
        match query.portable(1_000) {
            Ok(text) => {
                let read = is_documented(&text)?;
                if let (Some(one), Some(other)) = (verdicts(&query), verdicts(&read)) {
                    prop_assert_eq!(one, other, "{}\n{}", query, text);
                }
            }
            Err(error) => is_placed(&query, &error)?,
        }
    }

    #[test]
    fn portable_text_for_computers_selects_the_same(query in computer_query()) {
        if let Ok(text) = query.portable(1_000) {
            prop_assert!(ComputerQuery::highlight(&text).iter().all(|part| part.class != TokenClass::Group));
            let [one, other] = [query, text.parse().unwrap()].map(ActivityQuery::computer);
            if let (Some(one), Some(other)) = (verdicts(&one), verdicts(&other)) {
                prop_assert_eq!(one, other, "{}", text);
            }
        }
    }

    #[test]
    fn portable_dates_begin_where_the_dates_do(date in date()) {
        let text = ActivityQuery::created_after(date).portable(1).unwrap();
        let written: PartialDate = text.strip_prefix("created-after:").unwrap().parse().unwrap();
        prop_assert_eq!(written.start(), date.start());
    }
}

fn portable(text: &str) -> Result<String, NotPortable> {
    text.parse::<ActivityQuery>().unwrap().portable(100)
}

#[test]
fn computer_queries_are_split_into_single_terms() {
    for (text, expected) in [
        ("", ""),
        ("id:1 AND (status:failed)", "id:1 status:failed"),
        ("computer:(tag:a NOT tag:b)", "computer:tag:a NOT computer:tag:b"),
        ("NOT computer:(tag:a OR tag:b)", "NOT computer:tag:a NOT computer:tag:b"),
        ("computer:(NOT tag:a) computer:web", "NOT computer:tag:a computer:web"),
        (
            "computer:(NOT tag:a (tag:b OR tag:c))",
            "NOT computer:tag:a computer:tag:b OR computer:tag:c",
        ),
        ("computer:web NOT computer:(NOT tag:a)", "computer:web computer:tag:a"),
        (
            "computer:tag:b OR computer:tag:c NOT computer:(NOT tag:a)",
            "computer:tag:b OR computer:tag:c computer:tag:a",
        ),
        ("computer:title:\"My laptop\"", "computer:title:\"My laptop\""),
        (
            "created-after:2011 created-before:2011-02-01T10Z",
            "created-after:2011-01 created-before:2011-02-01T10:00",
        ),
        ("created-after:2011-02-01T00:30+02:00", "created-after:2011-01-31T22:30"),
        ("created-after:2011-02-01T00:00:01", "created-after:2011-02-01T00:00:01"),
        ("id:1 NOT id:1", "id:0 NOT id:0"),
    ] {
        assert_eq!(portable(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn parts_that_cannot_be_expressed_are_errors_with_positions() {
    for (text, place) in [
        ("id:1 computer:(NOT tag:a)", 5..25),
        ("computer:\" \"", 0..12),
        ("id:1 NOT computer:(NOT tag:a)", 9..29),
        ("computer:tag:b OR computer:(NOT tag:a)", 18..38),
    ] {
        let error = portable(text).unwrap_err();
        assert!(matches!(error, NotPortable::KnownComputer { .. }), "{text}");
        assert_eq!(error.span().unwrap().range(), place, "{text}");
        assert!(error.report(text).contains("[not-portable]"), "{text}");
    }
    let text = "status:failed computer:(tag:a \"my laptop\")";
    let error = portable(text).unwrap_err();
    assert!(matches!(error, NotPortable::QuotedKeyword { .. }));
    assert_eq!(&text[error.span().unwrap().range()], "\"my laptop\"");

    let text = "computer:((tag:a tag:b) OR (tag:c tag:d) OR (tag:e tag:f) OR (tag:g tag:h))";
    let error = text.parse::<ActivityQuery>().unwrap().portable(20).unwrap_err();
    assert!(matches!(error, NotPortable::TooLarge(_)));
    assert!(error.report(text).contains("more than 20 terms"), "{error}");
}

#[test]
fn terms_without_a_position_are_named() {
    let of_computers = |text: &str| ActivityQuery::computer(text.parse().unwrap());
    let query = of_computers("tag:b") | of_computers("NOT tag:a");
    let error = query.portable(100).unwrap_err();
    assert_eq!(error.span(), None);
    assert!(error.to_string().starts_with("`computer:(NOT tag:a)` selects only"), "{error}");
}

/// Alternatives are compared literal by literal to find one that requires a known computer,
/// up to a limit.
#[test]
fn alternatives_that_are_too_long_to_compare_are_refused() {
    let portable = |count: i64| {
        let ids = || (0..count).map(ActivityQuery::id);
        let of_computers = |text: &str| ActivityQuery::computer(text.parse().unwrap());
        let without = ActivityQuery::any(ids().chain([of_computers("NOT tag:a")]));
        let with = ActivityQuery::any(ids().chain([of_computers("tag:b")]));
        (without & with).portable(10_000)
    };
    assert_eq!(
        portable(2).unwrap(),
        "id:0 OR id:1 OR NOT computer:tag:a id:0 OR id:1 OR computer:tag:b"
    );
    assert!(matches!(portable(1_000), Err(NotPortable::KnownComputer { .. })));
}
