//! The values of computer terms.

use crate::computer::ZoneName;
use crate::model::{LicenseId, ProfileId};
use crate::query::value::{Quantity, Text};

/// What a computer can need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Need {
    /// `reboot`: its reboot flag is set.
    Reboot,
    /// `license`: it has no licence.
    License,
}

/// Which licence a computer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LicenseHolder {
    /// The licence of this number.
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

/// A profile that a computer can be associated with: `usg:8:fail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Profile {
    /// The type of the profile, and the status of the computer in it.
    pub target: ProfileTarget,
    /// The number of the profile.
    pub id: ProfileId,
}

/// The type of a profile and, where the type knows one, the status asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProfileTarget {
    /// `usg`, once called `security`.
    Usg(Option<UsgStatus>),
    /// `wsl`.
    Wsl(Option<WslStatus>),
    /// `script`.
    Script,
    /// `repository`.
    Repository,
    /// `package`.
    Package,
    /// `upgrade`.
    Upgrade,
    /// `reboot`.
    Reboot,
    /// `removal`.
    Removal,
}

/// How a computer stands in an Ubuntu Security Guide profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UsgStatus {
    /// `pass`.
    Pass,
    /// `fail`.
    Fail,
    /// `in-progress`.
    InProgress,
}

/// How a computer stands in a WSL profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WslStatus {
    /// `compliant`.
    Compliant,
    /// `noncompliant`.
    Noncompliant,
}

/// Where a computer stands in its cloud.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AvailabilityZone {
    /// The zone of this name.
    Named(ZoneName),
    /// `null`: no zone.
    None,
}

/// What a device is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Description {
    /// Its vendor contains this, ASCII case ignored.
    Vendor(Text),
    /// Its product name contains this, ASCII case ignored.
    Product(Text),
    /// Its version contains this, ASCII case ignored.
    Version(Text),
}

/// What a processor, a disk or a memory is, or how large.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SizedDevice {
    /// What it is.
    Is(Description),
    /// Its size: hertz for a processor, bytes for disk and memory.
    Size(Quantity),
}

/// What a network adapter is, how fast, and which.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NetworkDevice {
    /// What it is.
    Is(Description),
    /// Its capacity, in the unit `b`.
    Capacity(Quantity),
    /// Its serial number, a MAC address, contains this, ASCII case ignored.
    Serial(Text),
}

impl LicenseType {
    /// The word for it: `free_pro`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unlicensed => "unlicensed",
            Self::Pro => "pro",
            Self::FreePro => "free_pro",
            Self::Legacy => "legacy",
        }
    }
}

impl ProfileTarget {
    /// The word for the type: `usg`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Usg(_) => "usg",
            Self::Wsl(_) => "wsl",
            Self::Script => "script",
            Self::Repository => "repository",
            Self::Package => "package",
            Self::Upgrade => "upgrade",
            Self::Reboot => "reboot",
            Self::Removal => "removal",
        }
    }

    /// The word for the status asked for, if one is: `in-progress`.
    #[must_use]
    pub const fn status(self) -> Option<&'static str> {
        match self {
            Self::Usg(Some(UsgStatus::Pass)) => Some("pass"),
            Self::Usg(Some(UsgStatus::Fail)) => Some("fail"),
            Self::Usg(Some(UsgStatus::InProgress)) => Some("in-progress"),
            Self::Wsl(Some(WslStatus::Compliant)) => Some("compliant"),
            Self::Wsl(Some(WslStatus::Noncompliant)) => Some("noncompliant"),
            Self::Usg(None)
            | Self::Wsl(None)
            | Self::Script
            | Self::Repository
            | Self::Package
            | Self::Upgrade
            | Self::Reboot
            | Self::Removal => None,
        }
    }
}
