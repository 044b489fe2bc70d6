//! [`MemoryStore`]: activities in memory.

mod change;
mod load;
mod page;

use std::borrow::Cow;
use std::collections::BTreeMap;

use activity_query::model::{Activity, Computer, Record};
use activity_query::{ActivityId, ActivityStore as _, ActivityTerm, ComputerId, StoreError};
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyResult, Python, pyclass, pymethods};

pub(crate) use page::Page;

use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::query::{self, Query};
use crate::{error, read, record, result, time, values};

/// Activities in memory, ten million of them and more, and the computers and saved searches that
/// queries ask for.
///
/// Many threads may use a store at once, and it works without the lock of the interpreter. What
/// one call changes, others see whole or not at all.
///
/// >>> from activity_query import MemoryStore
/// >>> store = MemoryStore()
/// >>> store.put_computers([{"id": 4, "tags": ["laptop"]}])
/// >>> store.append([
/// ...     {"id": 7, "activity_status": "undelivered", "computer_id": 4},
/// ...     {"id": 8, "activity_status": "failed", "computer_id": 4},
/// ... ])
/// >>> page = store.find("computer:tag:laptop NOT status:failed")
/// >>> [activity["id"] for activity in page]
/// [7]
/// >>> store.cancel("status:undelivered computer:tag:laptop")
/// [7]
/// >>> store.cancel("id:8")
/// Traceback (most recent call last):
/// activity_query.RefusedError: 8 => cannot be canceled: it is failed
#[pyclass(frozen, module = "activity_query")]
#[derive(Debug, Default)]
pub(crate) struct MemoryStore {
    store: activity_query::MemoryStore,
}

impl MemoryStore {
    /// The store of the library.
    pub(crate) fn store(&self) -> &activity_query::MemoryStore {
        &self.store
    }
}

#[pymethods]
impl MemoryStore {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Appends activities, all of them or none.
    fn append(&self, py: Python<'_>, activities: &Bound<'_, PyAny>) -> PyResult<()> {
        let records = record::records::<Activity>(activities)?;
        py.detach(|| self.store.append(records)).map_err(|error| error::of_loading(py, error))
    }

