//! Activities in bulk: a JSON object a line.

use std::io::{self, BufRead};

use thiserror::Error;

use crate::model::{ActivityId, Indexed};

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
    /// Ids that are there already.
    #[error(transparent)]
    Duplicate(#[from] DuplicateIds),
}

/// Ids that more than one activity would have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("more than one activity with the id {}", .ids.iter().take(10).map(ToString::to_string).collect::<Vec<_>>().join(", "))]
pub struct DuplicateIds {
    /// The ids, ascending.
    pub ids: Vec<ActivityId>,
}

/// Reads a JSON object a line.
pub(super) struct Lines<R> {
    reader: R,
    /// The number of the line that was read last.
    line: usize,
    text: String,
}

/// A line that is an activity.
pub(super) struct Line<'a> {
    pub(super) activity: Indexed<'a>,
    pub(super) record: &'a str,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, line: 0, text: String::new() }
    }

    /// The next line that is not blank; `progress` is told of the bytes of
    /// each line.
    pub(super) fn next(
        &mut self,
        progress: &mut impl FnMut(usize),
    ) -> Result<Option<Line<'_>>, LoadError> {
        loop {
            self.text.clear();
            let bytes = self.reader.read_line(&mut self.text)?;
            if bytes == 0 {
                return Ok(None);
            }
            self.line += 1;
            progress(bytes);
            if !self.record().is_empty() {
                break;
            }
        }
        let record = self.record();
        let activity = serde_json::from_str(record).map_err(|error| {
            let before = record.as_ptr() as usize - self.text.as_ptr() as usize;
            broken(self.line, before, &error)
        })?;
        Ok(Some(Line { activity, record }))
    }

    fn record(&self) -> &str {
        let text = self.text.as_str();
        if self.line == 1 { text.trim_start_matches('\u{FEFF}') } else { text }.trim()
    }
}

fn broken(line: usize, before: usize, error: &serde_json::Error) -> LoadError {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message).to_owned();
    LoadError::Line { line, column: before + error.column(), message }
}
