//! The table of computer fields, and the syntax of terms.

mod row;

use super::profile;
use super::text::annotation;
use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, LicenseType, Need, NetworkDevice,
    PingHours, PingMinutes, SearchName, SizedDevice,
};
use crate::model::{ALERT_NAMES, ComputerId};
use crate::property;
use crate::query::constraint::Constraints;
use crate::query::language::{Field, FieldKind, Language, NoBase, NoQuery, TermSyntax};
use crate::query::suggest::Alias;
use crate::query::value::{Text, Unit};
use row::{ComputerField, days, form, one_of, size, text};

impl Language for ComputerTerm {
    type Nested = NoQuery;
    type Base = NoBase;
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
            FieldKind::OpenText { known: ALERT_NAMES, make: Self::Alert },
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
            "the id of the computer",
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
            |name| SearchName::try_from(name).map(Self::Search),
            "selected by a saved search",
        ),
        one_of(
            "needs",
            &["reboot", "license"],
            |word| Need::from_word(word).map(Self::Needs),
            "needs a reboot, or a licence",
        ),
        form(
            "license-id",
            ("an unsigned integer or `none`", &["none"]),
            |value| LicenseHolder::read(value).map(Self::LicenseId),
            "its licence",
        ),
        one_of(
            "license-type",
            LicenseType::WORDS,
            |word| LicenseType::from_word(word).map(Self::LicenseType),
            "the type of its licence",
        ),
        days(
            "license-expires-within-days",
            Self::LicenseExpiresWithinDays,
            "its licence expires within this many days",
        ),
        days(
            "contract-expires-within-days",
            Self::ContractExpiresWithinDays,
            "its contract expires within this many days",
        ),
        text("contract", Self::Contract, "its Ubuntu Pro contract"),
        one_of(
            "has-pro-management",
            &["true", "false", "1", "0"],
            |word| match word {
                "true" | "1" => Some(Self::HasProManagement(true)),
                "false" | "0" => Some(Self::HasProManagement(false)),
                _ => None,
            },
            "under Ubuntu Pro management",
        ),
        one_of(
            "has",
            &["upgrade-profile"],
            |word| (word == "upgrade-profile").then_some(Self::HasUpgradeProfile),
            "covered by an upgrade profile",
        ),
        form(
            "annotation",
            ("`KEY` or `KEY:TEXT`", &[]),
            |value| annotation(value).map(|(key, text)| Self::Annotation(key, text)),
            "parts of an annotation's key and value",
        )
        .aliases(&[Alias::certain("annotations", "annotation")]),
        Field::new(
            "profile",
            FieldKind::Form {
                form: "`TYPE:ID` or `TYPE:ID:STATUS`",
                words: profile::TYPES,
                deprecated: profile::DEPRECATED_TYPES,
                follow: profile::statuses,
                read: |value| profile::read(value).map(Self::Profile),
            },
            "a profile it is associated with",
        ),
        text("upgrade-profile", Self::UpgradeProfile, "an upgrade profile it is associated with"),
        text("removal-profile", Self::RemovalProfile, "a removal profile it is associated with"),
        one_of(
            "release-upgrade",
            &["available"],
            |word| (word == "available").then_some(Self::ReleaseUpgradeAvailable),
            "a newer release is available",
        ),
        form(
            "availability-zone",
            ("text or `null`", &["null"]),
            |value| AvailabilityZone::read(value).map(Self::AvailabilityZone),
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
            "pinged within this many hours",
        ),
        Field::new(
            "last-ping-minutes",
            FieldKind::Integer {
                range: PingMinutes::LEAST..=PingMinutes::MOST,
                unit: "minutes",
                make: |minutes| Self::LastPingMinutes(PingMinutes::nearest(minutes)),
            },
            "pinged within this many minutes",
        ),
        days(
            "usn-outstanding",
            Self::UsnOutstanding,
            "has a security notice unresolved for longer",
        ),
        days("usn-applied-in", Self::UsnAppliedIn, "applied recent security notices within"),
    ];

    fn keyword(text: Text) -> Option<Self> {
        Some(Self::Keyword(text))
    }

    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Keyword(text) => TermSyntax::Keyword(text.as_str()),
            Self::Tag(tag) => TermSyntax::text("tag", tag.as_str()),
            Self::Distribution(release) => TermSyntax::text("distribution", release.as_str()),
            Self::Hostname(name) => TermSyntax::text("hostname", name.as_str()),
            Self::Title(title) => TermSyntax::text("title", title.as_str()),
            Self::Alert(alert) => TermSyntax::text("alert", alert.as_str()),
            Self::AccessGroup(name) => TermSyntax::text("access-group", name.as_str()),
            Self::AccessGroupRecursive(name) => {
                TermSyntax::text("access-group-recursive", name.as_str())
            }
            Self::Id(id) => TermSyntax::text("id", id.to_string()),
            Self::Mac(part) => TermSyntax::text("mac", part.as_str()),
            Self::Ip(part) => TermSyntax::text("ip", part.as_str()),
            Self::Search(name) => TermSyntax::text("search", name.as_str()),
            Self::Needs(need) => TermSyntax::text("needs", need.as_str()),
            Self::LicenseId(LicenseHolder::Id(id)) => {
                TermSyntax::text("license-id", id.to_string())
            }
            Self::LicenseId(LicenseHolder::None) => TermSyntax::text("license-id", "none"),
            Self::LicenseType(kind) => TermSyntax::text("license-type", kind.as_str()),
            Self::LicenseExpiresWithinDays(days) => {
                TermSyntax::text("license-expires-within-days", days.to_string())
            }
            Self::ContractExpiresWithinDays(days) => {
                TermSyntax::text("contract-expires-within-days", days.to_string())
            }
            Self::Contract(id) => TermSyntax::text("contract", id.as_str()),
            Self::HasProManagement(true) => TermSyntax::text("has-pro-management", "true"),
            Self::HasProManagement(false) => TermSyntax::text("has-pro-management", "false"),
            Self::HasUpgradeProfile => TermSyntax::text("has", "upgrade-profile"),
            Self::Annotation(key, None) => TermSyntax::text("annotation", key.as_str()),
            Self::Annotation(key, Some(value)) => {
                TermSyntax::text("annotation", format!("{key}:{value}"))
            }
            Self::Profile(profile) => TermSyntax::text("profile", profile.to_string()),
            Self::UpgradeProfile(name) => TermSyntax::text("upgrade-profile", name.as_str()),
            Self::RemovalProfile(name) => TermSyntax::text("removal-profile", name.as_str()),
            Self::ReleaseUpgradeAvailable => TermSyntax::text("release-upgrade", "available"),
            Self::AvailabilityZone(AvailabilityZone::Named(name)) => {
                TermSyntax::text("availability-zone", name.as_str())
            }
            Self::AvailabilityZone(AvailabilityZone::None) => {
                TermSyntax::text("availability-zone", "null")
            }
            Self::InstanceId(id) => TermSyntax::text("instance-id", id.as_str()),
            Self::InstanceType(kind) => TermSyntax::text("instance-type", kind.as_str()),
            Self::AmiId(id) => TermSyntax::text("ami-id", id.as_str()),
            Self::Vendor(part) => TermSyntax::text("vendor", part.as_str()),
            Self::Product(part) => TermSyntax::text("product", part.as_str()),
            Self::Uuid(uuid) => TermSyntax::text("uuid", uuid.as_str()),
            Self::Serial(serial) => TermSyntax::text("serial", serial.as_str()),
            Self::Cpu(device) => {
                device.syntax(["cpu.vendor", "cpu.product", "cpu.version", "cpu.size"], Unit::Hertz)
            }
            Self::Disk(device) => device
                .syntax(["disk.vendor", "disk.product", "disk.version", "disk.size"], Unit::Bytes),
            Self::Memory(device) => device.syntax(
                ["memory.vendor", "memory.product", "memory.version", "memory.size"],
                Unit::Bytes,
            ),
            Self::Display(device) => {
                device.syntax(["display.vendor", "display.product", "display.version"])
            }
            Self::Firmware(device) => {
                device.syntax(["firmware.vendor", "firmware.product", "firmware.version"])
            }
            Self::Network(device) => device.syntax(),
            Self::LastPing(hours) => TermSyntax::text("last-ping", hours.to_string()),
            Self::LastPingMinutes(minutes) => {
                TermSyntax::text("last-ping-minutes", minutes.to_string())
            }
            Self::UsnOutstanding(days) => TermSyntax::text("usn-outstanding", days.to_string()),
            Self::UsnAppliedIn(days) => TermSyntax::text("usn-applied-in", days.to_string()),
        }
    }

    fn constraints(&self) -> Constraints<'_> {
        property::constraints(self.question())
    }

    fn search(&self) -> Option<&str> {
        let Self::Search(name) = self else { return None };
        Some(name.as_str())
    }
}
