//! [`DateRange`]: a range of dates.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::range::{Comparison, WrittenRange};
use crate::query::value::{PartialDate, ValueError};

/// A range of time: within a date, from one date to another, or on one side of a date:
/// `2024-01`, `>=2024-01`, `<2024`, `[2024-01 TO 2024-03]`, `[2024-01 TO *]`, `*`.
///
/// A date covers its whole interval: `2024-01` is all of January. So `>2024-01` begins after
/// January, `<2024-01` ends before it, and `>=2024-01`, `<=2024-01` and both ends of a range
/// include all of it.
///
/// ```
/// use activity_query::DateRange;
///
/// let range: DateRange = "[2024-01 TO 2024-03]".parse()?;
/// assert!(range.holds("2024-03-31T23:59:59Z".parse().unwrap()));
/// assert_eq!(range.start().unwrap().to_rfc3339(), "2024-01-01T00:00:00+00:00");
/// assert_eq!(range.end().unwrap().to_rfc3339(), "2024-04-01T00:00:00+00:00");
///
/// let later: DateRange = ">2024-01".parse()?;
/// assert_eq!(later, DateRange::after("2024-01".parse()?));
/// assert!(!later.holds("2024-01-31T12:00:00Z".parse().unwrap()));
/// assert_eq!(later.end(), None);
/// # Ok::<(), activity_query::ValueError>(())
/// ```
///
/// A range keeps its dates as they were written, and prints them that way: `>2024-01` and
/// `>=2024-02` cover the same time, but are two values. `[2024-01 TO *]` equals `>=2024-01`,
/// and `[2024-01 TO 2024-01]` equals `2024-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange(WrittenRange<PartialDate>);

impl DateRange {
    /// Any time.
    #[must_use]
    pub const fn any() -> Self {
        Self(WrittenRange::Any)
    }

    /// Within the date: `2024-01`.
    #[must_use]
    pub const fn within(date: PartialDate) -> Self {
        Self(WrittenRange::One(date))
    }

    /// After the end of the date: `>2024-01`.
    #[must_use]
    pub const fn after(date: PartialDate) -> Self {
        Self(WrittenRange::Compared(Comparison::Above, date))
    }

    /// From the start of the date on: `>=2024-01`.
    #[must_use]
    pub const fn since(date: PartialDate) -> Self {
        Self(WrittenRange::Compared(Comparison::AtLeast, date))
    }

    /// Up to the end of the date: `<=2024-01`.
    #[must_use]
    pub const fn until(date: PartialDate) -> Self {
        Self(WrittenRange::Compared(Comparison::AtMost, date))
    }

    /// Before the start of the date: `<2024-01`.
    #[must_use]
    pub const fn before(date: PartialDate) -> Self {
        Self(WrittenRange::Compared(Comparison::Below, date))
    }

    /// From the start of one date to the end of another: `[2024-01 TO 2024-03]`; `None` if
    /// the second one ends before the first one begins.
    #[must_use]
    pub fn between(first: PartialDate, last: PartialDate) -> Option<Self> {
        if first == last {
            return Some(Self::within(first));
        }
        (first.start() < last.end()).then_some(Self(WrittenRange::Between(first, last)))
    }

    /// Returns the first instant, or `None` if the range has no start.
    #[must_use]
    pub fn start(&self) -> Option<DateTime<Utc>> {
        match &self.0 {
            WrittenRange::Any
            | WrittenRange::Compared(Comparison::AtMost | Comparison::Below, _) => None,
            WrittenRange::Compared(Comparison::Above, date) => Some(date.end()),
            WrittenRange::One(date)
            | WrittenRange::Compared(Comparison::AtLeast, date)
            | WrittenRange::Between(date, _) => Some(date.start()),
        }
    }

    /// Returns the first instant after the range, or `None` if it has no end.
    #[must_use]
    pub fn end(&self) -> Option<DateTime<Utc>> {
        match &self.0 {
            WrittenRange::Any
            | WrittenRange::Compared(Comparison::AtLeast | Comparison::Above, _) => None,
            WrittenRange::Compared(Comparison::Below, date) => Some(date.start()),
            WrittenRange::One(date)
            | WrittenRange::Compared(Comparison::AtMost, date)
            | WrittenRange::Between(_, date) => Some(date.end()),
        }
    }

    /// Returns `true` if the instant is in the range.
    #[must_use]
    pub fn holds(&self, instant: DateTime<Utc>) -> bool {
        self.start().is_none_or(|start| start <= instant)
            && self.end().is_none_or(|end| instant < end)
    }
}

/// Prints the canonical text, which reads back as an equal range.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DateRange {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let written = WrittenRange::read(text, "[2024-01 TO 2024-03]", str::parse)?;
        let WrittenRange::Between(first, last) = written else { return Ok(Self(written)) };
        Self::between(first, last).ok_or_else(|| {
            let message =
                format!("the range from {first} to {last} is empty: write the earlier date first");
            ValueError::new(message).guess(format!("[{last} TO {first}]"))
        })
    }
}
