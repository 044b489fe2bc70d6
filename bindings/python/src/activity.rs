//! [`ActivityQuery`]: queries of activities.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use activity_query::explain::Counts;
use activity_query::model::Activity;
use activity_query::{
    ActivityId, ActivityTerm, Context, Explanation, Expr, PartialDate, ResolveError, Span, Status,
    Text, edit,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyResult, Python, pyclass, pymethods};
use pyo3::types::{PyList, PyString, PyStringMethods as _, PyTuple, PyTypeMethods as _};

use crate::call::{self, Around};
use crate::class::query_class;
use crate::computer::ComputerQuery;
use crate::fleet::Fleet;
use crate::query::{self, Query, QueryClass};
use crate::values::{self, constructors};
use crate::{error, read, record, result, time};

query_class! {
    /// A query that selects activities: read from text, or built from terms with ``&``, ``|``
    /// and ``~``.
    ///
    /// >>> from activity_query import ActivityQuery, ComputerQuery
    /// >>> query = ActivityQuery("status:failed OR status:canceled computer:tag:laptop")
    /// >>> failed, canceled = ActivityQuery.status("failed"), ActivityQuery.status("canceled")
    /// >>> query == (failed | canceled) & ActivityQuery.computer(ComputerQuery.tag("laptop"))
    /// True
    /// >>> str(~query)
    /// 'NOT (status:failed OR status:canceled computer:tag:laptop)'
    ///
    /// A text that is not a query raises `QueryError`, with every mistake in it.
    ActivityQuery of ActivityTerm;
}

impl QueryClass for ActivityQuery {
    type Term = ActivityTerm;
    type View = Activity;

    type Reads = record::Texts;

    fn reads(query: &activity_query::ActivityQuery) -> record::Texts {
        record::Texts::of(query)
    }

    fn view(value: &Bound<'_, PyAny>, reads: record::Texts) -> PyResult<Activity> {
        record::activity(value, reads)
    }

    fn whole_view(value: &Bound<'_, PyAny>) -> PyResult<Activity> {
        record::view(value)
    }

    fn matches(
        query: &activity_query::ActivityQuery,
        activity: &Activity,
        context: &Context<'_>,
    ) -> Result<bool, ResolveError> {
        query.matches(activity, context)
    }

    fn explain(
        query: &activity_query::ActivityQuery,
        activity: &Activity,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError> {
        query.explain(activity, context)
    }

    fn counts(
        query: &activity_query::ActivityQuery,
        activities: &[Activity],
        context: &Context<'_>,
    ) -> Result<Counts, ResolveError> {
        query.count(activities, context)
    }

    fn portable(
        query: &activity_query::ActivityQuery,
        most: usize,
    ) -> Result<String, (String, Option<Span>)> {
        query.portable(most).map_err(|error| (error.to_string(), error.span()))
    }
}

constructors! {
    ActivityQuery of ActivityTerm;
    texts {
        /// ``creator:jane@example.com``: created by the person with this e-mail address.
        creator(email: Text);
        /// ``type:RestartRequest``: of exactly this type.
        kind(kind: Text);
    }
    numbers {
        /// ``id:7``: the activity with this id.
        id(id: i64) = ActivityId;
        /// ``parent-id:7``: the children of this activity.
        parent_id(id: i64) = ActivityId;
    }
    written {}
    flags {}
}

#[pymethods]
impl ActivityQuery {
    /// ``status:failed``: activities with this status.
    ///
    /// >>> from activity_query import ActivityQuery
    /// >>> ActivityQuery.status("failed")
    /// ActivityQuery('status:failed')
    #[staticmethod]
    fn status(status: &str) -> PyResult<Self> {
        let read = status.parse::<Status>();
        let status = read.map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self(Query::made(Expr::status(status))))
    }

    /// ``computer:tag:laptop``: for a computer that is known and that the query selects.
    ///
    /// >>> from activity_query import ActivityQuery
    /// >>> ActivityQuery.computer("tag:web OR tag:db")
    /// ActivityQuery('computer:(tag:web OR tag:db)')
    #[staticmethod]
    fn computer(query: &Bound<'_, PyAny>) -> PyResult<Self> {
        let query = query::given::<ComputerQuery>(query)?.alone();
        Ok(Self(Query::made(Expr::computer(query))))
    }

    /// ``created-after:2011-01``: created at the first instant of the date, or later. The date
    /// is a text such as ``2011-01``, a date, or an aware datetime.
    ///
    /// >>> from datetime import date
    /// >>> from activity_query import ActivityQuery
    /// >>> ActivityQuery.created_after(date(2024, 7, 10))
    /// ActivityQuery('created-after:2024-07-10')
    #[staticmethod]
    fn created_after(date: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Query::made(Expr::created_after(partial_date(date)?))))
    }

    /// ``created-before:2011-01``: created before the first instant of the date.
    #[staticmethod]
    fn created_before(date: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Query::made(Expr::created_before(partial_date(date)?))))
    }

    /// Created at ``start`` or later, and before ``end``: two aware datetimes.
    #[staticmethod]
    fn created_within(start: &Bound<'_, PyAny>, end: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (start, end) = (time::instant(start)?, time::instant(end)?);
        Ok(Self(Query::made(Expr::created_within(start, end))))
    }
}

/// A date as text, a date, or an instant.
fn partial_date(value: &Bound<'_, PyAny>) -> PyResult<PartialDate> {
    if time::is_datetime(value)? {
        return Ok(time::instant(value)?.into());
    }
    let text = if let Ok(text) = value.cast::<PyString>() {
        text.to_str()?.to_owned()
    } else if time::is_date(value)? {
        value.str()?.to_str()?.to_owned()
    } else {
        let kind = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!("expected a date, not {kind}")));
    };
    text.parse().map_err(|error| error::of_value(&error))
}
