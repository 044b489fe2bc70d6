//! [`ComputerQuery`] and its terms.

use chrono::TimeDelta;

use super::{
    AnnotationKey, AvailabilityZone, Description, LicenseHolder, LicenseType, Need, NetworkDevice,
    PingHours, PingMinutes, Profile, ProfileTarget, SearchName, SizedDevice,
};
use crate::model::{ComputerId, DeviceClass, releases_like};
use crate::property::{Column, Comparison, Moment, Question, Test};
use crate::query::expr::Expr;
use crate::query::terms::terms;
use crate::query::value::Text;

/// A query that selects computers.
///
/// ```
/// use activity_query::ComputerQuery;
///
/// let query: ComputerQuery = "appserver tag:server OR distribution:jammy".parse()?;
/// let same = ComputerQuery::keyword("appserver")
///     & (ComputerQuery::tag("server") | ComputerQuery::distribution("jammy"));
/// assert_eq!(query, same);
/// assert_eq!(ComputerQuery::title("My laptop").to_string(), r#"title:"My laptop""#);
/// assert_eq!(ComputerQuery::tag(""), ComputerQuery::nothing());
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub type ComputerQuery = Expr<ComputerTerm>;

terms! {
    /// A term of a [`ComputerQuery`].
    ComputerTerm;
    checked {
        /// `web01`, `"my laptop"`: the title or host name contains it, ASCII case ignored.
        Keyword(text: Text) = keyword;
        /// `tag:laptop`: has the tag.
        Tag(tag: Text) = tag;
        /// `distribution:jammy`, `distribution:22.04`: runs this release, ASCII case ignored.
        Distribution(release: Text) = distribution;
        /// `hostname:web01.example.com`: has exactly this host name.
        Hostname(name: Text) = hostname;
        /// `title:"My laptop"`: has exactly this title.
        Title(title: Text) = title;
        /// `alert:computer-offline`: this alert is active.
        Alert(alert: Text) = alert;
        /// `access-group:server`: is in this access group.
        AccessGroup(name: Text) = access_group;
        /// `access-group-recursive:server`: is in this access group or below it.
        AccessGroupRecursive(name: Text) = access_group_recursive;
        /// `id:7`: the computer with this id.
        Id(id: ComputerId) = id;
        /// `mac:00:1e:c9`: a MAC address of it contains this, ASCII case ignored.
        Mac(part: Text) = mac;
        /// `ip:192.168`: an IP address of it contains this, ASCII case ignored.
        Ip(part: Text) = ip;
        /// `search:web-farm`: the saved search of this name selects it.
        Search(name: SearchName) = search;
        /// `contract:c-1`: has exactly this Ubuntu Pro contract.
        Contract(id: Text) = contract;
        /// `upgrade-profile:nightly`: is associated with this upgrade profile.
        UpgradeProfile(name: Text) = upgrade_profile;
        /// `removal-profile:stale`: is associated with this removal profile.
        RemovalProfile(name: Text) = removal_profile;
        /// `instance-id:i-0123`: has exactly this instance id in its cloud.
        InstanceId(id: Text) = instance_id;
        /// `instance-type:m5.large`: has exactly this instance type.
        InstanceType(kind: Text) = instance_type;
        /// `ami-id:ami-0123`: was created from exactly this image.
        AmiId(id: Text) = ami_id;
        /// `vendor:apple`: its system's vendor contains this, ASCII case ignored.
        Vendor(part: Text) = vendor;
        /// `product:macbook`: its system's product contains this, ASCII case ignored.
        Product(part: Text) = product;
        /// `uuid:…`: its system's UUID equals this, ASCII case ignored.
        Uuid(uuid: Text) = uuid;
        /// `serial:W892214V642`: its system's serial number equals this, ASCII case ignored.
        Serial(serial: Text) = serial;
        /// `last-ping:24`: pinged within this many hours, 0 to 8760.
        LastPing(hours: PingHours) = last_ping;
        /// `last-ping-minutes:30`: pinged within this many minutes, 1 to 525600.
        LastPingMinutes(minutes: PingMinutes) = last_ping_minutes;
    }
    typed {
        /// `needs:reboot`, `needs:license`.
        Needs(need: Need) = needs;
        /// `license-type:pro`.
        LicenseType(kind: LicenseType) = license_type;
        /// `license-expires-within-days:30`: its licence expires within this many days, or
        /// has expired.
        LicenseExpiresWithinDays(days: u32) = license_expires_within_days;
        /// `contract-expires-within-days:30`: its contract expires within this many days, or
        /// has expired.
        ContractExpiresWithinDays(days: u32) = contract_expires_within_days;
        /// `cpu.vendor:intel`, `cpu.size:[1Ghz TO 4Ghz]`: one processor matches.
        ///
        /// ```
        /// use activity_query::{ComputerQuery, Quantity};
        /// use activity_query::value::SizedDevice;
        ///
        /// let fast = Quantity::between(2_000_000_000, 4_000_000_000).expect("2 is at most 4");
        /// assert_eq!(ComputerQuery::cpu(SizedDevice::Size(fast)).to_string(), "cpu.size:[2Ghz TO 4Ghz]");
        /// ```
        Cpu(device: SizedDevice) = cpu;
        /// `disk.product:hitachi`, `disk.size:500Gb`: one disk matches.
        Disk(device: SizedDevice) = disk;
        /// `memory.size:[8Gb TO 64Gb]`: one memory matches.
        Memory(device: SizedDevice) = memory;
        /// `display.vendor:nvidia`: one display adapter matches.
        Display(device: Description) = display;
        /// `firmware.version:2.1`: one firmware matches.
        Firmware(device: Description) = firmware;
        /// `network.capacity:1Gb`, `network.serial:00:25`: one network adapter matches.
        Network(device: NetworkDevice) = network;
        /// `usn-outstanding:30`: has an unresolved security notice that was released more
        /// than this many days ago.
        UsnOutstanding(days: u32) = usn_outstanding;
        /// `usn-applied-in:14`: applied all its recent security notices within this many days
        /// of their release.
        UsnAppliedIn(days: u32) = usn_applied_in;
    }
    others {
        /// `license-id:7`, `license-id:none`.
        LicenseId(LicenseHolder),
        /// `has-pro-management:true`.
        HasProManagement(bool),
        /// `has:upgrade-profile`: at least one upgrade profile covers it.
        HasUpgradeProfile,
        /// `annotation:owner`, `annotation:owner:jane`: has an annotation whose
        /// key contains this and, if given, whose value contains that.
        Annotation(AnnotationKey, Option<Text>),
        /// `profile:usg:8:fail`: is associated with this profile.
        Profile(Profile),
        /// `release-upgrade:available`: a newer release is available for it.
        ReleaseUpgradeAvailable,
        /// `availability-zone:us-east-1a`, `availability-zone:null`.
        AvailabilityZone(AvailabilityZone),
    }
}

