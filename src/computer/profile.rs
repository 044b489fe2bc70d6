//! Profiles that a computer can be associated with.

use std::fmt;

use crate::model::{ProfileId, USG};
use crate::query::value::{ValueError, unsigned};

/// A profile that a computer can be associated with: `usg:8:fail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Profile {
    /// The type of the profile, and the status of the computer in it.
    pub target: ProfileTarget,
    /// The id of the profile.
    pub id: ProfileId,
}

/// The type of a profile and, for types that have statuses, the requested status.
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

/// The status of a computer in an Ubuntu Security Guide profile.
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

/// The status of a computer in a WSL profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WslStatus {
    /// `compliant`.
    Compliant,
    /// `noncompliant`.
    Noncompliant,
}

impl ProfileTarget {
    /// The words for the type that records may contain, the current one first.
    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Usg(_) => &USG,
            Self::Wsl(_) => &["wsl"],
            Self::Script => &["script"],
            Self::Repository => &["repository"],
            Self::Package => &["package"],
            Self::Upgrade => &["upgrade"],
            Self::Reboot => &["reboot"],
            Self::Removal => &["removal"],
        }
    }

    /// Returns the word for the type: `usg`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self.names() {
            [today, ..] => today,
            [] => "",
        }
    }

    /// Returns the word for the requested status, if there is one: `in-progress`.
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

/// The types of profiles.
pub(super) const TYPES: &[&str] =
    &["usg", "wsl", "script", "repository", "package", "upgrade", "reboot", "removal"];

/// Deprecated words for types, with the current ones.
pub(super) const DEPRECATED_TYPES: &[(&str, &str)] = &[(USG[1], USG[0])];

const USG_STATUSES: &[&str] = &["pass", "fail", "in-progress"];
const WSL_STATUSES: &[&str] = &["compliant", "noncompliant"];

/// Returns the statuses that may follow the `TYPE:ID:` of a profile.
pub(super) fn statuses(begun: &str) -> &'static [&'static str] {
    match begun.split(':').collect::<Vec<_>>().as_slice() {
        [kind, _, ""] if USG.contains(kind) => USG_STATUSES,
        ["wsl", _, ""] => WSL_STATUSES,
        _ => &[],
    }
}

/// Reads `TYPE:ID` or `TYPE:ID:STATUS`.
pub(super) fn read(value: &str) -> Result<Profile, ValueError> {
    let Some((kind, rest)) = value.split_once(':') else {
        return Err(ValueError::new(format!(
            "`{value}` is not a profile: write `TYPE:ID`, such as `usg:8`"
        )));
    };
    let (number, status) = match rest.split_once(':') {
        None => (rest, None),
        Some((number, status)) => (number, Some(status)),
    };
    let number_at = kind.len() + 1;
    let status_at = number_at + number.len();
    let id = unsigned(number)
        .map_err(|invalid| invalid.at(number_at.min(value.len() - 1)..status_at.max(number_at)))?;
    if status == Some("") {
        return Err(ValueError::new("a value is missing after the colon")
            .at(status_at..value.len())
            .guess(""));
    }
    let wrong_status = |known: &[&str]| {
        ValueError::one_of("a status of the profile", status.unwrap_or_default(), known, &[])
            .at(status_at + 1..value.len())
    };
    let no_status = |target: ProfileTarget| match status {
        None => Ok(target),
        Some(_) => Err(ValueError::new(format!("a profile of type `{kind}` has no status"))
            .at(status_at..value.len())
            .guess("")),
    };
    let target = match kind {
        usg if USG.contains(&usg) => ProfileTarget::Usg(match status {
            None => None,
            Some("pass") => Some(UsgStatus::Pass),
            Some("fail") => Some(UsgStatus::Fail),
            Some("in-progress") => Some(UsgStatus::InProgress),
            Some(_) => return Err(wrong_status(USG_STATUSES)),
        }),
        "wsl" => ProfileTarget::Wsl(match status {
            None => None,
            Some("compliant") => Some(WslStatus::Compliant),
            Some("noncompliant") => Some(WslStatus::Noncompliant),
            Some(_) => return Err(wrong_status(WSL_STATUSES)),
        }),
        "script" => no_status(ProfileTarget::Script)?,
        "repository" => no_status(ProfileTarget::Repository)?,
        "package" => no_status(ProfileTarget::Package)?,
        "upgrade" => no_status(ProfileTarget::Upgrade)?,
        "reboot" => no_status(ProfileTarget::Reboot)?,
        "removal" => no_status(ProfileTarget::Removal)?,
        _ => {
            return Err(ValueError::one_of("a type of profile", kind, TYPES, &[]).at(0..kind.len()));
        }
    };
    Ok(Profile { target, id: ProfileId::read(id) })
}

/// Prints the profile as queries write it: `usg:8:fail`.
impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.target.kind(), self.id)?;
        self.target.status().map_or(Ok(()), |status| write!(f, ":{status}"))
    }
}
