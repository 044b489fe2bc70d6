//! Instants: aware datetimes of Python.

use activity_query::chrono::{DateTime, Utc};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyResult};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyType, PyTypeMethods as _};
use pyo3::{Py, intern};

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
    static UTC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
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
    let utc = UTC.get_or_try_init(py, || {
        let timezone = py.import("datetime")?.getattr("timezone")?;
        Ok::<_, pyo3::PyErr>(timezone.getattr("utc")?.unbind())
    })?;
    let text = given.call_method1(intern!(py, "astimezone"), (utc,))?;
    let text = text.call_method0(intern!(py, "isoformat"))?.extract::<String>()?;
    text.parse().map_err(|_| PyValueError::new_err(format!("`{text}` is not an instant")))
}
