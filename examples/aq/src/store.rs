//! Where the answers come from: memory, a database, or Parquet files.

use std::ops::{ControlFlow, Range};
#[cfg(feature = "parquet")]
use std::path::PathBuf;

#[cfg(feature = "server")]
use activity_query::model::FromRecord;
use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::store::{Change, Fingerprint};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, ComputerId, ComputerQuery, MemoryStore, PageRequest,
    Selection,
};
use chrono::{DateTime, Utc};
#[cfg(feature = "server")]
use clap::ArgGroup;
use clap::Args;
use pollster::block_on;

#[cfg(feature = "server")]
use crate::arguments::Clock;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::database::Database;
use crate::failure::Failure;
#[cfg(feature = "parquet")]
use crate::parquet::DataSet;
#[cfg(feature = "server")]
use crate::server::{Access, Server};
use activity_query_files::Files;

/// Where answers come from: files, a database, or a data set.
#[derive(Args)]
#[command(next_help_heading = "Records")]
#[cfg_attr(feature = "server", command(group = elsewhere()))]
pub(crate) struct Source {
    #[command(flatten)]
    pub(crate) files: Files,
    /// A database instead of files, as `aq load` fills it: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[arg(long = "db", value_name = "URL", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    pub(crate) database: Option<String>,
    /// A data set instead of files, as `aq export` writes it
    #[cfg(feature = "parquet")]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    #[cfg_attr(any(feature = "sqlite", feature = "postgres"), arg(conflicts_with = "database"))]
    pub(crate) parquet: Option<PathBuf>,
    #[cfg(feature = "server")]
    #[command(flatten)]
    pub(crate) server: Access,
}

/// The other sources, beside which no server is asked.
#[cfg(feature = "server")]
fn elsewhere() -> ArgGroup {
    let files = ["activities", "computers", "searches", "access_groups"];
    let group = ArgGroup::new("elsewhere").args(files).multiple(true).conflicts_with("server");
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    let group = group.arg("database");
    #[cfg(feature = "parquet")]
    let group = group.arg("parquet");
    group
}

pub(crate) enum Store {
    Memory(Box<MemoryStore>),
    #[cfg(feature = "server")]
    Server(Box<Server>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Database(Database),
    #[cfg(feature = "parquet")]
    Parquet(Box<DataSet>),
}

/// A query, as it was written and as it was read.
pub(crate) struct Asked<'a, Q = ActivityQuery> {
    pub(crate) text: &'a str,
    pub(crate) query: &'a Q,
    pub(crate) now: DateTime<Utc>,
}

impl<Q> Clone for Asked<'_, Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q> Copy for Asked<'_, Q> {}

/// What is done with each page of an answer. It tells whether a further page is wanted.
pub(crate) type Page<'p, T> = dyn FnMut(Vec<Record<T>>) -> Result<ControlFlow<()>, Failure> + 'p;

/// A change that is wanted, and the text of its query.
pub(crate) struct Wanted<'a> {
    pub(crate) text: &'a str,
    pub(crate) selection: Selection,
    pub(crate) now: DateTime<Utc>,
}

impl Source {
    /// The files, if they are small and nothing else is asked instead.
    pub(crate) fn small_files(&self) -> Option<&Files> {
        #[cfg(feature = "server")]
        if self.names_server() {
            return None;
        }
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if self.database.is_some() {
            return None;
        }
        #[cfg(feature = "parquet")]
        if self.parquet.is_some() {
            return None;
        }
        self.files.are_small().then_some(&self.files)
    }

    /// The server that is asked, if it is one.
    #[cfg(feature = "server")]
    pub(crate) fn server(&self) -> Result<Option<Server>, Failure> {
        if self.names_server() { self.server.open().map(Some) } else { Ok(None) }
    }

    /// Whether a server is asked: one of the command line, or that of the environment if
    /// the command line names no other source.
    #[cfg(feature = "server")]
    pub(crate) fn names_server(&self) -> bool {
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if self.database.is_some() {
            return false;
        }
        #[cfg(feature = "parquet")]
        if self.parquet.is_some() {
            return false;
        }
        self.files.is_sample() && self.server.names_one()
    }

