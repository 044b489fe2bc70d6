//! Records matched, explained and counted.

use std::borrow::Cow;

use activity_query::chrono::{DateTime, Utc};
use activity_query::{Context, Expr, ResolveError};
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyResult, Python};
use pyo3::types::{PyList, PyListMethods as _};

use crate::fleet::{Fleet, context};
use crate::query::{Query, QueryClass};
use crate::{error, record, result, time};

/// What a query is asked in: a fleet, or none, and the time, or the current one.
pub(crate) struct Around<'a, 'py> {
    pub(crate) fleet: Option<&'a Fleet>,
    pub(crate) now: Option<&'a Bound<'py, PyAny>>,
}

impl<'a> Around<'a, '_> {
    fn context<C: QueryClass>(&self, query: &Query<C::Term>) -> PyResult<Context<'a>> {
        Ok(context(&query.expr, self.fleet, time::now(self.now)?))
    }
}

/// The query with every saved search expanded, once for many records.
fn resolved<'q, C: QueryClass>(
    py: Python<'_>,
    query: &'q Query<C::Term>,
    context: &Context<'_>,
) -> PyResult<Cow<'q, Expr<C::Term>>> {
    if !query.expr.names_searches() {
        return Ok(Cow::Borrowed(&query.expr));
    }
    let located = query.located();
    let resolved = located.expr.resolve(|name| context.search(name));
    resolved.map(Cow::Owned).map_err(unresolved(py, located.source.as_deref()))
}

/// The exception for saved searches that can't be expanded.
fn unresolved<'a>(
    py: Python<'a>,
    source: Option<&'a str>,
) -> impl FnOnce(ResolveError) -> pyo3::PyErr + 'a {
    move |error| error::of_searches(py, &error, source.unwrap_or_default())
}

pub(crate) fn matches<C: QueryClass>(
    query: &Query<C::Term>,
    record: &Bound<'_, PyAny>,
    around: &Around<'_, '_>,
) -> PyResult<bool> {
    let context = around.context::<C>(query)?;
    let py = record.py();
    let query = resolved::<C>(py, query, &context)?;
    let view = C::view(record, C::reads(&query))?;
    C::matches(&query, &view, &context).map_err(unresolved(py, None))
}

/// Hands on each of the records that matches.
fn each<C: QueryClass>(
    query: &Query<C::Term>,
    records: &Bound<'_, PyAny>,
    around: &Around<'_, '_>,
    mut found: impl FnMut(Bound<'_, PyAny>) -> PyResult<()>,
) -> PyResult<()> {
    let context = around.context::<C>(query)?;
    let py = records.py();
    let query = resolved::<C>(py, query, &context)?;
    let reads = C::reads(&query);
    for (index, record) in records.try_iter()?.enumerate() {
        let record = record?;
        let view = C::view(&record, reads).map_err(|error| error::at(py, index, error))?;
        if C::matches(&query, &view, &context).map_err(unresolved(py, None))? {
            found(record)?;
        }
    }
    Ok(())
}

pub(crate) fn select<C: QueryClass>(
    query: &Query<C::Term>,
    records: &Bound<'_, PyAny>,
    around: &Around<'_, '_>,
) -> PyResult<Py<PyList>> {
    let selected = PyList::empty(records.py());
    each::<C>(query, records, around, |record| selected.append(record))?;
    Ok(selected.unbind())
}

pub(crate) fn count<C: QueryClass>(
    query: &Query<C::Term>,
    records: &Bound<'_, PyAny>,
    around: &Around<'_, '_>,
) -> PyResult<usize> {
    let mut count = 0;
    each::<C>(query, records, around, |_| {
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

pub(crate) fn explain<'py, C: QueryClass>(
    query: &Query<C::Term>,
    record: &Bound<'py, PyAny>,
    around: &Around<'_, '_>,
) -> result::Made<'py> {
    let context = around.context::<C>(query)?;
    let view = C::whole_view(record)?;
    let located = located(query);
    let explanation = C::explain(&located.expr, &view, &context);
    let explanation = explanation.map_err(unresolved(record.py(), located.source.as_deref()))?;
    result::explanation(record.py(), query.source.as_deref(), &explanation)
}

pub(crate) fn explain_counts<'py, C: QueryClass>(
    query: &Query<C::Term>,
    records: &Bound<'py, PyAny>,
    around: &Around<'_, '_>,
) -> result::Made<'py> {
    let context = around.context::<C>(query)?;
    let reads = C::reads(&query.expr);
    let views = record::each(records, |record| C::view(record, reads))?;
    let located = located(query);
    let counts = C::counts(&located.expr, &views, &context);
    let counts = counts.map_err(unresolved(records.py(), located.source.as_deref()))?;
    result::counts(records.py(), query.source.as_deref(), &counts)
}

