//! Generates terms whose values are nearly valid.

use activity_query::Language;
use activity_query::language::{FieldInfo, ValueKind, fields};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::parts::{one_of, text};

/// Pieces of dates, from left to right; one of each makes a date, or nearly one.
const DATE: [&[&str]; 8] = [
    &["2011", "2012", "1900", "2000", "2023", "0001", "9999", "0000", "999", "20111", "+2011"],
    &["-01", "-02", "-02", "-04", "-12", "-00", "-13", "-1", "-011", "-"],
    &["-01", "-28", "-29", "-30", "-31", "-00", "-32", "-1", "/01"],
    &["T00", "T10", "T23", "T24", "T1", "t10", " 10", "T"],
    &[":00", ":30", ":59", ":60", ":5", ":"],
    &[":00", ":15", ":59", ":60", ":61", ":5"],
    &[".0", ".5", ".05", ".123", ".1234", ".12345", ".123456", ".999999", ".1234567", "."],
    &["", "Z", "z", "+00:00", "-00:00", "+02:00", "-23:59", "+24:00", "+02:60", "+0200", "+02"],
];

/// A date, possibly without its end, and with an offset or something similar.
fn date() -> BoxedStrategy<String> {
    let pieces: Vec<_> = DATE.iter().map(|pieces| select(*pieces)).collect();
    // Most invalid dates have only one mistake, so that the rest is read too.
    let right = DATE.iter().map(|pieces| select(&pieces[..pieces.len() / 2])).collect::<Vec<_>>();
    let one_wrong = (right, 0..DATE.len(), pieces.clone()).prop_map(|(mut right, at, any)| {
        right[at] = any[at];
        right
    });
    let pieces = prop_oneof![3 => one_wrong, 1 => pieces];
    (pieces, 1..DATE.len())
        .prop_map(|(pieces, length)| {
            let zone = if length > 3 { pieces[DATE.len() - 1] } else { "" };
            [&pieces[..length], &[zone]].concat().concat()
        })
        .boxed()
}

const EDGES: &[u64] = &[
    0,
    1,
    999,
    1_000,
    8_760,
    525_600,
    1_000_000,
    // The largest numbers of 32, 63 and 64 bits.
    4_294_967_295,
    18_446_744_073_709,
    9_223_372_036_854_775_807,
    18_446_744_073_709_551_615,
];

fn number() -> BoxedStrategy<String> {
    let whole = prop_oneof![select(EDGES).boxed(), (0..20_000_u64).boxed(), any::<u64>().boxed()];
    (select(&["", "", "", "0", "000", "-", "+"][..]), whole, 0..3_u64)
        .prop_map(|(sign, whole, more)| format!("{sign}{}", u128::from(whole) + u128::from(more)))
        .boxed()
}

fn size() -> BoxedStrategy<String> {
    let fraction = prop_oneof![
        4 => Just(String::new()),
        3 => "\\.[0-9]{1,13}",
        1 => "\\.[0-9]{0,3}0{0,20}",
        1 => "\\.",
    ];
    let number =
        prop_oneof![5 => (0..3_000_u64).prop_map(|whole| whole.to_string()), 2 => number()];
    let unit = select(
        &["b", "B", "kb", "Kb", "Mb", "mB", "Gb", "Tb", "hz", "Hz", "khz", "MHZ", "Ghz", "Thz"][..],
    );
    let wrong = select(&["", "Pb", "GiB", " Gb", "G", "mhzb"][..]);
    (number, fraction, prop_oneof![9 => unit, 1 => wrong])
        .prop_map(|(number, fraction, unit)| format!("{number}{fraction}{unit}"))
        .boxed()
}

fn sizes() -> BoxedStrategy<String> {
    let gap = || select(&[" ", " ", " ", "  ", "\u{A0}", "\t", "", "\u{2003}", "\u{B}"][..]);
    let range = (size(), gap(), select(&["TO", "TO", "TO", "to", ".."][..]), gap(), size())
        .prop_map(|(least, before, to, after, most)| format!("[{least}{before}{to}{after}{most}]"));
    prop_oneof![size(), range].boxed()
}

