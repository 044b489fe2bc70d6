//! [`Indexed`]: of an activity, only what terms read.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Activity;
use crate::model::field::{self, Key, once, once_strict, without_place};
use crate::model::record::required_id;
use crate::model::{ActivityId, ComputerId, Given, RecordError, Status, Time, time};

#[cfg(test)]
mod tests;

/// The fields of an activity that terms read, for those who load many.
///
/// It accepts the text that [`Activity`] accepts and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indexed<'a> {
    pub(crate) id: ActivityId,
    pub(crate) parent_id: Option<ActivityId>,
    pub(crate) status: Option<Status>,
    pub(crate) created: Option<DateTime<Utc>>,
    /// The e-mail address.
    pub(crate) creator: Option<Cow<'a, str>>,
    pub(crate) computer: Option<ComputerId>,
    pub(crate) kind: Option<Cow<'a, str>>,
}

impl<'a> From<&'a Activity> for Indexed<'a> {
    fn from(activity: &'a Activity) -> Self {
        let creator = activity.creator.get().and_then(|creator| creator.email.get());
        Self {
            id: activity.id,
            parent_id: activity.parent_id.get().copied(),
            status: activity.activity_status.get().copied(),
            created: activity.creation_time.get().map(Time::instant),
            creator: creator.map(|email| email.as_str().into()),
            computer: activity.computer_id.get().copied(),
            kind: activity.kind.get().map(|kind| kind.as_str().into()),
        }
    }
}

impl<'a> Indexed<'a> {
    /// Reads the text of a record.
    pub(crate) fn read(text: &'a str) -> Result<Self, RecordError> {
        if let Some(usual) = Usual::read(text) {
            return Ok(usual);
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let indexed = deserializer.deserialize_map(IndexedVisitor)?;
        deserializer.end()?;
        Ok(indexed)
    }
}

/// The fields in the form that nearly all records have. Whatever is otherwise
/// is read again, field by field, which takes half as long again.
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
    // These can't be there twice.
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
        // Serde would take an array for the fields of a struct.
        let usual: Self = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
        let computer = usual.computer_id.map(ComputerId::try_from);
        Some(Indexed {
            id: usual.id.try_into().ok()?,
            parent_id: usual.parent_id.map(ActivityId::try_from).transpose().ok()?,
            status: usual.activity_status.and_then(Status::from_word),
            created: usual
                .creation_time
                .map(time::usual)
                .map_or(Some(None), |time| time.map(Some))?,
            creator: usual.creator.and_then(|Email(email)| email),
            computer: computer.transpose().ok()?,
            kind: usual.kind.map(Cow::Borrowed),
        })
    }
}

struct IndexedVisitor;

impl<'de> Visitor<'de> for IndexedVisitor {
    type Value = Indexed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an activity")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Indexed<'de>, A::Error> {
        type Raw<'de> = &'de RawValue;
        let (mut id, mut parent, mut computer) = (Given::Absent, Given::Absent, Given::Absent);
        let (mut status, mut created) = (Given::<Status>::Absent, Given::<Time>::Absent);
        let (mut creator, mut kind) = (None, None);
        let (mut deliver_after, mut approved, mut completed, mut modified) =
            (None, None, None, None);
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let map = &mut map;
            match key.name() {
                Some("id") => {
                    once::<Raw<'de>, _, A>(&mut id, "id", map)?;
                    required_id(&id, "id")?;
                }
                Some("parent_id") => once_strict::<Raw<'de>, _, A>(&mut parent, "parent_id", map)?,
                Some("activity_status") => {
                    once::<Raw<'de>, _, A>(&mut status, "activity_status", map)?;
                }
                Some("creation_time") => {
                    once_strict::<Raw<'de>, _, A>(&mut created, "creation_time", map)?;
                }
                Some("creator") => unread(&mut creator, "creator", map)?,
                Some("computer_id") => {
                    once_strict::<Raw<'de>, _, A>(&mut computer, "computer_id", map)?;
                }
                Some("type") => unread(&mut kind, "type", map)?,
                Some("deliver_after_time") => {
                    unread(&mut deliver_after, "deliver_after_time", map)?;
                }
                Some("approval_time") => unread(&mut approved, "approval_time", map)?,
                Some("completion_time") => unread(&mut completed, "completion_time", map)?,
                Some("modification_time") => unread(&mut modified, "modification_time", map)?,
                Some(_) | None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let email = creator.map(email).transpose().map_err(|error| {
            A::Error::custom(format!("field `creator`: {}", without_place(&error)))
        })?;
        Ok(Indexed {
            id: *id.get().ok_or_else(|| A::Error::missing_field("id"))?,
            parent_id: parent.get().copied(),
            status: status.get().copied(),
            created: created.get().map(Time::instant),
            creator: email.flatten(),
            computer: computer.get().copied(),
            kind: kind.and_then(field::text),
        })
    }
}

/// Takes the JSON of a field that may be there once.
fn unread<'de, A: MapAccess<'de>>(
    field: &mut Option<&'de str>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = Some(map.next_value::<&'de RawValue>()?.get());
    Ok(())
}

/// The e-mail address of a creator.
fn email(json: &str) -> Result<Option<Cow<'_, str>>, serde_json::Error> {
    if !json.starts_with('{') {
        return Ok(None);
    }
    serde_json::from_str(json).map(|Email(email)| email)
}

/// The e-mail address of a creator that is an object.
struct Email<'a>(Option<Cow<'a, str>>);

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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut email = None;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            match key.name() {
                Some("email") => unread(&mut email, "email", &mut map)?,
                Some(_) | None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Email(email.and_then(field::text)))
    }
}
