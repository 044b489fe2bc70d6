//! [`Record`]: the JSON text of a record.

mod edit;
mod error;
mod read;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

pub(crate) use super::json::line;
use super::{Activity, ActivityId, SavedSearch, Unreadable};
pub use error::RecordError;
pub use read::FromRecord;
pub(in crate::model) use read::{deserialize, read};

/// A record: the JSON text that it was read from, with a typed view of the fields that terms
/// read.
///
/// The text is kept byte for byte: numbers of any size, escapes, the order of fields, and
/// fields that no term reads. [`set`](Self::set) and [`remove`](Self::remove) edit the named
/// field and nothing else. The view, such as an [`Activity`](super::Activity), is parsed on
/// demand; writing a record copies its text.
///
/// ```
/// use activity_query::Status;
/// use activity_query::model::{Activity, Record};
///
/// let json = r#"{"id": 73, "activity_status": "failed", "progress": 1.50, "progress": 1e400}"#;
/// let mut record: Record<Activity> = json.parse()?;
/// assert_eq!(record.read()?.activity_status.get(), Some(&Status::Failed));
/// assert_eq!(record.text(), json);
///
/// record.set("activity_status", &Status::Canceled)?;
/// record.set("summary", "Restart")?;
/// assert_eq!(
///     record.text(),
///     r#"{"id": 73, "activity_status": "canceled", "progress": 1.50, "progress": 1e400,"summary":"Restart"}"#,
/// );
/// # Ok::<(), activity_query::model::RecordError>(())
/// ```
///
/// A field that terms read must not occur twice. A creation time that is not a time is an
/// error, and so is a `parent_id` or a `computer_id` that is not an id: they would silently
/// select nothing. The text `None`, which servers write for null, is accepted. Any other
/// unreadable value is kept as it is, and reported by [`unreadable`](Self::unreadable).
pub struct Record<T: FromRecord> {
    id: T::Id,
    text: Box<str>,
}

