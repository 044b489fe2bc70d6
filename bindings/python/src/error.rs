//! The errors of the library as exceptions of Python.

use activity_query::model::RecordError;
use activity_query::store::{LoadError, MemoryError, UpdateError};
use activity_query::{Diagnostic, ParseError, ResolveError, Span, StoreError, ValueError};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::{Bound, PyAnyMethods as _, PyErr, Python};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyDictMethods as _, PyTuple, PyType};
use pyo3::{IntoPyObject, Py};

use crate::places::Places;
use crate::result;

/// An exception of `activity_query._errors`.
macro_rules! raised {
    ($py:expr, $class:literal, $arguments:expr) => {{
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        raised($py, &CLASS, $class, $arguments)
    }};
}

fn raised<'py>(
    py: Python<'py>,
    class: &PyOnceLock<Py<PyType>>,
    name: &str,
    arguments: impl IntoPyObject<'py, Target = PyTuple, Output = Bound<'py, PyTuple>, Error = PyErr>,
) -> PyErr {
    let made =
        || class.import(py, "activity_query._errors", name)?.call1(arguments.into_pyobject(py)?);
    made().map_or_else(|error| error, PyErr::from_value)
}

/// A text that is not a query.
pub(crate) fn of_text(py: Python<'_>, error: &ParseError) -> PyErr {
    let report = error.to_string();
    of_query(py, &report, error.text(), error.diagnostics())
}

/// A query that names a saved search which can't be expanded; `text` is what it was read from.
pub(crate) fn of_searches(py: Python<'_>, error: &ResolveError, text: &str) -> PyErr {
    of_diagnostics(py, error.diagnostics(), text)
}

fn of_diagnostics(py: Python<'_>, diagnostics: &[Diagnostic], text: &str) -> PyErr {
    let report = Diagnostic::report_all(diagnostics, text);
    of_query(py, report.trim_end(), text, diagnostics)
}

fn of_query(py: Python<'_>, report: &str, text: &str, diagnostics: &[Diagnostic]) -> PyErr {
    match result::diagnostics(py, text, diagnostics) {
        Ok(diagnostics) => raised!(py, "QueryError", (report, text, diagnostics)),
        Err(error) => error,
    }
}

/// A query that can't be put in other words.
pub(crate) fn of_rewriting(py: Python<'_>, message: &str, span: Option<Span>, text: &str) -> PyErr {
    let span = span.map(|span| Places::new(text).span(span));
    raised!(py, "RewriteError", (message, span))
}

/// A value that no query can have.
pub(crate) fn of_value(error: &ValueError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Something that is not a record.
pub(crate) fn of_record(py: Python<'_>, error: &RecordError) -> PyErr {
    // Places are those of a text that the caller did not write.
    raised!(py, "RecordError", (error.message.as_str(),))
}

/// The error of one of several records, with its index if it is not a record.
pub(crate) fn at(py: Python<'_>, index: usize, error: PyErr) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    match CLASS.import(py, "activity_query._errors", "RecordError") {
        Ok(class) if error.is_instance(py, class) => {
            let message = format!("the record at index {index}: {}", error.value(py));
            raised!(py, "RecordError", (message,))
        }
        Ok(_) | Err(_) => error,
    }
}

/// Activities that can't be loaded.
pub(crate) fn of_loading(py: Python<'_>, error: LoadError) -> PyErr {
    let line = match &error {
        LoadError::Line { line, .. } => Some(*line),
        _ => None,
    };
    match error {
        // What a file-like object raised is raised again.
        LoadError::Read(error) => error.into(),
        error => raised!(py, "LoadError", (error.to_string(), line)),
    }
}

/// An activity that can't be updated.
pub(crate) fn of_update(py: Python<'_>, error: &UpdateError) -> PyErr {
    match error {
        UpdateError::Unknown(id) => pyo3::exceptions::PyKeyError::new_err(id.get()),
        UpdateError::Record(error) => of_record(py, error),
        other => PyRuntimeError::new_err(other.to_string()),
    }
}

/// A call of the store that has no answer; `text` is that of the query.
pub(crate) fn of_store(py: Python<'_>, error: &StoreError<MemoryError>, text: &str) -> PyErr {
    match error {
        StoreError::Query(diagnostics) => of_diagnostics(py, diagnostics, text),
        StoreError::Refused(refused) => {
            let reasons = || {
                let reasons = PyDict::new(py);
                for refusal in &refused.refusals {
                    reasons.set_item(refusal.id.get(), refusal.to_string())?;
                }
                Ok::<_, PyErr>(reasons)
            };
            reasons().map_or_else(|error| error, |reasons| raised!(py, "RefusedError", (reasons,)))
        }
        StoreError::SelectionChanged(changed) => {
            let both = || {
                let expected = result::fingerprint(py, changed.expected)?;
                Ok::<_, PyErr>((expected, result::fingerprint(py, changed.found)?))
            };
            both().map_or_else(
                |error| error,
                |(expected, found)| {
                    let message = changed.to_string();
                    raised!(py, "SelectionChangedError", (message, expected, found))
                },
            )
        }
        other => PyRuntimeError::new_err(other.to_string()),
    }
}
