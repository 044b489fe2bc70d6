//! [`Computer`]: a computer that activities are for.

mod nested;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::device::Hardware;
use super::field::fields;
use super::record::{FromRecord, deserialize};
use super::{ComputerId, FieldValue, LicenseId, Time};
pub(crate) use nested::USG;
use nested::{Alert, Annotations, Cloud, DistributionInfo, Pro, Zone};
pub use nested::{Annotation, NetworkInterface, ProfileMembership, System, Usn};

/// The fields of a computer that terms read; the [`Record`](super::Record) has all fields.
///
/// ```
/// use activity_query::model::Computer;
///
/// let json = r#"{"id": 6, "hostname": "jane", "tags": ["laptop"], "last_ping_time": "None"}"#;
/// let computer: Computer = serde_json::from_str(json)?;
/// assert!(computer.has_tag("laptop"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A last ping that is not a time (and not the text `None`) is an error, because `last-ping:`
/// reads it. The field names are those of the documented samples and of the web interface,
/// except for `license_id`, `license_type`, `license_expires`, `has_pro_management` and
/// `usns`: neither shows them, so this library chose their names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Computer {
    /// The id.
    pub id: ComputerId,
    /// The title.
    pub title: FieldValue<String>,
    /// The host name.
    pub hostname: FieldValue<String>,
    /// The tags.
    pub tags: FieldValue<Vec<FieldValue<String>>>,
    /// The release, such as `22.04`, or its code name.
    pub distribution: FieldValue<String>,
    /// The name of the access group.
    pub access_group: FieldValue<String>,
    /// Whether it needs a reboot.
    pub reboot_required_flag: FieldValue<bool>,
    /// The time of the last ping.
    pub last_ping_time: FieldValue<Time>,
    /// The network interfaces.
    pub network_devices: FieldValue<Vec<FieldValue<NetworkInterface>>>,
    annotations: FieldValue<Annotations>,
    /// The id of the licence, if it has one.
    pub license_id: FieldValue<LicenseId>,
    /// The type of the licence.
    pub license_type: FieldValue<String>,
    /// The time at which the licence expires.
    pub license_expires: FieldValue<Time>,
    /// Whether it is under Ubuntu Pro management.
    pub has_pro_management: FieldValue<bool>,
    /// Whether a newer release is available.
    pub has_release_upgrades: FieldValue<bool>,
    /// The profiles it is associated with.
    pub profiles: FieldValue<Vec<FieldValue<ProfileMembership>>>,
    /// The WSL profiles it is associated with.
    pub wsl_profiles: FieldValue<Vec<FieldValue<ProfileMembership>>>,
    /// The Ubuntu security notices that concern it.
    pub usns: FieldValue<Vec<FieldValue<Usn>>>,
    alerts: FieldValue<Vec<FieldValue<Alert>>>,
    distribution_info: FieldValue<DistributionInfo>,
    ubuntu_pro_info: FieldValue<Pro>,
    cloud_init: FieldValue<Zone>,
    cloud: FieldValue<Cloud>,
    pub(super) hardware: FieldValue<Hardware>,
}

fields! {
    Computer, "a computer", Self::new(ComputerId::read(0));
    "title" said title,
    "hostname" said hostname,
    "tags" said tags,
    "distribution" said distribution,
    "access_group" said access_group,
    "reboot_required_flag" said reboot_required_flag,
    "last_ping_time" strict last_ping_time,
    "network_devices" said network_devices,
    "annotations" said annotations,
    "license_id" said license_id,
    "license_type" said license_type,
    "license_expires" said license_expires,
    "has_pro_management" said has_pro_management,
    "has_release_upgrades" said has_release_upgrades,
    "profiles" said profiles,
    "wsl_profiles" said wsl_profiles,
    "usns" said usns,
    "alerts" said alerts,
    "distribution_info" said distribution_info,
    "ubuntu_pro_info" said ubuntu_pro_info,
    "cloud_init" said cloud_init,
    "cloud_instance_metadata" said cloud,
    "grouped_hardware" said hardware,
}

impl FromRecord for Computer {
    const KIND: &'static str = "computer";

    type Id = ComputerId;

    const ID: &'static str = "id";

    fn id(&self) -> ComputerId {
        self.id
    }

    fn set_id(&mut self, id: ComputerId) {
        self.id = id;
    }
}

impl<'de> Deserialize<'de> for Computer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize::<Self, Box<RawValue>, D>(deserializer)
    }
}

impl Computer {
    /// Creates a computer that has only an id.
    #[must_use]
    pub fn new(id: ComputerId) -> Self {
        Self {
            id,
            title: FieldValue::Absent,
            hostname: FieldValue::Absent,
            tags: FieldValue::Absent,
            distribution: FieldValue::Absent,
            access_group: FieldValue::Absent,
            reboot_required_flag: FieldValue::Absent,
            last_ping_time: FieldValue::Absent,
            network_devices: FieldValue::Absent,
            annotations: FieldValue::Absent,
            license_id: FieldValue::Absent,
            license_type: FieldValue::Absent,
            license_expires: FieldValue::Absent,
            has_pro_management: FieldValue::Absent,
            has_release_upgrades: FieldValue::Absent,
            profiles: FieldValue::Absent,
            wsl_profiles: FieldValue::Absent,
            usns: FieldValue::Absent,
            alerts: FieldValue::Absent,
            distribution_info: FieldValue::Absent,
            ubuntu_pro_info: FieldValue::Absent,
            cloud_init: FieldValue::Absent,
            cloud: FieldValue::Absent,
            hardware: FieldValue::Absent,
        }
    }

