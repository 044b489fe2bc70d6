//! Generates random valid queries, with slips in them.

use activity_query::{ActivityQuery, ComputerQuery, Expr, Language, Status};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::slip::{Slipped, slipped};
use super::words::Choices;
use crate::strategy::{activity_text, computer_text, date, expressions, one_of};

fn small() -> impl Strategy<Value = i64> {
    0..60_i64
}

/// An OR of terms of one field, which could be written as a list.
fn any_of<T: Language>(term: impl Strategy<Value = Expr<T>> + 'static) -> BoxedStrategy<Expr<T>> {
    vec(term, 2..4).prop_map(Expr::any).boxed()
}

fn plain_computer_term() -> BoxedStrategy<ComputerQuery> {
    use ComputerQuery as Q;
    one_of([
        select(vec!["laptop", "server", "a"]).prop_map(Q::tag).boxed(),
        select(vec!["web01", "My laptop", "db"]).prop_map(Q::title).boxed(),
        select(vec!["web", "db", "My laptop"]).prop_map(Q::keyword).boxed(),
        small().prop_map(Q::id).boxed(),
        any_of(small().prop_map(Q::id)),
        select(vec!["jammy", "22.04"]).prop_map(Q::distribution).boxed(),
        small().prop_map(Q::license_id).boxed(),
        Just(Q::unlicensed()).boxed(),
        Just(Q::has_upgrade_profile()).boxed(),
        Just(Q::has_pro_management()).boxed(),
        (1..100_u32).prop_map(Q::last_ping).boxed(),
    ])
}

fn plain_activity_term() -> BoxedStrategy<ActivityQuery> {
    use ActivityQuery as Q;
    let status = || select(&Status::ALL[..]).prop_map(Q::status);
    let kind = || select(vec!["RestartRequest", "ShutdownRequest", "X"]).prop_map(Q::kind);
    one_of([
        small().prop_map(Q::id).boxed(),
        any_of(small().prop_map(Q::id)),
        small().prop_map(Q::parent_id).boxed(),
        any_of(small().prop_map(Q::parent_id)),
        status().boxed(),
        any_of(status()),
        kind().boxed(),
        any_of(kind()),
        date().prop_map(Q::created_after).boxed(),
        date().prop_map(Q::created_before).boxed(),
        select(vec!["jane@example.com", "Jane Doe"]).prop_map(Q::creator).boxed(),
        plain_computer_term().prop_map(Q::computer).boxed(),
        expressions(plain_computer_term()).prop_map(Q::computer).boxed(),
    ])
}

/// A text, or adjacent terms without parentheses.
fn texts<T: Language>(
    term: BoxedStrategy<Expr<T>>,
    any: BoxedStrategy<String>,
) -> BoxedStrategy<String> {
    let few = vec(term.clone(), 1..3).prop_map(Expr::all);
    prop_oneof![
        3 => expressions(term).prop_map(|query| query.to_string()),
        2 => few.prop_map(|query| query.to_string()),
        1 => any,
    ]
    .boxed()
}

fn slips<T: Language>(texts: BoxedStrategy<String>) -> BoxedStrategy<Slipped> {
    (texts, any::<usize>(), vec(any::<Index>(), 32))
        .prop_map(|(text, kind, choices)| slipped::<T>(&text, kind, Choices(choices)))
        .boxed()
}

/// One slip, or two adjacent ones, whose fixes are applied together.
fn one_or_two<T: Language>(texts: &BoxedStrategy<String>) -> BoxedStrategy<Slipped> {
    let one = slips::<T>(texts.clone());
    let two = (one.clone(), one.clone()).prop_map(|(one, other)| one.beside(&other));
    // `()` is not a query, although it would mean the empty one.
    let has_no_empty_group = |slip: &Slipped| slip.readings.iter().all(|text| !text.contains("()"));
    prop_oneof![6 => one, 1 => two.prop_filter("an empty group", has_no_empty_group)].boxed()
}

pub(super) fn activity_slip() -> BoxedStrategy<Slipped> {
    one_or_two::<activity_query::ActivityTerm>(&texts(plain_activity_term(), activity_text()))
}

pub(super) fn computer_slip() -> BoxedStrategy<Slipped> {
    one_or_two::<activity_query::ComputerTerm>(&texts(plain_computer_term(), computer_text()))
}
