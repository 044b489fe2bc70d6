//! Activities in bulk: a JSON object a line.

use std::fmt;
use std::io::{self, BufRead};

use thiserror::Error;

use crate::model::{FromRecord, Indexed, RecordError, Unreadable};

/// Why activities can't be loaded; so none was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// What was read could not be read further.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// A line is no activity.
    #[error("line {line}, column {column}: {message}")]
    Line {
        /// The number of the line, from 1 on.
        line: usize,
        /// The byte in the line, from 1 on.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A record that came from a database is broken.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Ids that are there already.
    #[error(transparent)]
    Duplicate(#[from] DuplicateIds),
}

/// Records of one kind that would have the id of another.
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
    /// What the records are called: "activity", "computer", "saved search",
    /// "access group".
    pub kind: &'static str,
    /// What they are known by: "id" or "name".
    pub key: &'static str,
    /// Every record that comes after another with its id.
    pub duplicates: Vec<Duplicate>,
}

/// A record that comes after another with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duplicate {
    /// The id, or the name.
    pub id: String,
    /// The number of the line where it begins, from 1 on, if it was read from lines.
    pub line: Option<usize>,
}

/// The most duplicates that a message names.
const NAMED: usize = 10;

impl DuplicateIds {
    /// Refuses records of a kind, if there are any.
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

/// What was loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// How many activities.
    pub activities: usize,
    /// What they hold in fields that terms read, and no term finds: the first
    /// hundred.
    pub unreadable: Vec<UnreadableLine>,
    /// How much more of that there is.
    pub more: usize,
}

/// What a line holds in a field that terms read, and no term finds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnreadableLine {
    /// The number of the line, from 1 on.
    pub line: usize,
    /// What it holds.
    pub unreadable: Unreadable,
}

/// The most of what can't be read that is kept.
const KEPT: usize = 100;

/// Reads a JSON object a line.
pub(super) struct Lines<R> {
    reader: R,
    /// The number of the line that was read last.
    line: usize,
    text: String,
    loaded: Loaded,
}

/// A line that is an activity.
pub(super) struct Line<'a> {
    pub(super) activity: Indexed<'a>,
    pub(super) record: &'a str,
    /// Its number, from 1 on.
    pub(super) number: usize,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, line: 0, text: String::new(), loaded: Loaded::default() }
    }

    /// The next line that is not blank; `progress` is told of the bytes of
    /// each line.
    pub(super) fn next(
        &mut self,
        progress: &mut impl FnMut(usize),
    ) -> Result<Option<Line<'_>>, LoadError> {
        loop {
            let mut line = std::mem::take(&mut self.text).into_bytes();
            line.clear();
            let bytes = self.reader.read_until(b'\n', &mut line)?;
            if bytes == 0 {
                return Ok(None);
            }
            self.line += 1;
            self.text = String::from_utf8(line).map_err(|error| LoadError::Line {
                line: self.line,
                column: error.utf8_error().valid_up_to() + 1,
                message: "the text is not UTF-8".to_owned(),
            })?;
            progress(bytes);
            if !record_of(&self.text, self.line).is_empty() {
                break;
            }
        }
        let record = record_of(&self.text, self.line);
        let activity = Indexed::read(record).map_err(|error| {
            let before = record.as_ptr().addr() - self.text.as_ptr().addr();
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

    /// What was read so far.
    pub(super) fn loaded(self) -> Loaded {
        self.loaded
    }
}

/// The record in a line; a byte order mark is in the first one.
fn record_of(text: &str, line: usize) -> &str {
    if line == 1 { text.trim_start_matches('\u{FEFF}') } else { text }.trim()
}
