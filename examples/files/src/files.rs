//! The records: from files, or the sample fleet that is embedded.

use std::path::{Path, PathBuf};

use activity_query::MemoryStore;
use activity_query::diagnostic::visible;
use activity_query::model::{AccessGroup, Activity, Computer, FromRecord, Record, SavedSearch};
use activity_query::store::{RecordFile, UnreadableLine};
use clap::Args;

use crate::Error;
use crate::input::LARGE;
use crate::{Input, Reader};

/// Where the records come from, where `-` is standard input; without any file, a small sample fleet.
#[derive(Args, Debug)]
pub struct Files {
    /// Activities: a JSON array, JSON objects, or pages of `results`
    #[arg(long, value_name = "FILE")]
    activities: Option<PathBuf>,
    /// Computers: a JSON array, JSON objects, or pages of `results`
    #[arg(long, value_name = "FILE")]
    computers: Option<PathBuf>,
    /// Saved searches: a JSON array, JSON objects, or pages of `results`, with `name` and `search`
    #[arg(long, value_name = "FILE")]
    searches: Option<PathBuf>,
    /// Access groups: a JSON array, JSON objects, or pages of `results`, with `name` and `parent`
    #[arg(long, value_name = "FILE")]
    access_groups: Option<PathBuf>,
}

/// What the records are called where no file was given.
const SAMPLE: &str = "the sample fleet";

/// The text of a file of activities.
#[derive(Debug)]
pub struct ActivityFile {
    /// The name of the file, for messages.
    pub name: String,
    text: String,
}

/// Activities to load: lines that are read one by one, or records.
#[expect(missing_debug_implementations, reason = "what reads a file has nothing to show")]
pub enum Given {
    /// JSON lines, which need not all be in memory.
    Lines {
        /// The name of the file, for messages.
        name: String,
        /// The lines.
        reader: Reader,
    },
    /// Records that were read.
    Records {
        /// The name of the file, for messages.
        name: String,
        /// The records, in the order of the file.
        activities: Vec<Record<Activity>>,
    },
}

/// What queries look at beside the activities.
#[derive(Debug)]
pub struct Surroundings {
    /// The computers that the activities are for.
    pub computers: Vec<Record<Computer>>,
    /// Access groups, each with the one that it is in.
    pub groups: Vec<(String, String)>,
    /// The searches that a query may name.
    pub searches: Vec<Record<SavedSearch>>,
}

impl Files {
    /// A store of all records.
    pub fn store(&self) -> Result<MemoryStore, Error> {
        let store = self.store_without_activities()?;
        match self.given()? {
            Given::Lines { name, reader } => {
                let loaded = store.load(reader, |_| {});
                let loaded = loaded.map_err(|error| Error::Load { name: name.clone(), error })?;
                warn_of(&name, &loaded.unreadable, loaded.more);
            }
            Given::Records { name, activities } => append(&store, &name, activities)?,
        }
        Ok(store)
    }

    /// The activities, of which lines are not yet read.
    pub fn given(&self) -> Result<Given, Error> {
        let Some(path) = &self.activities else {
            let file = self.activities()?;
            let activities = file.records()?.into_records();
            return Ok(Given::Records { name: file.name, activities });
        };
        let mut input = Input::open(path)?;
        if has_lines(input.start()?) {
            let Input { name, reader } = input;
            return Ok(Given::Lines { name, reader });
        }
        let name = input.name.clone();
        let activities = records(&name, &input.text()?)?.into_records();
        Ok(Given::Records { name, activities })
    }

    /// A store of the computers, their access groups and the saved searches.
    pub fn store_without_activities(&self) -> Result<MemoryStore, Error> {
        let Surroundings { computers, groups, searches } = self.surroundings()?;
        let store = MemoryStore::new();
        store.put_computers(computers);
        store.set_access_groups(groups);
        store.set_searches(searches);
        Ok(store)
    }

