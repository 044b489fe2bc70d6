//! Numbers with bounds.

use std::fmt;
use std::str::FromStr;

use crate::query::value::{ValueError, unsigned};

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $least:literal, $most:literal, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The smallest number.
            pub const LEAST: u32 = $least;
            /// The largest number.
            pub const MOST: u32 = $most;

            /// Returns the number, which is within the bounds.
            #[must_use]
            pub const fn get(self) -> u32 {
                self.0
            }

            /// Clamps a number to the bounds.
            pub(crate) fn nearest(number: u32) -> Self {
                Self(number.clamp(Self::LEAST, Self::MOST))
            }
        }

        impl TryFrom<u32> for $name {
            type Error = ValueError;

            fn try_from(number: u32) -> Result<Self, ValueError> {
                if (Self::LEAST..=Self::MOST).contains(&number) {
                    return Ok(Self(number));
                }
                Err(ValueError::new(format!(
                    concat!("{} is out of range: ", $unit, " run from {} to {}"),
                    number, Self::LEAST, Self::MOST,
                )))
            }
        }

        impl TryFrom<i32> for $name {
            type Error = ValueError;

            fn try_from(number: i32) -> Result<Self, ValueError> {
                Self::try_from(u32::try_from(number).unwrap_or(u32::MAX))
            }
        }

        impl FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                Self::try_from(u32::try_from(unsigned(text)?).unwrap_or(u32::MAX))
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
    };
}

bounded! {
    /// Hours since a computer's last ping: 0 to 8760, a year.
    PingHours, 0, 8760, "hours"
}

bounded! {
    /// Minutes since a computer's last ping: 1 to 525600, a year.
    PingMinutes, 1, 525_600, "minutes"
}
