//! The ids of records.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::query::value::{ValueError, unsigned};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Returns the number, which is never negative.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }

            /// Creates an id from a number that the parser has read, which is never negative.
            pub(crate) const fn read(number: i64) -> Self {
                Self(number)
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(i64::from(number))
            }
        }

        impl TryFrom<i64> for $name {
            type Error = ValueError;

            fn try_from(number: i64) -> Result<Self, ValueError> {
                match number {
                    0.. => Ok(Self(number)),
                    _ => Err(ValueError::new(format!("`{number}` is negative: ids are not"))),
                }
            }
        }

        impl TryFrom<i32> for $name {
            type Error = ValueError;

            fn try_from(number: i32) -> Result<Self, ValueError> {
                Self::try_from(i64::from(number))
            }
        }

        impl TryFrom<u64> for $name {
            type Error = ValueError;

            fn try_from(number: u64) -> Result<Self, ValueError> {
                i64::try_from(number).map(Self).map_err(|_| {
                    ValueError::new(format!("`{number}` is too large: the largest id is {}", i64::MAX))
                })
            }
        }

        /// Parses digits only, as in queries.
        impl FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                unsigned(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = i64::deserialize(deserializer)?;
                Self::try_from(number).map_err(serde::de::Error::custom)
            }
        }
    };
}

id! {
    /// The id of an activity: 0 to `i64::MAX`.
    ///
    /// ```
    /// use activity_query::ActivityId;
    ///
    /// assert_eq!("7".parse(), Ok(ActivityId::from(7)));
    /// assert!("+7".parse::<ActivityId>().is_err());
    /// ```
    ActivityId
}

id! {
    /// The id of a computer: 0 to `i64::MAX`.
    ComputerId
}

id! {
    /// The id of a licence: 0 to `i64::MAX`.
    LicenseId
}

id! {
    /// The id of a profile: 0 to `i64::MAX`.
    ProfileId
}
