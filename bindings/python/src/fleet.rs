//! [`Fleet`]: what queries look at beside activities.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use activity_query::chrono::{DateTime, Utc};
use activity_query::language::Language;
use activity_query::model::{Computer, Record, SavedSearch};
use activity_query::{Context, Expr};
use pyo3::prelude::{Bound, PyAny, PyResult, Python, pyclass, pymethods};

use crate::record;

/// The computers that activities are for, their access groups, and saved searches.
///
/// Computers are dicts, as the API writes them. An access group is a name and that of the group
/// it is in, and a saved search a name and the text of a query for computers.
///
/// >>> from activity_query import ActivityQuery, Fleet
/// >>> fleet = Fleet(
/// ...     [{"id": 4, "tags": ["web"], "access_group": "london"}],
/// ...     access_groups={"london": "global"},
/// ...     searches={"farm": "tag:web"},
/// ... )
/// >>> ActivityQuery("computer:search:farm").matches({"id": 7, "computer_id": 4}, fleet)
/// True
/// >>> len(fleet)
/// 1
#[pyclass(frozen, module = "activity_query")]
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    known: activity_query::Fleet,
    searches: Vec<SavedSearch>,
}

#[pymethods]
impl Fleet {
    #[new]
    #[pyo3(signature = (computers = None, *, access_groups = None, searches = None))]
    fn new(
        py: Python<'_>,
        computers: Option<&Bound<'_, PyAny>>,
        access_groups: Option<BTreeMap<String, String>>,
        searches: Option<BTreeMap<String, String>>,
    ) -> PyResult<Self> {
        let known = match computers {
            Some(computers) => record::each(computers, record::view::<Computer>)?,
            None => Vec::new(),
        };
        let searches = searches.unwrap_or_default().into_iter();
        let searches = searches.map(|(name, text)| record::read(py, &Record::named(&name, &text)));
        Ok(Self {
            known: activity_query::Fleet::new(known)
                .with_access_groups(access_groups.unwrap_or_default()),
            searches: searches.collect::<PyResult<_>>()?,
        })
    }

    fn __len__(&self) -> usize {
        self.known.computers().count()
    }

    fn __repr__(&self) -> String {
        format!("<Fleet of {} computers>", self.__len__())
    }
}

/// What a query is asked in: a fleet, or nothing, at a time.
pub(crate) fn context<'f, L: Language>(
    query: &Expr<L>,
    fleet: Option<&'f Fleet>,
    now: DateTime<Utc>,
) -> Context<'f> {
    static EMPTY: LazyLock<Fleet> = LazyLock::new(Fleet::default);
    let fleet = fleet.unwrap_or(&EMPTY);
    let context = Context::new(now, &fleet.known);
    // A context takes as long to make as it has searches, and is made for each record.
    if query.names_searches() { context.with_searches(&fleet.searches) } else { context }
}
