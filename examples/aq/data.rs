//! The records: from files, or the sample fleet that is embedded.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use activity_query::model::{AccessGroup, Activity, Computer, Fields, Record, SavedSearch};
use activity_query::{DuplicateIds, LoadError, MemoryStore, RecordFile, UnreadableLine};
use clap::Args;
use indicatif::{ProgressBar, ProgressBarIter, ProgressFinish, ProgressStyle};

use crate::Failure;

/// Files smaller than this are read before a bar could be seen.
const LARGE: u64 = 16 << 20;
/// How much of a file is read at once.
const BUFFER: usize = 1 << 20;

/// Where the records come from; without any file, a small sample fleet.
#[derive(Args)]
pub(crate) struct Files {
    /// Activities: a JSON array, or one JSON object a line
    #[arg(long, value_name = "FILE")]
    activities: Option<PathBuf>,
    /// Computers: a JSON array, or one JSON object a line
    #[arg(long, value_name = "FILE")]
    computers: Option<PathBuf>,
    /// Saved searches: a JSON array, or one JSON object a line, with `name` and `search`
    #[arg(long, value_name = "FILE")]
    searches: Option<PathBuf>,
    /// Access groups: a JSON array, or one JSON object a line, with `name` and `parent`
    #[arg(long, value_name = "FILE")]
    access_groups: Option<PathBuf>,
}

/// What the records are called where no file was given.
const SAMPLE: &str = "the sample fleet";

/// The text of a file of activities.
pub(crate) struct ActivityFile {
    pub(crate) name: String,
    text: String,
}

/// Activities, for those who load many.
pub(crate) enum Given {
    /// JSON lines, which need not all be in memory.
    Lines {
        name: String,
        reader: Reader,
    },
    Records {
        name: String,
        activities: Vec<Record<Activity>>,
    },
}

/// What reads a file, and says how far it has come.
pub(crate) type Reader = BufReader<ProgressBarIter<File>>;

/// What queries look at beside the activities.
pub(crate) struct Surroundings {
    pub(crate) computers: Vec<Record<Computer>>,
    /// Access groups, each with the one that it is in.
    pub(crate) groups: Vec<(String, String)>,
    pub(crate) searches: Vec<Record<SavedSearch>>,
}

impl Files {
    /// A store of all records.
    pub(crate) fn store(&self) -> Result<MemoryStore, Failure> {
        let store = self.store_without_activities()?;
        match self.given()? {
            Given::Lines { name, reader } => {
                let loaded = store.load(reader, |_| {});
                let loaded = loaded.map_err(|error| unloadable(&name, &error))?;
                warn_of(&name, &loaded.unreadable, loaded.more);
            }
            Given::Records { name, activities } => append(&store, &name, activities)?,
        }
        Ok(store)
    }

    /// The activities, of which lines are not yet read.
    pub(crate) fn given(&self) -> Result<Given, Failure> {
        let Some(path) = &self.activities else {
            let file = self.activities()?;
            let activities = file.records()?.into_records();
            return Ok(Given::Records { name: file.name, activities });
        };
        let name = path.display().to_string();
        let fail = |error: std::io::Error| format!("error: {name}: {error}");
        let mut reader = open(path)?;
        let start = reader.fill_buf().map_err(fail)?;
        let start = start.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(start);
        if start.trim_ascii_start().starts_with(b"[") {
            let mut text = String::new();
            reader.read_to_string(&mut text).map_err(fail)?;
            let activities = records(&name, &text)?.into_records();
            return Ok(Given::Records { name, activities });
        }
        Ok(Given::Lines { name, reader })
    }

    /// A store of the computers, their access groups and the saved searches.
    pub(crate) fn store_without_activities(&self) -> Result<MemoryStore, Failure> {
        let Surroundings { computers, groups, searches } = self.surroundings()?;
        let store = MemoryStore::new();
        store.put_computers(computers);
        store.set_access_groups(groups);
        store.set_searches(searches);
        Ok(store)
    }

