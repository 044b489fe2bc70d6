//! Activities in bulk: a JSON object a line.

use std::io::{self, BufRead};

use thiserror::Error;

use super::batch::Batch;
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

/// Reads a JSON object a line; `progress` is told of the bytes of each line.
pub(super) fn read_lines(
    mut reader: impl BufRead,
    mut progress: impl FnMut(usize),
) -> Result<Batch, LoadError> {
    let mut batch = Batch::default();
    let mut text = String::new();
    for line in 1.. {
        text.clear();
        let bytes = reader.read_line(&mut text)?;
        if bytes == 0 {
            break;
        }
        progress(bytes);
        let record = if line == 1 { text.trim_start_matches('\u{FEFF}') } else { &text }.trim();
        if record.is_empty() {
            continue;
        }
        let activity: Indexed<'_> = serde_json::from_str(record).map_err(|error| {
            let before = record.as_ptr() as usize - text.as_ptr() as usize;
            broken(line, before, &error)
        })?;
        batch.push(&activity, record.into());
    }
    Ok(batch)
}

fn broken(line: usize, before: usize, error: &serde_json::Error) -> LoadError {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message).to_owned();
    LoadError::Line { line, column: before + error.column(), message }
}
