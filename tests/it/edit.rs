//! Tests that edits of a text change neither the bytes nor the meaning of the rest.

use activity_query::edit::{self, Edited};
use activity_query::expr::{ExprRef, View};
use activity_query::{
    ActivityQuery, ActivityTerm, ComputerQuery, Expr, Language, ParseError, Spanned,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::rewrite::{TELLING_WORLD, related};
use crate::strategy::{activity_query, any_text, computer_query, config};
use crate::world;

/// Terms as people write them.
const TERMS: &[&str] = &[
    "id:1",
    "id:007",
    "status:failed",
    "status: canceled",
    "status:\"failed\"",
    "created-after:2011",
    "created-after:2012",
    "created-before:2013",
    "creator:a@b",
    "creator:\"é b\"",
    "type:Server(1)",
    "type:\")\"",
    "computer:tag:a",
    "computer:tag: b",
    "computer:(tag:a OR tag:b)",
    "computer:( (NOT tag:a) )",
    "computer:\"tag:a AND (tag:b)\"",
    "computer:\"title:\\\"é ü\\\"\"",
    "computer:cpu.size:[1Ghz TO 4Ghz]",
    "computer:\" \"",
    "status:(failed OR canceled)",
    "id:(1 OR NOT 007)",
    "id:( 1 NOT (2 OR 3) )",
    "type:(x AND (\"é )\") y)",
    "created-after:(2011)",
    "computer:tag:(a NOT b)",
];

const JOINTS: &[&str] = &[" ", "  ", " OR ", " OR ", "\u{A0}AND\n", " AND ", ")", "\t"];

/// Texts of queries with parentheses, connectives and blanks of all kinds.
fn written() -> BoxedStrategy<String> {
    let term = select(TERMS).prop_map(str::to_owned);
    let text = term.prop_recursive(4, 24, 4, |inner| {
        let negated =
            (0..3_usize, any::<bool>(), inner.clone()).prop_map(|(nots, closed, inner)| {
                let inner = if closed || nots > 0 { format!("({inner})") } else { inner };
                "NOT ".repeat(nots) + &inner
            });
        vec((negated, select(JOINTS)), 1..5).prop_map(|parts| {
            let mut text = String::new();
            for (at, (part, joint)) in parts.into_iter().enumerate() {
                match joint {
                    _ if at == 0 => {}
                    // A parenthesis needs no blank on either side.
                    ")" if text.ends_with(')') || part.starts_with('(') => {}
                    ")" => text.push(' '),
                    joint => text.push_str(joint),
                }
                text.push_str(&part);
            }
            text
        })
    });
    (select(&["", " ", "\u{A0} "][..]), text, select(&["", " ", "\n"][..]))
        .prop_map(|(before, text, after)| format!("{before}{text}{after}"))
        .prop_filter("a parenthesis behind a word is of the word", |text| {
            text.parse::<ActivityQuery>().is_ok()
        })
        .boxed()
}

/// Filters that such texts often contain, and others.
fn filter() -> BoxedStrategy<ActivityQuery> {
    let read = |text: &str| text.parse::<ActivityQuery>().unwrap();
    let term = select(TERMS).prop_map(read);
    prop_oneof![
        4 => term.clone(),
        1 => term.clone().prop_map(|term| !term),
        2 => (term.clone(), term.clone()).prop_map(|(one, other)| one & other),
        1 => (term.clone(), term).prop_map(|(one, other)| one | other),
        1 => written().prop_map(move |text| read(&text)),
        1 => related(),
        1 => world::with_queries().prop_map(|(_, queries)| queries[0].clone()),
    ]
    .boxed()
}

fn operands<T: Language>(query: &Expr<T>) -> Vec<Expr<T>> {
    match query.root() {
        View::All(parts) => parts.map(ExprRef::to_expr).collect(),
        View::Any(_) | View::Not(_) | View::Term(_) => vec![query.clone()],
    }
}

fn parsed(text: &str) -> ActivityQuery {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// Returns the terms of some operands as they are written in a text.
fn slices<'t>(text: &'t str, operands: &[ActivityQuery]) -> Vec<&'t str> {
    let span = |term: &Spanned<ActivityTerm>| &text[term.span().unwrap().range()];
    operands.iter().flat_map(Expr::terms).map(span).collect()
}

