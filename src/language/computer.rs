//! The table of computer fields.

mod written;

use super::{Field, Invalid, Language, Takes, Written};
use crate::ast::{
    AnnotationKey, AvailabilityZone, ComputerTerm, Description, LicenseHolder, LicenseType, Need,
    NetworkDevice, PingHours, PingMinutes, Profile, ProfileTarget, Quantity, SearchName,
    SizedDevice, Text, Unit, UsgStatus, WslStatus, ZoneName,
};
use crate::model::{ComputerId, LicenseId, ProfileId};

type Row = Field<ComputerTerm>;

/// A row whose value is any text.
const fn text(name: &'static str, make: fn(Text) -> ComputerTerm, help: &'static str) -> Row {
    Field::new(name, Takes::Text(make), help)
}

/// A row whose value is one of a few words.
const fn one_of(
    name: &'static str,
    values: &'static [&'static str],
    make: fn(&str) -> Option<ComputerTerm>,
    help: &'static str,
) -> Row {
    Field::new(name, Takes::OneOf { values, make }, help)
}

/// A row whose value has a form of its own.
const fn form(
    name: &'static str,
    (form, words): (&'static str, &'static [&'static str]),
    read: fn(&str) -> Result<ComputerTerm, Invalid>,
    help: &'static str,
) -> Row {
    Field::new(name, Takes::Form { form, words, deprecated: &[], read }, help)
}

/// A row whose value is a number of days.
const fn days(name: &'static str, make: fn(u32) -> ComputerTerm, help: &'static str) -> Row {
    Field::new(name, Takes::Integer { range: 0..=u32::MAX, unit: "days", make }, help)
}

/// A row whose value is a size.
const fn size(
    name: &'static str,
    unit: Unit,
    make: fn(Quantity) -> ComputerTerm,
    help: &'static str,
) -> Row {
    Field::new(name, Takes::Quantity { unit, make }, help)
}

impl Language for ComputerTerm {
    const NAME: &'static str = "computer";

    const FIELDS: &'static [Row] = &[
        text("tag", Self::Tag, "has the tag"),
        text("title", Self::Title, "the title, exactly"),
        text("hostname", Self::Hostname, "the host name, exactly"),
        text("distribution", Self::Distribution, "the release or its code name, case ignored"),
        Field::new(
            "alert",
            Takes::OpenText { known: ALERTS, make: Self::Alert },
            "an alert that is active",
        ),
        text("access-group", Self::AccessGroup, "the access group it is in"),
        text(
            "access-group-recursive",
            Self::AccessGroupRecursive,
            "the access group it is in, or one above that",
        ),
        Field::new(
            "id",
            Takes::Id(|id| Self::Id(ComputerId::read(id))),
            "the number of the computer",
        ),
        text("mac", Self::Mac, "a part of a MAC address, case ignored"),
        text("ip", Self::Ip, "a part of an IP address"),
        form("search", ("the name of a saved search", &[]), search, "a saved search selects it"),
        one_of("needs", &["reboot", "license"], needs, "needs a reboot, or a licence"),
        form("license-id", ("an unsigned integer or `none`", &["none"]), license_id, "its licence"),
        one_of("license-type", LICENSE_TYPES, license_type, "the type of its licence"),
        days(
            "license-expires-within-days",
            Self::LicenseExpiresWithinDays,
            "its licence ends by then",
        ),
        days(
            "contract-expires-within-days",
            Self::ContractExpiresWithinDays,
            "its contract ends by then",
        ),
        text("contract", Self::Contract, "its Ubuntu Pro contract"),
        one_of(
            "has-pro-management",
            &["true", "false", "1", "0"],
            has_pro_management,
            "under Ubuntu Pro management",
        ),
        one_of("has", &["upgrade-profile"], has, "covered by an upgrade profile"),
        form(
            "annotation",
            ("`KEY` or `KEY:TEXT`", &[]),
            annotation,
            "parts of an annotation's key and value",
        ),
        Field::new(
            "profile",
            Takes::Form {
                form: "`TYPE:ID` or `TYPE:ID:STATUS`",
                words: PROFILES,
                deprecated: &[("security", "usg")],
                read: profile,
            },
            "a profile it is associated with",
        ),
        text("upgrade-profile", Self::UpgradeProfile, "an upgrade profile it is associated with"),
        text("removal-profile", Self::RemovalProfile, "a removal profile it is associated with"),
        one_of("release-upgrade", &["available"], release_upgrade, "a newer release is available"),
        form(
            "availability-zone",
            ("text or `null`", &["null"]),
            availability_zone,
            "its zone in the cloud",
        ),
        text("instance-id", Self::InstanceId, "its instance id in the cloud"),
        text("instance-type", Self::InstanceType, "its instance type in the cloud"),
        text("ami-id", Self::AmiId, "the image it was made from"),
        text("vendor", Self::Vendor, "a part of the system's vendor, case ignored"),
        text("product", Self::Product, "a part of the system's product name, case ignored"),
        text("uuid", Self::Uuid, "the system's UUID, case ignored"),
        text("serial", Self::Serial, "the system's serial number, case ignored"),
        text(
            "cpu.vendor",
            |text| Self::Cpu(SizedDevice::Is(Description::Vendor(text))),
            "a part of the vendor of a processor, case ignored",
        ),
        text(
            "cpu.product",
            |text| Self::Cpu(SizedDevice::Is(Description::Product(text))),
            "a part of the product name of a processor, case ignored",
        ),
        text(
            "cpu.version",
            |text| Self::Cpu(SizedDevice::Is(Description::Version(text))),
            "a part of the version of a processor, case ignored",
        ),
        size(
            "cpu.size",
            Unit::Hertz,
            |size| Self::Cpu(SizedDevice::Size(size)),
            "the clock speed of a processor",
        ),
        text(
            "disk.vendor",
            |text| Self::Disk(SizedDevice::Is(Description::Vendor(text))),
            "a part of the vendor of a disk, case ignored",
        ),
        text(
            "disk.product",
            |text| Self::Disk(SizedDevice::Is(Description::Product(text))),
            "a part of the product name of a disk, case ignored",
        ),
        text(
            "disk.version",
            |text| Self::Disk(SizedDevice::Is(Description::Version(text))),
            "a part of the version of a disk, case ignored",
        ),
        size(
            "disk.size",
            Unit::Bytes,
            |size| Self::Disk(SizedDevice::Size(size)),
            "the size of a disk",
        ),
        text(
            "memory.vendor",
            |text| Self::Memory(SizedDevice::Is(Description::Vendor(text))),
            "a part of the vendor of a memory, case ignored",
        ),
        text(
            "memory.product",
            |text| Self::Memory(SizedDevice::Is(Description::Product(text))),
            "a part of the product name of a memory, case ignored",
        ),
        text(
            "memory.version",
            |text| Self::Memory(SizedDevice::Is(Description::Version(text))),
            "a part of the version of a memory, case ignored",
        ),
        size(
            "memory.size",
            Unit::Bytes,
            |size| Self::Memory(SizedDevice::Size(size)),
            "the size of a memory",
        ),
        text(
            "display.vendor",
            |text| Self::Display(Description::Vendor(text)),
            "a part of the vendor of a display adapter, case ignored",
        ),
        text(
            "display.product",
            |text| Self::Display(Description::Product(text)),
            "a part of the product name of a display adapter, case ignored",
        ),
        text(
            "display.version",
            |text| Self::Display(Description::Version(text)),
            "a part of the version of a display adapter, case ignored",
        ),
        text(
            "firmware.vendor",
            |text| Self::Firmware(Description::Vendor(text)),
            "a part of the vendor of the firmware, case ignored",
        ),
        text(
            "firmware.product",
            |text| Self::Firmware(Description::Product(text)),
            "a part of the product name of the firmware, case ignored",
        ),
        text(
            "firmware.version",
            |text| Self::Firmware(Description::Version(text)),
            "a part of the version of the firmware, case ignored",
        ),
        text(
            "network.vendor",
            |text| Self::Network(NetworkDevice::Is(Description::Vendor(text))),
            "a part of the vendor of a network adapter, case ignored",
        ),
        text(
            "network.product",
            |text| Self::Network(NetworkDevice::Is(Description::Product(text))),
            "a part of the product name of a network adapter, case ignored",
        ),
        text(
            "network.version",
            |text| Self::Network(NetworkDevice::Is(Description::Version(text))),
            "a part of the version of a network adapter, case ignored",
        ),
        size(
            "network.capacity",
            Unit::Bytes,
            |size| Self::Network(NetworkDevice::Capacity(size)),
            "the capacity of a network adapter",
        ),
        text(
            "network.serial",
            |text| Self::Network(NetworkDevice::Serial(text)),
            "a part of the MAC address of a network adapter",
        ),
        Field::new(
            "last-ping",
            Takes::Integer {
                range: PingHours::LEAST..=PingHours::MOST,
                unit: "hours",
                make: |hours| Self::LastPing(PingHours::nearest(hours)),
            },
            "pinged within these hours",
        ),
        Field::new(
            "last-ping-minutes",
            Takes::Integer {
                range: PingMinutes::LEAST..=PingMinutes::MOST,
                unit: "minutes",
                make: |minutes| Self::LastPingMinutes(PingMinutes::nearest(minutes)),
            },
            "pinged within these minutes",
        ),
        days("usn-outstanding", Self::UsnOutstanding, "a security notice is unresolved for longer"),
        days("usn-applied-in", Self::UsnAppliedIn, "recent security notices were applied within"),
    ];

    fn keyword(text: Text) -> Option<Self> {
        Some(Self::Keyword(text))
    }

    fn witness() -> Self {
        Self::Id(ComputerId::read(0))
    }

    fn written(&self) -> Written<'_> {
        written::written(self)
    }
}

