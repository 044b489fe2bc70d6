//! [`ComputerQuery`] and its terms.

use std::fmt;

use super::{
    AnnotationKey, AvailabilityZone, Description, LicenseHolder, LicenseType, Need, NetworkDevice,
    PingHours, PingMinutes, Profile, SearchName, SizedDevice,
};
use crate::model::ComputerId;
use crate::query::expr::Expr;
use crate::query::print::TermText;
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
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub type ComputerQuery = Expr<ComputerTerm>;

/// A term of a [`ComputerQuery`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ComputerTerm {
    /// `web01`, `"my laptop"`: the title or host name contains it, ASCII case ignored.
    Keyword(Text),
    /// `tag:laptop`: has the tag.
    Tag(Text),
    /// `distribution:jammy`, `distribution:22.04`: runs this release, ASCII case ignored.
    Distribution(Text),
    /// `hostname:web01.example.com`: has exactly this host name.
    Hostname(Text),
    /// `title:"My laptop"`: has exactly this title.
    Title(Text),
    /// `alert:computer-offline`: this alert is active.
    Alert(Text),
    /// `access-group:server`: is in this access group.
    AccessGroup(Text),
    /// `access-group-recursive:server`: is in this access group or below it.
    AccessGroupRecursive(Text),
    /// `id:7`: the computer with this id.
    Id(ComputerId),
    /// `mac:00:1e:c9`: a MAC address of it contains this, ASCII case ignored.
    Mac(Text),
    /// `ip:192.168`: an IP address of it contains this, ASCII case ignored.
    Ip(Text),
    /// `search:web-farm`: the saved search of this name selects it.
    Search(SearchName),
    /// `needs:reboot`, `needs:license`.
    Needs(Need),
    /// `license-id:7`, `license-id:none`.
    LicenseId(LicenseHolder),
    /// `license-type:pro`.
    LicenseType(LicenseType),
    /// `license-expires-within-days:30`: the licence ends by then, or has ended.
    LicenseExpiresWithinDays(u32),
    /// `contract-expires-within-days:30`: the contract ends by then, or has ended.
    ContractExpiresWithinDays(u32),
    /// `contract:c-1`: has exactly this Ubuntu Pro contract.
    Contract(Text),
    /// `has-pro-management:true`.
    HasProManagement(bool),
    /// `has:upgrade-profile`: at least one upgrade profile covers it.
    HasUpgradeProfile,
    /// `annotation:owner`, `annotation:owner:jane`: has an annotation whose
    /// key contains this and, if given, whose value contains that.
    Annotation(AnnotationKey, Option<Text>),
    /// `profile:usg:8:fail`: is associated with this profile.
    Profile(Profile),
    /// `upgrade-profile:nightly`: is associated with this upgrade profile.
    UpgradeProfile(Text),
    /// `removal-profile:stale`: is associated with this removal profile.
    RemovalProfile(Text),
    /// `release-upgrade:available`: a newer release is available for it.
    ReleaseUpgradeAvailable,
    /// `availability-zone:us-east-1a`, `availability-zone:null`.
    AvailabilityZone(AvailabilityZone),
    /// `instance-id:i-0123`: has exactly this instance id in its cloud.
    InstanceId(Text),
    /// `instance-type:m5.large`: is exactly of this instance type.
    InstanceType(Text),
    /// `ami-id:ami-0123`: was made from exactly this image.
    AmiId(Text),
    /// `vendor:apple`: its system's vendor contains this, ASCII case ignored.
    Vendor(Text),
    /// `product:macbook`: its system's product contains this, ASCII case ignored.
    Product(Text),
    /// `uuid:…`: its system's UUID equals this, ASCII case ignored.
    Uuid(Text),
    /// `serial:W892214V642`: its system's serial number equals this, ASCII case ignored.
    Serial(Text),
    /// `cpu.vendor:intel`, `cpu.size:[1Ghz TO 4Ghz]`: one processor matches.
    Cpu(SizedDevice),
    /// `disk.product:hitachi`, `disk.size:500Gb`: one disk matches.
    Disk(SizedDevice),
    /// `memory.size:[8Gb TO 64Gb]`: one memory matches.
    Memory(SizedDevice),
    /// `display.vendor:nvidia`: one display adapter matches.
    Display(Description),
    /// `firmware.version:2.1`: one firmware matches.
    Firmware(Description),
    /// `network.capacity:1Gb`, `network.serial:00:25`: one network adapter matches.
    Network(NetworkDevice),
    /// `last-ping:24`: pinged within these hours, 0 to 8760.
    LastPing(PingHours),
    /// `last-ping-minutes:30`: pinged within these minutes, 1 to 525600.
    LastPingMinutes(PingMinutes),
    /// `usn-outstanding:30`: has an unresolved security notice that was
    /// released more than these days ago.
    UsnOutstanding(u32),
    /// `usn-applied-in:14`: applied all its recent security notices within
    /// these days of their release.
    UsnAppliedIn(u32),
}

/// The canonical text: `tag:laptop`.
impl fmt::Display for ComputerTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TermText(self).fmt(f)
    }
}
