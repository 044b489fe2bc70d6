//! Reads the typed fields of a record.

use std::fmt::{Debug, Display};
use std::hash::Hash;

use serde::de::{Error, MapAccess};
use serde::{Deserializer, Serialize};
use serde_json::value::RawValue;

use super::RecordError;
use crate::model::field::{self, FromField, Object, Raw};
use crate::model::{FieldValue, Unreadable};

/// The fields of a kind of record that terms and changes read:
/// [`Activity`](crate::model::Activity), [`Computer`](crate::model::Computer),
/// [`SavedSearch`](crate::model::SavedSearch) and [`AccessGroup`](crate::model::AccessGroup).
///
/// It can't be implemented outside this library.
pub trait FromRecord: Object {
    /// The word for such a record, such as "activity".
    const KIND: &'static str;

    /// The type of its id.
    type Id: FromField + Clone + Debug + Display + Ord + Hash + Send + Sync + Serialize;

    /// The name of the field that holds its id.
    const ID: &'static str;

    /// Returns the id of the record.
    fn id(&self) -> Self::Id;

    /// Returns the values that can't be read although terms read their fields.
    fn unreadable(&self) -> Vec<Unreadable> {
        let mut found = Vec::new();
        self.report("", &mut found);
        found
    }

    #[doc(hidden)]
    fn set_id(&mut self, id: Self::Id);
}

/// Reads a complete text.
pub(in crate::model) fn read<T: FromRecord>(text: &str) -> Result<T, RecordError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let fields = deserialize::<T, &RawValue, _>(&mut deserializer)?;
    deserializer.end()?;
    Ok(fields)
}

/// Reads the fields from any source of JSON.
pub(in crate::model) fn deserialize<'de, T, R, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromRecord,
    R: Raw<'de>,
    D: Deserializer<'de>,
{
    let Identified { id, mut fields } = field::object::<Identified<T>, R, D>(deserializer)?;
    if let FieldValue::Value(id) = id {
        fields.set_id(id);
    }
    Ok(fields)
}

/// The fields of a record, and its id.
struct Identified<T: FromRecord> {
    id: FieldValue<T::Id>,
    fields: T,
}

impl<T: FromRecord> Object for Identified<T> {
    const WHAT: &'static str = T::WHAT;

    fn blank() -> Self {
        Self { id: FieldValue::Absent, fields: T::blank() }
    }

    fn take<'de, R: Raw<'de>, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if name == T::ID {
            field::once::<R, _, A>(&mut self.id, T::ID, map)?;
            required_id(&self.id, T::ID)?;
            return Ok(true);
        }
        self.fields.take::<R, A>(name, map)
    }

    fn missing(&self) -> Option<&'static str> {
        if self.id.is_absent() { Some(T::ID) } else { self.fields.missing() }
    }

    fn report(&self, place: &str, found: &mut Vec<Unreadable>) {
        self.fields.report(place, found);
    }
}

/// Checks the id of a record, which must be present and valid.
fn required_id<T: FromField, E: Error>(id: &FieldValue<T>, name: &'static str) -> Result<(), E> {
    match id {
        FieldValue::Value(_) => Ok(()),
        FieldValue::Other(json) => Err(E::custom(Unreadable::new(name, json, T::WHAT))),
        FieldValue::Absent | FieldValue::Null => {
            Err(E::custom(format!("field `{name}`: null is not {}", T::WHAT)))
        }
    }
}
