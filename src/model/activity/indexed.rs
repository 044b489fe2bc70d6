//! [`Indexed`]: of an activity, only what terms read.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Activity;
use super::read::{Key, once, once_strict};
use crate::model::{ActivityId, ComputerId, Given, Status, Time, given};

#[cfg(test)]
mod tests;

/// The fields of an activity that terms read, for those who load many.
///
/// It accepts the text that [`Activity`] accepts and no other: nothing is
/// skipped unread, for a skipped value may be malformed.
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

impl<'de> Deserialize<'de> for Indexed<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(IndexedVisitor)
    }
}

struct IndexedVisitor;

impl<'de> Visitor<'de> for IndexedVisitor {
    type Value = Indexed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an activity")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Indexed<'de>, A::Error> {
        let (mut id, mut parent, mut computer) = (Given::Absent, Given::Absent, Given::Absent);
        let (mut status, mut created) = (Given::<Status>::Absent, Given::<Time>::Absent);
        let (mut creator, mut kind) = (None, None);
        let (mut deliver_after, mut approved, mut completed, mut modified) =
            (None, None, None, None);
        while let Some(Key(key)) = map.next_key()? {
            let map = &mut map;
            match key.as_ref() {
                "id" => {
                    once(&mut id, "id", map)?;
                    given::required_id(&id)?;
                }
                "parent_id" => once_strict(&mut parent, "parent_id", "an id", map)?,
                "activity_status" => once(&mut status, "activity_status", map)?,
                "creation_time" => once_strict(&mut created, "creation_time", given::A_TIME, map)?,
                "creator" => glance(&mut creator, "creator", map)?,
                "computer_id" => once_strict(&mut computer, "computer_id", "an id", map)?,
                "type" => glance(&mut kind, "type", map)?,
                "deliver_after_time" => glance(&mut deliver_after, "deliver_after_time", map)?,
                "approval_time" => glance(&mut approved, "approval_time", map)?,
                "completion_time" => glance(&mut completed, "completion_time", map)?,
                "modification_time" => glance(&mut modified, "modification_time", map)?,
                _ => {
                    map.next_value::<Skip>()?;
                }
            }
        }
        Ok(Indexed {
            id: *id.get().ok_or_else(|| A::Error::missing_field("id"))?,
            parent_id: parent.get().copied(),
            status: status.get().copied(),
            created: created.get().map(Time::instant),
            creator: creator.and_then(|creator: Glance<'_>| creator.email),
            computer: computer.get().copied(),
            kind: kind.and_then(|kind: Glance<'_>| kind.text),
        })
    }
}

fn glance<'de, A: MapAccess<'de>>(
    field: &mut Option<Glance<'de>>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if field.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *field = Some(map.next_value()?);
    Ok(())
}

/// Of any value: the text that it is, or the `email` that it has.
#[derive(Default)]
struct Glance<'de> {
    text: Option<Cow<'de, str>>,
    email: Option<Cow<'de, str>>,
}

impl<'de> Deserialize<'de> for Glance<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GlanceVisitor)
    }
}

struct GlanceVisitor;

/// A value that is read, for it may be malformed, and forgotten.
struct Skip;

impl<'de> Deserialize<'de> for Skip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Skip)
    }
}

/// What both visitors say to values that they have no use for.
macro_rules! forget {
    ($value:ty, $forgotten:expr) => {
        type Value = $value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }

        fn visit_unit<E: Error>(self) -> Result<$value, E> {
            Ok($forgotten)
        }

        fn visit_bool<E: Error>(self, _: bool) -> Result<$value, E> {
            Ok($forgotten)
        }

        fn visit_i64<E: Error>(self, _: i64) -> Result<$value, E> {
            Ok($forgotten)
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<$value, E> {
            Ok($forgotten)
        }

        fn visit_f64<E: Error>(self, _: f64) -> Result<$value, E> {
            Ok($forgotten)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<$value, A::Error> {
            while list.next_element::<Skip>()?.is_some() {}
            Ok($forgotten)
        }
    };
}

impl<'de> Visitor<'de> for Skip {
    forget!(Skip, Skip);

    fn visit_str<E: Error>(self, _: &str) -> Result<Skip, E> {
        Ok(Skip)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Skip, A::Error> {
        while map.next_entry::<Skip, Skip>()?.is_some() {}
        Ok(Skip)
    }
}

impl<'de> Visitor<'de> for GlanceVisitor {
    forget!(Glance<'de>, Glance::default());

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Glance<'de>, E> {
        Ok(Glance { text: Some(text.into()), email: None })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Glance<'de>, E> {
        Ok(Glance { text: Some(text.to_owned().into()), email: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Glance<'de>, A::Error> {
        let mut email = None;
        while let Some(Key(key)) = map.next_key()? {
            if key == "email" {
                email = map.next_value::<Glance<'de>>()?.text;
            } else {
                map.next_value::<Skip>()?;
            }
        }
        Ok(Glance { text: None, email })
    }
}
