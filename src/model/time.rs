//! [`Time`]: an instant, with its text in the record.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::query::value::ValueError;

/// An instant, to the microsecond, which keeps the text it was read from.
///
/// Records usually contain `2023-03-06T18:52:09Z`. Times with another offset or a fraction of
/// a second are also read, and so are times without an offset, which are in UTC; all are
/// written as they were read. Times are compared as instants.
///
/// ```
/// use activity_query::model::Time;
///
/// let time: Time = "2023-03-06T20:52:09+02:00".parse()?;
/// assert_eq!(time, "2023-03-06T18:52:09Z".parse()?);
/// assert_eq!(time.to_string(), "2023-03-06T20:52:09+02:00");
/// # Ok::<(), activity_query::ValueError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Time {
    instant: DateTime<Utc>,
    /// The text, unless it equals the one that `Display` prints for the instant.
    written: Option<Box<str>>,
}

impl Time {
    /// Returns the instant, in whole microseconds.
    #[must_use]
    pub fn instant(&self) -> DateTime<Utc> {
        self.instant
    }
}

/// A leap second becomes the second after it, as in databases.
impl From<DateTime<Utc>> for Time {
    fn from(instant: DateTime<Utc>) -> Self {
        let micros = DateTime::from_timestamp_micros(instant.timestamp_micros());
        Self { instant: micros.unwrap_or(instant), written: None }
    }
}

impl FromStr for Time {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if let Some(instant) = usual(text) {
            return Ok(Self { instant, written: None });
        }
        let instant = DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}Z")))
            .map_err(|_| {
                ValueError::new(format!("`{text}` is not a time such as `2023-03-06T18:52:09Z`"))
            })?;
        let mut time = Self::from(instant.to_utc());
        let leap_second = text.contains(":60");
        let usual = text.len() == 20 && text.contains('T') && text.ends_with('Z') && !leap_second;
        if !usual {
            time.written = Some(text.into());
        }
        Ok(time)
    }
}

/// Reads the format of nearly all records, `2023-03-06T18:52:09Z`.
fn usual(text: &str) -> Option<DateTime<Utc>> {
    let (date, clock) = text.as_bytes().split_first_chunk::<11>()?;
    let [y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T'] = *date else { return None };
    let [h1, h2, b':', m1, m2, b':', s1, s2, b'Z'] = *clock else { return None };
    let year = i32::try_from(number([y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number([o1, o2])?, number([d1, d2])?)?
        .and_hms_opt(number([h1, h2])?, number([m1, m2])?, number([s1, s2])?)
        .map(|time| time.and_utc())
}

fn number<const N: usize>(digits: [u8; N]) -> Option<u32> {
    digits.into_iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.written {
            Some(written) => f.write_str(written),
            None if self.instant.timestamp_subsec_micros() == 0 => {
                f.write_str(&self.instant.to_rfc3339_opts(SecondsFormat::Secs, true))
            }
            None => f.write_str(&self.instant.to_rfc3339_opts(SecondsFormat::Micros, true)),
        }
    }
}

impl PartialEq for Time {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_usual_form_is_read_as_chrono_reads_it(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|z|)",
        ) {
            if let Some(instant) = usual(&text) {
                let slowly = DateTime::parse_from_rfc3339(&text).map(|time| time.to_utc());
                prop_assert_eq!(slowly, Ok(instant));
            } else if let Ok(time) = DateTime::parse_from_rfc3339(&text) {
                prop_assert!(!text.contains('T') || !text.ends_with('Z') || text.contains(":60"), "{}", time);
            }
        }
    }
}
