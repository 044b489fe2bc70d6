//! [`Given`]: a field of a record that may be missing, null or something else.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, SeqAccess, Visitor, value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

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
