//! When a computer passes a term.

use chrono::{DateTime, Duration, Utc};
use sea_query::{ArrayType, CommonTableExpression, Expr, ExprTrait, Query, UnionType, WithClause};

use super::condition::{Condition, among};
use super::{Column, Sql, Table};
use crate::ast::{
    AvailabilityZone, ComputerTerm, Description, LicenseHolder, Need, NetworkDevice, Profile,
    ProfileTarget, Quantity, SizedDevice,
};
use crate::model::{DeviceClass, releases_like};

/// `None` if the service does not have a column for it.
pub(super) fn condition(sql: &Sql<'_>, term: &ComputerTerm) -> Option<Condition> {
    use ComputerTerm as T;
    match term {
        T::Keyword(word) => Some(sql.any([
            sql.contains_ignoring_case(Column::Title, word.as_str())?,
            sql.contains_ignoring_case(Column::Hostname, word.as_str())?,
        ])),
        T::Tag(tag) => sql.one_row(Column::TagComputer, sql.equals(Column::Tag, tag.as_str())?),
        T::Distribution(release) => {
            let own = sql.lower(sql.column(Column::Release)?);
            let names = releases_like(release.as_str());
            sql.one_row(Column::ReleaseComputer, among(own, names, ArrayType::String, sql.dialect))
        }
        T::Hostname(name) => sql.equals(Column::Hostname, name.as_str()),
        T::Title(title) => sql.equals(Column::Title, title.as_str()),
        T::Alert(alert) => {
            sql.one_row(Column::AlertComputer, sql.equals(Column::Alert, alert.as_str())?)
        }
        T::AccessGroup(name) => sql.equals(Column::AccessGroup, name.as_str()),
        T::AccessGroupRecursive(name) => group_or_below(sql, name.as_str()),
        T::Id(id) => sql.is_number(Column::ComputerId, id.get()),
        T::Mac(part) => {
            let test = sql.contains_ignoring_case(Column::MacAddress, part.as_str())?;
            sql.one_row(Column::InterfaceComputer, test)
        }
        T::Ip(part) => {
            let test = sql.contains_ignoring_case(Column::IpAddress, part.as_str())?;
            sql.one_row(Column::InterfaceComputer, test)
        }
        // Searches are put in before.
        T::Search(_) => None,
        T::Needs(Need::Reboot) => Some(sql.column(Column::RebootRequired)?.eq(true).into()),
        T::Needs(Need::License) | T::LicenseId(LicenseHolder::None) => {
            Some(sql.column(Column::LicenseId)?.is_null().into())
        }
        T::LicenseId(LicenseHolder::Id(id)) => sql.is_number(Column::LicenseId, id.get()),
        T::LicenseType(kind) => sql.equals(Column::LicenseType, kind.as_str()),
        T::LicenseExpiresWithinDays(days) => {
            until(sql, Column::LicenseExpires, later(sql.now, *days))
        }
        T::ContractExpiresWithinDays(days) => {
            until(sql, Column::ContractExpires, later(sql.now, *days))
        }
        T::Contract(id) => sql.equals(Column::Contract, id.as_str()),
        T::HasProManagement(flag) => Some(sql.column(Column::HasProManagement)?.eq(*flag).into()),
        T::HasUpgradeProfile => {
            sql.one_row(Column::ProfileComputer, sql.equals(Column::ProfileType, "upgrade")?)
        }
        T::Annotation(key, value) => {
            let mut tests = vec![sql.contains(Column::AnnotationKey, key.as_str())?];
            if let Some(part) = value {
                tests.push(sql.contains(Column::AnnotationValue, part.as_str())?);
            }
            sql.one_row(Column::AnnotationComputer, sql.all(tests))
        }
        T::Profile(profile) => is_profile(sql, *profile),
        T::UpgradeProfile(name) => has_profile_named(sql, "upgrade", name.as_str()),
        T::RemovalProfile(name) => has_profile_named(sql, "removal", name.as_str()),
        T::ReleaseUpgradeAvailable => Some(sql.column(Column::HasReleaseUpgrades)?.eq(true).into()),
        T::AvailabilityZone(AvailabilityZone::Named(name)) => {
            sql.equals(Column::AvailabilityZone, name.as_str())
        }
        T::AvailabilityZone(AvailabilityZone::None) => {
            Some(sql.column(Column::AvailabilityZone)?.is_null().into())
        }
        T::InstanceId(id) => sql.equals(Column::InstanceId, id.as_str()),
        T::InstanceType(kind) => sql.equals(Column::InstanceType, kind.as_str()),
        T::AmiId(id) => sql.equals(Column::AmiId, id.as_str()),
        T::Vendor(part) => sql.contains_ignoring_case(Column::Vendor, part.as_str()),
        T::Product(part) => sql.contains_ignoring_case(Column::Product, part.as_str()),
        T::Uuid(uuid) => sql.equals_ignoring_case(Column::Uuid, uuid.as_str()),
        T::Serial(serial) => sql.equals_ignoring_case(Column::Serial, serial.as_str()),
        T::Cpu(test) => one_device(sql, DeviceClass::Cpu, is_sized(sql, test)?),
        T::Disk(test) => one_device(sql, DeviceClass::Disk, is_sized(sql, test)?),
        T::Memory(test) => one_device(sql, DeviceClass::Memory, is_sized(sql, test)?),
        T::Display(test) => one_device(sql, DeviceClass::Display, is_described(sql, test)?),
        T::Firmware(test) => one_device(sql, DeviceClass::Firmware, is_described(sql, test)?),
        T::Network(test) => one_device(sql, DeviceClass::Network, is_network(sql, test)?),
        T::LastPing(hours) => pinged_within(sql, Duration::hours(hours.get().into())),
        T::LastPingMinutes(minutes) => pinged_within(sql, Duration::minutes(minutes.get().into())),
        T::UsnOutstanding(days) => {
            let since = Sql::since(earlier(sql.now, Duration::days((*days).into())));
            let released = sql.column(Column::UsnReleased)?.lt(since);
            let test = sql.column(Column::UsnApplied)?.is_null().and(released);
            sql.one_row(Column::UsnComputer, test.into())
        }
        T::UsnAppliedIn(days) => {
            let most = i64::from(*days).saturating_mul(86_400_000_000);
            let took = sql.column(Column::UsnApplied)?.sub(sql.column(Column::UsnReleased)?);
            let in_time = Condition::from(took.lte(most));
            let late = sql.one_row(Column::UsnComputer, in_time.negated())?;
            let some = sql.one_row(Column::UsnComputer, sql.all([]))?;
            Some(sql.all([some, late.negated()]))
        }
    }
}