    /// The computers, their access groups and the saved searches.
    pub fn surroundings(&self) -> Result<Surroundings, Error> {
        let computers =
            self.read(self.computers.as_deref(), include_str!("../sample/computers.json"))?;
        let groups: Vec<Record<AccessGroup>> =
            self.read(self.access_groups.as_deref(), include_str!("../sample/access-groups.json"))?;
        let searches =
            self.read(self.searches.as_deref(), include_str!("../sample/searches.json"))?;
        let groups: Vec<AccessGroup> = views(&groups)?;
        let parent = |group: AccessGroup| Some((group.name, group.parent.get()?.clone()));
        let groups = groups.into_iter().filter_map(parent).collect();
        Ok(Surroundings { computers, groups, searches })
    }

    /// The file of the activities.
    pub fn activities(&self) -> Result<ActivityFile, Error> {
        let (name, text) = match &self.activities {
            Some(path) => text(path)?,
            None if self.is_sample() => {
                (SAMPLE.to_owned(), include_str!("../sample/activities.json").to_owned())
            }
            None => ("no activities".to_owned(), String::new()),
        };
        Ok(ActivityFile { name, text })
    }

    /// Whether no file is named, so that the sample fleet is used.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.named().next().is_none()
    }

    /// Whether all records are in files, not in standard input, and in such small ones
    /// that they are read before one could see it.
    #[must_use]
    pub fn are_small(&self) -> bool {
        self.named().all(|path| {
            std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() < LARGE)
        })
    }

    fn named(&self) -> impl Iterator<Item = &PathBuf> {
        let files = [&self.activities, &self.computers, &self.searches, &self.access_groups];
        files.into_iter().flatten()
    }

    /// The records of the file. Without it: those of the sample, if no file
    /// was given at all, else none.
    fn read<T: FromRecord>(
        &self,
        file: Option<&Path>,
        sample: &str,
    ) -> Result<Vec<Record<T>>, Error> {
        match file {
            Some(path) => {
                let (name, text) = text(path)?;
                Ok(records(&name, &text)?.into_records())
            }
            None if self.is_sample() => Ok(records(SAMPLE, sample)?.into_records()),
            None => Ok(Vec::new()),
        }
    }
}

impl ActivityFile {
    /// The activities, as they are in the file.
    pub fn records(&self) -> Result<RecordFile<'_, Activity>, Error> {
        records(&self.name, &self.text)
    }
}

/// The fields that terms read, of each of the records.
pub fn views<T: FromRecord>(records: &[Record<T>]) -> Result<Vec<T>, Error> {
    Ok(records.iter().map(Record::read).collect::<Result<_, _>>()?)
}

/// Appends activities, which must have ids of their own.
pub fn append(
    store: &MemoryStore,
    name: &str,
    activities: Vec<Record<Activity>>,
) -> Result<(), Error> {
    store.append(activities).map_err(|error| Error::Load { name: name.to_owned(), error })
}

/// How many values a warning names.
const NAMED: usize = 10;

/// The name of a file for messages, and its text.
fn text(path: &Path) -> Result<(String, String), Error> {
    let input = Input::open(path)?;
    Ok((input.name.clone(), input.text()?))
}

/// Whether what begins so has an activity a line, so that not all of it need be
/// in memory.
fn has_lines(start: &[u8]) -> bool {
    let line = start.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    std::str::from_utf8(line).is_ok_and(|line| line.parse::<Record<Activity>>().is_ok())
}

/// Warns on standard error of values in a file that no term finds.
pub fn warn_of(name: &str, unreadable: &[UnreadableLine], more: usize) {
    for UnreadableLine { line, unreadable, .. } in unreadable.iter().take(NAMED) {
        eprintln!("{}", visible(&format!("warning: {name}:{line}: {unreadable}")));
    }
    let more = more + unreadable.len().saturating_sub(NAMED);
    if more > 0 {
        eprintln!("{}", visible(&format!("warning: {name}: {more} more values can't be read")));
    }
}

/// Reads the records of any layout; what is wrong is named with its place.
fn records<'t, T: FromRecord>(name: &str, text: &'t str) -> Result<RecordFile<'t, T>, Error> {
    let file =
        RecordFile::read(text).map_err(|error| Error::Load { name: name.to_owned(), error })?;
    warn_of(name, &file.unreadable(), 0);
    Ok(file)
}
