//! [`FromField`] and [`Object`]: reading values from the JSON of a record.
//!
//! Only the fields that terms read are parsed. The others are only checked to be JSON, and
//! may contain any numbers and escapes.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::FieldValue;
use super::unreadable::Unreadable;

mod value;

pub(super) use value::OneOrMany;

/// A type of value that a field of a record can hold.
pub trait FromField: Sized {
    /// A description of such a value, for messages.
    const WHAT: &'static str;

    /// Reads a value from JSON; returns `None` if it is not such a value.
    ///
    /// # Errors
    /// If a field that terms read occurs twice.
    fn read(json: &str) -> Result<Option<Self>, serde_json::Error>;

    /// Adds the parts of the value that can't be read.
    fn report(&self, _: &str, _: &mut Vec<Unreadable>) {}
}

/// An object, of which terms read some fields.
pub trait Object: Sized {
    /// A description of the object, for messages.
    const WHAT: &'static str;

    /// Creates an object without fields.
    fn blank() -> Self;

    /// Reads the field with this name, and returns whether it is one that terms read.
    ///
    /// # Errors
    /// If the field was read before, or if its value is not allowed.
    fn take<'de, R: Raw<'de>, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<bool, A::Error>;

    /// Returns a required field that this object does not have.
    fn missing(&self) -> Option<&'static str> {
        None
    }

    /// Adds the fields that terms read but whose values can't be read; `place` is the path to
    /// the object, and ends in a dot.
    fn report(&self, place: &str, found: &mut Vec<Unreadable>);
}

/// The JSON of a value, borrowed if possible.
pub trait Raw<'de>: Deserialize<'de> {
    /// Returns the JSON.
    fn json(&self) -> &str;
}

impl<'de> Raw<'de> for &'de RawValue {
    fn json(&self) -> &str {
        self.get()
    }
}

impl Raw<'_> for Box<RawValue> {
    fn json(&self) -> &str {
        self.get()
    }
}

/// Reads an object.
pub(super) fn object<'de, T, R, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Object,
    R: Raw<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(ObjectVisitor::<T, R>(PhantomData))
}

struct ObjectVisitor<T, R>(PhantomData<(T, R)>);

impl<'de, T: Object, R: Raw<'de>> Visitor<'de> for ObjectVisitor<T, R> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let taken = match key.name() {
                Some(name) => object.take::<R, A>(name, &mut map)?,
                None => false,
            };
            if !taken {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match object.missing() {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(object),
        }
    }
}

/// Reads a field that must not occur twice.
pub(super) fn once<'de, R: Raw<'de>, T: FromField, A: MapAccess<'de>>(
    field: &mut FieldValue<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if !field.is_absent() {
        return Err(A::Error::duplicate_field(name));
    }
    let raw: R = map.next_value()?;
    *field = FieldValue::read(raw.json())
        .map_err(|error| A::Error::custom(format!("field `{name}`: {}", without_place(&error))))?;
    Ok(())
}

/// Reads a field that must not occur twice, and whose value must be readable, since it would
/// otherwise silently select nothing.
pub(super) fn once_strict<'de, R: Raw<'de>, T: FromField, A: MapAccess<'de>>(
    field: &mut FieldValue<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    once::<R, T, A>(field, name, map)?;
    match &*field {
        FieldValue::Other(json) if !field.is_none() => {
            Err(A::Error::custom(Unreadable::new(name, json, T::WHAT)))
        }
        FieldValue::Other(_) | FieldValue::Absent | FieldValue::Null | FieldValue::Value(_) => {
            Ok(())
        }
    }
}

/// Returns the message of an error without its position, which would be relative to a part of
/// the text.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// Implements [`Object`]. For each field, `strict` means that an unreadable value is an
/// error, `said` that it is reported, and `kept` that no term reads it.
macro_rules! fields {
    (
        $object:ty, $what:literal, $blank:expr $(, needs $needed:literal $missing:ident)?;
        $($name:literal $how:ident $($field:ident).+,)*
    ) => {
        impl $crate::model::field::Object for $object {
            const WHAT: &'static str = $what;

            fn blank() -> Self {
                $blank
            }

            fn take<'de, R: $crate::model::field::Raw<'de>, A: serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                map: &mut A,
            ) -> Result<bool, A::Error> {
                match name {
                    $($name => {
                        $crate::model::field::fields!(@take $how R self.$($field).+, $name, map)?;
                    })*
                    _ => return Ok(false),
                }
                Ok(true)
            }

            $(fn missing(&self) -> Option<&'static str> {
                self.$missing.get().is_none().then_some($needed)
            })?

            fn report(&self, place: &str, found: &mut Vec<$crate::model::Unreadable>) {
                $($crate::model::field::fields!(@report $how self.$($field).+, $name, place, found);)*
            }
        }
    };
    (@take strict $raw:ident $field:expr, $name:literal, $map:ident) => {
        $crate::model::field::once_strict::<$raw, _, A>(&mut $field, $name, $map)
    };
    (@take $how:ident $raw:ident $field:expr, $name:literal, $map:ident) => {
        $crate::model::field::once::<$raw, _, A>(&mut $field, $name, $map)
    };
    (@report kept $($rest:tt)*) => {};
    (@report $how:ident $field:expr, $name:literal, $place:ident, $found:ident) => {
        $field.report(&format!("{}{}", $place, $name), $found)
    };
}
pub(super) use fields;

impl<T: Object> FromField for T {
    const WHAT: &'static str = <T as Object>::WHAT;

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        if !json.starts_with('{') {
            return Ok(None);
        }
        object::<T, &RawValue, _>(&mut serde_json::Deserializer::from_str(json)).map(Some)
    }

    fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        Object::report(self, &format!("{field}."), found);
    }
}

/// The name of a field, as bytes, since one with a lone surrogate is not a text.
pub(super) struct Key<'de>(Cow<'de, [u8]>);

impl Key<'_> {
    /// Returns the name, if it is a text.
    pub(super) fn name(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Returns whether it contains a control character, which is only allowed in an escape.
    pub(super) fn has_control(&self) -> bool {
        self.0.iter().any(|byte| *byte < b' ')
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_bytes<E: serde::de::Error>(self, name: &'de [u8]) -> Result<Key<'de>, E> {
        let key = Key(Cow::Borrowed(name));
        // A borrowed key has no escapes, and the reader does not check bytes.
        if key.has_control() {
            return Err(E::custom("control character (\\u0000-\\u001F) in the name of a field"));
        }
        Ok(key)
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(name.to_owned())))
    }

    fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
        Ok(Key(Cow::Owned(name.as_bytes().to_owned())))
    }
}
