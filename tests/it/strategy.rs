//! Generates random queries, random texts that are nearly queries, and mutations.

mod expr;
mod near_value;
mod parts;
mod text;

use activity_query::{
    ActivityQuery, ComputerQuery, DateRange, Expr, NumberRange, PartialDate, Status,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::oracle::issue::{IssueTerm, State};

pub(crate) use expr::{config, expressions};
pub(crate) use near_value::near_terms;
pub(crate) use parts::one_of;
pub(crate) use parts::text as value;
use parts::{NASTY, id, text};
use parts::{OF_TEXT, computer_terms_without_text};
pub(crate) use text::{any_text, known_near_query, mutated, near_query};

/// Arbitrary text.
pub(crate) fn arbitrary() -> BoxedStrategy<String> {
    prop_oneof![
        any::<String>(),
        vec(any::<char>(), 0..16).prop_map(String::from_iter),
        vec(select(NASTY), 0..16).prop_map(|pieces| pieces.concat()),
        "[ -~\u{A0}]{0,40}",
    ]
    .boxed()
}

/// A date of any precision and offset.
pub(crate) fn date() -> BoxedStrategy<PartialDate> {
    let zone = prop_oneof![
        Just(String::new()),
        Just("Z".to_owned()),
        (select(&["+", "-"][..]), 0..24_u8, 0..60_u8)
            .prop_map(|(sign, hours, minutes)| format!("{sign}{hours:02}:{minutes:02}")),
    ];
    let year = prop_oneof![1..=9999_u16, 1990..2040_u16];
    let day = (year, 1..=12_u8, 1..=31_u8);
    let time = (0..24_u8, 0..60_u8, 0..60_u8, 0..1_000_000_u32);
    (day, time, 0..7_usize, 1..=6_usize, zone)
        .prop_filter_map("no such day", |(day, time, precision, digits, zone)| {
            let (hour, minute, second, micros) = time;
            let fraction = format!("{micros:06}");
            let parts = [
                format!("{:04}", day.0),
                format!("-{:02}", day.1),
                format!("-{:02}", day.2),
                format!("T{hour:02}"),
                format!(":{minute:02}"),
                format!(":{second:02}"),
                format!(".{}", &fraction[..digits]),
            ];
            let zone = if precision > 2 { zone } else { String::new() };
            format!("{}{zone}", parts[..=precision].concat()).parse().ok()
        })
        .boxed()
}

/// One term of the computer language, all kinds equally likely.
pub(crate) fn computer_term() -> BoxedStrategy<ComputerQuery> {
    use ComputerQuery as Q;
    let of_text = OF_TEXT.iter().map(|&make| text().prop_map(make).boxed()).collect::<Vec<_>>();
    let others = vec![
        text().prop_map(Q::keyword).boxed(),
        id().prop_map(Q::id).boxed(),
        "[a-z0-9-]{1,8}".prop_map(Q::search).boxed(),
        id().prop_map(Q::license_id).boxed(),
        (text(), text())
            .prop_map(|(key, value)| Q::annotation_value(key.replace(':', "_"), value))
            .boxed(),
    ];
    one_of(of_text.into_iter().chain(others).chain(computer_terms_without_text()))
}

/// A computer query of any terms.
pub(crate) fn computer_query() -> BoxedStrategy<ComputerQuery> {
    expressions(computer_term())
}

/// One term of the activity language, all kinds equally likely.
pub(crate) fn activity_term() -> BoxedStrategy<ActivityQuery> {
    use ActivityQuery as Q;
    one_of([
        id().prop_map(Q::id).boxed(),
        id().prop_map(Q::parent_id).boxed(),
        select(&Status::ALL[..]).prop_map(Q::status).boxed(),
        date().prop_map(Q::created_after).boxed(),
        date().prop_map(Q::created_before).boxed(),
        text().prop_map(Q::creator).boxed(),
        computer_query().prop_map(Q::computer).boxed(),
        computer_term().prop_map(Q::computer).boxed(),
        text().prop_map(Q::kind).boxed(),
    ])
}

/// An activity query of any terms.
pub(crate) fn activity_query() -> BoxedStrategy<ActivityQuery> {
    expressions(activity_term())
}

/// A range or comparison of whole numbers, most of them close to each other.
pub(crate) fn number_range() -> BoxedStrategy<NumberRange> {
    let number =
        || prop_oneof![4 => -2..12_i64, 1 => any::<i64>(), 1 => select(&[i64::MIN, i64::MAX][..])];
    prop_oneof![
        number().prop_map(NumberRange::exactly),
        number().prop_map(NumberRange::at_least),
        number().prop_map(NumberRange::at_most),
        (number(), number()).prop_map(|(one, other)| {
            NumberRange::between(one.min(other), one.max(other)).unwrap()
        }),
    ]
    .boxed()
}

/// A range or comparison of dates.
pub(crate) fn date_range(date: fn() -> BoxedStrategy<PartialDate>) -> BoxedStrategy<DateRange> {
    let compared: &[fn(PartialDate) -> DateRange] = &[
        DateRange::within,
        DateRange::after,
        DateRange::since,
        DateRange::until,
        DateRange::before,
    ];
    prop_oneof![
        1 => Just(DateRange::any()),
        6 => (select(compared), date()).prop_map(|(make, date)| make(date)),
        3 => (date(), date()).prop_map(|(one, other)| {
            DateRange::between(one, other).or(DateRange::between(other, one)).unwrap()
        }),
    ]
    .boxed()
}

/// An issue query of any terms.
pub(crate) fn issue_query() -> BoxedStrategy<Expr<IssueTerm>> {
    let texts = text().prop_map(|text| text.try_into().unwrap());
    let term = prop_oneof![
        2 => texts.clone().prop_map(IssueTerm::Word),
        2 => texts.prop_map(IssueTerm::Title),
        1 => select(&[State::Open, State::Closed][..]).prop_map(IssueTerm::State),
        4 => number_range().prop_map(IssueTerm::Comments),
        4 => date_range(date).prop_map(IssueTerm::Created),
    ];
    expressions(term.prop_map(Expr::term).boxed())
}

/// The text of an issue query.
pub(crate) fn issue_text() -> BoxedStrategy<String> {
    issue_query().prop_map(|query| query.to_string()).boxed()
}

/// The text of an activity query.
pub(crate) fn activity_text() -> BoxedStrategy<String> {
    activity_query().prop_map(|query| query.to_string()).boxed()
}

/// The text of a computer query.
pub(crate) fn computer_text() -> BoxedStrategy<String> {
    computer_query().prop_map(|query| query.to_string()).boxed()
}
