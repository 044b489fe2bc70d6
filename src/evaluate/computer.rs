//! Evaluates terms on a computer.

use chrono::{DateTime, Duration, Utc};

use super::context::Context;
use super::text::contains_ignoring_case;
use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    ProfileTarget, SizedDevice,
};
use crate::model::{
    Annotation, Computer, Device, DeviceClass, ProfileMembership, alert_of_class, same_release,
};
use crate::query::value::Text;

pub(crate) fn matches(term: &ComputerTerm, computer: &Computer, context: &Context<'_>) -> bool {
    use ComputerTerm as T;
    let now = context.now();
    match term {
        T::Keyword(word) => [computer.title.get(), computer.hostname.get()]
            .into_iter()
            .flatten()
            .any(|name| contains_ignoring_case(name, word.as_str())),
        T::Tag(tag) => computer.has_tag(tag.as_str()),
        T::Distribution(release) => {
            computer.releases().any(|own| same_release(own, release.as_str()))
        }
        T::Hostname(name) => equals(computer.hostname.get().map(String::as_str), name),
        T::Title(title) => equals(computer.title.get().map(String::as_str), title),
        T::Alert(alert) => computer.alerts().any(|own| is_alert(own, alert.as_str())),
        T::AccessGroup(name) => equals(computer.access_group.get().map(String::as_str), name),
        T::AccessGroupRecursive(name) => computer.access_group.get().is_some_and(|own| {
            context.fleet().access_group_and_above(own).any(|group| group == name.as_str())
        }),
        T::Id(id) => computer.id == *id,
        T::Mac(part) => computer
            .interfaces()
            .filter_map(|interface| interface.mac_address.get())
            .any(|mac| contains_ignoring_case(mac, part.as_str())),
        T::Ip(part) => computer
            .interfaces()
            .filter_map(|interface| interface.ip_address.get())
            .any(|ip| contains_ignoring_case(ip, part.as_str())),
        // Searches are already expanded: one that is left belongs to a query that selects
        // nothing.
        T::Search(_) => false,
        T::Needs(Need::Reboot) => computer.reboot_required_flag.get() == Some(&true),
        T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
            computer.license_id.is_none()
        }
        T::LicenseId(LicenseHolder::Id(id)) => computer.license_id.get() == Some(id),
        T::LicenseType(kind) => computer.license_type.get().is_some_and(|own| own == kind.as_str()),
        T::LicenseExpiresWithinDays(days) => {
            computer.license_expires.get().is_some_and(|time| time.instant() <= later(now, *days))
        }
        T::ContractExpiresWithinDays(days) => {
            computer.contract_expires().is_some_and(|time| time.instant() <= later(now, *days))
        }
        T::Contract(id) => equals(computer.contract(), id),
        T::HasProManagement(flag) => computer.has_pro_management.get() == Some(flag),
        T::HasUpgradeProfile => computer.profiles().any(|profile| is_kind(profile, "upgrade")),
        T::Annotation(key, value) => computer.annotations().any(|own| {
            own.key().contains(key.as_str())
                && value.as_ref().is_none_or(|part| annotation_contains(own, part.as_str()))
        }),
        T::Profile(profile) => computer.profiles().any(|own| is_profile(own, *profile)),
        T::UpgradeProfile(name) => has_profile_named(computer, "upgrade", name),
        T::RemovalProfile(name) => has_profile_named(computer, "removal", name),
        T::ReleaseUpgradeAvailable => computer.has_release_upgrades.get() == Some(&true),
        T::AvailabilityZone(AvailabilityZone::Named(name)) => {
            computer.availability_zone() == Some(name.as_str())
        }
        T::AvailabilityZone(AvailabilityZone::None) => computer.availability_zone().is_none(),
        T::InstanceId(id) => equals(computer.instance_id(), id),
        T::InstanceType(kind) => equals(computer.instance_type(), kind),
        T::AmiId(id) => equals(computer.ami_id(), id),
        T::Vendor(part) => contains(computer.system().vendor, part),
        T::Product(part) => contains(computer.system().product, part),
        T::Uuid(uuid) => equals_ignoring_case(computer.system().uuid, uuid),
        T::Serial(serial) => equals_ignoring_case(computer.system().serial, serial),
        T::Cpu(test) => one_device(computer, DeviceClass::Cpu, |device| is_sized(device, test)),
        T::Disk(test) => one_device(computer, DeviceClass::Disk, |device| is_sized(device, test)),
        T::Memory(test) => {
            one_device(computer, DeviceClass::Memory, |device| is_sized(device, test))
        }
        T::Display(test) => {
            one_device(computer, DeviceClass::Display, |device| is_described(device, test))
        }
        T::Firmware(test) => {
            one_device(computer, DeviceClass::Firmware, |device| is_described(device, test))
        }
        T::Network(test) => {
            one_device(computer, DeviceClass::Network, |device| is_network(device, test))
        }
        T::LastPing(hours) => pinged_within(computer, now, Duration::hours(hours.get().into())),
        T::LastPingMinutes(minutes) => {
            pinged_within(computer, now, Duration::minutes(minutes.get().into()))
        }
        T::UsnOutstanding(days) => computer.usns().any(|usn| {
            let released = usn.released.get();
            usn.applied.get().is_none()
                && released.is_some_and(|time| {
                    time.instant() < earlier(now, Duration::days((*days).into()))
                })
        }),
        T::UsnAppliedIn(days) => applied_all_in(computer, *days),
    }
}