fn until(sql: &Sql<'_>, column: Column, time: DateTime<Utc>) -> Option<Condition> {
    Some(sql.column(column)?.lte(time.timestamp_micros()).into())
}

fn later(time: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    time.checked_add_signed(Duration::days(days.into())).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn earlier(time: DateTime<Utc>, span: Duration) -> DateTime<Utc> {
    time.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn pinged_within(sql: &Sql<'_>, span: Duration) -> Option<Condition> {
    Some(sql.column(Column::LastPing)?.gte(Sql::since(earlier(sql.now, span))).into())
}

/// Groups in a circle end the recursion, because a union adds no row twice.
fn group_or_below(sql: &Sql<'_>, name: &str) -> Option<Condition> {
    let groups = sql.schema.table_name(Table::AccessGroups);
    let own_name = sql.column(Column::GroupName)?;
    let parent = sql.column(Column::GroupParent)?;
    let deeper = Query::select()
        .expr(own_name.clone())
        .from(groups.to_owned())
        .inner_join("below", parent.clone().eq(Expr::col(("below", "name"))))
        .take();
    let children = Query::select()
        .expr(own_name)
        .from(groups.to_owned())
        .and_where(sql.equals(Column::GroupParent, name)?.into())
        .union(UnionType::Distinct, deeper)
        .take();
    let mut below = CommonTableExpression::new();
    below.table_name("below").column("name").query(children);
    let with = WithClause::new().recursive(true).cte(below).to_owned();
    let names = Query::select().column("name").from("below").with_cte(with).take();
    let inside = sql.column(Column::AccessGroup)?.in_subquery(names);
    Some(sql.any([sql.equals(Column::AccessGroup, name)?, inside.into()]))
}

fn has_profile_named(sql: &Sql<'_>, kind: &str, name: &str) -> Option<Condition> {
    let tests = [sql.equals(Column::ProfileType, kind)?, sql.equals(Column::ProfileName, name)?];
    sql.one_row(Column::ProfileComputer, sql.all(tests))
}

fn is_profile(sql: &Sql<'_>, profile: Profile) -> Option<Condition> {
    let mut kind = sql.equals(Column::ProfileType, profile.target.kind())?;
    // Records may still carry the old name of usg.
    if matches!(profile.target, ProfileTarget::Usg(_)) {
        kind = sql.any([kind, sql.equals(Column::ProfileType, "security")?]);
    }
    let mut tests = vec![kind, sql.is_number(Column::ProfileId, profile.id.get())?];
    if let Some(status) = profile.target.status() {
        tests.push(sql.equals(Column::ProfileStatus, status)?);
    }
    sql.one_row(Column::ProfileComputer, sql.all(tests))
}

fn one_device(sql: &Sql<'_>, class: DeviceClass, test: Condition) -> Option<Condition> {
    let tests = [sql.equals(Column::DeviceClass, class.as_str())?, test];
    sql.one_row(Column::DeviceComputer, sql.all(tests))
}

fn is_described(sql: &Sql<'_>, test: &Description) -> Option<Condition> {
    match test {
        Description::Vendor(part) => {
            sql.contains_ignoring_case(Column::DeviceVendor, part.as_str())
        }
        Description::Product(part) => {
            sql.contains_ignoring_case(Column::DeviceProduct, part.as_str())
        }
        Description::Version(part) => {
            sql.contains_ignoring_case(Column::DeviceVersion, part.as_str())
        }
    }
}

fn is_sized(sql: &Sql<'_>, test: &SizedDevice) -> Option<Condition> {
    match test {
        SizedDevice::Is(description) => is_described(sql, description),
        SizedDevice::Size(quantity) => within(sql, Column::DeviceSize, *quantity),
    }
}

fn is_network(sql: &Sql<'_>, test: &NetworkDevice) -> Option<Condition> {
    match test {
        NetworkDevice::Is(description) => is_described(sql, description),
        NetworkDevice::Capacity(quantity) => within(sql, Column::DeviceCapacity, *quantity),
        NetworkDevice::Serial(part) => {
            sql.contains_ignoring_case(Column::DeviceSerial, part.as_str())
        }
    }
}

/// A column holds no more than an i64: what begins above that is compared
/// with NULL, which selects nothing.
fn within(sql: &Sql<'_>, column: Column, quantity: Quantity) -> Option<Condition> {
    let least = i64::try_from(quantity.least()).ok();
    let most = i64::try_from(quantity.most()).unwrap_or(i64::MAX);
    let own = sql.column(column)?;
    Some(own.clone().gte(Expr::val(least)).and(own.lte(most)).into())
}