/// The query with places to point at, if something can be wrong with it.
fn located<L: activity_query::language::Language>(query: &Query<L>) -> Cow<'_, Query<L>> {
    if query.expr.names_searches() { query.located() } else { Cow::Borrowed(query) }
}

/// A query with every saved search expanded by those of a fleet.
pub(crate) fn resolve<C: QueryClass>(
    py: Python<'_>,
    query: &Query<C::Term>,
    fleet: &Fleet,
) -> PyResult<Query<C::Term>> {
    let context = context(&query.expr, Some(fleet), DateTime::<Utc>::UNIX_EPOCH);
    Ok(query.derived(resolved::<C>(py, query, &context)?.into_owned()))
}

/// The methods of a class of queries that take records.
macro_rules! query_calls {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// Whether a record matches. ``now`` is an aware datetime, or else the current
            /// time.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("status:failed").matches({"id": 7, "activity_status": "failed"})
            /// True
            #[pyo3(signature = (record, fleet = None, now = None))]
            fn matches(
                &self,
                record: &Bound<'_, PyAny>,
                fleet: Option<&Bound<'_, Fleet>>,
                now: Option<&Bound<'_, PyAny>>,
            ) -> PyResult<bool> {
                let around = Around { fleet: fleet.map(Bound::get), now };
                call::matches::<Self>(&self.0, record, &around)
            }

            /// The records that match, as a list of the dicts that were given.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("id:7 OR id:9").filter([{"id": 7}, {"id": 8}])
            /// [{'id': 7}]
            #[pyo3(signature = (records, fleet = None, now = None))]
            fn filter(
                &self,
                records: &Bound<'_, PyAny>,
                fleet: Option<&Bound<'_, Fleet>>,
                now: Option<&Bound<'_, PyAny>>,
            ) -> PyResult<Py<PyList>> {
                let around = Around { fleet: fleet.map(Bound::get), now };
                call::select::<Self>(&self.0, records, &around)
            }

            /// How many of the records match.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("NOT id:7").count({"id": id} for id in range(10))
            /// 9
            #[pyo3(signature = (records, fleet = None, now = None))]
            fn count(
                &self,
                records: &Bound<'_, PyAny>,
                fleet: Option<&Bound<'_, Fleet>>,
                now: Option<&Bound<'_, PyAny>>,
            ) -> PyResult<usize> {
                let around = Around { fleet: fleet.map(Bound::get), now };
                call::count::<Self>(&self.0, records, &around)
            }

            /// Why a record matches, or does not: an `Explanation`.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> print(ActivityQuery("id:7").explain({"id": 8}))
            /// does not match
            /// no   id:7  id is 8, not 7  (decides)
            #[pyo3(signature = (record, fleet = None, now = None))]
            fn explain<'py>(
                &self,
                record: &Bound<'py, PyAny>,
                fleet: Option<&Bound<'py, Fleet>>,
                now: Option<&Bound<'py, PyAny>>,
            ) -> result::Made<'py> {
                let around = Around { fleet: fleet.map(Bound::get), now };
                call::explain::<Self>(&self.0, record, &around)
            }

            /// How many of the records match each part of the query, so that the one that
            /// empties a result stands out: `Counts`.
            #[pyo3(signature = (records, fleet = None, now = None))]
            fn explain_counts<'py>(
                &self,
                records: &Bound<'py, PyAny>,
                fleet: Option<&Bound<'py, Fleet>>,
                now: Option<&Bound<'py, PyAny>>,
            ) -> result::Made<'py> {
                let around = Around { fleet: fleet.map(Bound::get), now };
                call::explain_counts::<Self>(&self.0, records, &around)
            }
        }
    };
}
pub(crate) use query_calls;
