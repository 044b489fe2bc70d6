//! [`Status`]: the status of an activity.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::query::value::ValueError;

/// The status of an activity in its life cycle.
///
/// Seven are documented; `waiting` and `blocked` are used by the web interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Not yet sent to the computer.
    Undelivered,
    /// Waiting for approval.
    Unapproved,
    /// Sent to the computer, where it is in progress.
    Delivered,
    /// Canceled before it ended.
    Canceled,
    /// Ended without success.
    Failed,
    /// Ended successfully.
    Succeeded,
    /// To be delivered at a later time.
    Scheduled,
    /// Waiting for another activity.
    Waiting,
    /// Unable to continue.
    Blocked,
}

impl Status {
    /// All statuses, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Undelivered,
        Self::Unapproved,
        Self::Delivered,
        Self::Canceled,
        Self::Failed,
        Self::Succeeded,
        Self::Scheduled,
        Self::Waiting,
        Self::Blocked,
    ];

    /// The words for them, in the same order.
    pub(crate) const WORDS: &'static [&'static str] = &[
        Self::Undelivered.as_str(),
        Self::Unapproved.as_str(),
        Self::Delivered.as_str(),
        Self::Canceled.as_str(),
        Self::Failed.as_str(),
        Self::Succeeded.as_str(),
        Self::Scheduled.as_str(),
        Self::Waiting.as_str(),
        Self::Blocked.as_str(),
    ];

    /// Returns the word for the status: `failed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Undelivered => "undelivered",
            Self::Unapproved => "unapproved",
            Self::Delivered => "delivered",
            Self::Canceled => "canceled",
            Self::Failed => "failed",
            Self::Succeeded => "succeeded",
            Self::Scheduled => "scheduled",
            Self::Waiting => "waiting",
            Self::Blocked => "blocked",
        }
    }

    /// Returns the status for a word.
    ///
    /// ```
    /// use activity_query::Status;
    ///
    /// assert_eq!(Status::from_word("failed"), Some(Status::Failed));
    /// assert_eq!(Status::from_word("Failed"), None);
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Status {
    type Err = ValueError;

    fn from_str(word: &str) -> Result<Self, ValueError> {
        Self::from_word(word).ok_or_else(|| ValueError::new(format!("`{word}` is not a status")))
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
