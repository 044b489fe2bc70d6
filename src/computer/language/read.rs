//! The values of computer fields that have a form or words of their own.

use super::PROFILES;
use crate::computer::{
    AnnotationKey, AvailabilityZone, ComputerTerm, LicenseHolder, LicenseType, Need, Profile,
    ProfileTarget, SearchName, UsgStatus, WslStatus, ZoneName,
};
use crate::model::{LicenseId, ProfileId};
use crate::query::value::{Text, ValueError, unsigned};

pub(super) fn search(name: &str) -> Result<ComputerTerm, ValueError> {
    SearchName::try_from(name).map(ComputerTerm::Search)
}

pub(super) fn needs(word: &str) -> Option<ComputerTerm> {
    match word {
        "reboot" => Some(ComputerTerm::Needs(Need::Reboot)),
        "license" => Some(ComputerTerm::Needs(Need::License)),
        _ => None,
    }
}

pub(super) fn license_id(value: &str) -> Result<ComputerTerm, ValueError> {
    let holder = match value {
        "none" => LicenseHolder::None,
        number => LicenseHolder::Id(LicenseId::read(unsigned(number)?)),
    };
    Ok(ComputerTerm::LicenseId(holder))
}

pub(super) fn license_type(word: &str) -> Option<ComputerTerm> {
    let kind = match word {
        "unlicensed" => LicenseType::Unlicensed,
        "pro" => LicenseType::Pro,
        "free_pro" => LicenseType::FreePro,
        "legacy" => LicenseType::Legacy,
        _ => return None,
    };
    Some(ComputerTerm::LicenseType(kind))
}

pub(super) fn has_pro_management(word: &str) -> Option<ComputerTerm> {
    match word {
        "true" | "1" => Some(ComputerTerm::HasProManagement(true)),
        "false" | "0" => Some(ComputerTerm::HasProManagement(false)),
        _ => None,
    }
}

pub(super) fn has(word: &str) -> Option<ComputerTerm> {
    (word == "upgrade-profile").then_some(ComputerTerm::HasUpgradeProfile)
}

pub(super) fn release_upgrade(word: &str) -> Option<ComputerTerm> {
    (word == "available").then_some(ComputerTerm::ReleaseUpgradeAvailable)
}

pub(super) fn annotation(value: &str) -> Result<ComputerTerm, ValueError> {
    let (key, text) = match value.split_once(':') {
        None => (value, None),
        Some((key, text)) => (key, Some(text)),
    };
    let end = value.len();
    let Ok(key) = AnnotationKey::try_from(key) else {
        return Err(ValueError::new("the key of the annotation is missing").at(0..end));
    };
    match text.map(Text::try_from) {
        None => Ok(ComputerTerm::Annotation(key, None)),
        Some(Ok(text)) => Ok(ComputerTerm::Annotation(key, Some(text))),
        Some(Err(_)) => {
            Err(ValueError::new("nothing follows the colon").at(end - 1..end).guess(""))
        }
    }
}

pub(super) fn availability_zone(value: &str) -> Result<ComputerTerm, ValueError> {
    let zone = match value {
        "null" => AvailabilityZone::None,
        name => AvailabilityZone::Named(ZoneName::try_from(name)?),
    };
    Ok(ComputerTerm::AvailabilityZone(zone))
}

const USG_STATUSES: &[&str] = &["pass", "fail", "in-progress"];
const WSL_STATUSES: &[&str] = &["compliant", "noncompliant"];

/// The statuses that may follow the `TYPE:ID:` of a profile.
pub(super) fn profile_statuses(begun: &str) -> &'static [&'static str] {
    match begun.split(':').collect::<Vec<_>>().as_slice() {
        ["usg" | "security", _, ""] => USG_STATUSES,
        ["wsl", _, ""] => WSL_STATUSES,
        _ => &[],
    }
}

/// Reads `TYPE:ID` or `TYPE:ID:STATUS`.
pub(super) fn profile(value: &str) -> Result<ComputerTerm, ValueError> {
    let Some((kind, rest)) = value.split_once(':') else {
        return Err(ValueError::new(format!(
            "`{value}` names no profile: one is written `TYPE:ID`, such as `usg:8`"
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
        return Err(ValueError::new("nothing follows the colon")
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
        "usg" | "security" => ProfileTarget::Usg(match status {
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
            return Err(
                ValueError::one_of("a type of profile", kind, PROFILES, &[]).at(0..kind.len())
            );
        }
    };
    Ok(ComputerTerm::Profile(Profile { target, id: ProfileId::read(id) }))
}
