//! How computer terms are written.

use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    SizedDevice,
};
use crate::query::language::TermSyntax;
use crate::query::value::{Quantity, Unit};

pub(super) fn written(term: &ComputerTerm) -> TermSyntax<'_> {
    use ComputerTerm as T;
    match term {
        T::Keyword(text) => TermSyntax::Keyword(text.as_str()),
        T::Tag(tag) => TermSyntax::text("tag", tag.as_str()),
        T::Distribution(release) => TermSyntax::text("distribution", release.as_str()),
        T::Hostname(name) => TermSyntax::text("hostname", name.as_str()),
        T::Title(title) => TermSyntax::text("title", title.as_str()),
        T::Alert(alert) => TermSyntax::text("alert", alert.as_str()),
        T::AccessGroup(name) => TermSyntax::text("access-group", name.as_str()),
        T::AccessGroupRecursive(name) => TermSyntax::text("access-group-recursive", name.as_str()),
        T::Id(id) => TermSyntax::text("id", id.to_string()),
        T::Mac(part) => TermSyntax::text("mac", part.as_str()),
        T::Ip(part) => TermSyntax::text("ip", part.as_str()),
        T::Search(name) => TermSyntax::text("search", name.as_str()),
        T::Needs(Need::Reboot) => TermSyntax::text("needs", "reboot"),
        T::Needs(Need::License) => TermSyntax::text("needs", "license"),
        T::LicenseId(LicenseHolder::Id(id)) => TermSyntax::text("license-id", id.to_string()),
        T::LicenseId(LicenseHolder::None) => TermSyntax::text("license-id", "none"),
        T::LicenseType(kind) => TermSyntax::text("license-type", kind.as_str()),
        T::LicenseExpiresWithinDays(days) => {
            TermSyntax::text("license-expires-within-days", days.to_string())
        }
        T::ContractExpiresWithinDays(days) => {
            TermSyntax::text("contract-expires-within-days", days.to_string())
        }
        T::Contract(id) => TermSyntax::text("contract", id.as_str()),
        T::HasProManagement(true) => TermSyntax::text("has-pro-management", "true"),
        T::HasProManagement(false) => TermSyntax::text("has-pro-management", "false"),
        T::HasUpgradeProfile => TermSyntax::text("has", "upgrade-profile"),
        T::Annotation(key, None) => TermSyntax::text("annotation", key.as_str()),
        T::Annotation(key, Some(value)) => TermSyntax::text("annotation", format!("{key}:{value}")),
        T::Profile(profile) => TermSyntax::text("profile", profile_text(*profile)),
        T::UpgradeProfile(name) => TermSyntax::text("upgrade-profile", name.as_str()),
        T::RemovalProfile(name) => TermSyntax::text("removal-profile", name.as_str()),
        T::ReleaseUpgradeAvailable => TermSyntax::text("release-upgrade", "available"),
        T::AvailabilityZone(AvailabilityZone::Named(name)) => {
            TermSyntax::text("availability-zone", name.as_str())
        }
        T::AvailabilityZone(AvailabilityZone::None) => {
            TermSyntax::text("availability-zone", "null")
        }
        T::InstanceId(id) => TermSyntax::text("instance-id", id.as_str()),
        T::InstanceType(kind) => TermSyntax::text("instance-type", kind.as_str()),
        T::AmiId(id) => TermSyntax::text("ami-id", id.as_str()),
        T::Vendor(part) => TermSyntax::text("vendor", part.as_str()),
        T::Product(part) => TermSyntax::text("product", part.as_str()),
        T::Uuid(uuid) => TermSyntax::text("uuid", uuid.as_str()),
        T::Serial(serial) => TermSyntax::text("serial", serial.as_str()),
        T::Cpu(SizedDevice::Is(is)) => described(is, ["cpu.vendor", "cpu.product", "cpu.version"]),
        T::Cpu(SizedDevice::Size(size)) => quantity("cpu.size", *size, Unit::Hertz),
        T::Disk(SizedDevice::Is(is)) => {
            described(is, ["disk.vendor", "disk.product", "disk.version"])
        }
        T::Disk(SizedDevice::Size(size)) => quantity("disk.size", *size, Unit::Bytes),
        T::Memory(SizedDevice::Is(is)) => {
            described(is, ["memory.vendor", "memory.product", "memory.version"])
        }
        T::Memory(SizedDevice::Size(size)) => quantity("memory.size", *size, Unit::Bytes),
        T::Display(is) => described(is, ["display.vendor", "display.product", "display.version"]),
        T::Firmware(is) => {
            described(is, ["firmware.vendor", "firmware.product", "firmware.version"])
        }
        T::Network(NetworkDevice::Is(is)) => {
            described(is, ["network.vendor", "network.product", "network.version"])
        }
        T::Network(NetworkDevice::Capacity(size)) => {
            quantity("network.capacity", *size, Unit::Bytes)
        }
        T::Network(NetworkDevice::Serial(part)) => {
            TermSyntax::text("network.serial", part.as_str())
        }
        T::LastPing(hours) => TermSyntax::text("last-ping", hours.to_string()),
        T::LastPingMinutes(minutes) => TermSyntax::text("last-ping-minutes", minutes.to_string()),
        T::UsnOutstanding(days) => TermSyntax::text("usn-outstanding", days.to_string()),
        T::UsnAppliedIn(days) => TermSyntax::text("usn-applied-in", days.to_string()),
    }
}

fn profile_text(profile: Profile) -> String {
    let Profile { target, id } = profile;
    match target.status() {
        None => format!("{}:{id}", target.kind()),
        Some(status) => format!("{}:{id}:{status}", target.kind()),
    }
}

fn described<'a>(
    description: &'a Description,
    [vendor, product, version]: [&'static str; 3],
) -> TermSyntax<'a> {
    match description {
        Description::Vendor(part) => TermSyntax::text(vendor, part.as_str()),
        Description::Product(part) => TermSyntax::text(product, part.as_str()),
        Description::Version(part) => TermSyntax::text(version, part.as_str()),
    }
}

fn quantity(field: &'static str, quantity: Quantity, unit: Unit) -> TermSyntax<'static> {
    let text = quantity.text(unit);
    if quantity.is_range() { TermSyntax::Range(field, text) } else { TermSyntax::text(field, text) }
}
