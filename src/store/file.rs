//! [`RecordFile`]: a file of records, in any of the supported layouts.

use std::collections::HashSet;
use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer as _};
use serde_json::value::RawValue;

use super::load::{Duplicate, DuplicateIds, LoadError, UnreadableLine};
use crate::model::{FromRecord, Record, RecordError};

/// The text of a file of records in one of these layouts: a JSON array; JSON objects one
/// after the other, each on one or several lines; or pages of results as the REST interface
/// returns them: `{"count": 2, "results": [{…}, {…}]}`.
///
/// ```
/// use activity_query::store::RecordFile;
/// use activity_query::model::Activity;
///
/// let text = "[\n  {\"id\": 7, \"size\": 1.50},\n  {\"id\": 8}\n]\n";
/// let file = RecordFile::<Activity>::read(text)?;
/// let changed = file.with(|record| {
///     let mut record = record.clone();
///     record.set("summary", "Restart").ok()?;
///     (*record.id() == 8_u32.into()).then_some(record)
/// });
/// assert_eq!(changed, "[\n  {\"id\": 7, \"size\": 1.50},\n  {\"id\": 8,\"summary\":\"Restart\"}\n]\n");
/// # Ok::<(), activity_query::store::LoadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RecordFile<'t, T: FromRecord> {
    text: &'t str,
    /// The records, each with its start.
    records: Vec<(usize, Record<T>)>,
}

impl<'t, T: FromRecord> RecordFile<'t, T> {
    /// Reads the records. A byte order mark is skipped.
    ///
    /// # Errors
    /// If the text is in none of these layouts, contains something that is not such a record,
    /// or has two records with the same id.
    pub fn read(text: &'t str) -> Result<Self, LoadError> {
        let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let rest = text.get(start..).unwrap_or_default();
        let texts = texts(rest).map_err(|error| broken(0, 0, error.into()))?;
        let mut records = Vec::with_capacity(texts.len());
        for own in texts {
            let at = own.as_ptr().addr() - text.as_ptr().addr();
            let record = Record::new(own).map_err(|error| {
                let before = text.get(start..at).unwrap_or_default();
                let line = before.bytes().filter(|byte| *byte == b'\n').count();
                broken(line, before.len() - before.rfind('\n').map_or(0, |end| end + 1), error)
            })?;
            records.push((at, record));
        }
        let file = Self { text, records };
        file.refuse_duplicates()?;
        Ok(file)
    }

    /// Iterates over the records in the order of the file.
    pub fn records(&self) -> impl Iterator<Item = &Record<T>> {
        self.records.iter().map(|(_, record)| record)
    }

    /// Returns the values that can't be read although terms read their fields, with the lines
    /// where the records begin.
    #[must_use]
    pub fn unreadable(&self) -> Vec<UnreadableLine> {
        let mut found = Vec::new();
        let (mut line, mut counted) = (1, 0);
        for (start, record) in &self.records {
            let between = self.text.get(counted..*start).unwrap_or_default();
            line += between.bytes().filter(|byte| *byte == b'\n').count();
            counted = *start;
            let unreadable = record.unreadable().into_iter();
            found.extend(unreadable.map(|unreadable| UnreadableLine { line, unreadable }));
        }
        found
    }

    /// Returns the records in the order of the file.
    #[must_use]
    pub fn into_records(self) -> Vec<Record<T>> {
        self.records.into_iter().map(|(_, record)| record).collect()
    }

    /// Returns the text of the file with those records replaced for which `change` returns a
    /// new one; everything else is unchanged.
    ///
    /// ```
    /// use activity_query::model::{Activity, Record};
    /// use activity_query::store::RecordFile;
    ///
    /// let file = RecordFile::<Activity>::read(r#"[ {"id": 7},  {"id": 8} ]"#)?;
    /// let changed = file.with(|record| {
    ///     let mut record: Record<Activity> = record.clone();
    ///     (record.id().get() == 8).then(|| {
    ///         record.set("activity_status", "canceled").expect("a status");
    ///         record
    ///     })
    /// });
    /// assert_eq!(changed, r#"[ {"id": 7},  {"id": 8,"activity_status":"canceled"} ]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with(&self, mut change: impl FnMut(&Record<T>) -> Option<Record<T>>) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut copied = 0;
        for (start, record) in &self.records {
            if let Some(changed) = change(record) {
                text.push_str(self.text.get(copied..*start).unwrap_or_default());
                text.push_str(changed.text());
                copied = start + record.text().len();
            }
        }
        text.push_str(self.text.get(copied..).unwrap_or_default());
        text
    }

    /// Returns the line of a position, counted from 1.
    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    fn refuse_duplicates(&self) -> Result<(), DuplicateIds> {
        let mut seen = HashSet::new();
        let again = self.records.iter().filter(|(_, record)| !seen.insert(record.id()));
        let duplicates: Vec<Duplicate> = again
            .map(|(at, record)| Duplicate {
                id: record.id().to_string(),
                line: Some(self.line(*at)),
            })
            .collect();
        DuplicateIds::refuse::<T>(duplicates)
    }
}

/// Returns the error for a record that begins after this many lines, and after this many
/// bytes of its line.
fn broken(lines: usize, bytes: usize, error: RecordError) -> LoadError {
    let RecordError { message, line, column, .. } = error;
    let bytes = if line > 1 { 0 } else { bytes };
    LoadError::Line { line: lines + line, column: bytes + column, message }
}

/// Returns the JSON of each record.
fn texts(text: &str) -> serde_json::Result<Vec<&str>> {
    let mut json = serde_json::Deserializer::from_str(text);
    if text.trim_start().starts_with('[') {
        let texts = json.deserialize_seq(TextsVisitor)?;
        return json.end().map(|()| texts);
    }
    let objects = json.into_iter().map(|raw| raw.map(RawValue::get));
    let objects = objects.collect::<serde_json::Result<Vec<&str>>>()?;
    if objects.first().copied().and_then(results).is_none() {
        return Ok(objects);
    }
    let of_page = |page| results(page).unwrap_or_else(|| vec![page]);
    Ok(objects.into_iter().flat_map(of_page).collect())
}

/// A page of results, which unlike a record has no other fields.
#[derive(Deserialize)]
struct ResultPage<'t> {
    id: Option<IgnoredAny>,
    name: Option<IgnoredAny>,
    #[serde(borrow)]
    results: Vec<&'t RawValue>,
}

/// Returns the JSON of each record of a page of results.
fn results(text: &str) -> Option<Vec<&str>> {
    let page: ResultPage<'_> = serde_json::from_str(text).ok()?;
    let is_page = page.id.is_none() && page.name.is_none();
    is_page.then(|| page.results.into_iter().map(RawValue::get).collect())
}

/// Reads the JSON of each element of an array.
struct TextsVisitor;

impl<'t> Visitor<'t> for TextsVisitor {
    type Value = Vec<&'t str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut array: A) -> Result<Vec<&'t str>, A::Error> {
        let mut texts = Vec::new();
        while let Some(raw) = array.next_element::<&RawValue>()? {
            texts.push(raw.get());
        }
        Ok(texts)
    }
}
