//! `aq cancel` and `aq approve`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use activity_query::store::{Change, Fingerprint};
use activity_query::{ActivityId, ActivityQuery, ActivityTerm, Selection};
use clap::Args;
use pollster::block_on;
use serde_json::json;

use crate::arguments::{Clock, Format, QueryText, Report};
use crate::failure::{Exit, Failure};
use crate::output::{lines, print, print_json};
#[cfg(feature = "server")]
use crate::server::{self, Asking, Changed, Server};
use crate::store::{self, Source, Wanted};
use activity_query_files::append;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    query: QueryText,
    /// Accept a query that is empty or selects every activity
    #[arg(long)]
    everything: bool,
    /// Change nothing, and print a fingerprint of the selection, which begins with its count
    #[arg(long, conflicts_with = "expect")]
    preview: bool,
    /// Change nothing if the selection no longer has this fingerprint
    #[arg(long, value_name = "FINGERPRINT")]
    expect: Option<Fingerprint>,
    /// The file to write all activities to after the change; it may be the one they came from
    ///
    /// The layout of the file is kept, and so is every byte that the change does not concern.
    #[arg(long, value_name = "FILE")]
    #[cfg_attr(any(feature = "sqlite", feature = "postgres"), arg(conflicts_with = "database"))]
    output: Option<PathBuf>,
    /// Do not ask before a change on a server, and change whatever the query selects by then
    #[cfg(feature = "server")]
    #[arg(long, conflicts_with = "preview")]
    yes: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

impl Arguments {
    fn selection(&self, user: ActivityQuery) -> Selection {
        let selection = Selection::new(user);
        let selection = if self.everything { selection.allow_everything() } else { selection };
        match self.expect {
            Some(previewed) => selection.expecting(previewed),
            None => selection,
        }
    }
}

/// Changes what the query selects, and prints the ids of those.
pub(crate) fn change(change: Change, arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.query.parse::<ActivityTerm>()?;
    let now = arguments.clock.now();
    let wanted = Wanted { text: &text, selection: arguments.selection(query), now };
    let format = arguments.format.format;
    #[cfg(feature = "server")]
    if let Some(server) = arguments.source.server()? {
        return on_server(&server, change, arguments, &wanted);
    }
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    if let Some(url) = &arguments.source.database {
        let database = crate::database::Database::open(url)?;
        if arguments.preview {
            let preview = database.wait(store::preview(database.store(), &wanted))?;
            return print_preview(preview, format);
        }
        let ids = database.wait(store::change(database.store(), change, &wanted))?;
        return print_ids(&ids, format);
    }
    #[cfg(feature = "parquet")]
    if arguments.source.parquet.is_some() {
        let message = "a data set is read-only: nothing in it can be changed";
        return Err(Failure::Usage(message.to_owned()));
    }
    let activities = arguments.source.files.activities()?;
    let file = activities.records()?;
    let store = arguments.source.files.store_without_activities()?;
    append(&store, &activities.name, file.records().cloned().collect())?;
    if arguments.preview {
        let preview = block_on(store::preview(&store, &wanted))?;
        return print_preview(preview, format);
    }
    let ids = block_on(store::change(&store, change, &wanted))?;
    if let Some(output) = &arguments.output {
        let changed = file.with(|activity| store.activity(*activity.id()));
        write(output, &changed)
            .map_err(|error| Failure::Write { name: output.display().to_string(), error })?;
    }
    print_ids(&ids, format)
}

/// The same on a server, which has its own clock and its own records.
#[cfg(feature = "server")]
fn on_server(
    server: &Server,
    change: Change,
    arguments: &Arguments,
    wanted: &Wanted<'_>,
) -> Result<Exit, Failure> {
    arguments.source.check_clock(&arguments.clock)?;
    if arguments.output.is_some() {
        let message = "`--output` writes activities of a file, not those of a server";
        return Err(Failure::Usage(message.to_owned()));
    }
    let asking = match arguments {
        Arguments { preview: true, .. } => Asking::Preview,
        Arguments { yes: false, .. } => Asking::First,
        Arguments { expect: Some(_), .. } => Asking::Previewed,
        Arguments { expect: None, .. } => Asking::Never,
    };
    let format = arguments.format.format;
    match server::change(server, change, wanted, asking)? {
        Changed::Ids(ids) => print_ids(&ids, format),
        Changed::Previewed(preview) => print_preview(preview, format),
        Changed::Declined => {
            eprintln!("nothing was changed");
            Ok(Exit::Findings)
        }
    }
}

fn print_preview(preview: Fingerprint, format: Report) -> Result<Exit, Failure> {
    match format {
        Report::Human => print(&format!("{preview}\n")),
        Report::Json => {
            print_json(&json!({ "count": preview.count(), "fingerprint": preview.to_string() }))
        }
    }?;
    Ok(Exit::Success)
}

fn print_ids(ids: &[ActivityId], format: Report) -> Result<Exit, Failure> {
    match format {
        Report::Human => print(&lines(&ids.iter().map(ToString::to_string).collect::<Vec<_>>())),
        Report::Json => print_json(&ids),
    }?;
    Ok(Exit::Success)
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
