//! When a computer passes a term.

use chrono::{DateTime, Duration, Utc};

use super::{Comparison, Flag, Relational, since};
use crate::computer::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    ProfileTarget, SizedDevice,
};
use crate::engine::column::Column;
use crate::model::{DeviceClass, releases_like};
use crate::query::value::Quantity;

/// `None` if the service does not have a column for it.
pub(in crate::engine) fn test<R: Relational>(rows: &R, term: &ComputerTerm) -> Option<R::Test> {
    use ComputerTerm as T;
    match term {
        T::Keyword(word) => Some(rows.any([
            rows.contains_ignoring_case(Column::Title, word.as_str())?,
            rows.contains_ignoring_case(Column::Hostname, word.as_str())?,
        ])),
        T::Tag(tag) => rows.one_row(Column::TagComputer, rows.equals(Column::Tag, tag.as_str())?),
        T::Distribution(release) => {
            let names = releases_like(release.as_str());
            let release = rows.is_one_ignoring_case(Column::Release, names)?;
            rows.one_row(Column::ReleaseComputer, release)
        }
        T::Hostname(name) => rows.equals(Column::Hostname, name.as_str()),
        T::Title(title) => rows.equals(Column::Title, title.as_str()),
        T::Alert(alert) => {
            rows.one_row(Column::AlertComputer, rows.equals(Column::Alert, alert.as_str())?)
        }
        T::AccessGroup(name) => rows.equals(Column::AccessGroup, name.as_str()),
        T::AccessGroupRecursive(name) => rows.is_group_or_below(name.as_str()),
        T::Id(id) => rows.is_number(Column::ComputerId, id.get()),
        T::Mac(part) => {
            let test = rows.contains_ignoring_case(Column::MacAddress, part.as_str())?;
            rows.one_row(Column::InterfaceComputer, test)
        }
        T::Ip(part) => {
            let test = rows.contains_ignoring_case(Column::IpAddress, part.as_str())?;
            rows.one_row(Column::InterfaceComputer, test)
        }
        // Searches are put in before.
        T::Search(_) => None,
        T::Needs(Need::Reboot) => rows.is_flag(Column::RebootRequired, Flag::Up),
        T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
            rows.is_absent(Column::LicenseId)
        }
        T::LicenseId(LicenseHolder::Id(id)) => rows.is_number(Column::LicenseId, id.get()),
        T::LicenseType(kind) => rows.equals(Column::LicenseType, kind.as_str()),
        T::LicenseExpiresWithinDays(days) => {
            until(rows, Column::LicenseExpires, later(rows.now(), *days))
        }
        T::ContractExpiresWithinDays(days) => {
            until(rows, Column::ContractExpires, later(rows.now(), *days))
        }
        T::Contract(id) => rows.equals(Column::Contract, id.as_str()),
        T::HasProManagement(flag) => {
            let flag = if *flag { Flag::Up } else { Flag::Down };
            rows.is_flag(Column::HasProManagement, flag)
        }
        T::HasUpgradeProfile => {
            rows.one_row(Column::ProfileComputer, rows.equals(Column::ProfileType, "upgrade")?)
        }
        T::Annotation(key, value) => {
            let key = rows.contains(Column::AnnotationKey, key.as_str())?;
            let test = match value {
                Some(part) => {
                    rows.all([key, rows.contains(Column::AnnotationValue, part.as_str())?])
                }
                None => key,
            };
            rows.one_row(Column::AnnotationComputer, test)
        }
        T::Profile(profile) => is_profile(rows, *profile),
        T::UpgradeProfile(name) => has_profile_named(rows, "upgrade", name.as_str()),
        T::RemovalProfile(name) => has_profile_named(rows, "removal", name.as_str()),
        T::ReleaseUpgradeAvailable => rows.is_flag(Column::HasReleaseUpgrades, Flag::Up),
        T::AvailabilityZone(AvailabilityZone::Named(name)) => {
            rows.equals(Column::AvailabilityZone, name.as_str())
        }
        T::AvailabilityZone(AvailabilityZone::None) => rows.is_absent(Column::AvailabilityZone),
        T::InstanceId(id) => rows.equals(Column::InstanceId, id.as_str()),
        T::InstanceType(kind) => rows.equals(Column::InstanceType, kind.as_str()),
        T::AmiId(id) => rows.equals(Column::AmiId, id.as_str()),
        T::Vendor(part) => rows.contains_ignoring_case(Column::Vendor, part.as_str()),
        T::Product(part) => rows.contains_ignoring_case(Column::Product, part.as_str()),
        T::Uuid(uuid) => rows.equals_ignoring_case(Column::Uuid, uuid.as_str()),
        T::Serial(serial) => rows.equals_ignoring_case(Column::Serial, serial.as_str()),
        T::Cpu(test) => one_device(rows, DeviceClass::Cpu, is_sized(rows, test)?),
        T::Disk(test) => one_device(rows, DeviceClass::Disk, is_sized(rows, test)?),
        T::Memory(test) => one_device(rows, DeviceClass::Memory, is_sized(rows, test)?),
        T::Display(test) => one_device(rows, DeviceClass::Display, is_described(rows, test)?),
        T::Firmware(test) => one_device(rows, DeviceClass::Firmware, is_described(rows, test)?),
        T::Network(test) => one_device(rows, DeviceClass::Network, is_network(rows, test)?),
        T::LastPing(hours) => pinged_within(rows, Duration::hours(hours.get().into())),
        T::LastPingMinutes(minutes) => pinged_within(rows, Duration::minutes(minutes.get().into())),
        T::UsnOutstanding(days) => {
            let then = since(earlier(rows.now(), Duration::days((*days).into())));
            let open = rows.is_absent(Column::UsnApplied)?;
            let released = rows.compares(Column::UsnReleased, Comparison::Below(then))?;
            rows.one_row(Column::UsnComputer, rows.all([open, released]))
        }
        T::UsnAppliedIn(days) => {
            let most = i64::from(*days).saturating_mul(86_400_000_000);
            let in_time = rows.took_at_most(Column::UsnReleased, Column::UsnApplied, most)?;
            let late = rows.one_row(Column::UsnComputer, rows.not(in_time))?;
            let some = rows.one_row(Column::UsnComputer, rows.all([]))?;
            Some(rows.all([some, rows.not(late)]))
        }
    }
}

