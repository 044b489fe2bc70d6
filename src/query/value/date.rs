//! [`PartialDate`]: an ISO 8601 date of any precision, and the interval it means.

mod documented;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Timelike, Utc};

use crate::query::value::ValueError;

/// An ISO 8601 date or date and time with the precision that it was written with, from a year
/// to a microsecond. It is in UTC unless it has another offset.
///
/// It denotes the half-open interval from its [first instant](Self::start) to the [first
/// instant of its successor](Self::end) at the same precision. Years run from 0001 to 9999.
///
/// ```
/// use activity_query::PartialDate;
///
/// let month: PartialDate = "2011-01".parse()?;
/// assert_eq!(month.start().to_rfc3339(), "2011-01-01T00:00:00+00:00");
/// assert_eq!(month.end().to_rfc3339(), "2011-02-01T00:00:00+00:00");
/// assert_eq!(month.to_string(), "2011-01");
///
/// let minute: PartialDate = "2011-01-01T10:30+02:00".parse()?;
/// assert_eq!(minute.start().to_rfc3339(), "2011-01-01T08:30:00+00:00");
/// assert!("2011-02-29".parse::<PartialDate>().is_err());
/// # Ok::<(), activity_query::ValueError>(())
/// ```
///
/// `2011-01`, `2011-01-01` and `2011-01-01T10:30` are documented; the other precisions, the
/// offsets, and UTC as the default are this library's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    // 16 bytes in all: a term then takes 24, and a long chain of terms is written and read a
    // quarter faster than if the end were stored as well.
    start: DateTime<Utc>,
    precision: Precision,
    zone: WrittenZone,
}

/// The precision of a date; fractions by their number of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Fraction1,
    Fraction2,
    Fraction3,
    Fraction4,
    Fraction5,
    Fraction6,
}

/// The offset as it was written, for printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum WrittenZone {
    Unwritten,
    Z,
    /// An offset ahead of UTC or behind it.
    Offset(Offset),
}

/// Less than a day, in hours and minutes; west is behind UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Offset {
    west: bool,
    hours: u8,
    minutes: u8,
}

impl PartialDate {
    /// Returns the first instant of the date, from which `created-after:` matches.
    #[must_use]
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// Returns the first instant after the interval, where the next year, month, …, or
    /// microsecond begins.
    #[must_use]
    pub fn end(&self) -> DateTime<Utc> {
        let offset = self.zone.offset();
        let local = self.start + offset;
        // The successor is always within chrono's calendar.
        self.precision.successor(local).unwrap_or(local) - offset
    }
}

/// Converts to a whole second in UTC or, if the instant has a fraction, to a microsecond;
/// finer digits are cut off. Instants before the year 0001 become its first instant, and
/// those after 9999 its last.
impl From<DateTime<Utc>> for PartialDate {
    fn from(instant: DateTime<Utc>) -> Self {
        let first = date(1, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
        let last = date(9999, 12, 31).and_then(|day| day.and_hms_micro_opt(23, 59, 59, 999_999));
        let instant = match (first, last) {
            (Some(first), Some(last)) => instant.clamp(first.and_utc(), last.and_utc()),
            _ => instant,
        };
        let micros = instant.nanosecond() % 1_000_000_000 / 1_000;
        let start = instant.with_nanosecond(micros * 1_000).unwrap_or(instant);
        let precision = if micros == 0 { Precision::Second } else { Precision::Fraction6 };
        Self { start, precision, zone: WrittenZone::Z }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.start.naive_utc() + self.zone.offset();
        write!(f, "{:04}", local.year())?;
        let parts = [
            (Precision::Month, '-', local.month()),
            (Precision::Day, '-', local.day()),
            (Precision::Hour, 'T', local.hour()),
            (Precision::Minute, ':', local.minute()),
            (Precision::Second, ':', local.second()),
        ];
        for (precision, sign, number) in parts {
            if precision <= self.precision {
                write!(f, "{sign}{number:02}")?;
            }
        }
        if let Some(digits) = self.precision.digits() {
            let micros = format!("{:06}", local.nanosecond() / 1_000);
            write!(f, ".{}", micros.get(..digits).unwrap_or(&micros))?;
        }
        self.zone.fmt(f)
    }
}

impl Precision {
    /// Returns the number of digits of the fraction of a second.
    fn digits(self) -> Option<usize> {
        match self {
            Self::Year | Self::Month | Self::Day | Self::Hour | Self::Minute | Self::Second => None,
            Self::Fraction1 => Some(1),
            Self::Fraction2 => Some(2),
            Self::Fraction3 => Some(3),
            Self::Fraction4 => Some(4),
            Self::Fraction5 => Some(5),
            Self::Fraction6 => Some(6),
        }
    }

