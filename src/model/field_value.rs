//! [`FieldValue`]: a field of a record that may be missing, null or something else.

use super::field::FromField;
use super::unreadable::Unreadable;

/// A field of a record: what was given for it.
///
/// Real files hold fields that are absent, null, or not what they should be,
/// such as the text `None` for a time. Terms read only what
/// [`get`](FieldValue::get) gives; the [`Record`](super::Record) has all of it as it
/// came.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum FieldValue<T> {
    /// The field is not there.
    #[default]
    Absent,
    /// The field is null.
    Null,
    /// The field holds a value.
    Value(T),
    /// The field holds something that is not such a value: its JSON.
    Other(Box<str>),
}

impl<T> FieldValue<T> {
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
            Self::Other(json) => **json == *r#""None""#,
        }
    }
}

impl<T: FromField> FieldValue<T> {
    /// Reads the JSON of a value, whatever it is.
    pub(super) fn read(json: &str) -> Result<Self, serde_json::Error> {
        if json == "null" {
            return Ok(Self::Null);
        }
        Ok(T::read(json)?.map_or_else(|| Self::Other(json.into()), Self::Value))
    }

    /// Adds what can't be read, of the field and of what is inside.
    pub(super) fn report(&self, field: &str, found: &mut Vec<Unreadable>) {
        match self {
            Self::Absent | Self::Null => {}
            Self::Value(value) => value.report(field, found),
            Self::Other(json) if self.is_none() || **json == *r#""Not available""# => {}
            Self::Other(json) => found.push(Unreadable::new(field, json, T::WHAT)),
        }
    }

    /// The same of an element of a list, where null is nothing that was left out.
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