    /// Refuses another time than the current one where a server's clock counts.
    #[cfg(feature = "server")]
    pub(crate) fn check_clock(&self, clock: &Clock) -> Result<(), Failure> {
        if self.names_server() && clock.is_set() {
            let message = "`--now` has no effect on a server, whose own clock counts";
            return Err(Failure::Usage(message.to_owned()));
        }
        Ok(())
    }

    /// The database, the data set, or a store of the records in the files.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        self.open_over(Files::store)
    }

    /// The same for questions about computers: of files, those of activities are
    /// not read.
    pub(crate) fn open_for_computers(&self) -> Result<Store, Failure> {
        self.open_over(Files::store_without_activities)
    }

    fn open_over(
        &self,
        in_memory: impl FnOnce(&Files) -> Result<MemoryStore, activity_query_files::Error>,
    ) -> Result<Store, Failure> {
        #[cfg(feature = "server")]
        if let Some(server) = self.server()? {
            return Ok(Store::Server(server.into()));
        }
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        if let Some(url) = &self.database {
            return Ok(Store::Database(Database::open(url)?));
        }
        #[cfg(feature = "parquet")]
        if let Some(path) = &self.parquet {
            return DataSet::open(path).map(|data_set| Store::Parquet(data_set.into()));
        }
        Ok(Store::Memory(in_memory(&self.files)?.into()))
    }
}

/// The answer of the store, whichever it is, or the failure.
macro_rules! answer {
    ($self:expr, |$store:ident| $memory:expr, $database:expr, $parquet:expr, $server:expr) => {
        match $self {
            Self::Memory($store) => $memory,
            #[cfg(feature = "server")]
            Self::Server($store) => $server,
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Self::Database(database) => {
                let $store = database.store();
                database.wait($database)
            }
            #[cfg(feature = "parquet")]
            Self::Parquet($store) => $parquet,
        }
    };
}

#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "parquet", feature = "server")),
    expect(clippy::unnecessary_wraps, reason = "a database, a data set or a server can fail")
)]
impl Store {
    /// Calls `show` with each page of what is found; a store on this machine has one.
    pub(crate) fn each_page(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
        show: &mut Page<'_, Activity>,
    ) -> Result<(), Failure> {
        #[cfg(feature = "server")]
        if let Self::Server(server) = self {
            return server.each_page(asked, page, show);
        }
        show(self.find(asked, page)?).map(drop)
    }

