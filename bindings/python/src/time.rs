//! Instants: aware datetimes of Python.

use activity_query::chrono::{DateTime, Utc};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyErr, PyResult, Python};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyType, PyTypeMethods as _};

/// Whether the value is a date with a time.
pub(crate) fn is_datetime(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    value.is_instance(DATETIME.import(value.py(), "datetime", "datetime")?)
}

/// Whether the value is a date.
pub(crate) fn is_date(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    value.is_instance(DATE.import(value.py(), "datetime", "date")?)
}

/// The instant that the caller gives, or the current time.
pub(crate) fn now(given: Option<&Bound<'_, PyAny>>) -> PyResult<DateTime<Utc>> {
    given.map_or_else(|| Ok(Utc::now()), instant)
}

/// The instant of an aware datetime.
pub(crate) fn instant(given: &Bound<'_, PyAny>) -> PyResult<DateTime<Utc>> {
    let py = given.py();
    if !is_datetime(given)? {
        let kind = given.get_type().name()?;
        return Err(PyTypeError::new_err(format!("expected an aware datetime, not {kind}")));
    }
    if given.call_method0(intern!(py, "utcoffset"))?.is_none() {
        return Err(PyValueError::new_err(
            "the datetime has no time zone: `datetime.now(timezone.utc)` has one",
        ));
    }
    let since = given.sub(epoch(py)?)?;
    let days: i64 = since.getattr(intern!(py, "days"))?.extract()?;
    let seconds: i64 = since.getattr(intern!(py, "seconds"))?.extract()?;
    let micros: u32 = since.getattr(intern!(py, "microseconds"))?.extract()?;
    DateTime::from_timestamp(days * 86_400 + seconds, micros * 1_000)
        .ok_or_else(|| PyValueError::new_err(format!("{given} is not an instant")))
}

/// The datetime that instants are counted from.
fn epoch(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static EPOCH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = || {
        let module = py.import("datetime")?;
        let utc = module.getattr("timezone")?.getattr("utc")?;
        let epoch = module.getattr("datetime")?.call_method1("fromtimestamp", (0, utc))?;
        Ok::<_, PyErr>(epoch.unbind())
    };
    Ok(EPOCH.get_or_try_init(py, made)?.bind(py))
}
