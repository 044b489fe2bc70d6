//! The records: from files, or the sample fleet that is embedded.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use activity_query::model::{Activity, Computer, SavedSearch};
use activity_query::{LoadError, MemoryStore};
use clap::Args;
use indicatif::{ProgressBar, ProgressBarIter, ProgressFinish, ProgressStyle};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Failure;
use crate::store::Store;

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

/// Where answers come from: a database, or files.
#[derive(Args)]
pub(crate) struct Source {
    #[command(flatten)]
    pub(crate) files: Files,
    /// A database in the place of files: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[arg(long = "db", value_name = "URL", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    pub(crate) database: Option<String>,
    /// A data set in the place of files, which `aq export` has made
    #[cfg(feature = "parquet")]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    #[cfg_attr(any(feature = "sqlite", feature = "postgres"), arg(conflicts_with = "database"))]
    pub(crate) parquet: Option<PathBuf>,
}

/// What the records are called where no file was given.
const SAMPLE: &str = "the sample fleet";

/// Activities as they stand in their file.
pub(crate) struct Activities {
    pub(crate) activities: Vec<Activity>,
    pub(crate) layout: Layout,
}

/// Activities, for those who load many.
pub(crate) enum Given {
    /// JSON lines, which need not all be in memory.
    Lines {
        name: String,
        reader: Reader,
    },
    Records(Vec<Activity>),
}

/// What reads a file, and says how far it has come.
pub(crate) type Reader = BufReader<ProgressBarIter<File>>;

/// What queries look at beside the activities.
pub(crate) struct Surroundings {
    pub(crate) computers: Vec<Computer>,
    /// Access groups, each with the one that it is in.
    pub(crate) groups: Vec<(String, String)>,
    pub(crate) searches: Vec<SavedSearch>,
}

/// How a file holds its records.
#[derive(Clone, Copy)]
pub(crate) enum Layout {
    /// A JSON array.
    Array,
    /// A JSON object a line.
    Lines,
}

impl Layout {
    fn of(text: &str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if text.trim_start().starts_with('[') { Self::Array } else { Self::Lines }
    }
}

/// An access group, and the group that it is in.
#[derive(Deserialize)]
struct AccessGroup {
    name: String,
    #[serde(default)]
    parent: Option<String>,
}

impl Source {
    /// The database, or a store of all records.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if let Some(url) = &self.database {
            return Ok(Store::Database(crate::database::Database::open(url)?));
        }
        #[cfg(feature = "parquet")]
        if let Some(path) = &self.parquet {
            return crate::parquet::DataSet::open(path)
                .map(|data_set| Store::Parquet(data_set.into()));
        }
        self.files.store().map(|store| Store::Memory(store.into()))
    }
}

impl Files {
    /// A store of all records.
    pub(crate) fn store(&self) -> Result<MemoryStore, Failure> {
        let store = self.store_without_activities()?;
        match self.given()? {
            Given::Lines { name, reader } => {
                store.load(reader, |_| {}).map_err(|error| unloadable(&name, &error))?;
            }
            Given::Records(activities) => append(&store, activities)?,
        }
        Ok(store)
    }

    /// The activities, of which lines are not yet read.
    pub(crate) fn given(&self) -> Result<Given, Failure> {
        let Some(path) = &self.activities else {
            return Ok(Given::Records(self.activities()?.activities));
        };
        let name = path.display().to_string();
        let fail = |error: std::io::Error| format!("error: {name}: {error}");
        let mut reader = open(path)?;
        let start = reader.fill_buf().map_err(fail)?;
        let start = start.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(start);
        if start.trim_ascii_start().starts_with(b"[") {
            let mut text = String::new();
            reader.read_to_string(&mut text).map_err(fail)?;
            return Ok(Given::Records(records(&name, &text)?));
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
        let computers: Vec<Computer> =
            self.read(self.computers.as_deref(), include_str!("../sample/computers.json"))?;
        let groups: Vec<AccessGroup> =
            self.read(self.access_groups.as_deref(), include_str!("../sample/access-groups.json"))?;
        let searches: Vec<SavedSearch> =
            self.read(self.searches.as_deref(), include_str!("../sample/searches.json"))?;
        let parents = groups.into_iter().filter_map(|group| Some((group.name, group.parent?)));
        Ok(Surroundings { computers, groups: parents.collect(), searches })
    }

    /// The activities in the order and the layout of their file.
    pub(crate) fn activities(&self) -> Result<Activities, Failure> {
        let sample = include_str!("../sample/activities.json");
        let (name, text) = match &self.activities {
            Some(path) => (path.display().to_string(), read_text(path)?),
            None if self.is_sample() => (SAMPLE.to_owned(), sample.to_owned()),
            None => return Ok(Activities { activities: Vec::new(), layout: Layout::Array }),
        };
        Ok(Activities { activities: records(&name, &text)?, layout: Layout::of(&text) })
    }

    /// Without any file, the sample fleet is used.
    fn is_sample(&self) -> bool {
        let files = [&self.activities, &self.computers, &self.searches, &self.access_groups];
        files.iter().all(|file| file.is_none())
    }

    /// The records of the file. Without it: those of the sample, if no file
    /// was given at all, else none.
    fn read<T: DeserializeOwned>(
        &self,
        file: Option<&Path>,
        sample: &str,
    ) -> Result<Vec<T>, Failure> {
        match file {
            Some(path) => records(&path.display().to_string(), &read_text(path)?),
            None if self.is_sample() => records(SAMPLE, sample),
            None => Ok(Vec::new()),
        }
    }
}

/// Puts activities in, which must have ids of their own.
pub(crate) fn append(store: &MemoryStore, activities: Vec<Activity>) -> Result<(), Failure> {
    store.append(activities).map_err(|error| format!("error: {error}"))
}

/// Why the lines of a file could not be loaded.
pub(crate) fn unloadable(name: &str, error: &LoadError) -> Failure {
    match error {
        LoadError::Line { line, column, message } => {
            format!("error: {name}:{line}:{column}: {message}")
        }
        error => format!("error: {name}: {error}"),
    }
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = open(path)?.read_to_string(&mut text);
    read.map_err(|error| format!("error: {}: {error}", path.display()))?;
    Ok(text)
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

/// Reads a JSON array or JSON lines; a broken text is named with its line and
/// column.
fn records<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, Failure> {
    let layout = Layout::of(text);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Layout::Array = layout {
        return serde_json::from_str(text).map_err(|error| broken(name, 0, &error));
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| broken(name, index, &error))
        })
        .collect()
}

fn broken(name: &str, lines_before: usize, error: &serde_json::Error) -> Failure {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    let message = message.strip_suffix(&place).unwrap_or(&message);
    format!("error: {name}:{}:{}: {message}", lines_before + error.line(), error.column())
}
