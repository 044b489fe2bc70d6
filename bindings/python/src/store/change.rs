//! Changes of the store: previewed, then made.

use activity_query::store::{Fingerprint, Scope};
use activity_query::{ActivityId, ActivityQuery as Asked, ActivityStore as _, Selection};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyResult, Python, pymethods};
use pyo3::types::PyStringMethods as _;

use super::MemoryStore;
use crate::activity::ActivityQuery;
use crate::{error, query, result, time};

/// What is to be changed, and the text of the user's query.
struct Wanted {
    selection: Selection,
    text: String,
}

impl Wanted {
    fn new(
        query: &Bound<'_, PyAny>,
        within: Option<&Bound<'_, PyAny>>,
        everything: bool,
        expect: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let user = query::given::<ActivityQuery>(query)?;
        let user = user.located();
        let text = user.text().to_owned();
        let mut selection = Selection::new(user.expr.clone());
        if let Some(within) = within {
            let system: Asked = query::given::<ActivityQuery>(within)?.alone();
            selection = selection.within(Scope::new(system));
        }
        if everything {
            selection = selection.allow_everything();
        }
        if let Some(expect) = expect {
            // The text of a fingerprint is what `str` gives.
            let previewed = expect.str()?.to_str()?.parse::<Fingerprint>();
            let previewed = previewed.map_err(|error| PyValueError::new_err(error.to_string()))?;
            selection = selection.expecting(previewed);
        }
        Ok(Self { selection, text })
    }
}

fn ids(changed: Vec<ActivityId>) -> Vec<i64> {
    changed.into_iter().map(ActivityId::get).collect()
}

#[pymethods]
impl MemoryStore {
    /// Counts the activities that a change would select, without changing any. A change that
    /// expects this fingerprint is refused if the selection is another one by then.
    ///
    /// >>> from activity_query import MemoryStore
    /// >>> store = MemoryStore()
    /// >>> store.append([{"id": 7, "activity_status": "waiting"}])
    /// >>> preview = store.preview("status:waiting")
    /// >>> preview.count
    /// 1
    /// >>> store.cancel("status:waiting", expect=preview)
    /// [7]
    #[pyo3(signature = (query, *, within = None, everything = false, now = None))]
    fn preview<'py>(
        &self,
        py: Python<'py>,
        query: &Bound<'py, PyAny>,
        within: Option<&Bound<'py, PyAny>>,
        everything: bool,
        now: Option<&Bound<'py, PyAny>>,
    ) -> result::Made<'py> {
        let Wanted { selection, text } = Wanted::new(query, within, everything, None)?;
        let now = time::now(now)?;
        let found = py.detach(|| pollster::block_on(self.store.preview_change(&selection, now)));
        result::fingerprint(py, found.map_err(|error| error::of_store(py, &error, &text))?)
    }

    /// `CancelActivities`: cancels every activity of the selection, or none of them, and gives
    /// the ids of those, ascending.
    ///
    /// ``within`` is what the system allows: the user's query can only narrow it. A query that
    /// is empty or selects everything is refused, unless ``everything`` is true. With
    /// ``expect``, the selection must still be the one that was previewed.
    #[pyo3(signature = (query, *, within = None, everything = false, expect = None, now = None))]
    fn cancel(
        &self,
        py: Python<'_>,
        query: &Bound<'_, PyAny>,
        within: Option<&Bound<'_, PyAny>>,
        everything: bool,
        expect: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<i64>> {
        let Wanted { selection, text } = Wanted::new(query, within, everything, expect)?;
        let now = time::now(now)?;
        let changed =
            py.detach(|| pollster::block_on(self.store.cancel_activities(&selection, now)));
        changed.map(ids).map_err(|error| error::of_store(py, &error, &text))
    }

    /// `ApproveActivities`: approves every activity of the selection, or none of them, and gives
    /// the ids of those, ascending. The other arguments are those of `cancel`.
    #[pyo3(signature = (query, *, within = None, everything = false, expect = None, now = None))]
    fn approve(
        &self,
        py: Python<'_>,
        query: &Bound<'_, PyAny>,
        within: Option<&Bound<'_, PyAny>>,
        everything: bool,
        expect: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<i64>> {
        let Wanted { selection, text } = Wanted::new(query, within, everything, expect)?;
        let now = time::now(now)?;
        let changed =
            py.detach(|| pollster::block_on(self.store.approve_activities(&selection, now)));
        changed.map(ids).map_err(|error| error::of_store(py, &error, &text))
    }
}
