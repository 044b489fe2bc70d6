//! [`Time`]: an instant, as a record wrote it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::given::Given;
use crate::language::Invalid;

/// An instant, to the microsecond, that keeps the text it was read from.
///
/// Records write `2023-03-06T18:52:09Z`; another offset or a fraction of a
/// second is read too, and given back as it came. Times are compared as
/// instants.
///
/// ```
/// use activity_query::model::Time;
///
/// let time: Time = "2023-03-06T20:52:09+02:00".parse()?;
/// assert_eq!(time, "2023-03-06T18:52:09Z".parse()?);
/// assert_eq!(time.to_string(), "2023-03-06T20:52:09+02:00");
/// # Ok::<(), activity_query::Invalid>(())
/// ```
#[derive(Clone, Debug)]
pub struct Time {
    instant: DateTime<Utc>,
    /// The text, unless it is the one that `Display` makes of the instant.
    written: Option<Box<str>>,
}

impl Time {
    /// The instant, in whole microseconds.
    #[must_use]
    pub fn instant(&self) -> DateTime<Utc> {
        self.instant
    }
}

impl From<DateTime<Utc>> for Time {
    fn from(instant: DateTime<Utc>) -> Self {
        Self { instant: instant.trunc_subsecs(6), written: None }
    }
}

impl FromStr for Time {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| {
            Invalid::new(format!("`{text}` is not a time such as `2023-03-06T18:52:09Z`"))
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

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.written {
            Some(written) => f.write_str(written),
            None if self.instant.timestamp_subsec_micros() == 0 => {
                self.instant.format("%Y-%m-%dT%H:%M:%SZ").fmt(f)
            }
            None => self.instant.format("%Y-%m-%dT%H:%M:%S%.6fZ").fmt(f),
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
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Reads a time that terms read: a malformed one is an error, for it would
/// silently select nothing. The text `None`, which servers write for null, is
/// kept as it is.
pub(super) fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Given<Time>, D::Error> {
    let given = Given::<Time>::deserialize(deserializer)?;
    match &given {
        Given::Other(other) if **other != "None" => {
            let text = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            let message = format!("`{text}` is not a time such as `2023-03-06T18:52:09Z`");
            Err(serde::de::Error::custom(message))
        }
        Given::Other(_) | Given::Absent | Given::Null | Given::Value(_) => Ok(given),
    }
}
