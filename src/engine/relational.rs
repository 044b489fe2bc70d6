//! [`Relational`]: what engines of tables can ask of a row, and what each term
//! asks in these words.

pub(super) mod activity;
pub(super) mod computer;

use chrono::{DateTime, Utc};

use super::column::Column;

/// An engine of tables. A test is `None` if the service does not have the
/// column that it asks.
pub(super) trait Relational {
    /// Whether a row passes.
    type Test;

    /// What `last-ping:24` counts from.
    fn now(&self) -> DateTime<Utc>;

    fn is_number(&self, column: Column, number: i64) -> Option<Self::Test>;

    fn equals(&self, column: Column, text: &str) -> Option<Self::Test>;

    fn equals_ignoring_case(&self, column: Column, text: &str) -> Option<Self::Test>;

    /// Whether the text, its case ignored, is one of these, which have lower case.
    fn is_one_ignoring_case(&self, column: Column, texts: Vec<String>) -> Option<Self::Test>;

    fn contains(&self, column: Column, part: &str) -> Option<Self::Test>;

    fn contains_ignoring_case(&self, column: Column, part: &str) -> Option<Self::Test>;

    fn is_flag(&self, column: Column, flag: Flag) -> Option<Self::Test>;

    fn is_absent(&self, column: Column) -> Option<Self::Test>;

    fn compares(&self, column: Column, comparison: Comparison) -> Option<Self::Test>;

    /// Whether no more microseconds lie between the one time and the other.
    fn took_at_most(&self, from: Column, to: Column, most: i64) -> Option<Self::Test>;

    /// Whether a computer's access group is this one or is below it.
    fn is_group_or_below(&self, name: &str) -> Option<Self::Test>;

    /// Whether a row of another table about this computer passes.
    fn one_row(&self, computer: Column, passes: Self::Test) -> Option<Self::Test>;

    fn all<const N: usize>(&self, parts: [Self::Test; N]) -> Self::Test;

    fn any<const N: usize>(&self, parts: [Self::Test; N]) -> Self::Test;

    fn not(&self, part: Self::Test) -> Self::Test;
}

/// A flag that a row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    Up,
    Down,
}

/// How a number or a time lies to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    AtLeast(i64),
    AtMost(i64),
    Below(i64),
}

/// The first microsecond that is not before the time: columns hold no less.
fn since(time: DateTime<Utc>) -> i64 {
    let rest = i64::from(!time.timestamp_subsec_nanos().is_multiple_of(1_000));
    time.timestamp_micros().saturating_add(rest)
}

/// The pattern of LIKE that every text which contains this one matches, and no
/// other.
pub(super) fn pattern_of(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for letter in part.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The parts joined by twos, so that what they become is as shallow as can be:
/// engines bound how deep a condition is. `None` if there is no part.
pub(super) fn by_halves<T>(mut parts: Vec<T>, join: impl Fn(T, T) -> T) -> Option<T> {
    while parts.len() > 1 {
        let mut halved = Vec::with_capacity(parts.len().div_ceil(2));
        let mut rest = parts.into_iter();
        while let Some(left) = rest.next() {
            halved.push(match rest.next() {
                Some(right) => join(left, right),
                None => left,
            });
        }
        parts = halved;
    }
    parts.pop()
}
