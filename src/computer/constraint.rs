//! What the terms of computers say.

use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    ProfileTarget, SizedDevice,
};
use crate::model::release;
use crate::query::constraint::{Claim, Claims};
use crate::query::value::{Quantity, Text};

/// A computer has one title, host name, licence, … at most, and any number of
/// tags, alerts, profiles, addresses, annotations, notices and devices. It
/// can carry several names of releases.
pub(crate) fn claims(term: &ComputerTerm) -> Claims<'_> {
    use ComputerTerm as T;
    let claim = match term {
        T::Hostname(own) => {
            return Claims::new(Claim::is("hostname", own.as_str())).and(name(own));
        }
        T::Title(own) => return Claims::new(Claim::is("title", own.as_str())).and(name(own)),
        T::AccessGroup(group) => {
            return Claims::new(Claim::is("access-group", group.as_str())).and(group_above(group));
        }
        T::Annotation(key, Some(value)) => {
            return Claims::new(Claim::has("annotation-value", format!("{key}:{value}")))
                .and(Claim::contains("annotation", key.as_str()));
        }
        T::Profile(profile) => return of_profile(*profile),
        T::UpgradeProfile(profile) => {
            let claim = Claim::has("upgrade-profile", profile.as_str());
            return Claims::new(claim).and(upgrade_profile());
        }
        T::Keyword(word) => name(word),
        T::Tag(tag) => Claim::has("tag", tag.as_str()),
        T::Distribution(wanted) => match release(wanted.as_str()) {
            Some(release) => Claim::has("distribution", release),
            None => Claim::has("distribution", lower(wanted)),
        },
        T::Alert(alert) => Claim::has("alert", alert.as_str()),
        T::AccessGroupRecursive(group) => group_above(group),
        T::Id(id) => Claim::is("id", id.to_string()),
        T::Mac(part) => contains("mac", part),
        T::Ip(part) => contains("ip", part),
        T::Search(name) => Claim::has("search", name.as_str()),
        T::Needs(Need::Reboot) => Claim::has("needs", "reboot"),
        T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
            Claim::is("license-id", "none")
        }
        T::LicenseId(LicenseHolder::Id(id)) => Claim::is("license-id", id.to_string()),
        T::LicenseType(kind) => Claim::is("license-type", kind.as_str()),
        T::LicenseExpiresWithinDays(days) => Claim::below("license-expires", (*days).into()),
        T::ContractExpiresWithinDays(days) => Claim::below("contract-expires", (*days).into()),
        T::Contract(id) => Claim::is("contract", id.as_str()),
        T::HasProManagement(true) => Claim::is("has-pro-management", "true"),
        T::HasProManagement(false) => Claim::is("has-pro-management", "false"),
        T::HasUpgradeProfile => upgrade_profile(),
        T::Annotation(key, None) => Claim::contains("annotation", key.as_str()),
        T::RemovalProfile(profile) => Claim::has("removal-profile", profile.as_str()),
        T::ReleaseUpgradeAvailable => Claim::has("release-upgrade", "available"),
        T::AvailabilityZone(AvailabilityZone::Named(zone)) => {
            Claim::is("availability-zone", zone.as_str())
        }
        // No zone has this name.
        T::AvailabilityZone(AvailabilityZone::None) => Claim::is("availability-zone", "null"),
        T::InstanceId(id) => Claim::is("instance-id", id.as_str()),
        T::InstanceType(kind) => Claim::is("instance-type", kind.as_str()),
        T::AmiId(id) => Claim::is("ami-id", id.as_str()),
        T::Vendor(part) => contains("vendor", part),
        T::Product(part) => contains("product", part),
        T::Uuid(uuid) => Claim::is("uuid", lower(uuid)),
        T::Serial(serial) => Claim::is("serial", lower(serial)),
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
        T::LastPing(hours) => Claim::below("last-ping", i64::from(hours.get()) * 60),
        T::LastPingMinutes(minutes) => Claim::below("last-ping", minutes.get().into()),
        T::UsnOutstanding(days) => Claim::at_least("usn-outstanding", (*days).into()),
        T::UsnAppliedIn(days) => Claim::below("usn-applied-in", (*days).into()),
    };
    Claims::new(claim)
}

fn lower(text: &Text) -> String {
    text.as_str().to_ascii_lowercase()
}

fn contains(property: &'static str, part: &Text) -> Claim<'static> {
    Claim::contains(property, lower(part))
}

/// The title or the host name contains it.
fn name(part: &Text) -> Claim<'static> {
    contains("name", part)
}

/// The access group or one above it.
fn group_above(name: &Text) -> Claim<'_> {
    Claim::has("access-group-recursive", name.as_str())
}

fn upgrade_profile() -> Claim<'static> {
    Claim::has("has", "upgrade-profile")
}

fn of_profile(profile: Profile) -> Claims<'static> {
    let Profile { target, id } = profile;
    let kind = target.kind();
    let member = Claim::has("profile", format!("{kind}:{id}"));
    let claims = match target.status() {
        None => Claims::new(member),
        Some(status) => {
            Claims::new(Claim::has("profile", format!("{kind}:{id}:{status}"))).and(member)
        }
    };
    match target {
        ProfileTarget::Upgrade => claims.and(upgrade_profile()),
        ProfileTarget::Usg(_)
        | ProfileTarget::Wsl(_)
        | ProfileTarget::Script
        | ProfileTarget::Repository
        | ProfileTarget::Package
        | ProfileTarget::Reboot
        | ProfileTarget::Removal => claims,
    }
}

/// One device of the class is so.
fn described(
    description: &Description,
    [vendor, product, version]: [&'static str; 3],
) -> Claim<'static> {
    match description {
        Description::Vendor(part) => contains(vendor, part),
        Description::Product(part) => contains(product, part),
        Description::Version(part) => contains(version, part),
    }
}

fn sized(test: &SizedDevice, texts: [&'static str; 3], size: &'static str) -> Claim<'static> {
    match test {
        SizedDevice::Is(description) => described(description, texts),
        SizedDevice::Size(quantity) => between(size, *quantity),
    }
}

fn between(property: &'static str, quantity: Quantity) -> Claim<'static> {
    Claim::between(property, quantity.least(), quantity.most())
}
