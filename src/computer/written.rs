//! The values of computer terms as queries write them: `"free_pro".parse()`, and back.

use std::fmt;
use std::str::FromStr;

use super::profile::{self, Profile};
use super::value::{AvailabilityZone, LicenseHolder, LicenseType, Need};
use crate::query::value::ValueError;

/// Reads and writes values of a closed set by their words.
macro_rules! words {
    ($($value:ident: $set:literal),*) => {
        $(
            impl FromStr for $value {
                type Err = ValueError;

                fn from_str(word: &str) -> Result<Self, ValueError> {
                    let wrong = || ValueError::new(format!(concat!("`{}` is not ", $set), word));
                    Self::from_word(word).ok_or_else(wrong)
                }
            }

            impl fmt::Display for $value {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.pad(self.as_str())
                }
            }
        )*
    };
}

words!(Need: "something that a computer can need", LicenseType: "a type of licence");

/// Reads values as their fields do.
macro_rules! read {
    ($($value:ident: $read:path),*) => {
        $(impl FromStr for $value {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                $read(text)
            }
        })*
    };
}

read!(
    LicenseHolder: LicenseHolder::read,
    AvailabilityZone: AvailabilityZone::read,
    Profile: profile::read
);

/// `none`, or the number of the licence.
impl fmt::Display for LicenseHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::None => f.write_str("none"),
        }
    }
}

/// `null`, or the name of the zone.
impl fmt::Display for AvailabilityZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => name.fmt(f),
            Self::None => f.write_str("null"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Display;

    use super::*;
    use crate::computer::values::{PingHours, PingMinutes};

    fn reads_back<T: FromStr<Err = ValueError> + Display>(texts: &[&str], wrong: &str) {
        for text in texts {
            let again = text.parse::<T>().map(|value| value.to_string());
            assert_eq!(again.as_deref(), Ok(*text));
        }
        assert!(wrong.parse::<T>().is_err(), "{wrong}");
    }

    #[test]
    fn values_read_back_as_they_are_written() {
        reads_back::<Need>(&["reboot", "license"], "coffee");
        reads_back::<LicenseType>(LicenseType::WORDS, "free");
        reads_back::<LicenseHolder>(&["7", "none"], "-7");
        reads_back::<AvailabilityZone>(&["eu-west-1a", "null"], "");
        reads_back::<Profile>(&["usg:8:fail", "wsl:3:compliant", "script:1"], "script:1:pass");
        reads_back::<PingHours>(&["0", "24", "8760"], "8761");
        reads_back::<PingMinutes>(&["1", "525600"], "0");
    }
}