    /// Gives fields of an activity other values; one that is not there comes last. Every other
    /// byte of its record stays. Gives the activity as it is then.
    ///
    /// >>> from activity_query import MemoryStore
    /// >>> store = MemoryStore()
    /// >>> store.append([{"id": 7}])
    /// >>> store.update(7, {"activity_status": "delivered"})
    /// {'id': 7, 'activity_status': 'delivered'}
    fn update<'py>(
        &self,
        py: Python<'py>,
        id: i64,
        fields: BTreeMap<String, Bound<'py, PyAny>>,
    ) -> result::Made<'py> {
        let id: ActivityId = values::checked(id)?;
        let raw = |(name, value)| Ok((name, record::raw(&value)?));
        let fields = fields.into_iter().map(raw).collect::<PyResult<Vec<_>>>()?;
        let updated = py.detach(|| {
            self.store.update(id, |activity| {
                fields.iter().try_for_each(|(name, value)| activity.set(name, value))
            })
        });
        result::json(py, updated.map_err(|error| error::of_update(py, &error))?.text())
    }

    /// The activity with this id.
    fn get<'py>(&self, py: Python<'py>, id: i64) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Ok(id) = ActivityId::try_from(id) else { return Ok(None) };
        let found = py.detach(|| self.store.activity(id));
        found.map(|activity| result::json(py, activity.text())).transpose()
    }

    /// Puts computers in; each takes the place of the one that had its id.
    fn put_computers(&self, py: Python<'_>, computers: &Bound<'_, PyAny>) -> PyResult<()> {
        let records = record::records::<Computer>(computers)?;
        py.detach(|| self.store.put_computers(records));
        Ok(())
    }

    /// Takes a computer out, and says whether it was there.
    fn remove_computer(&self, py: Python<'_>, id: i64) -> bool {
        let Ok(id) = ComputerId::try_from(id) else { return false };
        py.detach(|| self.store.remove_computer(id)).is_some()
    }

    /// The computer with this id.
    fn computer<'py>(&self, py: Python<'py>, id: i64) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Ok(id) = ComputerId::try_from(id) else { return Ok(None) };
        let found = py.detach(|| self.store.computer(id));
        found.map(|computer| result::json(py, computer.text())).transpose()
    }

    /// The computers that a query selects, in the order of their ids.
    ///
    /// >>> from activity_query import MemoryStore
    /// >>> store = MemoryStore()
    /// >>> store.put_computers([{"id": 4, "tags": ["web"]}, {"id": 2, "tags": ["web"]}])
    /// >>> [computer["id"] for computer in store.computers("tag:web")]
    /// [2, 4]
    #[pyo3(signature = (query, *, limit = 1000, offset = 0, now = None))]
    fn computers<'py>(
        &self,
        py: Python<'py>,
        query: &Bound<'py, PyAny>,
        limit: usize,
        offset: usize,
        now: Option<&Bound<'py, PyAny>>,
    ) -> result::Made<'py> {
        let (query, now) =
            (query::given::<ComputerQuery>(query)?.located().into_owned(), time::now(now)?);
        let places = offset..offset.saturating_add(limit);
        let found = py.detach(|| self.store.computers(&query.expr, places, now));
        let found = found.map_err(|error| error::of_store(py, &error, query.text()))?;
        result::json(py, array(&found))
    }

    /// Says which access groups there are: each one's name, and that of the one it is in.
    fn set_access_groups(&self, py: Python<'_>, parents: BTreeMap<String, String>) {
        py.detach(|| self.store.set_access_groups(parents));
    }

    /// Says which saved searches there are: each one's name and text.
    fn set_searches(&self, py: Python<'_>, searches: BTreeMap<String, String>) {
        let searches = searches.into_iter().map(|(name, text)| Record::named(&name, &text));
        py.detach(|| self.store.set_searches(searches));
    }

    /// How many activities a query selects.
    #[pyo3(signature = (query, *, now = None))]
    fn count(
        &self,
        py: Python<'_>,
        query: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<u64> {
        let query = asked(query)?;
        let now = time::now(now)?;
        let count = py.detach(|| self.store.count(&query.expr, now));
        count.map_err(|error| error::of_store(py, &error, query.text()))
    }

    /// How many activities each of the queries selects, all of them counted at one moment.
    ///
    /// >>> from activity_query import MemoryStore
    /// >>> store = MemoryStore()
    /// >>> store.append([{"id": 7, "activity_status": "failed"}, {"id": 8}])
    /// >>> store.count_each(["", "status:failed", "status:canceled"])
    /// [2, 1, 0]
    #[pyo3(signature = (queries, *, now = None))]
    fn count_each(
        &self,
        py: Python<'_>,
        queries: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<u64>> {
        let queries = queries.try_iter()?.map(|query| Ok(asked(&query?)?.into_owned()));
        let queries = queries.collect::<PyResult<Vec<_>>>()?;
        let now = time::now(now)?;
        let counts =
            py.detach(|| self.store.count_each(queries.iter().map(|query| &query.expr), now));
        counts.map_err(|error| {
            // The mistake is that of the first query that has one by itself.
            let wrong = queries.iter().find(|query| self.store.count(&query.expr, now).is_err());
            error::of_store(py, &error, wrong.map_or("", Query::text))
        })
    }

    /// How many activities match each part of a query: `Counts`.
    #[pyo3(signature = (query, *, now = None))]
    fn explain_counts<'py>(
        &self,
        py: Python<'py>,
        query: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> result::Made<'py> {
        let query = asked(query)?;
        let now = time::now(now)?;
        let counts = py.detach(|| {
            let searches = self.store.searches();
            let texts: BTreeMap<String, String> = searches
                .iter()
                .filter_map(|search| {
                    Some((search.id().clone(), search.read().ok()?.search().to_owned()))
                })
                .collect();
            let expanded = query.expr.expand(|name| texts.get(name).map(String::as_str));
            expanded
                .map_err(StoreError::from)?
                .count_by(|queries| self.store.count_each(queries, now))
        });
        let counts = counts.map_err(|error| error::of_store(py, &error, query.text()))?;
        result::counts(py, query.source.as_deref(), &counts)
    }

    /// What can be written at the cursor of a query of activities, with the values that the
    /// records have: as `ActivityQuery.complete` with this store.
    ///
    /// >>> from activity_query import MemoryStore
    /// >>> store = MemoryStore()
    /// >>> store.put_computers([{"id": 4, "tags": ["laptop"]}])
    /// >>> store.complete("computer:tag:la", 15).items[0].text
    /// 'laptop'
    #[pyo3(signature = (text, cursor, *, now = None))]
    fn complete<'py>(
        this: &Bound<'py, Self>,
        text: &str,
        cursor: usize,
        now: Option<&Bound<'py, PyAny>>,
    ) -> result::Made<'py> {
        read::complete::<ActivityTerm>(this.py(), text, cursor, Some(this.as_any()), now)
    }

    /// The known types of activities and all others in the store, sorted.
    fn types(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let types = py.detach(|| pollster::block_on(self.store.get_activity_types()));
        types.map_err(|error| error::of_store(py, &error, ""))
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        let count = py.detach(|| self.store.len());
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<MemoryStore of {} activities>", self.__len__(py))
    }
}

/// The query that was given, with places to draw its mistakes at if it can have one.
fn asked<'a>(query: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, Query<ActivityTerm>>> {
    Ok(match query::given::<ActivityQuery>(query)? {
        Cow::Borrowed(query) if query.expr.names_searches() => query.located(),
        query => query,
    })
}

/// Records as a JSON array.
fn array<T: activity_query::model::FromRecord>(records: &[Record<T>]) -> String {
    let mut json = String::new();
    Record::write_array(records, &mut json);
    json
}