/// Checks that the edits produce the text, and change nothing else.
fn are_the_difference(old: &str, edited: &Edited) -> Result<(), TestCaseError> {
    let (mut text, mut at) = (String::new(), 0);
    for edit in &edited.edits {
        prop_assert!(at <= edit.span.start(), "{:?}", edited);
        text.push_str(&old[at..edit.span.start()]);
        text.push_str(&edit.text);
        at = edit.span.end();
    }
    text.push_str(&old[at..]);
    prop_assert_eq!(&text, &edited.text);
    Ok(())
}

/// Checks an edit that leaves out some operands: the others are unchanged, byte for byte, and
/// nothing was reprinted.
fn leaves_out(
    old: &str,
    edited: &Edited,
    is_out: impl Fn(&ActivityQuery) -> bool,
) -> Result<(), TestCaseError> {
    are_the_difference(old, edited)?;
    let rest: Vec<_> = operands(&parsed(old)).into_iter().filter(|part| !is_out(part)).collect();
    let left = operands(&parsed(&edited.text));
    prop_assert_eq!(&left, &rest, "{:?} became {:?}", old, edited.text);
    prop_assert_eq!(slices(&edited.text, &left), slices(old, &rest));
    for edit in &edited.edits {
        prop_assert!(edit.text.trim().is_empty(), "{:?}", edited);
    }
    let parentheses = |text: &str| text.matches(['(', ')']).count();
    prop_assert!(parentheses(&edited.text) <= parentheses(old));
    Ok(())
}

fn asks_of_time_alone(query: &ActivityQuery) -> bool {
    query.terms().all(|term| {
        matches!(term.value, ActivityTerm::CreatedAfter(_) | ActivityTerm::CreatedBefore(_))
    })
}

fn refuses<T: Language>(text: &str, filter: &Expr<T>) -> Result<(), TestCaseError> {
    let mistakes = text.parse::<Expr<T>>().err();
    let refusal = |edited: Result<Edited, ParseError>| match edited {
        Ok(edited) => {
            let valid = edited.text.parse::<Expr<T>>();
            valid.map(|_| None)
        }
        Err(error) => Ok(Some(error)),
    };
    for edited in [
        edit::add(text, filter),
        edit::remove(text, filter),
        edit::toggle(text, filter),
        edit::set(text, filter),
        edit::clear::<T>(text, &["id", "computer:tag", ""]),
    ] {
        let refusal = refusal(edited);
        prop_assert_eq!(refusal.as_ref(), Ok(&mistakes), "{:?}", text);
    }
    prop_assert_eq!(edit::has(text, filter).err(), mistakes);
    Ok(())
}