const ALERTS: &[&str] = &[
    "package-upgrades",
    "security-upgrades",
    "package-profiles",
    "package-reporter",
    "computer-offline",
    "computer-reboot",
    "esm-disabled",
    "computer-duplicates",
    "unapproved-activities",
    "child-instance-profiles",
];

const LICENSE_TYPES: &[&str] = &["unlicensed", "pro", "free_pro", "legacy"];

const PROFILES: &[&str] =
    &["usg", "wsl", "script", "repository", "package", "upgrade", "reboot", "removal"];

fn search(name: &str) -> Result<ComputerTerm, Invalid> {
    SearchName::try_from(name).map(ComputerTerm::Search)
}

fn needs(word: &str) -> Option<ComputerTerm> {
    match word {
        "reboot" => Some(ComputerTerm::Needs(Need::Reboot)),
        "license" => Some(ComputerTerm::Needs(Need::License)),
        _ => None,
    }
}

fn license_id(value: &str) -> Result<ComputerTerm, Invalid> {
    let holder = match value {
        "none" => LicenseHolder::None,
        number => LicenseHolder::Id(LicenseId::read(super::field::unsigned(number)?)),
    };
    Ok(ComputerTerm::LicenseId(holder))
}

fn license_type(word: &str) -> Option<ComputerTerm> {
    let kind = match word {
        "unlicensed" => LicenseType::Unlicensed,
        "pro" => LicenseType::Pro,
        "free_pro" => LicenseType::FreePro,
        "legacy" => LicenseType::Legacy,
        _ => return None,
    };
    Some(ComputerTerm::LicenseType(kind))
}

