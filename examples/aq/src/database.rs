//! `aq load`, and the database of `--db`.

use activity_query::store::{LoadError, SqlError, SqlLoadError, SqlStore};
use clap::Args;
use tokio::runtime::Runtime;

use crate::failure::{Exit, Failure};
use crate::output::print;
use activity_query_files::{Error, Files, Given, Surroundings, connected, warn_of};

/// A database, and the runtime that its calls run on.
pub(crate) struct Database {
    store: SqlStore,
    runtime: Runtime,
}

#[derive(Args)]
pub(crate) struct Load {
    /// The database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[arg(long, value_name = "URL")]
    db: String,
    #[command(flatten)]
    files: Files,
}

impl Database {
    /// Connects to a database that is there, and brings its tables up to date.
    pub(crate) fn open(url: &str) -> Result<Self, Failure> {
        Self::new(url, SqlStore::open(url))
    }

    /// Connects to a database, and creates the file and the tables if they are missing.
    fn create(url: &str) -> Result<Self, Failure> {
        Self::new(url, SqlStore::connect(url))
    }

    fn new(
        url: &str,
        store: impl Future<Output = Result<SqlStore, SqlError>>,
    ) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(Failure::of_engine)?;
        let store = runtime.block_on(connected(url, store))?;
        Ok(Self { store, runtime })
    }

    pub(crate) fn store(&self) -> &SqlStore {
        &self.store
    }

    pub(crate) fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }
}

/// Closes the connections, so that a copy of a file of SQLite is complete after the run.
impl Drop for Database {
    fn drop(&mut self) {
        self.runtime.block_on(self.store.close());
    }
}

/// Loads the records of the files into a database: the activities are new, and
/// a computer takes the place of the one that has its id.
pub(crate) fn load(load: &Load) -> Result<Exit, Failure> {
    let surroundings = load.files.surroundings()?;
    let activities = load.files.given()?;
    let database = Database::create(&load.db)?;
    let computers = surroundings.computers.len();
    let activities = database.wait(async {
        let store = database.store();
        put(store, surroundings).await.map_err(Failure::of_engine)?;
        // All of them or none, and last: after a failure, loading can be repeated.
        append(store, activities).await
    })?;
    drop(database);
    print(&format!("{activities} activities, {computers} computers\n"))?;
    Ok(Exit::Success)
}

async fn put(store: &SqlStore, surroundings: Surroundings) -> Result<(), SqlError> {
    let Surroundings { computers, groups, searches } = surroundings;
    store.put_computers(computers).await?;
    if !groups.is_empty() {
        store.set_access_groups(groups).await?;
    }
    if !searches.is_empty() {
        store.set_searches(searches).await?;
    }
    Ok(())
}

/// Appends the activities, and returns how many there were.
async fn append(store: &SqlStore, activities: Given) -> Result<usize, Failure> {
    let (name, appended) = match activities {
        Given::Lines { name, reader } => {
            let loaded = store.load(reader, |_| {}).await.map(|loaded| {
                warn_of(&name, &loaded.unreadable, loaded.more);
                loaded.activities
            });
            (name, loaded)
        }
        Given::Records { name, activities } => {
            let count = activities.len();
            (name, store.append(activities).await.map(|()| count))
        }
    };
    appended.map_err(|error| match error {
        SqlLoadError::Load(
            error @ (LoadError::Line { .. } | LoadError::Read(_) | LoadError::Duplicate(_)),
        ) => Error::Load { name, error }.into(),
        error => Failure::of_engine(error),
    })
}