fn until<R: Relational>(rows: &R, column: Column, time: DateTime<Utc>) -> Option<R::Test> {
    rows.compares(column, Comparison::AtMost(time.timestamp_micros()))
}

fn later(time: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    time.checked_add_signed(Duration::days(days.into())).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn earlier(time: DateTime<Utc>, span: Duration) -> DateTime<Utc> {
    time.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn pinged_within<R: Relational>(rows: &R, span: Duration) -> Option<R::Test> {
    let then = since(earlier(rows.now(), span));
    rows.compares(Column::LastPing, Comparison::AtLeast(then))
}

fn has_profile_named<R: Relational>(rows: &R, kind: &str, name: &str) -> Option<R::Test> {
    let tests = [rows.equals(Column::ProfileType, kind)?, rows.equals(Column::ProfileName, name)?];
    rows.one_row(Column::ProfileComputer, rows.all(tests))
}

fn is_profile<R: Relational>(rows: &R, profile: Profile) -> Option<R::Test> {
    let mut kind = rows.equals(Column::ProfileType, profile.target.kind())?;
    // Records may still carry the old name of usg.
    if matches!(profile.target, ProfileTarget::Usg(_)) {
        kind = rows.any([kind, rows.equals(Column::ProfileType, "security")?]);
    }
    let id = rows.is_number(Column::ProfileId, profile.id.get())?;
    let test = match profile.target.status() {
        Some(status) => rows.all([kind, id, rows.equals(Column::ProfileStatus, status)?]),
        None => rows.all([kind, id]),
    };
    rows.one_row(Column::ProfileComputer, test)
}

fn one_device<R: Relational>(rows: &R, class: DeviceClass, test: R::Test) -> Option<R::Test> {
    let tests = [rows.equals(Column::DeviceClass, class.as_str())?, test];
    rows.one_row(Column::DeviceComputer, rows.all(tests))
}

fn is_described<R: Relational>(rows: &R, test: &Description) -> Option<R::Test> {
    match test {
        Description::Vendor(part) => {
            rows.contains_ignoring_case(Column::DeviceVendor, part.as_str())
        }
        Description::Product(part) => {
            rows.contains_ignoring_case(Column::DeviceProduct, part.as_str())
        }
        Description::Version(part) => {
            rows.contains_ignoring_case(Column::DeviceVersion, part.as_str())
        }
    }
}

fn is_sized<R: Relational>(rows: &R, test: &SizedDevice) -> Option<R::Test> {
    match test {
        SizedDevice::Is(description) => is_described(rows, description),
        SizedDevice::Size(quantity) => within(rows, Column::DeviceSize, *quantity),
    }
}

fn is_network<R: Relational>(rows: &R, test: &NetworkDevice) -> Option<R::Test> {
    match test {
        NetworkDevice::Is(description) => is_described(rows, description),
        NetworkDevice::Capacity(quantity) => within(rows, Column::DeviceCapacity, *quantity),
        NetworkDevice::Serial(part) => {
            rows.contains_ignoring_case(Column::DeviceSerial, part.as_str())
        }
    }
}

/// A column holds no more than an i64, so nothing is what begins above that.
fn within<R: Relational>(rows: &R, column: Column, quantity: Quantity) -> Option<R::Test> {
    let most = i64::try_from(quantity.most()).unwrap_or(i64::MAX);
    let most = rows.compares(column, Comparison::AtMost(most))?;
    Some(match i64::try_from(quantity.least()) {
        Ok(least) => rows.all([rows.compares(column, Comparison::AtLeast(least))?, most]),
        Err(_) => rows.any([]),
    })
}
