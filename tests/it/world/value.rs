//! Generates random values of fields: from sets of words few of which are frequent, with
//! nulls and values of another kind.

use activity_query::model::{FromRecord, Record};
use chrono::{SecondsFormat, TimeDelta};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::now;

/// Words that are easily compared wrongly: with characters that are special in patterns, and
/// with non-ASCII letters that have case. Many records have the first ones, and few the last.
const WORDS: [&[&str]; 3] = [
    &["laptop", "server", "web-01", "a_b"],
    &["Laptop", "lap", "WEB-01.example.com", "a%b", "ß", "i", "I", "K", "k", "\u{212a}"],
    &[
        "%",
        "_",
        "\\",
        "\"",
        "'",
        "SS",
        "ı",
        "İ",
        "pro",
        "unlicensed",
        "computer-offline",
        "Not available",
        "None",
        "é",
        "É",
        " ",
        "a b",
        "日本",
    ],
];

/// Ids that a float or a 32-bit number can't represent, and the largest ones.
pub(super) const LARGE: [i64; 5] = [1 << 31, (1 << 53) + 1, i64::MAX - 1, i64::MAX, i64::MAX];

pub(super) type Field = BoxedStrategy<Option<Value>>;

pub(crate) fn word() -> BoxedStrategy<String> {
    let [common, usual, rare] = WORDS;
    prop_oneof![6 => select(common), 3 => select(usual), 1 => select(rare)]
        .prop_map(str::to_owned)
        .boxed()
}

pub(super) fn one_of(values: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(values).prop_map(Value::from).boxed()
}

/// One of a few numbers, or a large one.
pub(super) fn number() -> BoxedStrategy<i64> {
    prop_oneof![12 => 0..6_i64, 1 => select(&LARGE[..])].boxed()
}

/// Times around the time of the queries, at the limits of minutes, hours and days and next to
/// them.
pub(super) fn time() -> BoxedStrategy<String> {
    let span = prop_oneof![
        4 => (0..=8_i64).prop_map(TimeDelta::days),
        2 => (9..=40_i64).prop_map(TimeDelta::days),
        3 => (0..=30_i64).prop_map(TimeDelta::hours),
        2 => (0..=90_i64).prop_map(TimeDelta::minutes),
        1 => (300..=800_i64).prop_map(TimeDelta::days),
    ];
    let beside = select(&[0, 0, 0, 0, 1_000, -1_000, 1, -1, 999][..]);
    let zones = select(&["Z", "Z", "Z", "+02:00", "-09:30"][..]);
    let near = (span, prop::bool::weighted(0.8), beside, zones).prop_map(
        |(span, is_past, nanoseconds, zone)| {
            let span = if is_past { -span } else { span };
            let time = now() + span + TimeDelta::nanoseconds(nanoseconds);
            let zone = format!("2024-07-11T00:00:00{zone}");
            let zone = chrono::DateTime::parse_from_rfc3339(&zone).unwrap();
            time.with_timezone(&zone.timezone()).to_rfc3339_opts(SecondsFormat::AutoSi, true)
        },
    );
    let far = &[
        "2016-12-31T23:59:60Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T12:00:00",
    ];
    prop_oneof![30 => near, 1 => select(&far[..]).prop_map(str::to_owned)].boxed()
}

/// A value of another kind than in most fields.
pub(super) fn odd() -> BoxedStrategy<Value> {
    let values = vec![
        json!(7),
        json!(-1),
        json!(1.5),
        json!(true),
        json!(u64::MAX),
        json!(""),
        json!("None"),
        json!("Not available"),
        json!("Odd"),
        json!([]),
        json!([null, 7, {}, ["laptop"], "laptop"]),
        json!({}),
        json!({"x": 1}),
    ];
    select(values).boxed()
}

/// A field that may be absent, null, or of another kind.
pub(super) fn field(value: impl Strategy<Value = Value> + 'static) -> Field {
    prop_oneof![
        14 => value.prop_map(Some),
        2 => Just(None),
        1 => Just(Some(Value::Null)),
        1 => odd().prop_map(Some),
    ]
    .boxed()
}

/// A field whose value, if it has one, must be of its kind.
pub(super) fn strict(value: impl Strategy<Value = Value> + 'static) -> Field {
    prop_oneof![
        14 => value.prop_map(Some),
        2 => Just(None),
        1 => Just(Some(Value::Null)),
        1 => Just(Some(json!("None"))),
    ]
    .boxed()
}

pub(super) fn text() -> Field {
    field(prop_oneof![14 => word(), 1 => Just(String::new())].prop_map(Value::from))
}

/// A text of one or two words.
pub(super) fn name() -> Field {
    let two = (word(), word()).prop_map(|(one, other)| format!("{one}-{other}"));
    let empty = Just(String::new());
    field(prop_oneof![10 => word(), 5 => two, 1 => empty].prop_map(Value::from))
}

/// A list, some of whose elements are of another kind.
pub(super) fn list(
    element: impl Strategy<Value = Value> + 'static,
    most: usize,
) -> BoxedStrategy<Value> {
    let element = prop_oneof![12 => element, 1 => Just(Value::Null), 1 => odd()];
    vec(element, 0..=most).prop_map(Value::from).boxed()
}

pub(super) fn timed() -> Field {
    field(time().prop_map(Value::from))
}

pub(super) fn flag() -> Field {
    field(any::<bool>().prop_map(Value::from))
}

pub(super) fn id() -> Field {
    field(number().prop_map(Value::from))
}

/// An object with these fields.
pub(super) fn object(fields: Vec<(&'static str, Field)>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values
        .prop_map(move |values| {
            let fields = names.iter().zip(values);
            let given = fields.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
            Value::Object(given.collect::<Map<_, _>>())
        })
        .boxed()
}

pub(super) fn objects(fields: Vec<(&'static str, Field)>) -> Field {
    field(list(object(fields), 3))
}

/// A record of these fields.
pub(super) fn record<T: FromRecord>(
    id: BoxedStrategy<i64>,
    fields: Vec<(&'static str, Field)>,
) -> BoxedStrategy<Record<T>> {
    (id, object(fields))
        .prop_map(|(id, mut record)| {
            record["id"] = id.into();
            record.to_string().parse().unwrap()
        })
        .boxed()
}
