//! [`PartialDate`]: an ISO 8601 date of any precision, and the interval it means.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Timelike, Utc};

use crate::language::Invalid;

/// An ISO 8601 date or date and time, as precise as it was written: from a
/// year to a microsecond. In UTC, unless it names another zone.
///
/// It means the half-open interval from its [first instant](Self::start) to
/// the [first instant of its successor](Self::end) at the same precision.
/// Years run from 0001 to 9999.
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
/// # Ok::<(), activity_query::Invalid>(())
/// ```
///
/// Documented are `2011-01`, `2011-01-01` and `2011-01-01T10:30`; the other
/// precisions, the zones and UTC as the zone left out are this library's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    precision: Precision,
    zone: Zone,
}

/// How far a date was written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Precision {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    /// 1 to 6 digits after the point.
    Fraction(u8),
}

/// The zone as it was written; it prints back so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Zone {
    Unwritten,
    Z,
    East(u16),
    West(u16),
}

impl PartialDate {
    /// The first instant: `created-after:` it is from here on.
    #[must_use]
    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// The first instant after the interval: where the next year, month, …,
    /// or microsecond begins.
    #[must_use]
    pub fn end(&self) -> DateTime<Utc> {
        self.end
    }
}

/// A whole second in UTC, or a microsecond where the instant has a fraction;
/// finer parts are cut off, and so are years before 0001 and after 9999.
impl From<DateTime<Utc>> for PartialDate {
    fn from(instant: DateTime<Utc>) -> Self {
        let (first, last) = (1, 9999);
        let instant = if instant.year() < first {
            DateTime::<Utc>::UNIX_EPOCH.with_year(first).unwrap_or(instant)
        } else if instant.year() > last {
            DateTime::<Utc>::UNIX_EPOCH.with_year(last).unwrap_or(instant)
        } else {
            instant
        };
        let micros = instant.nanosecond() % 1_000_000_000 / 1_000;
        let start = instant.with_nanosecond(micros * 1_000).unwrap_or(instant);
        let precision = if micros == 0 { Precision::Second } else { Precision::Fraction(6) };
        let end =
            start + if micros == 0 { Duration::seconds(1) } else { Duration::microseconds(1) };
        Self { start, end, precision, zone: Zone::Z }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.start.naive_utc() + self.zone.offset();
        write!(f, "{:04}", local.year())?;
        let rest = match self.precision {
            Precision::Year => "",
            Precision::Month => "-%m",
            Precision::Day => "-%m-%d",
            Precision::Hour => "-%m-%dT%H",
            Precision::Minute => "-%m-%dT%H:%M",
            Precision::Second | Precision::Fraction(_) => "-%m-%dT%H:%M:%S",
        };
        write!(f, "{}", local.format(rest))?;
        if let Precision::Fraction(digits) = self.precision {
            let micros = format!("{:06}", local.nanosecond() / 1_000);
            write!(f, ".{}", micros.get(..usize::from(digits)).unwrap_or(&micros))?;
        }
        self.zone.fmt(f)
    }
}

impl Zone {
    /// What local time is ahead of UTC.
    fn offset(self) -> Duration {
        match self {
            Self::Unwritten | Self::Z => Duration::zero(),
            Self::East(minutes) => Duration::minutes(i64::from(minutes)),
            Self::West(minutes) => -Duration::minutes(i64::from(minutes)),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritten => Ok(()),
            Self::Z => f.write_str("Z"),
            Self::East(minutes) => write!(f, "+{:02}:{:02}", minutes / 60, minutes % 60),
            Self::West(minutes) => write!(f, "-{:02}:{:02}", minutes / 60, minutes % 60),
        }
    }
}

impl FromStr for PartialDate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Reader { text, at: 0 }.date()
    }
}

