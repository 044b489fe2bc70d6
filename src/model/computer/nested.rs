//! The nested objects in the fields of a computer.

use std::collections::HashSet;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::model::field::{FromField, Key, OneOrMany, fields, without_place};
use crate::model::json;
use crate::model::{FieldValue, ProfileId, Time, Unreadable};

/// A network interface of a computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkInterface {
    /// The IP address.
    pub ip_address: FieldValue<String>,
    /// The MAC address.
    pub mac_address: FieldValue<String>,
}

fields! {
    NetworkInterface, "a network interface", Self::default();
    "ip_address" said ip_address,
    "mac_address" said mac_address,
}

/// The current and the former word for profiles of the Ubuntu Security Guide; records and
/// queries may still contain the former one.
pub(crate) const USG: [&str; 2] = ["usg", "security"];

/// A profile that a computer is associated with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileMembership {
    /// The id of the profile.
    pub id: FieldValue<ProfileId>,
    /// The type, such as `usg`: `type` in JSON.
    pub kind: FieldValue<String>,
    /// The name.
    pub name: FieldValue<String>,
    /// The status of the computer in it, such as `fail`.
    pub status: FieldValue<String>,
}

fields! {
    ProfileMembership, "a profile", Self::default();
    "id" said id,
    "type" said kind,
    "name" said name,
    "status" said status,
}

impl ProfileMembership {
    /// Returns the current word for its type.
    pub(crate) fn type_today(&self) -> Option<&str> {
        let kind = self.kind.get()?;
        let [today, _] = USG;
        Some(if USG.contains(&kind.as_str()) { today } else { kind })
    }
}

/// An Ubuntu security notice that concerns a computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usn {
    /// The time of its release.
    pub released: FieldValue<Time>,
    /// The time at which the computer applied it; absent while it is unresolved.
    pub applied: FieldValue<Time>,
}

fields! {
    Usn, "a security notice", Self::default();
    "released" said released,
    "applied" said applied,
}

/// The system hardware of a computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct System<'a> {
    /// The manufacturer.
    pub vendor: Option<&'a str>,
    /// The product name.
    pub product: Option<&'a str>,
    /// The UUID.
    pub uuid: Option<&'a str>,
    /// The serial number.
    pub serial: Option<&'a str>,
}

/// An alert: its type, or an object with a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Alert {
    Named(String),
    Described(Described),
}

/// An alert in a record of the web interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    kind: FieldValue<String>,
}

fields! {
    Described, "an alert", Self::default();
    "type" said kind,
}

impl Alert {
    pub(super) fn kind(&self) -> Option<&str> {
        match self {
            Self::Named(kind) => Some(kind),
            Self::Described(alert) => alert.kind.get().map(String::as_str),
        }
    }
}

impl FromField for Alert {
    const WHAT: &'static str = "an alert";

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        Ok(match json::text(json) {
            Some(kind) => Some(Self::Named(kind.into_owned())),
            None => Described::read(json)?.map(Self::Described),
        })
    }

    fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        match self {
            Self::Named(_) => {}
            Self::Described(alert) => FromField::report(alert, field, found),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DistributionInfo {
    pub(super) release: FieldValue<String>,
    pub(super) code_name: FieldValue<String>,
}

fields! {
    DistributionInfo, "an object with a `release`", Self::default();
    "release" said release,
    "code_name" said code_name,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pro {
    pub(super) contract: FieldValue<Contract>,
    pub(super) expires: FieldValue<Time>,
}

fields! {
    Pro, "an object with a `contract`", Self::default();
    "contract" said contract,
    "expires" said expires,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contract {
    pub(super) id: FieldValue<String>,
}

fields! {
    Contract, "an object with an `id`", Self::default();
    "id" said id,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Zone {
    pub(super) availability_zone: FieldValue<String>,
}

fields! {
    Zone, "an object with an `availability_zone`", Self::default();
    "availability_zone" said availability_zone,
}

/// A field with two possible names; if both are there, the first one is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    hyphen: FieldValue<String>,
    underscore: FieldValue<String>,
}

impl Named {
    pub(super) fn own(&self) -> &FieldValue<String> {
        if self.hyphen.is_absent() { &self.underscore } else { &self.hyphen }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cloud {
    pub(super) instance_id: Named,
    pub(super) instance_type: Named,
    pub(super) ami_id: Named,
    pub(super) availability_zone: Named,
}

fields! {
    Cloud, "an object with an `instance-id`", Self::default();
    "instance-id" said instance_id.hyphen,
    "instance_id" said instance_id.underscore,
    "instance-type" said instance_type.hyphen,
    "instance_type" said instance_type.underscore,
    "ami-id" said ami_id.hyphen,
    "ami_id" said ami_id.underscore,
    "availability-zone" said availability_zone.hyphen,
    "availability_zone" said availability_zone.underscore,
}

/// An annotation of a computer: a key, and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Annotation {
    key: String,
    values: FieldValue<OneOrMany<String>>,
}

impl Annotation {
    /// Returns the key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Iterates over the values that are texts; a list has several.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.get().into_iter().flat_map(OneOrMany::iter).map(String::as_str)
    }
}

/// The annotations of a computer, in the order of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Annotations(pub(super) Vec<Annotation>);

impl FromField for Annotations {
    const WHAT: &'static str = "an object";

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        if !json.starts_with('{') {
            return Ok(None);
        }
        let annotations =
            serde_json::Deserializer::from_str(json).deserialize_map(AnnotationsVisitor);
        annotations.map(|annotations| Some(Self(annotations)))
    }

    fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        for Annotation { key, values } in &self.0 {
            values.report(&format!("{field}.{key}"), found);
        }
    }
}

struct AnnotationsVisitor;

impl<'de> Visitor<'de> for AnnotationsVisitor {
    type Value = Vec<Annotation>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("annotations")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Annotation>, A::Error> {
        let mut annotations = Vec::new();
        let mut keys = HashSet::new();
        while let Some((key, raw)) = map.next_entry::<Key<'de>, &RawValue>()? {
            // No term can ask for a key that is not a text.
            let Some(key) = key.name() else { continue };
            if !keys.insert(key.to_owned()) {
                return Err(A::Error::custom(format!("duplicate field `{key}`")));
            }
            let values = FieldValue::read(raw.get());
            let values = values.map_err(|error| A::Error::custom(without_place(&error)))?;
            annotations.push(Annotation { key: key.to_owned(), values });
        }
        Ok(annotations)
    }
}
