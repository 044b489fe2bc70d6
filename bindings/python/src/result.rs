//! The answers of the library as the plain values of `activity_query._results`.

use activity_query::complete::Completion;
use activity_query::diagnostic::TextEdit;
use activity_query::edit::Edited;
use activity_query::explain::{Counts, QueryPart};
use activity_query::highlight::Highlight;
use activity_query::lint::Fixed;
use activity_query::store::{Fingerprint, Loaded};
use activity_query::{Diagnostic, Explanation, Fix, Span};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyErr, PyResult, Python};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};
use pyo3::{IntoPyObject, Py};
use serde_json::Value;

use crate::places::Places;

/// An object that Python makes.
pub(crate) type Made<'py> = PyResult<Bound<'py, PyAny>>;

/// An object of a class of `activity_query._results`.
macro_rules! made {
    ($py:expr, $class:literal, $arguments:expr) => {{
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        CLASS.import($py, "activity_query._results", $class)?.call1($arguments)
    }};
}

/// A tuple of what each of them becomes.
fn tuple<'py, T>(
    py: Python<'py>,
    of: impl IntoIterator<Item = T>,
    become_: impl Fn(T) -> Made<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let items = of.into_iter().map(become_).collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(py, items)
}

/// Diagnostics of a text.
pub(crate) fn diagnostics<'py>(
    py: Python<'py>,
    text: &str,
    found: &[Diagnostic],
) -> PyResult<Bound<'py, PyTuple>> {
    let places = Places::new(text);
    tuple(py, found, |found| {
        let fixes = tuple(py, &found.fixes, |fix| self::fix(py, &places, fix))?;
        let (code, severity) = (found.code.as_str(), found.severity.to_string());
        made!(py, "Diagnostic", (code, severity, &found.message, places.span(found.span), fixes))
    })
}

fn fix<'py>(py: Python<'py>, places: &Places<'_>, fix: &Fix) -> Made<'py> {
    made!(py, "Fix", (fix.is_certain(), edits(py, places, &fix.edits)?))
}

fn edits<'py>(
    py: Python<'py>,
    places: &Places<'_>,
    edits: &[TextEdit],
) -> PyResult<Bound<'py, PyTuple>> {
    tuple(py, edits, |edit| made!(py, "TextEdit", (places.span(edit.span), &edit.text)))
}

pub(crate) fn fixed<'py>(py: Python<'py>, fixed: &Fixed) -> Made<'py> {
    let left = diagnostics(py, &fixed.text, &fixed.left)?;
    made!(py, "Fixed", (&fixed.text, left))
}

/// An edit of a text.
pub(crate) fn edited<'py>(py: Python<'py>, text: &str, edited: &Edited) -> Made<'py> {
    made!(py, "Edited", (&edited.text, edits(py, &Places::new(text), &edited.edits)?))
}

/// The parts of a text.
pub(crate) fn highlights<'py>(
    py: Python<'py>,
    text: &str,
    parts: &[Highlight],
) -> PyResult<Bound<'py, PyTuple>> {
    let places = Places::new(text);
    tuple(py, parts, |part| made!(py, "Highlight", (places.span(part.span), word(part.class)?)))
}

/// Suggestions for a text.
pub(crate) fn completion<'py>(py: Python<'py>, text: &str, completion: &Completion) -> Made<'py> {
    let items = tuple(py, &completion.items, |item| {
        made!(py, "Suggestion", (&item.text, word(item.kind)?, &item.help))
    })?;
    made!(py, "Completion", (Places::new(text).span(completion.span), items))
}

/// The word that one of our enums serialises as.
fn word(value: impl serde::Serialize) -> PyResult<String> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        other => Err(PyRuntimeError::new_err(format!("not a word: {other:?}"))),
    }
}

/// Where a part is in the text that the query was read from, if it was read from one.
fn span(places: Option<&Places<'_>>, span: Option<Span>) -> Option<(usize, usize)> {
    Some(places?.span(span?))
}

fn kind(part: &QueryPart) -> (&'static str, &str) {
    match part {
        QueryPart::All => ("all", ""),
        QueryPart::Any => ("any", ""),
        QueryPart::Not => ("not", ""),
        QueryPart::Term(text) => ("term", text),
        QueryPart::Nested(field) => ("query", field),
        // The library may know more one day.
        _ => ("", ""),
    }
}

/// Why a record matches; `text` is what the query was read from.
pub(crate) fn explanation<'py>(
    py: Python<'py>,
    text: Option<&str>,
    explanation: &Explanation,
) -> Made<'py> {
    let places = text.map(Places::new);
    let parts = tuple(py, &explanation.parts, |part| {
        let (kind, words) = kind(&part.part);
        let span = span(places.as_ref(), part.span);
        let verdict = (part.matches, part.deciding, part.found.as_deref());
        let (matches, deciding, found) = verdict;
        made!(py, "Explained", (kind, words, part.depth, span, matches, deciding, found))
    })?;
    made!(py, "Explanation", (explanation.matches, parts))
}

/// How many records match each part; `text` is what the query was read from.
pub(crate) fn counts<'py>(py: Python<'py>, text: Option<&str>, counts: &Counts) -> Made<'py> {
    let places = text.map(Places::new);
    let parts = tuple(py, &counts.parts, |part| {
        let (kind, words) = kind(&part.part);
        let span = span(places.as_ref(), part.span);
        made!(py, "Counted", (kind, words, part.depth, span, part.matches, part.without))
    })?;
    made!(py, "Counts", (counts.records, counts.matches, parts))
}

pub(crate) fn loaded<'py>(py: Python<'py>, loaded: &Loaded) -> Made<'py> {
    let unreadable = loaded.unreadable.iter();
    let unreadable = unreadable.map(|found| format!("line {}: {}", found.line, found.unreadable));
    let unreadable = PyTuple::new(py, unreadable.collect::<Vec<_>>())?;
    made!(py, "Loaded", (loaded.activities, unreadable, loaded.more))
}

pub(crate) fn fingerprint(py: Python<'_>, fingerprint: Fingerprint) -> Made<'_> {
    made!(py, "Fingerprint", (fingerprint.count(), fingerprint.to_string()))
}

/// The JSON of a value, read by Python.
pub(crate) fn json<'py, T>(py: Python<'py>, text: T) -> Made<'py>
where
    T: IntoPyObject<'py>,
{
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((text,))
}

/// An error of serialising, which is a query that is too deep.
pub(crate) fn too_deep(error: &serde_json::Error) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(error.to_string())
}