proptest! {
    #![proptest_config(config(300))]

    /// This also holds if the text is any query, for any records.
    #[test]
    fn an_added_filter_narrows_and_is_undone(
        text in written(),
        filter in filter(),
        (world, queries) in world::with_queries(),
    ) {
        let related = &*TELLING_WORLD;
        for (text, world) in [(text, related), (queries[0].to_string(), &world)] {
            let edited = edit::add(&text, &filter).unwrap();
            are_the_difference(&text, &edited)?;
            prop_assert!(edited.edits.iter().all(|edit| edit.span.is_empty()));
            prop_assert!(edit::has(&edited.text, &filter).unwrap());
            let (old, new) = (parsed(&text), parsed(&edited.text));
            let asked = world.verdicts(&old).into_iter().zip(world.verdicts(&filter));
            let asked: Vec<bool> = asked.map(|(old, filter)| old && filter).collect();
            prop_assert_eq!(world.verdicts(&new), asked, "{:?} became {:?}", text, edited.text);

            let had = operands(&old);
            let lacked = operands(&filter).iter().all(|operand| !had.contains(operand));
            let undone = edit::remove(&edited.text, &filter).unwrap();
            if lacked && !old.is_everything() {
                prop_assert_eq!(&undone.text, &text);
            }
        }
    }

    #[test]
    fn a_removed_filter_leaves_the_rest(text in written(), filter in filter()) {
        let edited = edit::remove(&text, &filter).unwrap();
        let removed = operands(&filter);
        leaves_out(&text, &edited, |operand| removed.contains(operand))?;
    }

    /// Removes from each text one of its operands, and two.
    #[test]
    fn what_a_text_has_is_removed(text in written(), one: usize, other: usize) {
        let all = operands(&parsed(&text));
        let removed = [all[one % all.len()].clone(), all[other % all.len()].clone()];
        let edited = edit::remove(&text, &ActivityQuery::all(removed.clone())).unwrap();
        leaves_out(&text, &edited, |operand| removed.contains(operand))?;
    }

    #[test]
    fn a_filter_toggled_twice_is_as_before(text in written(), filter in filter()) {
        let (had, toggled) = (operands(&parsed(&text)), operands(&filter));
        let of_it = toggled.iter().filter(|operand| had.contains(operand)).count();
        let once = edit::toggle(&text, &filter).unwrap();
        prop_assert!(filter.is_everything() || once.text != text);
        let twice = edit::toggle(&once.text, &filter).unwrap();
        let world = &*TELLING_WORLD;
        if of_it == 0 {
            prop_assert_eq!(&twice.text, &text);
        } else if of_it == toggled.len() {
            prop_assert_eq!(world.verdicts(&parsed(&twice.text)), world.verdicts(&parsed(&text)));
        }
    }

    #[test]
    fn a_window_is_set_and_cleared(text in written(), filter in filter()) {
        let window = parsed("created-after:2011 created-before:2012-06");
        let old = operands(&parsed(&text));
        let set = edit::set(&text, &window).unwrap();
        are_the_difference(&text, &set)?;
        let new = operands(&parsed(&set.text));
        let rest: Vec<_> = old.iter().filter(|part| !asks_of_time_alone(part)).cloned().collect();
        let left: Vec<_> = new.iter().filter(|part| !asks_of_time_alone(part)).cloned().collect();
        prop_assert_eq!(&left, &rest);
        prop_assert_eq!(slices(&set.text, &left), slices(&text, &rest));
        let times: Vec<_> = new.iter().filter(|part| asks_of_time_alone(part)).cloned().collect();
        prop_assert_eq!(&times, &operands(&window));
        let first = old.iter().position(asks_of_time_alone).unwrap_or(old.len());
        prop_assert_eq!(new.iter().position(asks_of_time_alone), Some(first));
        prop_assert_eq!(edit::set(&set.text, &window).unwrap().edits, []);

        let fields = ["created-after", "created-before"];
        let cleared = edit::clear::<ActivityTerm>(&text, &fields).unwrap();
        leaves_out(&text, &cleared, asks_of_time_alone)?;

        // After a filter is set, the text has it, and setting it again changes nothing.
        let any = edit::set(&text, &filter).unwrap();
        are_the_difference(&text, &any)?;
        prop_assert!(edit::has(&any.text, &filter).unwrap());
        prop_assert_eq!(edit::set(&any.text, &filter).unwrap().edits, []);
    }

    #[test]
    fn a_text_is_refused_if_it_is_not_a_query(
        text in any_text(),
        filter in activity_query(),
        computers in computer_query(),
    ) {
        refuses::<ActivityTerm>(&text, &filter)?;
        refuses(&text, &computers)?;
    }
}

#[test]
fn many_operands_are_edited_in_one_pass() {
    let text = "id:1 AND (id:2) NOT (id:3 OR id:4) ".repeat(20_000);
    let filter: ActivityQuery = "id:2 NOT (id:3 OR id:4)".parse().unwrap();
    let edited = edit::remove(&text, &filter).unwrap();
    assert_eq!(edited.text.trim_end(), vec!["id:1"; 20_000].join(" "));
    let edited = edit::set(&text, &ActivityQuery::id(5)).unwrap();
    assert_eq!(edited.text, "id:5 ");
}

#[test]
fn a_filter_that_is_too_much_for_the_text_is_refused() {
    let text = "id:1 ".repeat(100_000);
    let error = edit::add(&text, &ActivityQuery::id(2)).unwrap_err();
    assert_eq!(error.text(), text.clone() + "id:2");
    let deep = (0..70).fold(ComputerQuery::tag("a"), |query, _| {
        !(query | ComputerQuery::tag("b") & ComputerQuery::tag("c"))
    });
    assert!(edit::add("", &deep).is_err());
}
