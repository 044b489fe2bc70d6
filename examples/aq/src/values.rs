//! The values of a store, for completion.

use activity_query::MemoryStore;
use activity_query::complete::{ValueProvider, ValueRequest};

use crate::failure::Failure;
use crate::store::{Source, Store};

/// The values of the records in a store.
pub(crate) struct Values {
    /// All records of files; of anything else, some of them.
    memory: MemoryStore,
    /// The types of all activities, where only some are read.
    types: Option<Vec<String>>,
}

/// The values of some of the records in a database, a data set or a server.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "parquet", feature = "server"))]
mod sample {
    use activity_query::{ActivityQuery, MemoryStore, PageRequest};
    use chrono::Utc;

    use super::Values;
    use crate::failure::Failure;
    use crate::store::{Asked, Store};

    /// How many activities are read for their creators, the newest ones.
    const ACTIVITIES: usize = 1_000;

    /// How many computers are read.
    const COMPUTERS: usize = 10_000;

    pub(super) fn of(store: &Store) -> Result<Values, Failure> {
        let memory = MemoryStore::new();
        let asked = Asked { text: "", query: &ActivityQuery::everything(), now: Utc::now() };
        let newest = store.find(asked, &PageRequest::first(ACTIVITIES))?;
        memory.append(newest).map_err(Failure::of_engine)?;
        memory.put_computers(store.computers(COMPUTERS)?);
        memory.set_access_groups(store.access_groups()?);
        memory.set_searches(store.searches()?);
        Ok(Values { memory, types: Some(store.types()?) })
    }
}

impl Values {
    pub(crate) fn of(source: &Source) -> Result<Self, Failure> {
        match source.open()? {
            Store::Memory(memory) => Ok(Self { memory: *memory, types: None }),
            #[cfg(feature = "server")]
            store @ Store::Server(_) => sample::of(&store),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            store @ Store::Database(_) => sample::of(&store),
            #[cfg(feature = "parquet")]
            store @ Store::Parquet(_) => sample::of(&store),
        }
    }
}

impl ValueProvider for Values {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        match (&self.types, wanted.language, wanted.field) {
            (Some(types), "activity", Some("type")) => types.clone(),
            _ => self.memory.values(wanted),
        }
    }
}
