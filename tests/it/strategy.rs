//! Random queries, random texts that are nearly queries, and mutations.

mod expr;
mod near_value;
mod parts;
mod text;

use activity_query::{ActivityQuery, ComputerQuery, PartialDate, Status};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

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

/// A date of any precision and zone.
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

/// One term of the computer language, each one equally likely.
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

/// One term of the activity language, each one equally likely.
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

/// The text of an activity query.
pub(crate) fn activity_text() -> BoxedStrategy<String> {
    activity_query().prop_map(|query| query.to_string()).boxed()
}

/// The text of a computer query.
pub(crate) fn computer_text() -> BoxedStrategy<String> {
    computer_query().prop_map(|query| query.to_string()).boxed()
}