    /// The computers, their access groups and the saved searches.
    pub(crate) fn surroundings(&self) -> Result<Surroundings, Failure> {
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
    pub(crate) fn activities(&self) -> Result<ActivityFile, Failure> {
        let (name, text) = match &self.activities {
            Some(path) => (path.display().to_string(), read_text(path)?),
            None if self.is_sample() => {
                (SAMPLE.to_owned(), include_str!("../sample/activities.json").to_owned())
            }
            None => ("no activities".to_owned(), String::new()),
        };
        Ok(ActivityFile { name, text })
    }

    /// Without any file, the sample fleet is used.
    fn is_sample(&self) -> bool {
        let files = [&self.activities, &self.computers, &self.searches, &self.access_groups];
        files.iter().all(|file| file.is_none())
    }

    /// The records of the file. Without it: those of the sample, if no file
    /// was given at all, else none.
    fn read<T: Fields>(
        &self,
        file: Option<&Path>,
        sample: &str,
    ) -> Result<Vec<Record<T>>, Failure> {
        match file {
            Some(path) => {
                let text = read_text(path)?;
                Ok(records(&path.display().to_string(), &text)?.into_records())
            }
            None if self.is_sample() => Ok(records(SAMPLE, sample)?.into_records()),
            None => Ok(Vec::new()),
        }
    }
}

impl ActivityFile {
    /// The activities, as they are in the file.
    pub(crate) fn records(&self) -> Result<RecordFile<'_, Activity>, Failure> {
        records(&self.name, &self.text)
    }
}

/// The fields that terms read, of each of the records.
pub(crate) fn views<T: Fields>(records: &[Record<T>]) -> Result<Vec<T>, Failure> {
    let views = records.iter().map(Record::read).collect::<Result<_, _>>();
    views.map_err(|error| format!("error: {error}"))
}

/// Puts activities in, which must have ids of their own.
pub(crate) fn append(
    store: &MemoryStore,
    name: &str,
    activities: Vec<Record<Activity>>,
) -> Result<(), Failure> {
    store.append(activities).map_err(|error| unloadable(name, &error))
}

/// Why the lines of a file could not be loaded.
pub(crate) fn unloadable(name: &str, error: &LoadError) -> Failure {
    match error {
        LoadError::Line { line, column, message } => {
            format!("error: {name}:{line}:{column}: {message}")
        }
        LoadError::Duplicate(duplicates) => repeated(name, duplicates),
        error => format!("error: {name}: {error}"),
    }
}

/// The most ids or values that are named.
const NAMED: usize = 10;

/// A line for each record whose id another has.
fn repeated(name: &str, DuplicateIds { kind, key, duplicates, .. }: &DuplicateIds) -> Failure {
    let lines = duplicates.iter().take(NAMED).map(|own| {
        let place = own.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("error: {name}{place}: more than one {kind} with the {key} {}", own.id)
    });
    let more = duplicates.len().checked_sub(NAMED).filter(|more| *more > 0);
    let more = more.map(|more| format!("error: {name}: {more} more with the {key} of another"));
    lines.chain(more).collect::<Vec<_>>().join("\n")
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = open(path)?.read_to_string(&mut text);
    read.map_err(|error| format!("error: {}: {error}", path.display()))?;
    Ok(text)
}

/// Tells on standard error what a file holds that no term finds.
pub(crate) fn warn_of(name: &str, unreadable: &[UnreadableLine], more: usize) {
    for UnreadableLine { line, unreadable, .. } in unreadable.iter().take(NAMED) {
        eprintln!("warning: {name}:{line}: {unreadable}");
    }
    let more = more + unreadable.len().saturating_sub(NAMED);
    if more > 0 {
        eprintln!("warning: {name}: {more} more values can't be read");
    }
}

/// Opens a file; a bar on the terminal shows how much of a large one was read.
fn open(path: &Path) -> Result<Reader, Failure> {
    let name = path.display().to_string();
    let fail = |error: std::io::Error| format!("error: {name}: {error}");
    let file = File::open(path).map_err(fail)?;
    let size = file.metadata().map_err(fail)?.len();
    let bar = if size >= LARGE && std::io::stderr().is_terminal() {
        ProgressBar::new(size)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
    {
        bar.set_style(style);
    }
    bar.set_message(name.clone());
    // It is gone with the reader.
    let bar = bar.with_finish(ProgressFinish::AndClear);
    Ok(BufReader::with_capacity(BUFFER, bar.wrap_read(file)))
}

/// Reads a JSON array or JSON lines; what is wrong is named with its place.
fn records<'t, T: Fields>(name: &str, text: &'t str) -> Result<RecordFile<'t, T>, Failure> {
    let file = RecordFile::read(text).map_err(|error| unloadable(name, &error))?;
    warn_of(name, &file.unreadable(), 0);
    Ok(file)
}
