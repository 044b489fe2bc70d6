//! [`Unreadable`]: a value of a record that can't be read.

use std::borrow::Cow;
use std::fmt;

use super::json::{line, text};

/// A value that can't be read although a term reads its field. The record keeps it, and is
/// selected as if the field were absent.
///
/// ```
/// use activity_query::model::{Computer, Record};
///
/// let computer: Record<Computer> = r#"{"id": 6, "tags": ["laptop", null]}"#.parse()?;
/// assert!(computer.read()?.has_tag("laptop"));
/// assert_eq!(computer.unreadable()[0].to_string(), "field `tags[1]`: `null` is not a text");
/// # Ok::<(), activity_query::model::RecordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreadable {
    /// The path to the value: `tags[1]`, `profiles[0].id`.
    pub field: String,
    /// The JSON of the value.
    pub json: Box<str>,
    /// A description of the expected value, such as "a text".
    pub expected: &'static str,
}

impl Unreadable {
    pub(super) fn new(field: &str, json: &str, expected: &'static str) -> Self {
        Self { field: field.to_owned(), json: json.into(), expected }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, json, expected } = self;
        let text = text(json);
        let value = text.as_deref().filter(|text| !text.contains(char::is_control));
        write!(f, "field `{field}`: `{}` is not {expected}", shown(value.unwrap_or(json)))
    }
}

/// The number of characters of a value that a message shows.
const SHOWN: usize = 60;

/// Returns a value as a message shows it: on one line, and cut if it is long.
pub(crate) fn shown(value: &str) -> Cow<'_, str> {
    let value = line(value);
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()).into(),
        None => value,
    }
}
