//! What a computer has of what a term asks for.

use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, SizedDevice,
};
use crate::evaluate::Context;
use crate::model::{Computer, Device, DeviceClass, FieldValue, ProfileMembership, Time};
use crate::query::explain::words::{fact, list, one, part, several, value};
use crate::query::value::{Quantity, Unit};

/// What the computer has, in a few words.
#[expect(clippy::too_many_lines, reason = "one match names every term, so that none is left out")]
pub(super) fn found(
    term: &ComputerTerm,
    computer: &Computer,
    context: &Context<'_>,
    matches: bool,
) -> String {
    use ComputerTerm as T;
    let profiles = |kind: &str| {
        let of_kind =
            move |profile: &&ProfileMembership| profile.kind.get().is_some_and(|own| own == kind);
        computer
            .profiles()
            .filter(of_kind)
            .filter_map(|own| own.name.get().cloned())
            .collect::<Vec<_>>()
    };
    let devices =
        |class, name: &str, test: Question<'_>| devices(computer, class, name, test, matches);
    match term {
        T::Keyword(word) => {
            let names = computer.title.get().into_iter().chain(computer.hostname.get());
            match list(names) {
                None => "no title and no host name".to_owned(),
                Some(names) if matches => format!("its names are {names}"),
                Some(names) => format!("its names are {names}, without {}", value(word.as_str())),
            }
        }
        T::Tag(tag) => several("tags", computer.tags(), tag.as_str(), matches),
        T::Distribution(release) => {
            let own = list(computer.releases());
            match own {
                None => "no distribution".to_owned(),
                Some(own) if matches => format!("distribution is {own}"),
                Some(own) => format!("distribution is {own}, not {}", value(release.as_str())),
            }
        }
        T::Hostname(name) => one("host name", text(&computer.hostname), name.as_str(), matches),
        T::Title(title) => one("title", text(&computer.title), title.as_str(), matches),
        T::Alert(alert) => several("alerts", computer.alerts(), alert.as_str(), matches),
        T::AccessGroup(name) => {
            one("access group", text(&computer.access_group), name.as_str(), matches)
        }
        T::AccessGroupRecursive(name) => {
            let own = text(&computer.access_group);
            let groups =
                own.into_iter().flat_map(|own| context.fleet().access_group_and_above(own));
            several("access groups", groups, name.as_str(), matches)
        }
        T::Id(id) => one("id", Some(&computer.id.to_string()), &id.to_string(), matches),
        T::Mac(mac) => {
            let own = computer.interfaces().filter_map(|own| own.mac_address.get());
            several("MAC addresses", own, mac.as_str(), matches)
        }
        T::Ip(ip) => {
            let own = computer.interfaces().filter_map(|own| own.ip_address.get());
            several("IP addresses", own, ip.as_str(), matches)
        }
        // Every other saved search was expanded.
        T::Search(name) => format!("the saved search {name} is empty: it selects every computer"),
        T::Needs(Need::Reboot) => fact("reboot flag", flag(&computer.reboot_required_flag)),
        T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
            fact("licence", computer.license_id.get().map(ToString::to_string))
        }
        T::LicenseId(LicenseHolder::Id(id)) => {
            let own = computer.license_id.get().map(ToString::to_string);
            one("licence", own.as_deref(), &id.to_string(), matches)
        }
        T::LicenseType(kind) => {
            one("licence type", text(&computer.license_type), kind.as_str(), matches)
        }
        T::LicenseExpiresWithinDays(_) => {
            fact("end of the licence", time(&computer.license_expires))
        }
        T::ContractExpiresWithinDays(_) => {
            fact("end of the contract", computer.contract_expires().map(ToString::to_string))
        }
        T::Contract(id) => one("contract", computer.contract(), id.as_str(), matches),
        T::HasProManagement(_) => fact("Pro management flag", flag(&computer.has_pro_management)),
        T::HasUpgradeProfile => {
            let own = computer.profiles().filter(|own| text(&own.kind) == Some("upgrade"));
            list(own.map(profile)).map_or_else(
                || "no upgrade profiles".to_owned(),
                |own| format!("upgrade profiles are {own}"),
            )
        }
        T::Annotation(key, _) => {
            let own = computer.annotations().filter(|own| own.key().contains(key.as_str()));
            let own = own.map(|own| match own.values().collect::<Vec<_>>().as_slice() {
                [] => own.key().to_owned(),
                texts => format!("{}:{}", own.key(), texts.join(",")),
            });
            list(own).map_or_else(
                || format!("no annotations with {}", value(key.as_str())),
                |own| format!("annotations are {own}"),
            )
        }
        T::Profile(wanted) => {
            let wanted = format!("{}:{}", wanted.target.kind(), wanted.id)
                + &wanted.target.status().map(|status| format!(":{status}")).unwrap_or_default();
            several("profiles", computer.profiles().map(profile), &wanted, matches)
        }
        T::UpgradeProfile(name) => {
            several("upgrade profiles", profiles("upgrade"), name.as_str(), matches)
        }
        T::RemovalProfile(name) => {
            several("removal profiles", profiles("removal"), name.as_str(), matches)
        }
        T::ReleaseUpgradeAvailable => {
            fact("release upgrade flag", flag(&computer.has_release_upgrades))
        }
        T::AvailabilityZone(AvailabilityZone::Named(name)) => {
            one("availability zone", computer.availability_zone(), name.as_str(), matches)
        }
        T::AvailabilityZone(AvailabilityZone::None) => {
            fact("availability zone", computer.availability_zone().map(value))
        }
        T::InstanceId(id) => one("instance id", computer.instance_id(), id.as_str(), matches),
        T::InstanceType(kind) => {
            one("instance type", computer.instance_type(), kind.as_str(), matches)
        }
        T::AmiId(id) => one("image", computer.ami_id(), id.as_str(), matches),
        T::Vendor(wanted) => part("vendor", computer.system().vendor, wanted.as_str(), matches),
        T::Product(wanted) => part("product", computer.system().product, wanted.as_str(), matches),
        T::Uuid(uuid) => one("UUID", computer.system().uuid, uuid.as_str(), matches),
        T::Serial(serial) => {
            one("serial number", computer.system().serial, serial.as_str(), matches)
        }
        T::Cpu(test) => devices(DeviceClass::Cpu, "processors", sized(test, Unit::Hertz)),
        T::Disk(test) => devices(DeviceClass::Disk, "disks", sized(test, Unit::Bytes)),
        T::Memory(test) => devices(DeviceClass::Memory, "memories", sized(test, Unit::Bytes)),
        T::Display(test) => devices(DeviceClass::Display, "display adapters", Question::Is(test)),
        T::Firmware(test) => devices(DeviceClass::Firmware, "firmware", Question::Is(test)),
        T::Network(test) => {
            let test = match test {
                NetworkDevice::Is(is) => Question::Is(is),
                NetworkDevice::Capacity(capacity) => Question::Capacity(*capacity),
                NetworkDevice::Serial(part) => Question::Serial(part.as_str()),
            };
            devices(DeviceClass::Network, "network adapters", test)
        }
        T::LastPing(_) | T::LastPingMinutes(_) => fact("last ping", time(&computer.last_ping_time)),
        T::UsnOutstanding(_) => {
            let open = computer.usns().filter(|usn| usn.applied.get().is_none());
            list(open.filter_map(|usn| time(&usn.released))).map_or_else(
                || "no unresolved security notices".to_owned(),
                |own| format!("unresolved security notices were released {own}"),
            )
        }
        T::UsnAppliedIn(_) => {
            let own = computer.usns().map(|usn| {
                let known = |own| time(own).unwrap_or_else(|| "never".to_owned());
                format!("{} to {}", known(&usn.released), known(&usn.applied))
            });
            list(own).map_or_else(
                || "no security notices".to_owned(),
                |own| format!("security notices, from release to application: {own}"),
            )
        }
    }
}