/// A range or comparison of such values, valid or nearly so.
fn ranges(values: fn() -> BoxedStrategy<String>) -> BoxedStrategy<String> {
    let end = || prop_oneof![6 => values(), 1 => Just("*".to_owned())];
    let sign = select(&["", ">", ">=", "<", "<=", "<>", "=", "=>", "≥", "> ", "-", "!"][..]);
    let gap = || select(&[" ", " ", " ", "  ", "\u{A0}", "\t", ""][..]);
    let to = select(&["TO", "TO", "TO", "TO", "to", "..", "-", ","][..]);
    let range = (end(), gap(), to, gap(), end())
        .prop_map(|(least, before, to, after, most)| format!("[{least}{before}{to}{after}{most}]"));
    let bare = (end(), select(&["..", "-", ",", " TO ", "..."][..]), end())
        .prop_map(|(least, to, most)| format!("{least}{to}{most}"));
    let compared = (sign, end()).prop_map(|(sign, value)| format!("{sign}{value}"));
    prop_oneof![4 => compared, 4 => range, 1 => bare].boxed()
}

/// Whole numbers that are close to each other, or anywhere.
fn wholes() -> BoxedStrategy<String> {
    prop_oneof![3 => (-9..40_i64).prop_map(|own| own.to_string()), 1 => number()].boxed()
}

fn profile() -> BoxedStrategy<String> {
    let kind = select(&["usg", "security", "wsl", "script", "removal", "USG", "", "x"][..]);
    let status =
        select(&["", "", ":", ":pass", ":fail", ":in-progress", ":compliant", ":fail:x"][..]);
    (kind, number(), status).prop_map(|(kind, id, status)| format!("{kind}:{id}{status}")).boxed()
}

fn word() -> BoxedStrategy<String> {
    let words = [
        "failed",
        "canceled",
        "succeeded",
        "blocked",
        "waiting",
        "reboot",
        "license",
        "available",
        "upgrade-profile",
        "true",
        "1",
        "False",
        "none",
        "null",
        "None",
        "pro",
        "free_pro",
        "legacy",
        "owner",
        "owner:",
        "owner:jane",
        ":jane",
        "a:b:c",
        "web-farm",
        "Web",
        "1,2",
    ];
    select(words.to_vec()).prop_map(str::to_owned).boxed()
}

/// A value that is valid for the field, or nearly.
fn apt(field: &FieldInfo) -> BoxedStrategy<String> {
    match field.kind {
        ValueKind::NumberRange => ranges(wholes),
        ValueKind::Date => date(),
        ValueKind::DateRange => ranges(date),
        ValueKind::Quantity { .. } => sizes(),
        ValueKind::Id | ValueKind::Integer { .. } => number(),
        ValueKind::Form { .. } => prop_oneof![profile(), number(), word()].boxed(),
        ValueKind::OneOf { .. } => {
            prop_oneof![select(field.kind.words()).prop_map(str::to_owned), word()].boxed()
        }
        _ => prop_oneof![text(), word()].boxed(),
    }
}

/// Terms of any field, most with a value of its kind: as it is, in quotes, or in a group of
/// values.
pub(crate) fn near_terms<L: Language>() -> BoxedStrategy<String> {
    let any =
        prop_oneof![date(), number(), sizes(), ranges(wholes), profile(), word(), text()].boxed();
    let term = one_of(fields::<L>().map(|field| {
        let value = prop_oneof![4 => apt(field), 1 => any.clone()];
        (value, any.clone(), 0..8_u8)
            .prop_map(|(value, other, form)| match form {
                0 => format!("{}:({value} OR {other})", field.name),
                1 => format!("NOT {}:{value}", field.name),
                2 => format!("{}:\"{}\"", field.name, value.replace(['"', '\\'], "")),
                _ => format!("{}:{value}", field.name),
            })
            .boxed()
    }));
    vec(term, 1..4).prop_map(|terms| terms.join(" ")).boxed()
}
