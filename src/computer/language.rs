//! The table of computer fields.

mod read;
mod written;

use super::constraint::constraints;
use crate::computer::{
    ComputerTerm, Description, NetworkDevice, PingHours, PingMinutes, SizedDevice,
};
use crate::model::ComputerId;
use crate::query::constraint::Constraints;
use crate::query::language::{Field, FieldKind, Language, NoQuery, TermSyntax};
use crate::query::suggest::Alias;
use crate::query::value::{Quantity, Text, Unit, ValueError};

type ComputerField = Field<ComputerTerm>;

/// A row whose value is any text.
const fn text(
    name: &'static str,
    make: fn(Text) -> ComputerTerm,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Text(make), help)
}

/// A row whose value is one of a few words.
const fn one_of(
    name: &'static str,
    values: &'static [&'static str],
    make: fn(&str) -> Option<ComputerTerm>,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::OneOf { values, make }, help)
}

/// A row whose value has a form of its own.
const fn form(
    name: &'static str,
    (form, words): (&'static str, &'static [&'static str]),
    read: fn(&str) -> Result<ComputerTerm, ValueError>,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Form { form, words, deprecated: &[], follow: |_| &[], read }, help)
}

/// A row whose value is a number of days.
const fn days(
    name: &'static str,
    make: fn(u32) -> ComputerTerm,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Integer { range: 0..=u32::MAX, unit: "days", make }, help)
}

/// A row whose value is a size.
const fn size(
    name: &'static str,
    unit: Unit,
    make: fn(Quantity) -> ComputerTerm,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Quantity { unit, make }, help)
}

impl Language for ComputerTerm {
    type Nested = NoQuery;
    const NAME: &'static str = "computer";

    const FIELDS: &'static [ComputerField] = &[
        text("tag", Self::Tag, "has the tag")
            .aliases(&[Alias::certain("tags", "tag"), Alias::guess("label", "tag")]),
        text("title", Self::Title, "the title, exactly").aliases(&[Alias::guess("name", "title")]),
        text("hostname", Self::Hostname, "the host name, exactly")
            .aliases(&[Alias::guess("host", "hostname")]),
        text("distribution", Self::Distribution, "the release or its code name, case ignored")
            .aliases(&[
                Alias::guess("distro", "distribution"),
                Alias::guess("os", "distribution"),
                Alias::guess("release", "distribution"),
                Alias::guess("series", "distribution"),
            ]),
        Field::new(
            "alert",
            FieldKind::OpenText { known: ALERTS, make: Self::Alert },
            "an alert that is active",
        ),
        text("access-group", Self::AccessGroup, "the access group it is in")
            .aliases(&[Alias::guess("group", "access-group")]),
        text(
            "access-group-recursive",
            Self::AccessGroupRecursive,
            "the access group it is in, or one above that",
        ),
        Field::new(
            "id",
            FieldKind::Id(|id| Self::Id(ComputerId::read(id))),
            "the number of the computer",
        ),
        text("mac", Self::Mac, "a part of a MAC address, case ignored")
            .aliases(&[Alias::certain("mac-address", "mac")]),
        text("ip", Self::Ip, "a part of an IP address")
            .aliases(&[Alias::certain("ip-address", "ip")])
            .doubt(|value| {
                value
                    .contains('/')
                    .then_some("looks like a network, but only parts of addresses match")
            }),
        form(
            "search",
            ("the name of a saved search", &[]),
            read::search,
            "a saved search selects it",
        ),
        one_of("needs", &["reboot", "license"], read::needs, "needs a reboot, or a licence"),
        form(
            "license-id",
            ("an unsigned integer or `none`", &["none"]),
            read::license_id,
            "its licence",
        ),
        one_of("license-type", LICENSE_TYPES, read::license_type, "the type of its licence"),
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
            read::has_pro_management,
            "under Ubuntu Pro management",
        ),
        one_of("has", &["upgrade-profile"], read::has, "covered by an upgrade profile"),
        form(
            "annotation",
            ("`KEY` or `KEY:TEXT`", &[]),
            read::annotation,
            "parts of an annotation's key and value",
        )
        .aliases(&[Alias::certain("annotations", "annotation")]),
        Field::new(
            "profile",
            FieldKind::Form {
                form: "`TYPE:ID` or `TYPE:ID:STATUS`",
                words: PROFILES,
                deprecated: &[("security", "usg")],
                follow: read::profile_statuses,
                read: read::profile,
            },
            "a profile it is associated with",
        ),
        text("upgrade-profile", Self::UpgradeProfile, "an upgrade profile it is associated with"),
        text("removal-profile", Self::RemovalProfile, "a removal profile it is associated with"),
        one_of(
            "release-upgrade",
            &["available"],
            read::release_upgrade,
            "a newer release is available",
        ),
        form(
            "availability-zone",
            ("text or `null`", &["null"]),
            read::availability_zone,
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
            FieldKind::Integer {
                range: PingHours::LEAST..=PingHours::MOST,
                unit: "hours",
                make: |hours| Self::LastPing(PingHours::nearest(hours)),
            },
            "pinged within these hours",
        ),
        Field::new(
            "last-ping-minutes",
            FieldKind::Integer {
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

    fn syntax(&self) -> TermSyntax<'_> {
        written::written(self)
    }

    fn constraints(&self) -> Constraints<'_> {
        constraints(self)
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
