//! How an activity is read: by hand, for serde's `flatten` buffers every field.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Activity, Creator};
use crate::model::{ActivityId, Given, given};

impl<'de> Deserialize<'de> for Activity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ActivityVisitor)
    }
}

struct ActivityVisitor;

impl<'de> Visitor<'de> for ActivityVisitor {
    type Value = Activity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an activity")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Activity, A::Error> {
        let mut id = Given::Absent;
        let mut activity = Activity::new(ActivityId::read(0));
        while let Some(Key(key)) = map.next_key()? {
            let map = &mut map;
            match key.as_ref() {
                "id" => {
                    once(&mut id, "id", map)?;
                    activity.id = given::required_id(&id)?;
                }
                "parent_id" => once_strict(&mut activity.parent_id, "parent_id", "an id", map)?,
                "activity_status" => once(&mut activity.activity_status, "activity_status", map)?,
                "creation_time" => {
                    once_strict(&mut activity.creation_time, "creation_time", given::A_TIME, map)?;
                }
                "creator" => {
                    unseen(&activity.creator, "creator")?;
                    activity.creator = creator(map.next_value()?);
                }
                "computer_id" => {
                    once_strict(&mut activity.computer_id, "computer_id", "an id", map)?;
                }
                "type" => once(&mut activity.kind, "type", map)?,
                "deliver_after_time" => {
                    once(&mut activity.deliver_after_time, "deliver_after_time", map)?;
                }
                "approval_time" => once(&mut activity.approval_time, "approval_time", map)?,
                "completion_time" => once(&mut activity.completion_time, "completion_time", map)?,
                "modification_time" => {
                    once(&mut activity.modification_time, "modification_time", map)?;
                }
                _ => drop(activity.rest.insert(key.into_owned(), map.next_value()?)),
            }
        }
        if id.is_absent() {
            return Err(A::Error::missing_field("id"));
        }
        Ok(activity)
    }
}

/// Reads a field that may be there once.
pub(super) fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Given<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    unseen(field, name)?;
    *field = map.next_value()?;
    Ok(())
}

/// Reads a field that may be there once, and that terms read.
pub(super) fn once_strict<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Given<T>,
    name: &'static str,
    what: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    once(field, name, map)?;
    given::strict(field, name, what)
}

fn unseen<T, E: Error>(field: &Given<T>, name: &'static str) -> Result<(), E> {
    if field.is_absent() { Ok(()) } else { Err(E::duplicate_field(name)) }
}

fn creator(value: Value) -> Given<Creator> {
    match value {
        Value::Null => Given::Null,
        Value::Object(fields) => Given::Value(Creator::from(fields)),
        other => Given::Other(Box::new(other)),
    }
}

impl From<Map<String, Value>> for Creator {
    fn from(mut rest: Map<String, Value>) -> Self {
        let email = match rest.remove("email") {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(Value::String(email)) => Given::Value(email),
            Some(other) => Given::Other(Box::new(other)),
        };
        Self { email, rest }
    }
}

/// The name of a field, borrowed where it can be.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Borrowed(name)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(name.to_owned())))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(name)))
    }
}
