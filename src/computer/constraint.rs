//! What the terms of computers say.

use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    ProfileTarget, SizedDevice,
};
use crate::model::release;
use crate::query::constraint::{Constraint, Constraints};
use crate::query::value::{Quantity, Text};

/// A computer has one title, host name, licence, … at most, and any number of
/// tags, alerts, profiles, addresses, annotations, notices and devices. It
/// can carry several names of releases.
pub(crate) fn constraints(term: &ComputerTerm) -> Constraints<'_> {
    use ComputerTerm as T;
    let constraint = match term {
        T::Hostname(own) => {
            return Constraints::new(Constraint::is("hostname", own.as_str())).and(name(own));
        }
        T::Title(own) => {
            return Constraints::new(Constraint::is("title", own.as_str())).and(name(own));
        }
        T::AccessGroup(group) => {
            return Constraints::new(Constraint::is("access-group", group.as_str()))
                .and(group_above(group));
        }
        T::Annotation(key, Some(value)) => {
            return Constraints::new(Constraint::has("annotation-value", format!("{key}:{value}")))
                .and(Constraint::contains("annotation", key.as_str()));
        }
        T::Profile(profile) => return of_profile(*profile),
        T::UpgradeProfile(profile) => {
            let constraint = Constraint::has("upgrade-profile", profile.as_str());
            return Constraints::new(constraint).and(upgrade_profile());
        }
        T::Keyword(word) => name(word),
        T::Tag(tag) => Constraint::has("tag", tag.as_str()),
        T::Distribution(wanted) => match release(wanted.as_str()) {
            Some(release) => Constraint::has("distribution", release),
            None => Constraint::has("distribution", lower(wanted)),
        },
        T::Alert(alert) => Constraint::has("alert", alert.as_str()),
        T::AccessGroupRecursive(group) => group_above(group),
        T::Id(id) => Constraint::is("id", id.to_string()),
        T::Mac(part) => contains("mac", part),
        T::Ip(part) => contains("ip", part),
        T::Search(name) => Constraint::has("search", name.as_str()),
        T::Needs(Need::Reboot) => Constraint::has("needs", "reboot"),
        T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
            Constraint::is("license-id", "none")
        }
        T::LicenseId(LicenseHolder::Id(id)) => Constraint::is("license-id", id.to_string()),
        T::LicenseType(kind) => Constraint::is("license-type", kind.as_str()),
        T::LicenseExpiresWithinDays(days) => Constraint::below("license-expires", (*days).into()),
        T::ContractExpiresWithinDays(days) => Constraint::below("contract-expires", (*days).into()),
        T::Contract(id) => Constraint::is("contract", id.as_str()),
        T::HasProManagement(true) => Constraint::is("has-pro-management", "true"),
        T::HasProManagement(false) => Constraint::is("has-pro-management", "false"),
        T::HasUpgradeProfile => upgrade_profile(),
        T::Annotation(key, None) => Constraint::contains("annotation", key.as_str()),
        T::RemovalProfile(profile) => Constraint::has("removal-profile", profile.as_str()),
        T::ReleaseUpgradeAvailable => Constraint::has("release-upgrade", "available"),
        T::AvailabilityZone(AvailabilityZone::Named(zone)) => {
            Constraint::is("availability-zone", zone.as_str())
        }
        // No zone has this name.
        T::AvailabilityZone(AvailabilityZone::None) => Constraint::is("availability-zone", "null"),
        T::InstanceId(id) => Constraint::is("instance-id", id.as_str()),
        T::InstanceType(kind) => Constraint::is("instance-type", kind.as_str()),
        T::AmiId(id) => Constraint::is("ami-id", id.as_str()),
        T::Vendor(part) => contains("vendor", part),
        T::Product(part) => contains("product", part),
        T::Uuid(uuid) => Constraint::is("uuid", lower(uuid)),
        T::Serial(serial) => Constraint::is("serial", lower(serial)),
        T::Cpu(test) => sized(test, ["cpu.vendor", "cpu.product", "cpu.version"], "cpu.size"),
        T::Disk(test) => sized(test, ["disk.vendor", "disk.product", "disk.version"], "disk.size"),
        T::Memory(test) => {
            sized(test, ["memory.vendor", "memory.product", "memory.version"], "memory.size")
        }
        T::Display(is) => described(is, ["display.vendor", "display.product", "display.version"]),
        T::Firmware(is) => {
            described(is, ["firmware.vendor", "firmware.product", "firmware.version"])
        }
        T::Network(NetworkDevice::Is(is)) => {
            described(is, ["network.vendor", "network.product", "network.version"])
        }
        T::Network(NetworkDevice::Capacity(size)) => between("network.capacity", *size),
        T::Network(NetworkDevice::Serial(part)) => contains("network.serial", part),
        T::LastPing(hours) => Constraint::below("last-ping", i64::from(hours.get()) * 60),
        T::LastPingMinutes(minutes) => Constraint::below("last-ping", minutes.get().into()),
        T::UsnOutstanding(days) => Constraint::at_least("usn-outstanding", (*days).into()),
        T::UsnAppliedIn(days) => Constraint::below("usn-applied-in", (*days).into()),
    };
    Constraints::new(constraint)
}

fn lower(text: &Text) -> String {
    text.as_str().to_ascii_lowercase()
}

fn contains(property: &'static str, part: &Text) -> Constraint<'static> {
    Constraint::contains(property, lower(part))
}

/// The title or the host name contains it.
fn name(part: &Text) -> Constraint<'static> {
    contains("name", part)
}

/// The access group or one above it.
fn group_above(name: &Text) -> Constraint<'_> {
    Constraint::has("access-group-recursive", name.as_str())
}

fn upgrade_profile() -> Constraint<'static> {
    Constraint::has("has", "upgrade-profile")
}

fn of_profile(profile: Profile) -> Constraints<'static> {
    let Profile { target, id } = profile;
    let kind = target.kind();
    let member = Constraint::has("profile", format!("{kind}:{id}"));
    let constraints = match target.status() {
        None => Constraints::new(member),
        Some(status) => {
            Constraints::new(Constraint::has("profile", format!("{kind}:{id}:{status}")))
                .and(member)
        }
    };
    match target {
        ProfileTarget::Upgrade => constraints.and(upgrade_profile()),
        ProfileTarget::Usg(_)
        | ProfileTarget::Wsl(_)
        | ProfileTarget::Script
        | ProfileTarget::Repository
        | ProfileTarget::Package
        | ProfileTarget::Reboot
        | ProfileTarget::Removal => constraints,
    }
}

/// One device of the class is so.
fn described(
    description: &Description,
    [vendor, product, version]: [&'static str; 3],
) -> Constraint<'static> {
    match description {
        Description::Vendor(part) => contains(vendor, part),
        Description::Product(part) => contains(product, part),
        Description::Version(part) => contains(version, part),
    }
}

fn sized(test: &SizedDevice, texts: [&'static str; 3], size: &'static str) -> Constraint<'static> {
    match test {
        SizedDevice::Is(description) => described(description, texts),
        SizedDevice::Size(quantity) => between(size, *quantity),
    }
}

fn between(property: &'static str, quantity: Quantity) -> Constraint<'static> {
    Constraint::between(property, quantity.least(), quantity.most())
}
