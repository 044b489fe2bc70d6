//! [`Page`]: a page of activities, and how one is asked for.

use activity_query::store::Cursor;
use activity_query::{ActivityStore as _, PageRequest};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyResult, Python, pyclass, pymethods};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyIterator};

use super::{MemoryStore, array, asked};
use crate::{error, result, time};

/// A page of activities.
///
/// >>> from activity_query import MemoryStore
/// >>> store = MemoryStore()
/// >>> store.load('{"id": 7, "size": 1.50}\n{"id": 8}\n').activities
/// 2
/// >>> page = store.find("", limit=1, oldest_first=True, total=True)
/// >>> page.activities, page.total
/// ([{'id': 7, 'size': 1.5}], 2)
/// >>> page.bytes
/// b'[{"id": 7, "size": 1.50}]'
/// >>> store.find("", oldest_first=True, after=page.next).activities
/// [{'id': 8}]
#[pyclass(frozen, module = "activity_query")]
pub(crate) struct Page {
    json: Py<PyBytes>,
    count: usize,
    /// Where the next page begins, to give to ``after``; None when there is none.
    #[pyo3(get)]
    next: Option<String>,
    /// How many activities match in all, if that was asked for.
    #[pyo3(get)]
    total: Option<u64>,
    /// The dicts, once they were asked for.
    read: PyOnceLock<Py<PyAny>>,
}

#[pymethods]
impl Page {
    /// The activities of the page, in its order: dicts.
    #[getter]
    fn activities<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let read = || Ok::<_, pyo3::PyErr>(result::json(py, self.json.bind(py))?.unbind());
        Ok(self.read.get_or_try_init(py, read)?.bind(py))
    }

    /// The activities as a JSON array, each as it was loaded, byte for byte.
    #[getter]
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.json.bind(py).clone()
    }

    fn __len__(&self) -> usize {
        self.count
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.activities(py)?.try_iter()
    }

    fn __repr__(&self) -> String {
        format!("<Page of {} activities>", self.count)
    }
}

#[pymethods]
impl MemoryStore {
    /// `GetActivities`: a page of the activities that the query selects, newest first.
    ///
    /// ``after`` is the ``next`` of an earlier page; it stays where it is while activities are
    /// added, which ``offset`` does not. With ``total``, all that match are counted.
    #[pyo3(signature = (
        query, *, limit = 1000, offset = 0, oldest_first = false, after = None, total = false,
        now = None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords of Python")]
    fn find(
        &self,
        py: Python<'_>,
        query: &Bound<'_, PyAny>,
        limit: usize,
        offset: usize,
        oldest_first: bool,
        after: Option<&str>,
        total: bool,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Page> {
        let (query, now) = (asked(query)?, time::now(now)?);
        let mut page = request(limit, offset, oldest_first, after)?;
        if total {
            page = page.counted();
        }
        let found = py.detach(|| {
            let found = pollster::block_on(self.store.get_activities(&query.expr, &page, now));
            found.map(|found| (array(&found.activities), found))
        });
        let (json, found) = found.map_err(|error| error::of_store(py, &error, query.text()))?;
        Ok(Page {
            json: PyBytes::new(py, json.as_bytes()).unbind(),
            count: found.activities.len(),
            next: found.next.map(|cursor| cursor.to_string()),
            total: found.total,
            read: PyOnceLock::new(),
        })
    }

    /// The activities of such a page as a JSON array, each as it was loaded, byte for byte.
    #[pyo3(signature = (
        query, *, limit = 1000, offset = 0, oldest_first = false, after = None, now = None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords of Python")]
    fn find_bytes<'py>(
        &self,
        py: Python<'py>,
        query: &Bound<'py, PyAny>,
        limit: usize,
        offset: usize,
        oldest_first: bool,
        after: Option<&str>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let (query, now) = (asked(query)?, time::now(now)?);
        let page = request(limit, offset, oldest_first, after)?;
        let json = py.detach(|| self.store.find_json(&query.expr, &page, now));
        let json = json.map_err(|error| error::of_store(py, &error, query.text()))?;
        Ok(PyBytes::new(py, &json))
    }
}

fn request(
    limit: usize,
    offset: usize,
    oldest_first: bool,
    after: Option<&str>,
) -> PyResult<PageRequest> {
    let page = PageRequest::first(limit).skipping(offset);
    let page = if oldest_first { page.oldest_first() } else { page };
    let Some(after) = after else { return Ok(page) };
    let after = after.parse::<Cursor>();
    Ok(page.after(after.map_err(|error| PyValueError::new_err(error.to_string()))?))
}