    /// Iterates over the tags.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        elements(&self.tags).map(String::as_str)
    }

    /// Returns `true` if the computer has the tag.
    ///
    /// ```
    /// use activity_query::model::{Computer, Record};
    ///
    /// let record: Record<Computer> = Record::new(r#"{"id": 7, "tags": ["web", "eu"]}"#)?;
    /// assert!(record.read()?.has_tag("web"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags().any(|own| own == tag)
    }

    /// Iterates over the types of the active alerts.
    pub fn alerts(&self) -> impl Iterator<Item = &str> {
        elements(&self.alerts).filter_map(Alert::kind)
    }

    /// Iterates over its release and code name, as far as they are known.
    pub fn releases(&self) -> impl Iterator<Item = &str> {
        let info = self.distribution_info.get();
        let info = info.into_iter().flat_map(|info| [&info.release, &info.code_name]);
        std::iter::once(&self.distribution).chain(info).filter_map(text)
    }

    /// Iterates over its network interfaces.
    pub fn interfaces(&self) -> impl Iterator<Item = &NetworkInterface> {
        elements(&self.network_devices)
    }

    /// Iterates over its annotations.
    pub fn annotations(&self) -> impl Iterator<Item = &Annotation> {
        self.annotations.get().into_iter().flat_map(|own| &own.0)
    }

    /// Iterates over all profiles that it is associated with.
    pub fn profiles(&self) -> impl Iterator<Item = &ProfileMembership> {
        elements(&self.profiles).chain(elements(&self.wsl_profiles))
    }

    /// Iterates over the Ubuntu security notices that concern it.
    pub fn usns(&self) -> impl Iterator<Item = &Usn> {
        elements(&self.usns)
    }

    /// Returns the id of its Ubuntu Pro contract.
    #[must_use]
    pub fn contract(&self) -> Option<&str> {
        text(&self.ubuntu_pro_info.get()?.contract.get()?.id)
    }

    /// Returns the time at which its Ubuntu Pro contract expires.
    #[must_use]
    pub fn contract_expires(&self) -> Option<&Time> {
        self.ubuntu_pro_info.get()?.expires.get()
    }

    /// Returns its availability zone in the cloud.
    #[must_use]
    pub fn availability_zone(&self) -> Option<&str> {
        let zone = || text(&self.cloud_init.get()?.availability_zone);
        zone().or_else(|| text(self.cloud.get()?.availability_zone.own()))
    }

    /// Returns the id of its instance in the cloud.
    #[must_use]
    pub fn instance_id(&self) -> Option<&str> {
        text(self.cloud.get()?.instance_id.own())
    }

    /// Returns the type of its instance in the cloud.
    #[must_use]
    pub fn instance_type(&self) -> Option<&str> {
        text(self.cloud.get()?.instance_type.own())
    }

    /// Returns the id of the image that its instance in the cloud was created from.
    #[must_use]
    pub fn ami_id(&self) -> Option<&str> {
        text(self.cloud.get()?.ami_id.own())
    }
}

/// Iterates over the elements of a list, except for those that can't be read.
fn elements<T>(list: &FieldValue<Vec<FieldValue<T>>>) -> impl Iterator<Item = &T> {
    list.get().into_iter().flatten().filter_map(FieldValue::get)
}

fn text(given: &FieldValue<String>) -> Option<&str> {
    given.get().map(String::as_str)
}

/// The alerts that the documentation names.
pub(crate) const ALERT_NAMES: &[&str] = &[
    "package-upgrades",
    "security-upgrades",
    "package-profiles",
    "package-reporter",
    "computer-offline",
    "computer-reboot",
    "esm-disabled",
    "computer-duplicates",
    "unapproved-activities",
    "child-instance-profiles",
];

/// Returns the alert for a class, which records of the web interface contain instead:
/// `computer-offline` for `ComputerOfflineAlert`.
pub(crate) fn alert_of_class(class: &str) -> Option<String> {
    let words = class.strip_suffix("Alert")?;
    let mut alert = String::new();
    for letter in words.chars() {
        if letter.is_ascii_uppercase() && !alert.is_empty() {
            alert.push('-');
        }
        alert.push(letter.to_ascii_lowercase());
    }
    // Two alerts have plural names, while their classes are in the singular.
    match alert.as_str() {
        "computer-duplicate" | "child-instance-profile" => alert.push('s'),
        _ => {}
    }
    Some(alert)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_of_classes() {
        for (class, alert) in [
            ("ComputerOfflineAlert", Some("computer-offline")),
            ("PackageUpgradesAlert", Some("package-upgrades")),
            ("EsmDisabledAlert", Some("esm-disabled")),
            ("ComputerDuplicateAlert", Some("computer-duplicates")),
            ("ChildInstanceProfileAlert", Some("child-instance-profiles")),
            ("UnapprovedActivitiesAlert", Some("unapproved-activities")),
            ("computer-offline", None),
        ] {
            assert_eq!(alert_of_class(class).as_deref(), alert, "{class}");
        }
    }
}
