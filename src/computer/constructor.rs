//! One constructor a computer term.

use super::{
    AvailabilityZone, ComputerQuery, ComputerTerm, Description, LicenseHolder, LicenseType, Need,
    NetworkDevice, Profile, ProfileTarget, SizedDevice,
};
use crate::computer::{AnnotationKey, SearchName, ZoneName};
use crate::computer::{PingHours, PingMinutes};
use crate::model::{ComputerId, LicenseId, ProfileId};
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::value::Text;

impl<T: Language> Expr<T> {
    /// The query of a term whose value is checked first; a value that the
    /// language can't say gives the query that selects nothing.
    pub(crate) fn of<V, R: TryInto<V>>(value: R, term: impl FnOnce(V) -> T) -> Self {
        value.try_into().map_or_else(|_| Self::nothing(), |value| Self::term(term(value)))
    }
}

/// Writes one constructor a term that holds a checked value.
macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident($value:ident: $kind:ty) = $make:expr;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name($value: impl TryInto<$kind>) -> Self {
            Self::of($value, $make)
        })*
    };
}

/// One constructor a term. A value that the language can't say (an empty
/// text, a negative id) gives the query that selects nothing.
///
/// ```
/// use activity_query::ComputerQuery;
///
/// assert_eq!(ComputerQuery::title("My laptop").to_string(), r#"title:"My laptop""#);
/// assert_eq!(ComputerQuery::tag(""), ComputerQuery::nothing());
/// ```
impl ComputerQuery {
    constructors! {
        /// `web01`: the title or host name contains it, ASCII case ignored.
        keyword(text: Text) = ComputerTerm::Keyword;
        /// `tag:laptop`: has the tag.
        tag(tag: Text) = ComputerTerm::Tag;
        /// `distribution:jammy` or `distribution:22.04`: runs this release.
        distribution(release: Text) = ComputerTerm::Distribution;
        /// `hostname:web01.example.com`: has exactly this host name.
        hostname(name: Text) = ComputerTerm::Hostname;
        /// `title:"My laptop"`: has exactly this title.
        title(title: Text) = ComputerTerm::Title;
        /// `alert:computer-offline`: this alert is active.
        alert(alert: Text) = ComputerTerm::Alert;
        /// `access-group:server`: is in this access group.
        access_group(name: Text) = ComputerTerm::AccessGroup;
        /// `access-group-recursive:server`: is in this access group or below it.
        access_group_recursive(name: Text) = ComputerTerm::AccessGroupRecursive;
        /// `id:7`: the computer with this id.
        id(id: ComputerId) = ComputerTerm::Id;
        /// `mac:00:1e:c9`: a MAC address of it contains this.
        mac(part: Text) = ComputerTerm::Mac;
        /// `ip:192.168`: an IP address of it contains this.
        ip(part: Text) = ComputerTerm::Ip;
        /// `search:web-farm`: the saved search of this name selects it.
        search(name: SearchName) = ComputerTerm::Search;
        /// `license-id:7`: has the licence of this number.
        license_id(id: LicenseId) = |id| ComputerTerm::LicenseId(LicenseHolder::Id(id));
        /// `last-ping:24`: pinged within these hours, 0 to 8760.
        last_ping(hours: PingHours) = ComputerTerm::LastPing;
        /// `last-ping-minutes:30`: pinged within these minutes, 1 to 525600.
        last_ping_minutes(minutes: PingMinutes) = ComputerTerm::LastPingMinutes;
        /// `contract:c-1`: has exactly this Ubuntu Pro contract.
        contract(id: Text) = ComputerTerm::Contract;
        /// `annotation:owner`: has an annotation whose key contains this.
        annotation(key: AnnotationKey) = |key| ComputerTerm::Annotation(key, None);
        /// `upgrade-profile:nightly`: is associated with this upgrade profile.
        upgrade_profile(name: Text) = ComputerTerm::UpgradeProfile;
        /// `removal-profile:stale`: is associated with this removal profile.
        removal_profile(name: Text) = ComputerTerm::RemovalProfile;
        /// `availability-zone:us-east-1a`: is in this zone.
        availability_zone(name: ZoneName) =
            |name| ComputerTerm::AvailabilityZone(AvailabilityZone::Named(name));
        /// `instance-id:i-0123`: has exactly this instance id.
        instance_id(id: Text) = ComputerTerm::InstanceId;
        /// `instance-type:m5.large`: is exactly of this instance type.
        instance_type(kind: Text) = ComputerTerm::InstanceType;
        /// `ami-id:ami-0123`: was made from exactly this image.
        ami_id(id: Text) = ComputerTerm::AmiId;
        /// `vendor:apple`: its system's vendor contains this.
        vendor(part: Text) = ComputerTerm::Vendor;
        /// `product:macbook`: its system's product contains this.
        product(part: Text) = ComputerTerm::Product;
        /// `uuid:…`: its system's UUID equals this.
        uuid(uuid: Text) = ComputerTerm::Uuid;
        /// `serial:W892214V642`: its system's serial number equals this.
        serial(serial: Text) = ComputerTerm::Serial;
    }

    /// `needs:reboot` or `needs:license`.
    #[must_use]
    pub fn needs(need: Need) -> Self {
        Self::term(ComputerTerm::Needs(need))
    }