    pub(crate) fn find(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
    ) -> Result<Vec<Record<Activity>>, Failure> {
        answer!(
            self,
            |store| block_on(find(&**store, asked, page)),
            find(store, asked, page),
            store.find(asked, page),
            all(|show| store.each_page(asked, page, show))
        )
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Failure> {
        answer!(self, |store| block_on(types(&**store)), types(store), store.types(), store.types())
    }

    /// Whether parts of a query can be counted where the records are; else they are
    /// fetched.
    pub(crate) fn counts(&self) -> bool {
        answer!(self, |_store| true, async { true }, true, false)
    }

    /// How many activities each of the queries selects.
    pub(crate) fn count_each(
        &self,
        queries: &[ActivityQuery],
        now: DateTime<Utc>,
        text: &str,
    ) -> Result<Vec<u64>, Failure> {
        answer!(
            self,
            |store| store.count_each(queries, now).map_err(|error| Failure::of_store(error, text)),
            async {
                let counts = store.count_each(queries, now).await;
                counts.map_err(|error| Failure::of_store(error, text))
            },
            store.count_each(queries, now, text),
            store.count_each(queries, now)
        )
    }

    pub(crate) fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, Failure> {
        answer!(
            self,
            |store| Ok(store.activity(id)),
            async { store.activity(id).await.map_err(Failure::of_engine) },
            store.activity(id),
            store.activity(id)
        )
    }

    pub(crate) fn computer(&self, id: ComputerId) -> Result<Option<Record<Computer>>, Failure> {
        let query = ComputerQuery::id(id);
        let asked = Asked { text: "", query: &query, now: Utc::now() };
        Ok(self.computers_that(asked, 0..1)?.pop())
    }

    /// The computers with the lowest ids, `most` of them at most.
    pub(crate) fn computers(&self, most: usize) -> Result<Vec<Record<Computer>>, Failure> {
        let query = ComputerQuery::everything();
        self.computers_that(Asked { text: "", query: &query, now: Utc::now() }, 0..most)
    }

    /// Calls `show` with each page of the computers at these places of what is found.
    pub(crate) fn each_page_of_computers(
        &self,
        asked: Asked<'_, ComputerQuery>,
        places: Range<usize>,
        show: &mut Page<'_, Computer>,
    ) -> Result<(), Failure> {
        #[cfg(feature = "server")]
        if let Self::Server(server) = self {
            return server.each_page_of_computers(asked, places, show);
        }
        show(self.computers_that(asked, places)?).map(drop)
    }

    fn computers_that(
        &self,
        asked: Asked<'_, ComputerQuery>,
        places: Range<usize>,
    ) -> Result<Vec<Record<Computer>>, Failure> {
        let Asked { text, query, now } = asked;
        answer!(
            self,
            |store| store
                .computers(query, places, now)
                .map_err(|error| Failure::of_store(error, text)),
            async {
                let found = store.computers(query, places, now).await;
                found.map_err(|error| Failure::of_store(error, text))
            },
            store.computers(asked, places),
            all(|show| store.each_page_of_computers(asked, places.clone(), show))
        )
    }

    /// The access groups: each one's name, and its parent's.
    pub(crate) fn access_groups(&self) -> Result<Vec<(String, String)>, Failure> {
        answer!(
            self,
            |store| Ok(store.access_groups()),
            async { store.access_groups().await.map_err(Failure::of_engine) },
            store.access_groups(),
            store.access_groups()
        )
    }

    pub(crate) fn searches(&self) -> Result<Vec<Record<SavedSearch>>, Failure> {
        answer!(
            self,
            |store| Ok(store.searches()),
            async { store.searches().await.map_err(Failure::of_engine) },
            store.searches(),
            store.searches()
        )
    }
}

/// The records of all pages.
#[cfg(feature = "server")]
fn all<T: FromRecord>(
    each_page: impl FnOnce(&mut Page<'_, T>) -> Result<(), Failure>,
) -> Result<Vec<Record<T>>, Failure> {
    let mut records = Vec::new();
    each_page(&mut |page| {
        records.extend(page);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(records)
}

async fn find<S: ActivityStore>(
    store: &S,
    asked: Asked<'_>,
    page: &PageRequest,
) -> Result<Vec<Record<Activity>>, Failure> {
    let found = store.get_activities(asked.query, page, asked.now).await;
    Ok(found.map_err(|error| Failure::of_store(error, asked.text))?.activities)
}

pub(crate) async fn change<S: ActivityStore>(
    store: &S,
    change: Change,
    wanted: &Wanted<'_>,
) -> Result<Vec<ActivityId>, Failure> {
    let changed = match change {
        Change::Cancel => store.cancel_activities(&wanted.selection, wanted.now).await,
        Change::Approve => store.approve_activities(&wanted.selection, wanted.now).await,
    };
    changed.map_err(|error| Failure::of_store(error, wanted.text))
}

pub(crate) async fn preview<S: ActivityStore>(
    store: &S,
    wanted: &Wanted<'_>,
) -> Result<Fingerprint, Failure> {
    let preview = store.preview_change(&wanted.selection, wanted.now).await;
    preview.map_err(|error| Failure::of_store(error, wanted.text))
}

async fn types<S: ActivityStore>(store: &S) -> Result<Vec<String>, Failure> {
    store.get_activity_types().await.map_err(|error| Failure::of_store(error, ""))
}
