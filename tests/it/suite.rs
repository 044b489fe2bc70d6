//! Reads the files of the conformance suite.

use std::collections::BTreeMap;

use activity_query::complete::{ValueProvider, ValueRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::fixture::folder;

#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Of {
    #[default]
    Activity,
    Computer,
}

/// Reads a file of the suite.
pub(crate) fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The values of a fleet, by language and field; keywords have the empty field.
#[derive(Deserialize)]
pub(crate) struct Known(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl ValueProvider for Known {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        let fields = self.0.get(wanted.language);
        let values = fields.and_then(|fields| fields.get(wanted.field.unwrap_or_default()));
        values.cloned().unwrap_or_default()
    }
}

/// Returns the text without the `|`, and its position.
pub(crate) fn with_cursor(marked: &str) -> (String, usize) {
    let cursor = marked.find('|').unwrap();
    (marked.replacen('|', "", 1), cursor)
}
