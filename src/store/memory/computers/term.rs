//! The computers that a term selects.

use chrono::{DateTime, Utc};

use super::Computers;
use super::facts::{Attribute, Measure, Name, Searched, nanoseconds};
use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, SizedDevice,
};
use crate::model::{DeviceClass, same_release};
use crate::query::value::Quantity;
use crate::store::memory::set::Set;

const DAY: i128 = 24 * HOUR;
const HOUR: i128 = 60 * MINUTE;
const MINUTE: i128 = 60 * 1_000_000_000;

impl Computers {
    /// The slots of the computers that the term selects; among the slots of
    /// known computers, if the set is one of all but some.
    pub(in crate::store::memory) fn select(
        &self,
        term: &ComputerTerm,
        now: DateTime<Utc>,
    ) -> Set<'_> {
        use ComputerTerm as T;
        let index = &self.index;
        let named = |name, text| index.named(name, text);
        let within = |measure, days: &u32| {
            let end = nanoseconds(now) + i128::from(*days) * DAY;
            index.measured(measure, i128::MIN, end)
        };
        let pinged = |span: i128| {
            let since = nanoseconds(now) - span;
            index.measured(Measure::LastPing, since, i128::MAX)
        };
        match term {
            T::Keyword(word) => index.containing(Searched::Names, word.as_str()),
            T::Tag(tag) => named(Name::Tag, tag.as_str()),
            T::Distribution(release) => {
                index.named_as(Name::Release, |own| same_release(own, release.as_str()))
            }
            T::Hostname(name) => named(Name::Hostname, name.as_str()),
            T::Title(title) => named(Name::Title, title.as_str()),
            T::Alert(alert) => named(Name::Alert, alert.as_str()),
            T::AccessGroup(group) => named(Name::AccessGroup, group.as_str()),
            T::AccessGroupRecursive(group) => {
                let below = self.access_group_and_below(group.as_str());
                Set::any(below.into_iter().map(|group| named(Name::AccessGroup, group)))
            }
            T::Id(id) => self.slots.get(&id.get()).map_or_else(Set::nothing, |slot| {
                Set::from(roaring::RoaringBitmap::from_iter([*slot]))
            }),
            T::Mac(part) => index.containing(Searched::Mac, part.as_str()),
            T::Ip(part) => index.containing(Searched::Ip, part.as_str()),
            // Searches were put in before: one that is still here selects nothing.
            T::Search(_) => Set::nothing(),
            T::Needs(Need::Reboot) => named(Name::Reboot, "true"),
            T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
                named(Name::Licensed, "").not()
            }
            T::LicenseId(LicenseHolder::Id(id)) => named(Name::License, &id.to_string()),
            T::LicenseType(kind) => named(Name::LicenseType, kind.as_str()),
            T::LicenseExpiresWithinDays(days) => within(Measure::LicenseExpires, days),
            T::ContractExpiresWithinDays(days) => within(Measure::ContractExpires, days),
            T::Contract(contract) => named(Name::Contract, contract.as_str()),
            T::HasProManagement(flag) => named(Name::ProManagement, &flag.to_string()),
            T::HasUpgradeProfile => named(Name::UpgradeProfiles, ""),
            T::Annotation(key, value) => {
                index.annotated(key.as_str(), value.as_ref().map(AsRef::as_ref))
            }
            T::Profile(profile) => {
                let (kind, id) = (profile.target.kind(), profile.id);
                match profile.target.status() {
                    None => named(Name::Profile, &format!("{kind}:{id}")),
                    Some(status) => named(Name::Profile, &format!("{kind}:{id}:{status}")),
                }
            }
            T::UpgradeProfile(name) => named(Name::UpgradeProfile, name.as_str()),
            T::RemovalProfile(name) => named(Name::RemovalProfile, name.as_str()),
            T::ReleaseUpgradeAvailable => named(Name::ReleaseUpgrade, "true"),
            T::AvailabilityZone(AvailabilityZone::Named(zone)) => named(Name::Zone, zone.as_str()),
            T::AvailabilityZone(AvailabilityZone::None) => named(Name::Zoned, "").not(),
            T::InstanceId(id) => named(Name::InstanceId, id.as_str()),
            T::InstanceType(kind) => named(Name::InstanceType, kind.as_str()),
            T::AmiId(id) => named(Name::AmiId, id.as_str()),
            T::Vendor(part) => index.containing(Searched::Vendor, part.as_str()),
            T::Product(part) => index.containing(Searched::Product, part.as_str()),
            T::Uuid(uuid) => named(Name::Uuid, &uuid.as_str().to_ascii_lowercase()),
            T::Serial(serial) => named(Name::Serial, &serial.as_str().to_ascii_lowercase()),
            T::Cpu(device) => self.sized(DeviceClass::Cpu, device),
            T::Disk(device) => self.sized(DeviceClass::Disk, device),
            T::Memory(device) => self.sized(DeviceClass::Memory, device),
            T::Display(description) => self.described(DeviceClass::Display, description),
            T::Firmware(description) => self.described(DeviceClass::Firmware, description),
            T::Network(device) => self.network(device),
            T::LastPing(hours) => pinged(i128::from(hours.get()) * HOUR),
            T::LastPingMinutes(minutes) => pinged(i128::from(minutes.get()) * MINUTE),
            T::UsnOutstanding(days) => {
                let before = nanoseconds(now) - i128::from(*days) * DAY;
                index.measured(Measure::UsnOutstanding, i128::MIN, before - 1)
            }
            T::UsnAppliedIn(days) => {
                let most = i128::from(*days) * DAY;
                index.measured(Measure::UsnDelay, i128::MIN, most)
            }
        }
    }

    fn described(&self, class: DeviceClass, description: &Description) -> Set<'_> {
        let (attribute, part) = match description {
            Description::Vendor(part) => (Attribute::Vendor, part),
            Description::Product(part) => (Attribute::Product, part),
            Description::Version(part) => (Attribute::Version, part),
        };
        self.index.containing(Searched::Device(class, attribute), part.as_str())
    }

    fn sized(&self, class: DeviceClass, device: &SizedDevice) -> Set<'_> {
        match device {
            SizedDevice::Is(description) => self.described(class, description),
            SizedDevice::Size(quantity) => self.holding(Measure::Size(class), *quantity),
        }
    }

    fn network(&self, device: &NetworkDevice) -> Set<'_> {
        match device {
            NetworkDevice::Is(description) => self.described(DeviceClass::Network, description),
            NetworkDevice::Capacity(quantity) => self.holding(Measure::Capacity, *quantity),
            NetworkDevice::Serial(part) => {
                let serial = Searched::Device(DeviceClass::Network, Attribute::Serial);
                self.index.containing(serial, part.as_str())
            }
        }
    }

    fn holding(&self, measure: Measure, quantity: Quantity) -> Set<'_> {
        self.index.measured(measure, quantity.least().into(), quantity.most().into())
    }
}
