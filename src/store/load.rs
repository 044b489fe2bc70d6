//! Loads activities in bulk: one JSON object per line.

use std::fmt;
use std::io;

use thiserror::Error;

use crate::model::{FromRecord, Indexed, RecordError, Unreadable};

/// The error for activities that can't be loaded, so that none was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Reading failed.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// A line is not an activity.
    #[error("line {line}, column {column}: {message}")]
    Line {
        /// The number of the line, counted from 1.
        line: usize,
        /// The byte in the line, counted from 1.
        column: usize,
        /// The mistake.
        message: String,
    },
    /// A record from a database is invalid.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The ids already exist.
    #[error(transparent)]
    Duplicate(#[from] DuplicateIds),
}

/// The error for records of one kind that have the same id as another.
///
/// ```
/// use activity_query::store::RecordFile;
/// use activity_query::model::SavedSearch;
///
/// let text = r#"
/// {"name": "farm", "search": "tag:web"}
/// {"name": "farm", "search": "tag:ci"}
/// "#;
/// let error = RecordFile::<SavedSearch>::read(text).unwrap_err();
/// assert_eq!(error.to_string(), "more than one saved search with the name farm (line 3)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DuplicateIds {
    /// The kind of record: "activity", "computer", "saved search", "access group".
    pub kind: &'static str,
    /// The kind of id: "id" or "name".
    pub key: &'static str,
    /// Every record that follows another one with its id.
    pub duplicates: Vec<Duplicate>,
}

/// A record that follows another one with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duplicate {
    /// The id, or the name.
    pub id: String,
    /// The number of the line where it begins, counted from 1, if it was read from lines.
    pub line: Option<usize>,
}

/// The largest number of duplicates that a message names.
const NAMED: usize = 10;

impl DuplicateIds {
    /// Returns an error if there are duplicates.
    pub(super) fn refuse<T: FromRecord>(duplicates: Vec<Duplicate>) -> Result<(), Self> {
        if duplicates.is_empty() {
            return Ok(());
        }
        Err(Self { kind: T::KIND, key: T::ID, duplicates })
    }
}

impl fmt::Display for DuplicateIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than one {} with the {}", self.kind, self.key)?;
        for (index, Duplicate { id, line }) in self.duplicates.iter().take(NAMED).enumerate() {
            let separator = if index > 0 { "," } else { "" };
            write!(f, "{separator} {id}")?;
            if let Some(line) = line {
                write!(f, " (line {line})")?;
            }
        }
        match self.duplicates.len().checked_sub(NAMED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, " and {more} more"),
        }
    }
}

impl std::error::Error for DuplicateIds {}

/// The result of loading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// The number of activities.
    pub activities: usize,
    /// The values that can't be read although terms read their fields: the first hundred.
    pub unreadable: Vec<UnreadableLine>,
    /// The number of such values beyond the first hundred.
    pub more: usize,
}

/// A value that can't be read although a term reads its field, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnreadableLine {
    /// The number of the line, counted from 1.
    pub line: usize,
    /// The value.
    pub unreadable: Unreadable,
}

impl Loaded {
    /// Appends the result of loading the lines that follow.
    pub(super) fn append(&mut self, next: Self) {
        self.activities += next.activities;
        let room = KEPT.saturating_sub(self.unreadable.len());
        self.more += next.more + next.unreadable.len().saturating_sub(room);
        self.unreadable.extend(next.unreadable.into_iter().take(room));
    }
}

/// The largest number of unreadable values that are kept.
const KEPT: usize = 100;

/// Reads lines, which come one after the other.
pub(super) struct LineReader {
    /// The number of the last line that was read.
    line: usize,
    loaded: Loaded,
}

/// A line with an activity.
pub(super) struct Line<'a> {
    pub(super) activity: Indexed<'a>,
    pub(super) record: &'a str,
    /// Its number, counted from 1.
    pub(super) number: usize,
}

impl LineReader {
    /// Counts the lines from this number on.
    pub(super) fn after(line: usize) -> Self {
        Self { line, loaded: Loaded::default() }
    }

    /// Reads the next line, which may be blank.
    pub(super) fn read<'a>(&mut self, text: &'a [u8]) -> Result<Option<Line<'a>>, LoadError> {
        self.line += 1;
        let record = record_of(text, self.line)?;
        if record.is_empty() {
            return Ok(None);
        }
        let activity = Indexed::read(record).map_err(|error| {
            let before = record.as_ptr().addr() - text.as_ptr().addr();
            let RecordError { message, column, .. } = error;
            LoadError::Line { line: self.line, column: before + column, message }
        })?;
        self.loaded.activities += 1;
        for unreadable in &activity.unreadable {
            if self.loaded.unreadable.len() < KEPT {
                let unreadable = unreadable.clone();
                self.loaded.unreadable.push(UnreadableLine { line: self.line, unreadable });
            } else {
                self.loaded.more += 1;
            }
        }
        Ok(Some(Line { activity, record, number: self.line }))
    }

    /// Returns the result so far.
    pub(super) fn loaded(self) -> Loaded {
        self.loaded
    }
}

/// Returns the record in a line; the first line may begin with a byte order mark.
fn record_of(text: &[u8], line: usize) -> Result<&str, LoadError> {
    let text = std::str::from_utf8(text).map_err(|error| LoadError::Line {
        line,
        column: error.valid_up_to() + 1,
        message: "the text is not UTF-8".to_owned(),
    })?;
    let text = if line == 1 { text.trim_start_matches('\u{FEFF}') } else { text };
    Ok(text.trim())
}
