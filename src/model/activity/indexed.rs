//! [`Indexed`]: the fields of an activity that terms read.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr as _;

use chrono::{DateTime, Utc};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Activity;
use crate::model::field::Key;
use crate::model::record::{FromRecord as _, read};
use crate::model::{ActivityId, ComputerId, FieldValue, RecordError, Status, Time, Unreadable};
use crate::query::value::ValueError;

#[cfg(test)]
mod tests;

/// The fields of an activity that terms read, optimised for loading many activities.
///
/// It accepts exactly the texts that [`Activity`] accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indexed<'a> {
    pub(crate) id: ActivityId,
    pub(crate) parent_id: Option<ActivityId>,
    pub(crate) status: Option<Status>,
    pub(crate) created: Option<DateTime<Utc>>,
    /// The e-mail address of the creator.
    pub(crate) creator: Option<Cow<'a, str>>,
    pub(crate) computer: Option<ComputerId>,
    pub(crate) kind: Option<Cow<'a, str>>,
    /// The values of these fields that could not be read.
    pub(crate) unreadable: Vec<Unreadable>,
}

impl From<Activity> for Indexed<'_> {
    fn from(activity: Activity) -> Self {
        let unreadable = activity.unreadable();
        let creator = into_value(activity.creator);
        Self {
            id: activity.id,
            parent_id: into_value(activity.parent_id),
            status: into_value(activity.activity_status),
            created: activity.creation_time.get().map(Time::instant),
            creator: creator.and_then(|creator| into_value(creator.email)).map(Cow::Owned),
            computer: into_value(activity.computer_id),
            kind: into_value(activity.kind).map(Cow::Owned),
            unreadable,
        }
    }
}

fn into_value<T>(given: FieldValue<T>) -> Option<T> {
    match given {
        FieldValue::Value(value) => Some(value),
        FieldValue::Absent | FieldValue::Null | FieldValue::Other(_) => None,
    }
}

impl<'a> Indexed<'a> {
    /// Reads the text of a record.
    pub(crate) fn read(text: &'a str) -> Result<Self, RecordError> {
        match Usual::read(text) {
            Some(usual) => Ok(usual),
            None => read::<Activity>(text).map(Self::from),
        }
    }
}

/// The fields in the format of nearly all records; any other record is read again as an
/// [`Activity`].
#[derive(Deserialize)]
struct Usual<'a> {
    id: u64,
    parent_id: Option<u64>,
    #[serde(borrow)]
    activity_status: Option<&'a str>,
    #[serde(borrow)]
    creation_time: Option<&'a str>,
    #[serde(borrow)]
    creator: Option<Email<'a>>,
    computer_id: Option<u64>,
    #[serde(borrow, rename = "type")]
    kind: Option<&'a str>,
    // These must not be there twice.
    #[serde(rename = "deliver_after_time")]
    _deliver_after: Option<IgnoredAny>,
    #[serde(rename = "approval_time")]
    _approved: Option<IgnoredAny>,
    #[serde(rename = "completion_time")]
    _completed: Option<IgnoredAny>,
    #[serde(rename = "modification_time")]
    _modified: Option<IgnoredAny>,
}

impl<'a> Usual<'a> {
    fn read(text: &'a str) -> Option<Indexed<'a>> {
        // Serde also accepts an array for the fields of a struct.
        let usual: Self = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
        let computer = usual.computer_id.map(ComputerId::try_from);
        let created =
            usual.creation_time.map(|time| Ok::<_, ValueError>(Time::from_str(time)?.instant()));
        Some(Indexed {
            id: usual.id.try_into().ok()?,
            parent_id: usual.parent_id.map(ActivityId::try_from).transpose().ok()?,
            status: usual.activity_status.map(str::parse).transpose().ok()?,
            created: created.transpose().ok()?,
            creator: usual.creator.and_then(|Email(email)| email).map(Cow::Borrowed),
            computer: computer.transpose().ok()?,
            kind: usual.kind.map(Cow::Borrowed),
            unreadable: Vec::new(),
        })
    }
}

/// The e-mail address of a creator, which is an object with at most this field.
struct Email<'a>(Option<&'a str>);

impl<'de: 'a, 'a> Deserialize<'de> for Email<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EmailVisitor)
    }
}

struct EmailVisitor;

impl<'de> Visitor<'de> for EmailVisitor {
    type Value = Email<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a creator")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Email<'de>, A::Error> {
        let mut email: Option<Option<&str>> = None;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            // The general reader checks whether it is escaped.
            if key.has_control() {
                return Err(A::Error::custom("a control character"));
            }
            match key.name() {
                Some("email") if email.is_some() => return Err(A::Error::duplicate_field("email")),
                Some("email") => email = Some(map.next_value()?),
                Some(_) | None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Email(email.flatten()))
    }
}
