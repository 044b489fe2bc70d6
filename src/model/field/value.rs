//! The values of fields: texts, numbers, flags, lists.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer as _, Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{FromField, without_place};
use crate::model::json::text;
use crate::model::{
    ActivityId, ComputerId, FieldValue, LicenseId, ProfileId, Status, Time, Unreadable,
};

impl FromField for String {
    const WHAT: &'static str = "a text";

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        Ok(text(json).map(Cow::into_owned))
    }
}

impl FromField for bool {
    const WHAT: &'static str = "true or false";

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        Ok(json.parse().ok())
    }
}

macro_rules! of_text {
    ($($value:ty, $what:literal;)*) => {$(
        impl FromField for $value {
            const WHAT: &'static str = $what;

            fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
                Ok(text(json).and_then(|text| text.parse().ok()))
            }
        }
    )*};
}

of_text! {
    Time, "a time such as `2023-03-06T18:52:09Z`";
    Status, "a status";
}

macro_rules! ids {
    ($($id:ty),*) => {$(
        impl FromField for $id {
            const WHAT: &'static str = "an id";

            fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
                Ok(json.parse::<u64>().ok().and_then(|number| number.try_into().ok()))
            }
        }
    )*};
}

ids!(ActivityId, ComputerId, LicenseId, ProfileId);

/// A list is read element by element, so that an unreadable one does not affect the others.
impl<T: FromField> FromField for Vec<FieldValue<T>> {
    const WHAT: &'static str = "a list";

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        if !json.starts_with('[') {
            return Ok(None);
        }
        let elements = ElementsVisitor(PhantomData);
        serde_json::Deserializer::from_str(json).deserialize_seq(elements).map(Some)
    }

    fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        for (index, element) in self.iter().enumerate() {
            element.report_element(&format!("{field}[{index}]"), found);
        }
    }
}

struct ElementsVisitor<T>(PhantomData<T>);

impl<'de, T: FromField> Visitor<'de> for ElementsVisitor<T> {
    type Value = Vec<FieldValue<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<FieldValue<T>>, A::Error> {
        let mut elements = Vec::new();
        while let Some(raw) = list.next_element::<&RawValue>()? {
            let element = FieldValue::read(raw.get());
            elements.push(element.map_err(|error| A::Error::custom(without_place(&error)))?);
        }
        Ok(elements)
    }
}

/// A list, or one element in place of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) enum OneOrMany<T> {
    One(T),
    Many(Vec<FieldValue<T>>),
}

impl<T> OneOrMany<T> {
    pub(in crate::model) fn iter(&self) -> impl Iterator<Item = &T> {
        let (one, many) = match self {
            Self::One(one) => (Some(one), None),
            Self::Many(many) => (None, Some(many)),
        };
        one.into_iter().chain(many.into_iter().flatten().filter_map(FieldValue::get))
    }
}

impl<T: FromField> FromField for OneOrMany<T> {
    const WHAT: &'static str = T::WHAT;

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        Ok(match Vec::read(json)? {
            Some(many) => Some(Self::Many(many)),
            None => T::read(json)?.map(Self::One),
        })
    }

    fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        match self {
            Self::One(one) => one.report(field, found),
            Self::Many(many) => many.report(field, found),
        }
    }
}
