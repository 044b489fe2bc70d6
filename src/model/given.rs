//! [`Given`]: a field of a record that may be missing, null or something else.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Error, MapAccess, SeqAccess, Visitor, value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::language::Invalid;

/// A field of a record: what was given for it.
///
/// Real files hold fields that are absent, null, or not what they should be,
/// such as the text `None` for a time. Terms read only what
/// [`get`](Given::get) gives; the record gives everything back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Given<T> {
    /// The field is not there.
    #[default]
    Absent,
    /// The field is null.
    Null,
    /// The field holds a value.
    Value(T),
    /// The field holds something that is no such value.
    Other(Box<Value>),
}

impl<T> Given<T> {
    /// The value, if one was given.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null | Self::Other(_) => None,
        }
    }

    /// Whether the field is not there.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the record says that there is no value: the field is absent,
    /// null, or the text `None`, which servers write for null.
    pub(crate) fn is_none(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Value(_) => false,
            Self::Other(other) => **other == "None",
        }
    }
}

impl<T> From<T> for Given<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_unit(),
            Self::Value(value) => value.serialize(serializer),
            Self::Other(other) => other.serialize(serializer),
        }
    }
}

/// Reads whatever is there: what is no `T` becomes [`Given::Other`].
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor(PhantomData))
    }
}

struct GivenVisitor<T>(PhantomData<T>);

/// What the deserialiser of a single value says when the value does not fit.
type Unfit = value::Error;

impl<'de, T: Deserialize<'de>> Visitor<'de> for GivenVisitor<T> {
    type Value = Given<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Given<T>, E> {
        Ok(Given::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Given<T>, E> {
        Ok(read(value::BoolDeserializer::<Unfit>::new(flag), || flag.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Given<T>, E> {
        Ok(read(value::I64Deserializer::<Unfit>::new(number), || number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Given<T>, E> {
        Ok(read(value::U64Deserializer::<Unfit>::new(number), || number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Given<T>, E> {
        Ok(read(value::F64Deserializer::<Unfit>::new(number), || number.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Given<T>, E> {
        Ok(read(value::StrDeserializer::<Unfit>::new(text), || text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Given<T>, A::Error> {
        let list = Vec::deserialize(value::SeqAccessDeserializer::new(seq))?;
        Ok(read_json(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Given<T>, A::Error> {
        let map = serde_json::Map::deserialize(value::MapAccessDeserializer::new(map))?;
        Ok(read_json(Value::Object(map)))
    }
}

fn read<'de, T: Deserialize<'de>>(
    deserializer: impl Deserializer<'de>,
    other: impl FnOnce() -> Value,
) -> Given<T> {
    T::deserialize(deserializer).map_or_else(|_| Given::Other(Box::new(other())), Given::Value)
}

fn read_json<'de, T: Deserialize<'de>>(json: Value) -> Given<T> {
    T::deserialize(json.clone()).map_or_else(|_| Given::Other(Box::new(json)), Given::Value)
}

/// What a field that holds a time must hold.
pub(super) const A_TIME: &str = "a time such as `2023-03-06T18:52:09Z`";

/// Checks a field that terms read: what can't be read is an error, for it
/// would silently select nothing.
pub(super) fn strict<T, E: Error>(field: &Given<T>, name: &str, what: &str) -> Result<(), E> {
    match field {
        Given::Other(other) if !field.is_none() => Err(unreadable(other, name, what)),
        Given::Other(_) | Given::Absent | Given::Null | Given::Value(_) => Ok(()),
    }
}

/// Checks the id of a record, which is a number and nothing else.
pub(super) fn required_id<T: Copy, E: Error>(id: &Given<T>) -> Result<T, E> {
    match id {
        Given::Value(id) => Ok(*id),
        Given::Other(other) => Err(unreadable(other, "id", "an id")),
        Given::Absent | Given::Null => Err(E::custom("field `id`: null is not an id")),
    }
}

/// The error that names the field, and what it holds.
fn unreadable<E: Error>(other: &Value, name: &str, what: &str) -> E {
    E::custom(format!(
        "field `{name}`: `{}` is not {what}",
        match other.as_str() {
            Some(text) => text.to_owned(),
            None => other.to_string(),
        }
    ))
}

/// Reads a text as what it stands for, without a copy.
pub(super) fn from_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err = Invalid>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: FromStr<Err = Invalid>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}
