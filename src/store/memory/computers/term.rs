//! The computers that a term selects.

use chrono::{DateTime, Utc};

use super::Computers;
use super::facts::{Attribute, KeywordField, NumericField, SubstringField, nanoseconds};
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
            index.measured(NumericField::LastPing, since, i128::MAX)
        };
        match term {
            T::Keyword(word) => index.containing(SubstringField::Names, word.as_str()),
            T::Tag(tag) => named(KeywordField::Tag, tag.as_str()),
            T::Distribution(release) => {
                index.named_as(KeywordField::Release, |own| same_release(own, release.as_str()))
            }
            T::Hostname(name) => named(KeywordField::Hostname, name.as_str()),
            T::Title(title) => named(KeywordField::Title, title.as_str()),
            T::Alert(alert) => named(KeywordField::Alert, alert.as_str()),
            T::AccessGroup(group) => named(KeywordField::AccessGroup, group.as_str()),
            T::AccessGroupRecursive(group) => {
                let below = self.access_group_and_below(group.as_str());
                Set::any(below.into_iter().map(|group| named(KeywordField::AccessGroup, group)))
            }
            T::Id(id) => self.slots.get(&id.get()).map_or_else(Set::nothing, |slot| {
                Set::from(roaring::RoaringBitmap::from_iter([*slot]))
            }),
            T::Mac(part) => index.containing(SubstringField::Mac, part.as_str()),
            T::Ip(part) => index.containing(SubstringField::Ip, part.as_str()),
            // Searches were put in before: one that is still here selects nothing.
            T::Search(_) => Set::nothing(),
            T::Needs(Need::Reboot) => named(KeywordField::Reboot, "true"),
            T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
                named(KeywordField::Licensed, "").not()
            }
            T::LicenseId(LicenseHolder::Id(id)) => named(KeywordField::License, &id.to_string()),
            T::LicenseType(kind) => named(KeywordField::LicenseType, kind.as_str()),
            T::LicenseExpiresWithinDays(days) => within(NumericField::LicenseExpires, days),
            T::ContractExpiresWithinDays(days) => within(NumericField::ContractExpires, days),
            T::Contract(contract) => named(KeywordField::Contract, contract.as_str()),
            T::HasProManagement(flag) => named(KeywordField::ProManagement, &flag.to_string()),
            T::HasUpgradeProfile => named(KeywordField::UpgradeProfiles, ""),
            T::Annotation(key, value) => {
                index.annotated(key.as_str(), value.as_ref().map(AsRef::as_ref))
            }
            T::Profile(profile) => {
                let (kind, id) = (profile.target.kind(), profile.id);
                match profile.target.status() {
                    None => named(KeywordField::Profile, &format!("{kind}:{id}")),
                    Some(status) => named(KeywordField::Profile, &format!("{kind}:{id}:{status}")),
                }
            }
            T::UpgradeProfile(name) => named(KeywordField::UpgradeProfile, name.as_str()),
            T::RemovalProfile(name) => named(KeywordField::RemovalProfile, name.as_str()),
            T::ReleaseUpgradeAvailable => named(KeywordField::ReleaseUpgrade, "true"),
            T::AvailabilityZone(AvailabilityZone::Named(zone)) => {
                named(KeywordField::Zone, zone.as_str())
            }
            T::AvailabilityZone(AvailabilityZone::None) => named(KeywordField::Zoned, "").not(),
            T::InstanceId(id) => named(KeywordField::InstanceId, id.as_str()),
            T::InstanceType(kind) => named(KeywordField::InstanceType, kind.as_str()),
            T::AmiId(id) => named(KeywordField::AmiId, id.as_str()),
            T::Vendor(part) => index.containing(SubstringField::Vendor, part.as_str()),
            T::Product(part) => index.containing(SubstringField::Product, part.as_str()),
            T::Uuid(uuid) => named(KeywordField::Uuid, &uuid.as_str().to_ascii_lowercase()),
            T::Serial(serial) => named(KeywordField::Serial, &serial.as_str().to_ascii_lowercase()),
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
                index.measured(NumericField::UsnOutstanding, i128::MIN, before - 1)
            }
            T::UsnAppliedIn(days) => {
                let most = i128::from(*days) * DAY;
                index.measured(NumericField::UsnDelay, i128::MIN, most)
            }
        }
    }

    fn described(&self, class: DeviceClass, description: &Description) -> Set<'_> {
        let (attribute, part) = match description {
            Description::Vendor(part) => (Attribute::Vendor, part),
            Description::Product(part) => (Attribute::Product, part),
            Description::Version(part) => (Attribute::Version, part),
        };
        self.index.containing(SubstringField::Device(class, attribute), part.as_str())
    }

    fn sized(&self, class: DeviceClass, device: &SizedDevice) -> Set<'_> {
        match device {
            SizedDevice::Is(description) => self.described(class, description),
            SizedDevice::Size(quantity) => self.holding(NumericField::Size(class), *quantity),
        }
    }

    fn network(&self, device: &NetworkDevice) -> Set<'_> {
        match device {
            NetworkDevice::Is(description) => self.described(DeviceClass::Network, description),
            NetworkDevice::Capacity(quantity) => self.holding(NumericField::Capacity, *quantity),
            NetworkDevice::Serial(part) => {
                let serial = SubstringField::Device(DeviceClass::Network, Attribute::Serial);
                self.index.containing(serial, part.as_str())
            }
        }
    }

    fn holding(&self, measure: NumericField, quantity: Quantity) -> Set<'_> {
        self.index.measured(measure, quantity.least().into(), quantity.most().into())
    }
}
