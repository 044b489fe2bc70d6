//! [`Computer`] and [`SavedSearch`].

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::{ComputerId, Given, LicenseId, ProfileId, Time, given};

/// A computer, as `GetComputers` gives it.
///
/// ```
/// use activity_query::model::Computer;
///
/// let json = r#"{"id": 6, "hostname": "jane", "tags": ["laptop"], "last_ping_time": "None"}"#;
/// let computer: Computer = serde_json::from_str(json)?;
/// assert!(computer.has_tag("laptop"));
/// let same: serde_json::Value = serde_json::from_str(json)?;
/// assert_eq!(serde_json::to_value(&computer)?, same);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A last ping that is no time (and not the text `None`) is an error:
/// `last-ping:` reads it. The field names are those of the documented samples
/// and of the web interface; `license_id`, `license_type`, `license_expires`,
/// `has_pro_management` and `usns`, which neither shows, are named by this library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computer {
    /// Its number.
    #[serde(deserialize_with = "id")]
    pub id: ComputerId,
    /// Its title.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub title: Given<String>,
    /// Its host name.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub hostname: Given<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub tags: Given<Vec<String>>,
    /// Its release, such as `22.04`, or its code name.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub distribution: Given<String>,
    /// The name of its access group.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub access_group: Given<String>,
    /// Whether it needs a reboot.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub reboot_required_flag: Given<bool>,
    /// When it last pinged the server.
    #[serde(
        default,
        skip_serializing_if = "Given::is_absent",
        deserialize_with = "last_ping_time"
    )]
    pub last_ping_time: Given<Time>,
    /// Its network interfaces.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub network_devices: Given<Vec<NetworkInterface>>,
    /// Its annotations.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub annotations: Given<Map<String, Value>>,
    /// Its licence, if it has one.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub license_id: Given<LicenseId>,
    /// The type of its licence.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub license_type: Given<String>,
    /// When its licence ends.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub license_expires: Given<Time>,
    /// Whether it is under Ubuntu Pro management.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub has_pro_management: Given<bool>,
    /// Whether a newer release is available.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub has_release_upgrades: Given<bool>,
    /// The profiles it is associated with.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub profiles: Given<Vec<ProfileMembership>>,
    /// The WSL profiles it is associated with.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub wsl_profiles: Given<Vec<ProfileMembership>>,
    /// The Ubuntu security notices that concern it.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub usns: Given<Vec<Usn>>,
    /// Every other field, as it came; the methods read some of them.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A network interface of a computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkInterface {
    /// Its IP address.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub ip_address: Given<String>,
    /// Its MAC address.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub mac_address: Given<String>,
    /// Every other field, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A profile that a computer is associated with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileMembership {
    /// The number of the profile.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub id: Given<ProfileId>,
    /// Its type, such as `usg`: `type` in JSON.
    #[serde(default, rename = "type", skip_serializing_if = "Given::is_absent")]
    pub kind: Given<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub name: Given<String>,
    /// How the computer stands in it, such as `fail`.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub status: Given<String>,
    /// Every other field, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An Ubuntu security notice that concerns a computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usn {
    /// When it was released.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub released: Given<Time>,
    /// When the computer applied it; not given while it is unresolved.
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    pub applied: Given<Time>,
    /// Every other field, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The hardware of a computer as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct System<'a> {
    /// Who made it.
    pub vendor: Option<&'a str>,
    /// What it is.
    pub product: Option<&'a str>,
    /// Its UUID.
    pub uuid: Option<&'a str>,
    /// Its serial number.
    pub serial: Option<&'a str>,
}

/// A query for computers, saved under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its name: lower-case letters, digits and hyphens.
    pub name: String,
    /// The text of the query.
    pub search: String,
    /// Every other field, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Computer {
    /// Whether the computer has the tag.
    #[must_use]
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.get().is_some_and(|tags| tags.iter().any(|own| own == tag))
    }

    /// The alerts that are active: their types.
    pub fn alerts(&self) -> impl Iterator<Item = &str> {
        let alerts = self.rest.get("alerts").and_then(Value::as_array);
        alerts
            .into_iter()
            .flatten()
            .filter_map(|alert| alert.as_str().or_else(|| alert.get("type")?.as_str()))
    }

    /// Its release and code name, whichever of them are known.
    pub fn releases(&self) -> impl Iterator<Item = &str> {
        let info = |key| self.rest.get("distribution_info")?.get(key)?.as_str();
        [self.distribution.get().map(String::as_str), info("release"), info("code_name")]
            .into_iter()
            .flatten()
    }

    /// The addresses of its network interfaces.
    pub fn interfaces(&self) -> impl Iterator<Item = &NetworkInterface> {
        self.network_devices.get().into_iter().flatten()
    }

    /// Its annotations: keys and values; a list has several values.
    pub fn annotations(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.annotations.get().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// All profiles it is associated with.
    pub fn profiles(&self) -> impl Iterator<Item = &ProfileMembership> {
        self.profiles.get().into_iter().chain(self.wsl_profiles.get()).flatten()
    }

    /// The Ubuntu security notices that concern it.
    pub fn usns(&self) -> impl Iterator<Item = &Usn> {
        self.usns.get().into_iter().flatten()
    }

    /// The id of its Ubuntu Pro contract.
    #[must_use]
    pub fn contract(&self) -> Option<&str> {
        self.rest.get("ubuntu_pro_info")?.get("contract")?.get("id")?.as_str()
    }

    /// When its Ubuntu Pro contract ends.
    #[must_use]
    pub fn contract_expires(&self) -> Option<Time> {
        self.rest.get("ubuntu_pro_info")?.get("expires")?.as_str()?.parse().ok()
    }

    /// Its zone in the cloud.
    #[must_use]
    pub fn availability_zone(&self) -> Option<&str> {
        let zone = || self.rest.get("cloud_init")?.get("availability_zone")?.as_str();
        zone().or_else(|| self.cloud("availability-zone"))
    }

    /// What its cloud says of it: `instance-id`, `instance-type`, `ami-id`.
    #[must_use]
    pub fn cloud(&self, key: &str) -> Option<&str> {
        let metadata = self.rest.get("cloud_instance_metadata")?;
        metadata.get(key).or_else(|| metadata.get(key.replace('-', "_")))?.as_str()
    }

    /// The system as a whole.
    #[must_use]
    pub fn system(&self) -> System<'_> {
        let Some(system) = self.hardware("system") else { return System::default() };
        let text = |key| super::device::text(system, key);
        System {
            vendor: text("vendor"),
            product: text("product").or_else(|| text("model")),
            uuid: text("uuid"),
            serial: text("serial"),
        }
    }

    pub(super) fn hardware(&self, class: &str) -> Option<&Value> {
        self.rest.get("grouped_hardware")?.get(class)
    }
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ComputerId, D::Error> {
    given::required_id(&Given::deserialize(deserializer)?)
}

fn last_ping_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Given<Time>, D::Error> {
    let time = Given::deserialize(deserializer)?;
    given::strict(&time, "last_ping_time", given::A_TIME)?;
    Ok(time)
}

/// The alert whose class the web interface's records carry:
/// `computer-offline` of `ComputerOfflineAlert`.
pub(crate) fn alert_of_class(class: &str) -> Option<String> {
    let words = class.strip_suffix("Alert")?;
    let mut alert = String::new();
    for letter in words.chars() {
        if letter.is_ascii_uppercase() && !alert.is_empty() {
            alert.push('-');
        }
        alert.push(letter.to_ascii_lowercase());
    }
    // Two names are in the plural where their classes are not.
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
