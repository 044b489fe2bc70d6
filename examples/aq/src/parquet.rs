//! `aq export`, and the data set of `--parquet`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use activity_query::PageRequest;
use activity_query::model::{Activity, Record};
use activity_query::store::{LoadError, ParquetLoadError, ParquetStore, ParquetWriter};
use clap::Args;
use tokio::runtime::Runtime;

use crate::store::Asked;
use crate::{Failure, print, refusal};
use activity_query_files::{Files, Given, Surroundings, unloadable, warn_of};

/// A data set, and what waits for it.
pub(crate) struct DataSet {
    store: ParquetStore,
    runtime: Runtime,
}

#[derive(Args)]
pub(crate) struct Export {
    /// The folder of the data set, which is made
    #[arg(long, value_name = "DIR")]
    parquet: PathBuf,
    #[command(flatten)]
    files: Files,
}

fn failure(error: &dyn std::error::Error) -> Failure {
    format!("error: {error}")
}

fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| failure(&error))
}

impl DataSet {
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let store = runtime.block_on(ParquetStore::open(path));
        let store = store.map_err(|error| format!("error: {}: {error}", path.display()))?;
        Ok(Self { store, runtime })
    }

    pub(crate) fn find(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
    ) -> Result<Vec<Record<Activity>>, Failure> {
        let found = self.store.get_activities(asked.query, page, asked.now);
        let found = self.runtime.block_on(found);
        Ok(found.map_err(|error| refusal(&error, asked.text))?.activities)
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Failure> {
        let types = self.runtime.block_on(self.store.get_activity_types());
        types.map_err(|error| refusal(&error, ""))
    }
}

/// Why the activities of a file could not be written.
fn failed(name: &str, error: &ParquetLoadError) -> Failure {
    match error {
        ParquetLoadError::Load(
            error @ (LoadError::Line { .. } | LoadError::Read(_) | LoadError::Duplicate(_)),
        ) => unloadable(name, error),
        error => failure(error),
    }
}

/// Writes the records of the files as a data set.
pub(crate) fn export(export: &Export) -> Result<ExitCode, Failure> {
    let Surroundings { computers, groups, searches } = export.files.surroundings()?;
    let count = computers.len();
    let mut writer = ParquetWriter::create(&export.parquet).map_err(|error| failure(&error))?;
    writer.put_computers(computers);
    writer.set_access_groups(groups);
    writer.set_searches(searches);
    let name = match export.files.given()? {
        Given::Lines { name, reader } => {
            let loaded = writer.load(reader, |_| {}).map_err(|error| failed(&name, &error))?;
            warn_of(&name, &loaded.unreadable, loaded.more);
            name
        }
        Given::Records { name, activities } => {
            writer.append(activities).map_err(|error| failure(&error))?;
            name
        }
    };
    let activities = runtime()?.block_on(writer.finish()).map_err(|error| failed(&name, &error))?;
    print(&format!("{activities} activities, {count} computers\n"))
}
