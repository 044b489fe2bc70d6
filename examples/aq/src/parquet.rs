//! `aq export`, and the data set of `--parquet`.

mod small;

use std::ops::Range;
use std::path::{Path, PathBuf};

use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::store::{LoadError, ParquetLoadError, ParquetStore, ParquetWriter};
use activity_query::{ActivityId, ActivityQuery, ComputerQuery, MemoryStore, PageRequest};
use chrono::{DateTime, Utc};
use clap::Args;
use tokio::runtime::Runtime;

use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::store::Asked;
use activity_query_files::{Error, Files, Given, Surroundings, warn_of};

/// A data set, and the runtime that its calls run on.
pub(crate) struct DataSet {
    path: PathBuf,
    store: ParquetStore,
    runtime: Runtime,
}

#[derive(Args)]
pub(crate) struct Export {
    /// The folder of the data set, which is created
    #[arg(long, value_name = "DIR")]
    parquet: PathBuf,
    #[command(flatten)]
    files: Files,
}

fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(Failure::of_engine)
}

impl DataSet {
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let store = runtime.block_on(ParquetStore::open(path));
        let store =
            store.map_err(|error| Failure::Store(format!("{}: {error}", path.display())))?;
        Ok(Self { path: path.to_owned(), store, runtime })
    }

    pub(crate) fn find(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
    ) -> Result<Vec<Record<Activity>>, Failure> {
        let found = self.store.get_activities(asked.query, page, asked.now);
        let found = self.runtime.block_on(found);
        Ok(found.map_err(|error| Failure::of_store(error, asked.text))?.activities)
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Failure> {
        let types = self.runtime.block_on(self.store.get_activity_types());
        types.map_err(|error| Failure::of_store(error, ""))
    }

    pub(crate) fn count_each(
        &self,
        queries: &[ActivityQuery],
        now: DateTime<Utc>,
        text: &str,
    ) -> Result<Vec<u64>, Failure> {
        let count = |query| self.runtime.block_on(self.store.count(query, now));
        let counts = queries.iter().map(count).collect::<Result<_, _>>();
        counts.map_err(|error| Failure::of_store(error, text))
    }

    pub(crate) fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, Failure> {
        let query = ActivityQuery::id(id);
        let asked = Asked { text: "", query: &query, now: Utc::now() };
        Ok(self.find(asked, &PageRequest::first(1))?.pop())
    }

    /// The computers at these places of what is found, by their ids.
    pub(crate) fn computers(
        &self,
        asked: Asked<'_, ComputerQuery>,
        places: Range<usize>,
    ) -> Result<Vec<Record<Computer>>, Failure> {
        let store = MemoryStore::new();
        store.put_computers(small::computers(&self.path)?);
        store.set_access_groups(self.access_groups()?);
        store.set_searches(self.searches()?);
        let found = store.computers(asked.query, places, asked.now);
        found.map_err(|error| Failure::of_store(error, asked.text))
    }

    pub(crate) fn access_groups(&self) -> Result<Vec<(String, String)>, Failure> {
        small::access_groups(&self.path)
    }

    pub(crate) fn searches(&self) -> Result<Vec<Record<SavedSearch>>, Failure> {
        small::searches(&self.path)
    }
}

/// Why the activities of a file could not be written.
fn failed(name: String, error: ParquetLoadError) -> Failure {
    match error {
        ParquetLoadError::Load(
            error @ (LoadError::Line { .. } | LoadError::Read(_) | LoadError::Duplicate(_)),
        ) => Error::Load { name, error }.into(),
        error => Failure::of_engine(error),
    }
}

/// Writes the records of the files as a data set.
pub(crate) fn export(export: &Export) -> Result<Exit, Failure> {
    let Surroundings { computers, groups, searches } = export.files.surroundings()?;
    let count = computers.len();
    let mut writer = ParquetWriter::create(&export.parquet).map_err(Failure::of_engine)?;
    writer.put_computers(computers);
    writer.set_access_groups(groups);
    writer.set_searches(searches);
    let name = match export.files.given()? {
        Given::Lines { name, reader } => match writer.load(reader, |_| {}) {
            Ok(loaded) => {
                warn_of(&name, &loaded.unreadable, loaded.more);
                name
            }
            Err(error) => return Err(failed(name, error)),
        },
        Given::Records { name, activities } => {
            writer.append(activities).map_err(Failure::of_engine)?;
            name
        }
    };
    let finished = runtime()?.block_on(writer.finish());
    let activities = finished.map_err(|error| failed(name, error))?;
    print(&format!("{activities} activities, {count} computers\n"))?;
    Ok(Exit::Success)
}
