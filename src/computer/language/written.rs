//! How computer terms are written.

use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    SizedDevice,
};
use crate::query::language::Written;
use crate::query::value::{Quantity, Unit};

pub(super) fn written(term: &ComputerTerm) -> Written<'_> {
    use ComputerTerm as T;
    match term {
        T::Keyword(text) => Written::Keyword(text.as_str()),
        T::Tag(tag) => Written::text("tag", tag.as_str()),
        T::Distribution(release) => Written::text("distribution", release.as_str()),
        T::Hostname(name) => Written::text("hostname", name.as_str()),
        T::Title(title) => Written::text("title", title.as_str()),
        T::Alert(alert) => Written::text("alert", alert.as_str()),
        T::AccessGroup(name) => Written::text("access-group", name.as_str()),
        T::AccessGroupRecursive(name) => Written::text("access-group-recursive", name.as_str()),
        T::Id(id) => Written::text("id", id.to_string()),
        T::Mac(part) => Written::text("mac", part.as_str()),
        T::Ip(part) => Written::text("ip", part.as_str()),
        T::Search(name) => Written::text("search", name.as_str()),
        T::Needs(Need::Reboot) => Written::text("needs", "reboot"),
        T::Needs(Need::License) => Written::text("needs", "license"),
        T::LicenseId(LicenseHolder::Id(id)) => Written::text("license-id", id.to_string()),
        T::LicenseId(LicenseHolder::None) => Written::text("license-id", "none"),
        T::LicenseType(kind) => Written::text("license-type", kind.as_str()),
        T::LicenseExpiresWithinDays(days) => {
            Written::text("license-expires-within-days", days.to_string())
        }
        T::ContractExpiresWithinDays(days) => {
            Written::text("contract-expires-within-days", days.to_string())
        }
        T::Contract(id) => Written::text("contract", id.as_str()),
        T::HasProManagement(true) => Written::text("has-pro-management", "true"),
        T::HasProManagement(false) => Written::text("has-pro-management", "false"),
        T::HasUpgradeProfile => Written::text("has", "upgrade-profile"),
        T::Annotation(key, None) => Written::text("annotation", key.as_str()),
        T::Annotation(key, Some(value)) => Written::text("annotation", format!("{key}:{value}")),
        T::Profile(profile) => Written::text("profile", profile_text(*profile)),
        T::UpgradeProfile(name) => Written::text("upgrade-profile", name.as_str()),
        T::RemovalProfile(name) => Written::text("removal-profile", name.as_str()),
        T::ReleaseUpgradeAvailable => Written::text("release-upgrade", "available"),
        T::AvailabilityZone(AvailabilityZone::Named(name)) => {
            Written::text("availability-zone", name.as_str())
        }
        T::AvailabilityZone(AvailabilityZone::None) => Written::text("availability-zone", "null"),
        T::InstanceId(id) => Written::text("instance-id", id.as_str()),
        T::InstanceType(kind) => Written::text("instance-type", kind.as_str()),
        T::AmiId(id) => Written::text("ami-id", id.as_str()),
        T::Vendor(part) => Written::text("vendor", part.as_str()),
        T::Product(part) => Written::text("product", part.as_str()),
        T::Uuid(uuid) => Written::text("uuid", uuid.as_str()),
        T::Serial(serial) => Written::text("serial", serial.as_str()),
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
        T::Network(NetworkDevice::Serial(part)) => Written::text("network.serial", part.as_str()),
        T::LastPing(hours) => Written::text("last-ping", hours.to_string()),
        T::LastPingMinutes(minutes) => Written::text("last-ping-minutes", minutes.to_string()),
        T::UsnOutstanding(days) => Written::text("usn-outstanding", days.to_string()),
        T::UsnAppliedIn(days) => Written::text("usn-applied-in", days.to_string()),
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
) -> Written<'a> {
    match description {
        Description::Vendor(part) => Written::text(vendor, part.as_str()),
        Description::Product(part) => Written::text(product, part.as_str()),
        Description::Version(part) => Written::text(version, part.as_str()),
    }
}

fn quantity(field: &'static str, quantity: Quantity, unit: Unit) -> Written<'static> {
    let text = quantity.text(unit);
    if quantity.is_range() { Written::Range(field, text) } else { Written::text(field, text) }
}