fn has_pro_management(word: &str) -> Option<ComputerTerm> {
    match word {
        "true" | "1" => Some(ComputerTerm::HasProManagement(true)),
        "false" | "0" => Some(ComputerTerm::HasProManagement(false)),
        _ => None,
    }
}

fn has(word: &str) -> Option<ComputerTerm> {
    (word == "upgrade-profile").then_some(ComputerTerm::HasUpgradeProfile)
}

fn release_upgrade(word: &str) -> Option<ComputerTerm> {
    (word == "available").then_some(ComputerTerm::ReleaseUpgradeAvailable)
}

fn annotation(value: &str) -> Result<ComputerTerm, Invalid> {
    let (key, text) = match value.split_once(':') {
        None => (value, None),
        Some((key, text)) => (key, Some(text)),
    };
    let end = value.len();
    let Ok(key) = AnnotationKey::try_from(key) else {
        return Err(Invalid::new("the key of the annotation is missing").at(0..end));
    };
    match text.map(Text::try_from) {
        None => Ok(ComputerTerm::Annotation(key, None)),
        Some(Ok(text)) => Ok(ComputerTerm::Annotation(key, Some(text))),
        Some(Err(_)) => Err(Invalid::new("nothing follows the colon").at(end - 1..end).instead("")),
    }
}

