//! [`FieldValue`]: a field of a record, which may be absent, null or of another type.

use super::field::FromField;
use super::unreadable::Unreadable;

/// The value of a field in a record.
///
/// In real files, fields may be absent, null, or not what they should be, such as the text
/// `None` for a time. Terms only read what [`get`](FieldValue::get) returns; the
/// [`Record`](super::Record) keeps everything as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum FieldValue<T> {
    /// The field is absent.
    #[default]
    Absent,
    /// The field is null.
    Null,
    /// The field holds a value.
    Value(T),
    /// The field has a value of another type, kept as JSON.
    Other(Box<str>),
}

impl<T> FieldValue<T> {
    /// Returns the value, if the field has one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null | Self::Other(_) => None,
        }
    }

    /// Returns `true` if the field is absent.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field has no value: it is absent, null, or the text `None`, which
    /// servers write for null.
    pub(crate) fn is_none(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Value(_) => false,
            Self::Other(json) => **json == *r#""None""#,
        }
    }
}

impl<T: FromField> FieldValue<T> {
    /// Reads a value from JSON, whatever its type.
    pub(super) fn read(json: &str) -> Result<Self, serde_json::Error> {
        if json == "null" {
            return Ok(Self::Null);
        }
        Ok(T::read(json)?.map_or_else(|| Self::Other(json.into()), Self::Value))
    }

    /// Adds the parts of the field's value that can't be read.
    pub(super) fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        match self {
            Self::Absent | Self::Null => {}
            Self::Value(value) => value.report(field, found),
            Self::Other(json) if self.is_none() || **json == *r#""Not available""# => {}
            Self::Other(json) => found.push(Unreadable::new(field, json, T::WHAT)),
        }
    }

    /// The same for an element of a list, where null also counts as unreadable.
    pub(super) fn report_element(&self, field: &str, found: &mut Vec<Unreadable>) {
        match self {
            Self::Absent => {}
            Self::Null => found.push(Unreadable::new(field, "null", T::WHAT)),
            Self::Value(value) => value.report(field, found),
            Self::Other(json) => found.push(Unreadable::new(field, json, T::WHAT)),
        }
    }
}

impl<T> From<T> for FieldValue<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}