fn text(given: &FieldValue<String>) -> Option<&str> {
    given.get().map(String::as_str)
}

fn time(given: &FieldValue<Time>) -> Option<String> {
    given.get().map(ToString::to_string)
}

fn flag(given: &FieldValue<bool>) -> Option<String> {
    given.get().map(ToString::to_string)
}

/// The profile as a query names it: `usg:8:fail`.
fn profile(own: &ProfileMembership) -> String {
    let kind = text(&own.kind).unwrap_or("?");
    let id = own.id.get().map_or_else(|| "?".to_owned(), ToString::to_string);
    let status = text(&own.status).map(|status| format!(":{status}")).unwrap_or_default();
    format!("{kind}:{id}{status}")
}

/// What is asked of a device.
#[derive(Clone, Copy)]
enum Question<'a> {
    Is(&'a Description),
    Size(Quantity, Unit),
    Capacity(Quantity),
    Serial(&'a str),
}

fn sized(test: &SizedDevice, unit: Unit) -> Question<'_> {
    match test {
        SizedDevice::Is(is) => Question::Is(is),
        SizedDevice::Size(size) => Question::Size(*size, unit),
    }
}

fn devices(
    computer: &Computer,
    class: DeviceClass,
    name: &str,
    test: Question<'_>,
    matches: bool,
) -> String {
    let (attribute, wanted) = match test {
        Question::Is(Description::Vendor(part)) => ("vendors", part.to_string()),
        Question::Is(Description::Product(part)) => ("products", part.to_string()),
        Question::Is(Description::Version(part)) => ("versions", part.to_string()),
        Question::Size(size, unit) => ("sizes", size.text(unit)),
        Question::Capacity(capacity) => ("capacities", capacity.text(Unit::Bytes)),
        Question::Serial(part) => ("MAC addresses", part.to_owned()),
    };
    let own = computer.devices(class);
    let own = own.iter().filter_map(|device| attribute_of(device, test));
    several(&format!("{attribute} of {name}"), own, &wanted, matches)
}

/// What the device has of what is asked for.
fn attribute_of(device: &Device<'_>, test: Question<'_>) -> Option<String> {
    match test {
        Question::Is(Description::Vendor(_)) => device.vendor.map(str::to_owned),
        Question::Is(Description::Product(_)) => device.product.map(str::to_owned),
        Question::Is(Description::Version(_)) => device.version.map(str::to_owned),
        Question::Size(_, unit) => device.size.map(|size| Quantity::exactly(size).text(unit)),
        Question::Capacity(_) => {
            device.capacity.map(|size| Quantity::exactly(size).text(Unit::Bytes))
        }
        Question::Serial(_) => device.serial.map(str::to_owned),
    }
}