    /// `license-id:none`: has no licence.
    #[must_use]
    pub fn unlicensed() -> Self {
        Self::term(ComputerTerm::LicenseId(LicenseHolder::None))
    }

    /// `license-type:pro`: has a licence of this type.
    #[must_use]
    pub fn license_type(kind: LicenseType) -> Self {
        Self::term(ComputerTerm::LicenseType(kind))
    }

    /// `license-expires-within-days:30`: the licence ends by then, or has ended.
    #[must_use]
    pub fn license_expires_within_days(days: u32) -> Self {
        Self::term(ComputerTerm::LicenseExpiresWithinDays(days))
    }

    /// `contract-expires-within-days:30`: the contract ends by then, or has ended.
    #[must_use]
    pub fn contract_expires_within_days(days: u32) -> Self {
        Self::term(ComputerTerm::ContractExpiresWithinDays(days))
    }

    /// `has-pro-management:true`: is under Ubuntu Pro management.
    #[must_use]
    pub fn has_pro_management() -> Self {
        Self::term(ComputerTerm::HasProManagement(true))
    }

    /// `has-pro-management:false`: is known not to be under Ubuntu Pro management.
    #[must_use]
    pub fn has_no_pro_management() -> Self {
        Self::term(ComputerTerm::HasProManagement(false))
    }

    /// `has:upgrade-profile`: at least one upgrade profile covers it.
    #[must_use]
    pub fn has_upgrade_profile() -> Self {
        Self::term(ComputerTerm::HasUpgradeProfile)
    }

    /// `annotation:owner:jane`: has an annotation whose key contains `key`
    /// and whose value contains `value`.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// assert_eq!(ComputerQuery::annotation_value("owner", "jane").to_string(), "annotation:owner:jane");
    /// ```
    #[must_use]
    pub fn annotation_value(key: impl TryInto<AnnotationKey>, value: impl TryInto<Text>) -> Self {
        match (key.try_into(), value.try_into()) {
            (Ok(key), Ok(value)) => Self::term(ComputerTerm::Annotation(key, Some(value))),
            _ => Self::nothing(),
        }
    }

    /// `profile:usg:8:fail`: is associated with this profile.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    /// use activity_query::value::{ProfileTarget, UsgStatus};
    ///
    /// let failing = ComputerQuery::profile(ProfileTarget::Usg(Some(UsgStatus::Fail)), 8);
    /// assert_eq!(failing.to_string(), "profile:usg:8:fail");
    /// ```
    #[must_use]
    pub fn profile(target: ProfileTarget, id: impl TryInto<ProfileId>) -> Self {
        Self::of(id, |id| ComputerTerm::Profile(Profile { target, id }))
    }

    /// `release-upgrade:available`: a newer release is available for it.
    #[must_use]
    pub fn release_upgrade_available() -> Self {
        Self::term(ComputerTerm::ReleaseUpgradeAvailable)
    }

    /// `availability-zone:null`: is in no zone.
    #[must_use]
    pub fn no_availability_zone() -> Self {
        Self::term(ComputerTerm::AvailabilityZone(AvailabilityZone::None))
    }

    /// `cpu.…`: one processor matches.
    ///
    /// ```
    /// use activity_query::{ComputerQuery, Quantity};
    /// use activity_query::value::SizedDevice;
    ///
    /// let fast = Quantity::between(2_000_000_000, 4_000_000_000).expect("2 is at most 4");
    /// assert_eq!(ComputerQuery::cpu(SizedDevice::Size(fast)).to_string(), "cpu.size:[2Ghz TO 4Ghz]");
    /// ```
    #[must_use]
    pub fn cpu(device: SizedDevice) -> Self {
        Self::term(ComputerTerm::Cpu(device))
    }

    /// `disk.…`: one disk matches.
    #[must_use]
    pub fn disk(device: SizedDevice) -> Self {
        Self::term(ComputerTerm::Disk(device))
    }

    /// `memory.…`: one memory matches.
    #[must_use]
    pub fn memory(device: SizedDevice) -> Self {
        Self::term(ComputerTerm::Memory(device))
    }

    /// `display.…`: one display adapter matches.
    #[must_use]
    pub fn display(device: Description) -> Self {
        Self::term(ComputerTerm::Display(device))
    }

    /// `firmware.…`: one firmware matches.
    #[must_use]
    pub fn firmware(device: Description) -> Self {
        Self::term(ComputerTerm::Firmware(device))
    }

    /// `network.…`: one network adapter matches.
    #[must_use]
    pub fn network(device: NetworkDevice) -> Self {
        Self::term(ComputerTerm::Network(device))
    }

    /// `usn-outstanding:30`: has an unresolved security notice released more
    /// than these days ago.
    #[must_use]
    pub fn usn_outstanding(days: u32) -> Self {
        Self::term(ComputerTerm::UsnOutstanding(days))
    }

    /// `usn-applied-in:14`: applied all its recent security notices within
    /// these days of their release.
    #[must_use]
    pub fn usn_applied_in(days: u32) -> Self {
        Self::term(ComputerTerm::UsnAppliedIn(days))
    }
}
