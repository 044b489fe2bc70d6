//! `aq cancel` and `aq approve`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use activity_query::model::Time;
use activity_query::{ActivityId, ActivityTerm, Change};
use chrono::Utc;
use clap::Args;
use pollster::block_on;

use crate::data::append;
use crate::store::{self, Asked, Source};
use crate::{Failure, lines, parse, print, query_text, warn};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The query, which must not be empty; `-` reads it from standard input
    query: String,
    #[command(flatten)]
    source: Source,
    /// The time of the change, which "within days" and "hours ago" count from, too [default: the clock's]
    #[arg(long, value_name = "TIME")]
    now: Option<Time>,
    /// Where to write all activities after the change; it may be the file they came from
    #[arg(long, value_name = "FILE")]
    #[cfg_attr(any(feature = "sqlite", feature = "postgres"), arg(conflicts_with = "database"))]
    output: Option<PathBuf>,
}

/// Changes what the query selects, and prints the ids of those.
pub(crate) fn change(change: Change, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.query)?;
    let parsed = parse::<ActivityTerm>(&text)?;
    warn(&text, &parsed);
    let now = arguments.now.as_ref().map_or_else(Utc::now, Time::instant);
    let asked = Asked { text: &text, query: &parsed.query, now };
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    if let Some(url) = &arguments.source.database {
        let database = crate::database::Database::open(url)?;
        return print_ids(&database.wait(store::change(database.store(), change, asked))?);
    }
    #[cfg(feature = "parquet")]
    if arguments.source.parquet.is_some() {
        return Err("error: a data set is read-only: nothing in it can be changed".to_owned());
    }
    let activities = arguments.source.files.activities()?;
    let file = activities.records()?;
    let store = arguments.source.files.store_without_activities()?;
    append(&store, &activities.name, file.records().cloned().collect())?;
    let ids = block_on(store::change(&store, change, asked))?;
    if let Some(output) = &arguments.output {
        let changed = file.with(|activity| store.activity(*activity.id()));
        write(output, &changed).map_err(|error| format!("error: {}: {error}", output.display()))?;
    }
    print_ids(&ids)
}

fn print_ids(ids: &[ActivityId]) -> Result<ExitCode, Failure> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    print(&lines(&ids))
}

/// Writes a file, which is the old one or the new one, never half of it,
/// whenever the machine stops.
fn write(path: &Path, text: &str) -> io::Result<()> {
    // What a link leads to is written, not the link.
    let path = if path.is_symlink() { fs::canonicalize(path)? } else { path.to_owned() };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut new = tempfile::Builder::new();
    #[cfg(unix)]
    new.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = new.tempfile_in(folder)?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    // The new name is safe once the folder is.
    File::open(folder)?.sync_all()
}