/// Returns whether the alert has this name, or belongs to its class.
fn is_alert(own: &str, name: &str) -> bool {
    own == name || alert_of_class(own).is_some_and(|own| own == name)
}

fn equals(own: Option<&str>, text: &Text) -> bool {
    own == Some(text.as_str())
}

fn equals_ignoring_case(own: Option<&str>, text: &Text) -> bool {
    own.is_some_and(|own| own.eq_ignore_ascii_case(text.as_str()))
}

fn contains(own: Option<&str>, part: &Text) -> bool {
    own.is_some_and(|own| contains_ignoring_case(own, part.as_str()))
}

fn later(time: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    time.checked_add_signed(Duration::days(days.into())).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn earlier(time: DateTime<Utc>, span: Duration) -> DateTime<Utc> {
    time.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// Returns whether the value of an annotation contains the part; for a list, whether one of
/// its values does.
fn annotation_contains(annotation: &Annotation, part: &str) -> bool {
    annotation.values().any(|text| text.contains(part))
}

fn is_kind(profile: &ProfileMembership, kind: &str) -> bool {
    profile.kind.get().is_some_and(|own| own == kind)
}

fn has_profile_named(computer: &Computer, kind: &str, name: &Text) -> bool {
    computer.profiles().any(|profile| {
        is_kind(profile, kind) && equals(profile.name.get().map(String::as_str), name)
    })
}

fn is_profile(own: &ProfileMembership, profile: Profile) -> bool {
    let status = profile.target.status();
    // Records may still use the old name of usg.
    let old_name = matches!(profile.target, ProfileTarget::Usg(_)) && is_kind(own, "security");
    (old_name || is_kind(own, profile.target.kind()))
        && own.id.get() == Some(&profile.id)
        && status.is_none_or(|status| own.status.get().is_some_and(|own| own == status))
}

fn one_device(computer: &Computer, class: DeviceClass, test: impl Fn(&Device<'_>) -> bool) -> bool {
    computer.devices(class).iter().any(test)
}

fn is_described(device: &Device<'_>, test: &Description) -> bool {
    match test {
        Description::Vendor(part) => contains(device.vendor, part),
        Description::Product(part) => contains(device.product, part),
        Description::Version(part) => contains(device.version, part),
    }
}

fn is_sized(device: &Device<'_>, test: &SizedDevice) -> bool {
    match test {
        SizedDevice::Is(description) => is_described(device, description),
        SizedDevice::Size(quantity) => device.size.is_some_and(|size| quantity.holds(size)),
    }
}

fn is_network(device: &Device<'_>, test: &NetworkDevice) -> bool {
    match test {
        NetworkDevice::Is(description) => is_described(device, description),
        NetworkDevice::Capacity(quantity) => device.capacity.is_some_and(|own| quantity.holds(own)),
        NetworkDevice::Serial(part) => contains(device.serial, part),
    }
}

fn pinged_within(computer: &Computer, now: DateTime<Utc>, span: Duration) -> bool {
    let since = earlier(now, span);
    computer.last_ping_time.get().is_some_and(|time| time.instant() >= since)
}

/// Returns whether it has security notices, and applied each of them within this many days of
/// its release.
fn applied_all_in(computer: &Computer, days: u32) -> bool {
    let mut notices = computer.usns().peekable();
    notices.peek().is_some()
        && notices.all(|usn| match (usn.released.get(), usn.applied.get()) {
            (Some(released), Some(applied)) => applied.instant() <= later(released.instant(), days),
            _ => false,
        })
}
