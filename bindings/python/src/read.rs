//! Texts read: checked, completed, highlighted, fixed and edited.

use std::cell::RefCell;

use activity_query::chrono::{DateTime, Utc};
use activity_query::complete::{Completion, ValueProvider as _, ValueRequest};
use activity_query::edit::Edited;
use activity_query::language::Language;
use activity_query::parse::CheckMode;
use activity_query::{Expr, Limits, ParseError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyResult, PyTypeMethods as _, Python};
use pyo3::types::PyTuple;

use crate::store::MemoryStore;
use crate::{error, places, result, time};

/// The limits that an object has in attributes.
pub(crate) fn limits(given: Option<&Bound<'_, PyAny>>) -> PyResult<Limits> {
    let Some(given) = given else { return Ok(Limits::default()) };
    let limit = |name| given.getattr(name)?.extract::<usize>();
    Ok(Limits::new()
        .length(limit("length")?)
        .depth(limit("depth")?)
        .terms(limit("terms")?)
        .diagnostics(limit("diagnostics")?))
}

pub(crate) fn check<'py, L: Language>(
    py: Python<'py>,
    text: &str,
    cursor: Option<usize>,
    limits: &Limits,
) -> PyResult<Bound<'py, PyTuple>> {
    let mode = match cursor {
        None => CheckMode::Strict,
        Some(cursor) => CheckMode::Editing { cursor: places::byte(text, cursor) },
    };
    result::diagnostics(py, text, &Expr::<L>::check(text, mode, limits))
}

fn asked(function: &Bound<'_, PyAny>, wanted: &ValueRequest<'_>) -> PyResult<Vec<String>> {
    let values = function.call1((wanted.language, wanted.field, wanted.typed))?;
    values.try_iter()?.map(|value| value?.extract()).collect()
}

/// Suggestions, with values from a store, a function or nowhere.
pub(crate) fn complete<'py, L: Language>(
    py: Python<'py>,
    text: &str,
    cursor: usize,
    values: Option<&Bound<'py, PyAny>>,
    now: Option<&Bound<'py, PyAny>>,
) -> result::Made<'py> {
    let (cursor, now) = (places::byte(text, cursor), time::now(now)?);
    let completion = match values {
        None => Expr::<L>::complete(text, cursor, &().at(now)),
        Some(values) => {
            if let Ok(store) = values.cast::<MemoryStore>() {
                let store = store.get().store();
                py.detach(|| Expr::<L>::complete(text, cursor, &store.at(now)))
            } else {
                complete_by::<L>(text, cursor, values, now)?
            }
        }
    };
    result::completion(py, text, &completion)
}

/// Suggestions, with values from a function.
fn complete_by<L: Language>(
    text: &str,
    cursor: usize,
    function: &Bound<'_, PyAny>,
    now: DateTime<Utc>,
) -> PyResult<Completion> {
    if !function.is_callable() {
        let kind = function.get_type().name()?;
        let message = format!("values come from a function or a MemoryStore, not {kind}");
        return Err(PyTypeError::new_err(message));
    }
    // What the function raised first.
    let raised = RefCell::new(None);
    let values = |wanted: &ValueRequest<'_>| {
        if raised.borrow().is_some() {
            return Vec::new();
        }
        asked(function, wanted).unwrap_or_else(|error| {
            raised.replace(Some(error));
            Vec::new()
        })
    };
    let completion = Expr::<L>::complete(text, cursor, &values.at(now));
    raised.into_inner().map_or(Ok(completion), Err)
}

/// What a function of the module `edit` makes of a text.
pub(crate) fn edited<'py>(
    py: Python<'py>,
    text: &str,
    edited: Result<Edited, ParseError>,
) -> result::Made<'py> {
    match edited {
        Ok(edited) => result::edited(py, text, &edited),
        Err(error) => Err(error::of_text(py, &error)),
    }
}