impl ComputerTerm {
    /// Returns the question that the term asks about a computer.
    pub(crate) fn question(&self) -> Question<'_> {
        use Column as C;
        let days = |days: u32| Moment::FromNow(TimeDelta::days(days.into()));
        let ago = |span: TimeDelta| Moment::FromNow(-span);
        match self {
            Self::Keyword(word) => Question::Named(word.as_str()),
            Self::Tag(tag) => Question::is(C::Tag, tag),
            Self::Distribution(release) => {
                Question::one(C::Release, Test::OneOf(releases_like(release.as_str())))
            }
            Self::Hostname(name) => Question::is(C::Hostname, name),
            Self::Title(title) => Question::is(C::Title, title),
            Self::Alert(alert) => Question::is(C::Alert, alert),
            Self::AccessGroup(group) => Question::is(C::AccessGroup, group),
            Self::AccessGroupRecursive(group) => Question::GroupOrBelow(group.as_str()),
            Self::Id(id) => Question::one(C::ComputerId, Test::Number(id.get())),
            Self::Mac(part) => Question::contains(C::MacAddress, part),
            Self::Ip(part) => Question::contains(C::IpAddress, part),
            Self::Search(name) => Question::Search(name.as_str()),
            Self::Needs(Need::Reboot) => Question::one(C::RebootRequired, Test::Flag(true)),
            Self::Needs(Need::License) | Self::LicenseId(LicenseHolder::None) => {
                Question::one(C::LicenseId, Test::Absent)
            }
            Self::LicenseId(LicenseHolder::Id(id)) => {
                Question::one(C::LicenseId, Test::Number(id.get()))
            }
            Self::LicenseType(kind) => Question::one(C::LicenseType, Test::Is(kind.as_str())),
            Self::LicenseExpiresWithinDays(within) => {
                Question::time(C::LicenseExpires, Comparison::AtMost, days(*within))
            }
            Self::ContractExpiresWithinDays(within) => {
                Question::time(C::ContractExpires, Comparison::AtMost, days(*within))
            }
            Self::Contract(id) => Question::is(C::Contract, id),
            Self::HasProManagement(flag) => Question::one(C::HasProManagement, Test::Flag(*flag)),
            Self::HasUpgradeProfile => profile(ProfileTarget::Upgrade, []),
            Self::Annotation(key, value) => {
                let value =
                    value.as_ref().map(|part| (C::AnnotationValue, Test::Contains(part.as_str())));
                let key = (C::AnnotationKey, Test::Contains(key.as_str()));
                Question::Row(std::iter::once(key).chain(value).collect())
            }
            Self::Profile(Profile { target, id }) => {
                let status = target.status().map(|status| (C::ProfileStatus, Test::Is(status)));
                let id = (C::ProfileId, Test::Number(id.get()));
                profile(*target, std::iter::once(id).chain(status))
            }
            Self::UpgradeProfile(name) => {
                profile(ProfileTarget::Upgrade, [(C::ProfileName, Test::Is(name.as_str()))])
            }
            Self::RemovalProfile(name) => {
                profile(ProfileTarget::Removal, [(C::ProfileName, Test::Is(name.as_str()))])
            }
            Self::ReleaseUpgradeAvailable => Question::one(C::HasReleaseUpgrades, Test::Flag(true)),
            Self::AvailabilityZone(AvailabilityZone::Named(zone)) => {
                Question::is(C::AvailabilityZone, zone)
            }
            Self::AvailabilityZone(AvailabilityZone::None) => {
                Question::one(C::AvailabilityZone, Test::Absent)
            }
            Self::InstanceId(id) => Question::is(C::InstanceId, id),
            Self::InstanceType(kind) => Question::is(C::InstanceType, kind),
            Self::AmiId(id) => Question::is(C::AmiId, id),
            Self::Vendor(part) => Question::contains(C::Vendor, part),
            Self::Product(part) => Question::contains(C::Product, part),
            Self::Uuid(uuid) => Question::is(C::Uuid, uuid),
            Self::Serial(serial) => Question::is(C::Serial, serial),
            Self::Cpu(device) => device.question(DeviceClass::Cpu),
            Self::Disk(device) => device.question(DeviceClass::Disk),
            Self::Memory(device) => device.question(DeviceClass::Memory),
            Self::Display(device) => device.question(DeviceClass::Display),
            Self::Firmware(device) => device.question(DeviceClass::Firmware),
            Self::Network(device) => device.question(),
            Self::LastPing(hours) => {
                let span = TimeDelta::hours(hours.get().into());
                Question::time(C::LastPing, Comparison::AtLeast, ago(span))
            }
            Self::LastPingMinutes(minutes) => {
                let span = TimeDelta::minutes(minutes.get().into());
                Question::time(C::LastPing, Comparison::AtLeast, ago(span))
            }
            Self::UsnOutstanding(days) => {
                let released = Test::Time(Comparison::Below, ago(TimeDelta::days((*days).into())));
                Question::Row(vec![(C::UsnApplied, Test::Absent), (C::UsnReleased, released)])
            }
            Self::UsnAppliedIn(days) => Question::NoticesAppliedIn(*days),
        }
    }
}

/// Asks for a profile of this type that passes these tests.
fn profile<'a>(
    target: ProfileTarget,
    tests: impl IntoIterator<Item = (Column, Test<'a>)>,
) -> Question<'a> {
    let kind = (Column::ProfileType, Test::Kind(target.names()));
    Question::Row(std::iter::once(kind).chain(tests).collect())
}
