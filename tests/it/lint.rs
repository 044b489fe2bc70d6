//! Tests that lints are sound, and that their fixes do what they say.

use std::time::{Duration, Instant};

use activity_query::{ActivityQuery, Code, ComputerQuery, Diagnostic, Fix, Limits, Span};
use proptest::prelude::*;

use crate::rewrite::{TELLING_WORLD, related};
use crate::strategy::{any_text, computer_query, config};
use crate::world;

/// The lints that parsing does not report.
const OF_WHOLE_QUERIES: [Code; 6] = [
    Code::NeverMatches,
    Code::AlwaysMatches,
    Code::IdlePart,
    Code::DuplicatePart,
    Code::SubsumedPart,
    Code::AmbiguousOr,
];

/// Checks the lints of a query in a text, given what it selects.
fn are_sound(
    text: &str,
    verdicts: impl Fn(&ActivityQuery) -> Vec<bool>,
) -> Result<(), TestCaseError> {
    let query: ActivityQuery = text.parse().unwrap();
    let lints = ActivityQuery::lint(text);
    let decided = verdicts(&query);
    prop_assert!(lints.is_sorted_by_key(|lint| lint.span), "{:?}", lints);
    for lint in &lints {
        prop_assert!(text.get(lint.span.range()).is_some_and(|part| !part.is_empty()));
        prop_assert!(!lint.is_error());
        match lint.code {
            Code::NeverMatches => prop_assert!(!decided.contains(&true), "{}", text),
            Code::AlwaysMatches => prop_assert!(!decided.contains(&false), "{}", text),
            _ => {}
        }
        if !OF_WHOLE_QUERIES.contains(&lint.code) || lint.fixes.is_empty() {
            continue;
        }
        // A part that can be left out or put in parentheses.
        let part = &text[lint.span.range()];
        let is_part =
            part.parse::<ActivityQuery>().is_ok() || part.parse::<ComputerQuery>().is_ok();
        prop_assert!(is_part, "{}\n{:?}", text, lint);
        let fixed = Fix::apply_all(&lint.fixes, text);
        let read: ActivityQuery = fixed.parse().unwrap();
        prop_assert_eq!(verdicts(&read), decided.clone(), "{}\n{}\n{:?}", text, fixed, lint);
        if lint.code == Code::AmbiguousOr {
            prop_assert_eq!(&read, &query, "{}", fixed);
        }
        let left = ActivityQuery::lint(&fixed);
        let same = |other: &Diagnostic| other.code == lint.code && other.span == lint.span;
        prop_assert!(
            left.len() < lints.len() || !left.iter().any(same),
            "{}\n{}\n{:?}\n{:?}",
            text,
            fixed,
            lint,
            left
        );
    }
    let own = lints.iter().filter(|lint| OF_WHOLE_QUERIES.contains(&lint.code));
    let fixed = Fix::apply_all(own.flat_map(|lint| &lint.fixes), text);
    let read: Result<ActivityQuery, _> = fixed.parse();
    prop_assert!(read.is_ok(), "{}\n{}", text, fixed);
    prop_assert_eq!(verdicts(&read.unwrap()), decided, "{}\n{}\n{:?}", text, fixed, lints);
    Ok(())
}