impl<T: FromRecord> Record<T> {
    /// Creates a record from its JSON text.
    ///
    /// ```
    /// use activity_query::model::{Activity, Record};
    ///
    /// assert!(Record::<Activity>::new(r#"{"id": 7}"#).is_ok());
    /// assert!(Record::<Activity>::new(r#"{"summary": "no id"}"#).is_err());
    /// ```
    ///
    /// # Errors
    /// If the text is not a JSON object, or has a field that terms read twice or with a value
    /// that is not allowed.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, RecordError> {
        let text = text.into();
        let id = read::<T>(&text)?.id();
        Ok(Self { id, text })
    }

    /// Creates a record from an id and a text that was read before.
    pub(crate) fn trusted(id: T::Id, text: Box<str>) -> Self {
        Self { id, text }
    }

    /// Returns the id of the record.
    #[must_use]
    pub fn id(&self) -> &T::Id {
        &self.id
    }

    /// Returns the JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the JSON text, without copying it.
    #[must_use]
    pub fn into_text(self) -> Box<str> {
        self.text
    }

    /// Returns the JSON on one line: unchanged or, if it has line breaks, without the white
    /// space between its tokens.
    #[must_use]
    pub fn line(&self) -> std::borrow::Cow<'_, str> {
        line(&self.text)
    }

    /// Parses the fields that terms read.
    ///
    /// # Errors
    /// If the record comes from a database that contains an invalid text.
    pub fn read(&self) -> Result<T, RecordError> {
        read(&self.text)
    }

    /// Returns the values that can't be read although terms read their fields.
    #[must_use]
    pub fn unreadable(&self) -> Vec<Unreadable> {
        self.read().map(|fields| fields.unreadable()).unwrap_or_default()
    }

    /// Returns the JSON of a field; of the first one, if the name occurs several times.
    ///
    /// ```
    /// use activity_query::model::{Activity, Record};
    ///
    /// let record: Record<Activity> = r#"{"id": 7, "progress": 1.50}"#.parse()?;
    /// assert_eq!(record.field("progress"), Some("1.50"));
    /// assert_eq!(record.field("summary"), None);
    /// # Ok::<(), activity_query::model::RecordError>(())
    /// ```
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        edit::find(&self.text, name)
    }

    /// Sets the value of a field; a field that is absent is added at the end.
    ///
    /// ```
    /// use activity_query::Status;
    /// use activity_query::model::{Activity, Record};
    ///
    /// let mut record: Record<Activity> = r#"{"id": 7,  "progress": 1.50}"#.parse()?;
    /// record.set("activity_status", &Status::Failed)?;
    /// assert_eq!(record.text(), r#"{"id": 7,  "progress": 1.50,"activity_status":"failed"}"#);
    /// # Ok::<(), activity_query::model::RecordError>(())
    /// ```
    ///
    /// # Errors
    /// If the field can't have this value; then nothing is changed.
    pub fn set(
        &mut self,
        name: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), RecordError> {
        let json = serde_json::to_string(value)?;
        *self = Self::new(edit::set(&self.text, &[(name, &json)])?)?;
        Ok(())
    }

    /// Removes a field, even if it occurs several times.
    ///
    /// # Errors
    /// If the field is required.
    pub fn remove(&mut self, name: &str) -> Result<(), RecordError> {
        *self = Self::new(edit::remove(&self.text, name)?)?;
        Ok(())
    }

    /// Sets several fields to values that are known to be allowed.
    pub(crate) fn edit(&mut self, fields: &[(&str, &str)]) -> Result<(), RecordError> {
        self.text = edit::set(&self.text, fields)?.into();
        Ok(())
    }

    /// Writes records as a JSON array by copying their texts.
    ///
    /// ```
    /// use activity_query::model::{Activity, Record};
    ///
    /// let records = [Record::<Activity>::with_id(7_u32), r#"{"id": 8, "size": 1.50}"#.parse()?];
    /// let mut json = String::new();
    /// Record::write_array(&records, &mut json);
    /// assert_eq!(json, r#"[{"id":7},{"id": 8, "size": 1.50}]"#);
    /// # Ok::<(), activity_query::model::RecordError>(())
    /// ```
    pub fn write_array<'r>(records: impl IntoIterator<Item = &'r Self>, json: &mut String)
    where
        T: 'r,
    {
        json.push('[');
        for (index, record) in records.into_iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            json.push_str(&record.text);
        }
        json.push(']');
    }
}

impl Record<Activity> {
    /// Creates an activity that has only an id.
    #[must_use]
    pub fn with_id(id: impl Into<ActivityId>) -> Self {
        let id = id.into();
        Self { id, text: format!("{{\"id\":{id}}}").into() }
    }
}

impl Record<SavedSearch> {
    /// Creates a saved search with this name and text.
    #[must_use]
    pub fn named(name: &str, search: &str) -> Self {
        let text = serde_json::json!({ "name": name, "search": search }).to_string();
        Self { id: name.to_owned(), text: text.into() }
    }
}

impl<T: FromRecord> Clone for Record<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), text: self.text.clone() }
    }
}

/// Records are equal if their texts are.
impl<T: FromRecord> PartialEq for Record<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T: FromRecord> Eq for Record<T> {}

impl<T: FromRecord> fmt::Debug for Record<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Record").field(&self.text).finish()
    }
}

/// Prints the JSON text.
impl<T: FromRecord> fmt::Display for Record<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T: FromRecord> FromStr for Record<T> {
    type Err = RecordError;

    fn from_str(text: &str) -> Result<Self, RecordError> {
        Self::new(text.trim())
    }
}

/// Serialises with `serde_json` only, which can copy the text.
impl<T: FromRecord> Serialize for Record<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.text).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// Deserialises with `serde_json` only, which can keep the text.
impl<'de, T: FromRecord> Deserialize<'de> for Record<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::new(Box::<str>::from(raw)).map_err(|error| serde::de::Error::custom(error.message))
    }
}