    /// Returns the start of the year, month, … after the one that begins here.
    fn successor(self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Year => start.checked_add_months(Months::new(12)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Day => Some(start + Duration::days(1)),
            Self::Hour => Some(start + Duration::hours(1)),
            Self::Minute => Some(start + Duration::minutes(1)),
            Self::Second => Some(start + Duration::seconds(1)),
            Self::Fraction1 => Some(start + Duration::milliseconds(100)),
            Self::Fraction2 => Some(start + Duration::milliseconds(10)),
            Self::Fraction3 => Some(start + Duration::milliseconds(1)),
            Self::Fraction4 => Some(start + Duration::microseconds(100)),
            Self::Fraction5 => Some(start + Duration::microseconds(10)),
            Self::Fraction6 => Some(start + Duration::microseconds(1)),
        }
    }
}

impl WrittenZone {
    /// Returns the difference of local time to UTC.
    fn offset(self) -> Duration {
        match self {
            Self::Unwritten | Self::Z => Duration::zero(),
            Self::Offset(Offset { west, hours, minutes }) => {
                let ahead = Duration::minutes(i64::from(hours) * 60 + i64::from(minutes));
                if west { -ahead } else { ahead }
            }
        }
    }
}

impl fmt::Display for WrittenZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritten => Ok(()),
            Self::Z => f.write_str("Z"),
            Self::Offset(Offset { west, hours, minutes }) => {
                write!(f, "{}{hours:02}:{minutes:02}", if *west { '-' } else { '+' })
            }
        }
    }
}

impl FromStr for PartialDate {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        DateReader { text, at: 0 }.date()
    }
}