/// Returns the text with redundant parentheses, and AND between terms.
fn loosened(text: &str) -> String {
    let loose = text.replace("id:1", "(id:1)").replace("status:failed", "((status:failed))");
    loose.replace(") (", ") AND (")
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn lints_are_sound((world, queries) in world::with_queries()) {
        for query in queries {
            are_sound(&query.to_string(), |query| world.verdicts(query))?;
        }
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn lints_of_related_terms_are_sound(query in related()) {
        let world = &*TELLING_WORLD;
        let text = query.to_string();
        are_sound(&text, |query| world.verdicts(query))?;
        are_sound(&loosened(&text), |query| world.verdicts(query))?;
    }

    #[test]
    fn lints_of_any_text_hold_what_the_parser_says(text in any_text()) {
        let lints = ActivityQuery::lint(&text);
        let parsed = match ActivityQuery::parse(&text, &Limits::default()) {
            Ok(parsed) => parsed.warnings,
            Err(error) => error.diagnostics().to_vec(),
        };
        // A guess is dropped if a lint would remove what it changes.
        let said = |found: &Diagnostic| (found.code, found.span, found.message.clone());
        let of_parser = lints.iter().filter(|lint| !OF_WHOLE_QUERIES.contains(&lint.code));
        for (lint, parsed) in of_parser.clone().zip(&parsed) {
            prop_assert!(lint.fixes.is_empty() || lint.fixes == parsed.fixes, "{:?}", lint);
        }
        prop_assert!(of_parser.map(said).eq(parsed.iter().map(said)));
        for lint in lints {
            prop_assert!(text.get(lint.span.range()).is_some());
            let mut edits = lint.fixes.iter().flat_map(|fix| &fix.edits);
            prop_assert!(edits.all(|edit| text.get(edit.span.range()).is_some()));
        }
    }

    /// Applying certain fixes ends, and adds no mistakes.
    #[test]
    fn fixing_comes_to_an_end(text in any_text()) {
        let fixed = ActivityQuery::fix(&text);
        prop_assert_eq!(&fixed.left, &ActivityQuery::lint(&fixed.text));
        let certain = fixed.left.iter().find(|left| left.certain_fix().is_some());
        prop_assert_eq!(certain, None, "{:?} became {:?}", text, fixed.text);
        let mistakes = |found: &[Diagnostic]| found.iter().filter(|one| one.is_error()).count();
        let before = mistakes(&ActivityQuery::lint(&text));
        prop_assert!(mistakes(&fixed.left) <= before, "{:?} became {:?}", text, fixed.text);
        if let Ok(query) = text.parse::<ActivityQuery>()
            && !query.names_searches()
        {
            let read: ActivityQuery = fixed.text.parse().unwrap();
            let world = &*TELLING_WORLD;
            prop_assert_eq!(world.verdicts(&read), world.verdicts(&query), "{:?}", fixed.text);
        }
    }

    #[test]
    fn lints_for_computers_are_those_inside(query in computer_query()) {
        let text = query.to_string();
        let before = "computer:(";
        let inside = format!("{before}{text})");
        if let Ok(read) = inside.parse::<ActivityQuery>() && read == ActivityQuery::computer(query) {
            let within = ActivityQuery::lint(&inside);
            for lint in ComputerQuery::lint(&text) {
                let is_whole = matches!(lint.code, Code::NeverMatches | Code::AlwaysMatches);
                let (start, end) = (lint.span.start() + before.len(), lint.span.end() + before.len());
                let same = |other: &Diagnostic| {
                    (other.code == lint.code || is_whole) && other.span == Span::new(start, end)
                };
                prop_assert!(within.iter().any(same), "{}\n{:?}\n{:?}", text, lint, within);
            }
        }
    }
}

#[test]
fn a_long_query_is_linted_at_once() {
    let each = |count: usize, text: fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>();
    for text in [
        each(5_000, |id| format!("id:{id}")).join(" OR "),
        each(5_000, |_| "id:7".to_owned()).join(" OR "),
        each(10_000, |id| format!("id:{id}")).join(" "),
        each(500, |id| format!("(id:{id} id:7)")).join(" OR "),
        each(2_000, |id| format!("parent-id:{id} OR id:{id}")).join(" "),
        format!("computer:({})", each(3_000, |id| format!("NOT tag:t{}", id % 9)).join(" ")),
    ] {
        let begun = Instant::now();
        let lints = ActivityQuery::lint(&text);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "{took:?} for {text:.60}");
        assert!(lints.len() <= 1_000);
    }
}

