//! The records: from files, or the sample fleet that is embedded.

use std::fs::File;
use std::io::{BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use activity_query::Fleet;
use activity_query::model::{Activity, Computer, SavedSearch};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Failure;

/// Files smaller than this are read before a bar could be seen.
const LARGE: u64 = 16 << 20;

/// The records that a query is answered over.
pub(crate) struct Data {
    pub(crate) activities: Vec<Activity>,
    pub(crate) fleet: Fleet,
    pub(crate) searches: Vec<SavedSearch>,
}

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

/// An access group, and the group that it is in.
#[derive(Deserialize)]
struct AccessGroup {
    name: String,
    #[serde(default)]
    parent: Option<String>,
}

impl Files {
    pub(crate) fn load(&self) -> Result<Data, Failure> {
        let computers: Vec<Computer> =
            self.read(self.computers.as_deref(), include_str!("../sample/computers.json"))?;
        let groups: Vec<AccessGroup> =
            self.read(self.access_groups.as_deref(), include_str!("../sample/access-groups.json"))?;
        let parents = groups.into_iter().filter_map(|group| Some((group.name, group.parent?)));
        Ok(Data {
            activities: self.load_activities()?,
            fleet: Fleet::new(computers).with_access_groups(parents),
            searches: self
                .read(self.searches.as_deref(), include_str!("../sample/searches.json"))?,
        })
    }

    pub(crate) fn load_activities(&self) -> Result<Vec<Activity>, Failure> {
        self.read(self.activities.as_deref(), include_str!("../sample/activities.json"))
    }

    /// The records of the file. Without it: those of the sample, if no file
    /// was given at all, else none.
    fn read<T: DeserializeOwned>(
        &self,
        file: Option<&Path>,
        sample: &str,
    ) -> Result<Vec<T>, Failure> {
        let files = [&self.activities, &self.computers, &self.searches, &self.access_groups];
        match file {
            Some(path) => read_file(path),
            None if files.iter().all(|file| file.is_none()) => records("the sample fleet", sample),
            None => Ok(Vec::new()),
        }
    }
}

fn read_file<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
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
    let mut text = String::new();
    BufReader::new(bar.wrap_read(file)).read_to_string(&mut text).map_err(fail)?;
    bar.finish_and_clear();
    records(&name, &text)
}

/// Reads a JSON array or JSON lines; a broken text is named with its line and
/// column.
fn records<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, Failure> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim_start().starts_with('[') {
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