fn availability_zone(value: &str) -> Result<ComputerTerm, Invalid> {
    let zone = match value {
        "null" => AvailabilityZone::None,
        name => AvailabilityZone::Named(ZoneName::try_from(name)?),
    };
    Ok(ComputerTerm::AvailabilityZone(zone))
}

/// Reads `TYPE:ID` or `TYPE:ID:STATUS`.
fn profile(value: &str) -> Result<ComputerTerm, Invalid> {
    let Some((kind, rest)) = value.split_once(':') else {
        return Err(Invalid::new(format!(
            "`{value}` names no profile: one is written `TYPE:ID`, such as `usg:8`"
        )));
    };
    let (number, status) = match rest.split_once(':') {
        None => (rest, None),
        Some((number, status)) => (number, Some(status)),
    };
    let number_at = kind.len() + 1;
    let status_at = number_at + number.len();
    let id = super::field::unsigned(number)
        .map_err(|invalid| invalid.at(number_at.min(value.len() - 1)..status_at.max(number_at)))?;
    if status == Some("") {
        return Err(Invalid::new("nothing follows the colon")
            .at(status_at..value.len())
            .instead(""));
    }
    let wrong_status = |known: &[&str]| {
        Invalid::one_of("a status of the profile", status.unwrap_or_default(), known)
            .at(status_at + 1..value.len())
    };
    let no_status = |target: ProfileTarget| match status {
        None => Ok(target),
        Some(_) => Err(Invalid::new(format!("a profile of type `{kind}` has no status"))
            .at(status_at..value.len())
            .instead("")),
    };
    let target = match kind {
        "usg" | "security" => ProfileTarget::Usg(match status {
            None => None,
            Some("pass") => Some(UsgStatus::Pass),
            Some("fail") => Some(UsgStatus::Fail),
            Some("in-progress") => Some(UsgStatus::InProgress),
            Some(_) => return Err(wrong_status(&["pass", "fail", "in-progress"])),
        }),
        "wsl" => ProfileTarget::Wsl(match status {
            None => None,
            Some("compliant") => Some(WslStatus::Compliant),
            Some("noncompliant") => Some(WslStatus::Noncompliant),
            Some(_) => return Err(wrong_status(&["compliant", "noncompliant"])),
        }),
        "script" => no_status(ProfileTarget::Script)?,
        "repository" => no_status(ProfileTarget::Repository)?,
        "package" => no_status(ProfileTarget::Package)?,
        "upgrade" => no_status(ProfileTarget::Upgrade)?,
        "reboot" => no_status(ProfileTarget::Reboot)?,
        "removal" => no_status(ProfileTarget::Removal)?,
        _ => return Err(Invalid::one_of("a type of profile", kind, PROFILES).at(0..kind.len())),
    };
    Ok(ComputerTerm::Profile(Profile { target, id: ProfileId::read(id) }))
}