/// Reads a date field by field, so that an error points at the field.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn date(mut self) -> Result<PartialDate, Invalid> {
        let year = self.number("year", 4, 1..=9999)?;
        let mut parts = Parts { year, ..Parts::default() };
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
            Precision::Year | Precision::Month | Precision::Day => Zone::Unwritten,
            Precision::Hour | Precision::Minute | Precision::Second | Precision::Fraction(_) => {
                self.zone()?
            }
        };
        if self.at < self.text.len() {
            return Err(self.shape("nothing more can follow here"));
        }
        parts
            .interval(precision, zone)
            .map(|(start, end)| PartialDate { start, end, precision, zone })
            .ok_or_else(|| self.shape("the calendar does not have this time"))
    }

    fn day(&mut self, parts: &Parts) -> Result<u32, Invalid> {
        let from = self.at;
        let day = self.number("day", 2, 1..=31)?;
        if date(parts.year, parts.month, day).is_none() {
            let message = format!("{:04}-{:02} has no day {day}", parts.year, parts.month);
            return Err(Invalid::new(message).at(from..self.at));
        }
        Ok(day)
    }

    fn time(&mut self, parts: &mut Parts) -> Result<Precision, Invalid> {
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
        let (Ok(length @ 1..=6), Ok(value)) = (u8::try_from(digits.len()), digits.parse::<u32>())
        else {
            let message = "a fraction of a second has 1 to 6 digits".to_owned();
            return Err(Invalid::new(message).at(from..self.at));
        };
        parts.micro = value * 10_u32.pow(6 - u32::from(length));
        Ok(Precision::Fraction(length))
    }

    fn zone(&mut self) -> Result<Zone, Invalid> {
        if self.skip('Z') {
            return Ok(Zone::Z);
        }
        let east = self.skip('+');
        if !east && !self.skip('-') {
            return Ok(Zone::Unwritten);
        }
        let hours = self.number("hour of the zone", 2, 0..=23)?;
        if !self.skip(':') {
            return Err(self.shape("a zone is written `Z`, `+HH:MM` or `-HH:MM`"));
        }
        let minutes = self.number("minute of the zone", 2, 0..=59)?;
        let minutes = u16::try_from(hours * 60 + minutes).unwrap_or_default();
        Ok(if east { Zone::East(minutes) } else { Zone::West(minutes) })
    }

    /// A number of exactly so many digits, within the range.
    fn number(
        &mut self,
        what: &str,
        length: usize,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<u32, Invalid> {
        let digits = self.digits();
        let from = self.at;
        let value = match digits.parse::<u32>() {
            Ok(value) if digits.len() == length => value,
            _ => return Err(self.shape(&format!("the {what} has {length} digits"))),
        };
        self.at += length;
        if range.contains(&value) {
            return Ok(value);
        }
        let message = format!(
            "there is no {what} {digits}: it runs from {:0length$} to {:0length$}",
            range.start(),
            range.end(),
        );
        Err(Invalid::new(message).at(from..from + length))
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

    /// The text does not have the shape of a date from here on.
    fn shape(&self, why: &str) -> Invalid {
        let message = format!(
            "`{}` is not a date such as `2011-01`, `2011-01-31` or `2011-01-31T10:30`: {why}",
            self.text
        );
        let at =
            if self.at < self.text.len() { self.at..self.text.len() } else { 0..self.text.len() };
        Invalid::new(message).at(at)
    }
}

/// The fields of a date; what was not written is at its first value.
struct Parts {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    micro: u32,
}

impl Default for Parts {
    fn default() -> Self {
        Self { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, micro: 0 }
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

impl Parts {
    fn interval(&self, precision: Precision, zone: Zone) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let start: NaiveDateTime = date(self.year, self.month, self.day)?.and_hms_micro_opt(
            self.hour,
            self.minute,
            self.second,
            self.micro,
        )?;
        let end = match precision {
            Precision::Year => start.checked_add_months(Months::new(12))?,
            Precision::Month => start.checked_add_months(Months::new(1))?,
            Precision::Day => start + Duration::days(1),
            Precision::Hour => start + Duration::hours(1),
            Precision::Minute => start + Duration::minutes(1),
            Precision::Second => start + Duration::seconds(1),
            Precision::Fraction(digits) => {
                start + Duration::microseconds(10_i64.pow(6_u32.saturating_sub(u32::from(digits))))
            }
        };
        let offset = zone.offset();
        Some(((start - offset).and_utc(), (end - offset).and_utc()))
    }
}
