//! [`SavedSearch`] and [`AccessGroup`], which queries refer to by name.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::FieldValue;
use super::field::fields;
use super::record::{FromRecord, deserialize};

/// A query for computers, saved under a name.
///
/// ```
/// use activity_query::model::SavedSearch;
///
/// let search: SavedSearch = serde_json::from_str(r#"{"name": "farm", "search": "tag:web"}"#)?;
/// assert_eq!((search.name.as_str(), search.search()), ("farm", "tag:web"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SavedSearch {
    /// The name: lower-case letters, digits and hyphens.
    pub name: String,
    search: FieldValue<String>,
}

impl SavedSearch {
    /// Returns the text of the query.
    #[must_use]
    pub fn search(&self) -> &str {
        self.search.get().map_or("", String::as_str)
    }
}

fields! {
    SavedSearch, "a saved search", Self::default(), needs "search" search;
    "search" strict search,
}

/// An access group, which contains computers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessGroup {
    /// The name.
    pub name: String,
    /// The name of its parent group.
    pub parent: FieldValue<String>,
}

fields! {
    AccessGroup, "an access group", Self::default();
    "parent" strict parent,
}

macro_rules! named {
    ($record:ty, $kind:literal) => {
        impl FromRecord for $record {
            const KIND: &'static str = $kind;

            type Id = String;

            const ID: &'static str = "name";

            fn id(&self) -> String {
                self.name.clone()
            }

            fn set_id(&mut self, id: String) {
                self.name = id;
            }
        }

        impl<'de> Deserialize<'de> for $record {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize::<Self, Box<RawValue>, D>(deserializer)
            }
        }
    };
}

named!(SavedSearch, "saved search");
named!(AccessGroup, "access group");