/// Returns the text without the marks around a span, and the span.
fn marked(text: &str) -> (String, Span) {
    let (start, end) = (text.find('⟨').unwrap(), text.find('⟩').unwrap());
    (text.replace(['⟨', '⟩'], ""), Span::new(start, end - '⟨'.len_utf8()))
}

/// The marks are around the span of the lint.
#[test]
fn messages_say_what_decides() {
    for (text, message) in [
        (
            "⟨id:1 status:failed id:2⟩",
            "no activity can match: `id:1` and `id:2` exclude each other",
        ),
        (
            "⟨id:1 id:2 status:failed status:canceled⟩",
            "no activity can match: `id:1` and `id:2` exclude each other; \
             `status:failed` and `status:canceled` exclude each other",
        ),
        (
            "⟨(id:1 id:2) OR (id:3 id:4)⟩",
            "no activity can match: `id:1` and `id:2` exclude each other; \
             `id:3` and `id:4` exclude each other",
        ),
        (
            "⟨id:1 (id:2 OR id:3)⟩",
            "no activity can match: `id:1` and `id:2` exclude each other; \
             `id:1` and `id:3` exclude each other",
        ),
        (
            "⟨id:1 id:2 id:3 id:4⟩ computer:(tag:a NOT tag:a tag:b NOT tag:b)",
            "no activity can match: `id:1` and `id:2` exclude each other; \
             `id:1` and `id:3` exclude each other; `id:1` and `id:4` exclude each other; \
             there is 1 more reason",
        ),
        (
            "⟨id:1 OR NOT id:1 OR parent-id:2 OR NOT parent-id:2⟩",
            "every activity matches: `id:1` or `NOT id:1` is always true; \
             `parent-id:2` or `NOT parent-id:2` is always true",
        ),
        ("⟨tag:a NOT tag:a⟩", "no computer can match: `tag:a` and `NOT tag:a` exclude each other"),
        (
            "⟨NOT id:1 OR NOT id:2⟩",
            "every activity matches: `NOT id:1` or `NOT id:2` is always true",
        ),
        ("NOT (⟨id:1 id:2⟩)", "every activity matches: `NOT id:1` or `NOT id:2` is always true"),
        (
            "computer:(⟨tag:a NOT tag:a⟩)",
            "no activity can match: `tag:a` and `NOT tag:a` exclude each other",
        ),
        (
            "computer:(⟨tag:a OR NOT tag:a⟩)",
            "every computer matches: `tag:a` or `NOT tag:a` is always true",
        ),
        (
            "id:1 OR ⟨(id:2 id:3)⟩",
            "this part never matches here: `id:2` and `id:3` exclude each other",
        ),
        ("id:1 ⟨NOT id:2⟩", "`NOT id:2` changes nothing beside `id:1`"),
        ("id:1 OR ⟨id:1⟩", "`id:1` is repeated"),
        ("creator:a@b OR ⟨creator:A@b⟩", "`creator:A@b` is equivalent to `creator:a@b`"),
        (
            "⟨created-after:2011⟩ created-after:2012",
            "`created-after:2011` changes nothing beside `created-after:2012`",
        ),
        (
            "type:RestartRequest ⟨id:1 OR parent-id:2⟩",
            "`OR` binds tighter than a blank: this reads as `(id:1 OR parent-id:2)`, and parentheses would show it",
        ),
    ] {
        let (text, place) = marked(text);
        let is_computer = text.starts_with("tag");
        let lints =
            if is_computer { ComputerQuery::lint(&text) } else { ActivityQuery::lint(&text) };
        let found: Vec<_> = lints.iter().map(|lint| (lint.message.as_str(), lint.span)).collect();
        assert_eq!(found, [(message, place)], "{text}");
    }
    for text in [
        "",
        "id:1",
        "status:failed OR status:canceled",
        "type:RestartRequest id:1 OR id:2",
        "type:RestartRequest (id:1 OR parent-id:2)",
        "computer:tag:a computer:tag:b",
    ] {
        assert_eq!(ActivityQuery::lint(text), [], "{text}");
    }
}