/// Reads a date field by field, so that an error points at the field.
struct DateReader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> DateReader<'t> {
    fn date(mut self) -> Result<PartialDate, ValueError> {
        let year = self.number("year", 4, 1..=9999)?;
        let mut parts = DateParts { year, ..DateParts::default() };
        let mut precision = Precision::Year;
        if self.skip('-') {
            parts.month = self.number("month", 2, 1..=12)?;
            precision = Precision::Month;
            if self.skip('-') {
                parts.day = self.day(&parts)?;
                precision = Precision::Day;
                if self.skip('T') {
                    precision = self.time(&mut parts)?;
                }
            }
        }
        let zone = match precision {
            Precision::Year | Precision::Month | Precision::Day => WrittenZone::Unwritten,
            _ => self.zone()?,
        };
        if self.at < self.text.len() {
            return Err(self.shape("nothing can follow here"));
        }
        let start = parts.start().ok_or_else(|| self.shape("there is no such time"))?;
        Ok(PartialDate { start: (start - zone.offset()).and_utc(), precision, zone })
    }

    fn day(&mut self, parts: &DateParts) -> Result<u32, ValueError> {
        let from = self.at;
        let day = self.number("day", 2, 1..=31)?;
        if date(parts.year, parts.month, day).is_none() {
            let message = format!("{:04}-{:02} has no day {day}", parts.year, parts.month);
            return Err(ValueError::new(message).at(from..self.at));
        }
        Ok(day)
    }

    fn time(&mut self, parts: &mut DateParts) -> Result<Precision, ValueError> {
        parts.hour = self.number("hour", 2, 0..=23)?;
        if !self.skip(':') {
            return Ok(Precision::Hour);
        }
        parts.minute = self.number("minute", 2, 0..=59)?;
        if !self.skip(':') {
            return Ok(Precision::Minute);
        }
        parts.second = self.number("second", 2, 0..=59)?;
        if !self.skip('.') {
            return Ok(Precision::Second);
        }
        let digits = self.digits();
        let from = self.at;
        self.at += digits.len();
        let (precision, scale) = match digits.len() {
            1 => (Precision::Fraction1, 100_000),
            2 => (Precision::Fraction2, 10_000),
            3 => (Precision::Fraction3, 1_000),
            4 => (Precision::Fraction4, 100),
            5 => (Precision::Fraction5, 10),
            6 => (Precision::Fraction6, 1),
            _ => {
                let message = "a fraction of a second has 1 to 6 digits";
                let end = if digits.is_empty() { self.text.len() } else { self.at };
                return Err(ValueError::new(message).at(from..end));
            }
        };
        parts.micro = digits.parse::<u32>().unwrap_or_default() * scale;
        Ok(precision)
    }

    fn zone(&mut self) -> Result<WrittenZone, ValueError> {
        if self.skip('Z') {
            return Ok(WrittenZone::Z);
        }
        let east = self.skip('+');
        if !east && !self.skip('-') {
            return Ok(WrittenZone::Unwritten);
        }
        let hours = self.number("hour of the zone", 2, 0..=23)?;
        if !self.skip(':') {
            return Err(self.shape("a zone is written `Z`, `+HH:MM` or `-HH:MM`"));
        }
        let minutes = self.number("minute of the zone", 2, 0..=59)?;
        let part = |number: u32| u8::try_from(number).unwrap_or_default();
        Ok(WrittenZone::Offset(Offset { west: !east, hours: part(hours), minutes: part(minutes) }))
    }

    /// Reads a number of exactly this many digits, within the range.
    fn number(
        &mut self,
        what: &str,
        length: usize,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<u32, ValueError> {
        let from = self.at;
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let digits = rest.get(..length).filter(|digits| digits.iter().all(u8::is_ascii_digit));
        let more = rest.get(length).is_some_and(u8::is_ascii_digit);
        let Some(digits) = digits.filter(|_| !more) else {
            return Err(self.shape(&format!("the {what} has {length} digits")));
        };
        let value = digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        self.at += length;
        if range.contains(&value) {
            return Ok(value);
        }
        let message = format!(
            "there is no {what} {value:0length$}: it runs from {:0length$} to {:0length$}",
            range.start(),
            range.end(),
        );
        Err(ValueError::new(message).at(from..from + length))
    }

    fn digits(&self) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    fn skip(&mut self, expected: char) -> bool {
        let found = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(expected));
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    /// Returns the error for a text that does not have the syntax of a date from here on.
    fn shape(&self, why: &str) -> ValueError {
        let message = format!(
            "`{}` is not a date such as `2011-01`, `2011-01-31` or `2011-01-31T10:30`: {why}",
            self.text
        );
        let at =
            if self.at < self.text.len() { self.at..self.text.len() } else { 0..self.text.len() };
        ValueError::new(message).at(at)
    }
}

/// The fields of a date; those that were not written have their first value.
struct DateParts {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    micro: u32,
}

impl Default for DateParts {
    fn default() -> Self {
        Self { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, micro: 0 }
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

impl DateParts {
    fn start(&self) -> Option<NaiveDateTime> {
        let day = date(self.year, self.month, self.day)?;
        day.and_hms_micro_opt(self.hour, self.minute, self.second, self.micro)
    }
}
