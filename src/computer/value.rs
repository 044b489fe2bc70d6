//! The values of computer terms.

use crate::computer::ZoneName;
use crate::model::LicenseId;
use crate::query::value::{ValueError, unsigned};

/// Something that a computer can need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Need {
    /// `reboot`: its reboot flag is set.
    Reboot,
    /// `license`: it has no licence.
    License,
}

/// The licence of a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LicenseHolder {
    /// The licence with this id.
    Id(LicenseId),
    /// `none`: no licence.
    None,
}

/// The type of a computer's licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LicenseType {
    /// `unlicensed`.
    Unlicensed,
    /// `pro`.
    Pro,
    /// `free_pro`.
    FreePro,
    /// `legacy`.
    Legacy,
}

/// The availability zone of a computer in its cloud.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AvailabilityZone {
    /// The zone of this name.
    Named(ZoneName),
    /// `null`: no zone.
    None,
}

impl Need {
    /// Returns the word for it: `reboot`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reboot => "reboot",
            Self::License => "license",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Reboot, Self::License].into_iter().find(|own| own.as_str() == word)
    }
}

impl LicenseHolder {
    pub(super) fn read(value: &str) -> Result<Self, ValueError> {
        Ok(match value {
            "none" => Self::None,
            number => Self::Id(LicenseId::read(unsigned(number)?)),
        })
    }
}

impl LicenseType {
    pub(super) const WORDS: &[&str] = &["unlicensed", "pro", "free_pro", "legacy"];

    /// Returns the word for it: `free_pro`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unlicensed => "unlicensed",
            Self::Pro => "pro",
            Self::FreePro => "free_pro",
            Self::Legacy => "legacy",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Unlicensed, Self::Pro, Self::FreePro, Self::Legacy];
        all.into_iter().find(|own| own.as_str() == word)
    }
}

impl AvailabilityZone {
    pub(super) fn read(value: &str) -> Result<Self, ValueError> {
        Ok(match value {
            "null" => Self::None,
            name => Self::Named(ZoneName::try_from(name)?),
        })
    }
}
