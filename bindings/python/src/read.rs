//! Texts read: checked, completed, highlighted, fixed and edited.

use std::cell::RefCell;

use activity_query::chrono::{DateTime, Utc};
use activity_query::complete::{ValueProvider, ValueRequest};
use activity_query::edit::Edited;
use activity_query::language::Language;
use activity_query::parse::CheckMode;
use activity_query::{Expr, Limits, ParseError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyErr, PyResult, PyTypeMethods as _, Python};
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

/// Where values for completion come from.
enum Known<'a, 'py> {
    Nothing,
    Store(&'a MemoryStore),
    Function {
        function: &'a Bound<'py, PyAny>,
        /// What the function raised first.
        raised: RefCell<Option<PyErr>>,
    },
}

/// The values that a caller knows, at a time.
struct KnownAt<'a, 'py> {
    known: Known<'a, 'py>,
    now: DateTime<Utc>,
}

impl ValueProvider for KnownAt<'_, '_> {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        match &self.known {
            Known::Nothing => Vec::new(),
            Known::Store(store) => store.values(wanted),
            Known::Function { raised, .. } if raised.borrow().is_some() => Vec::new(),
            Known::Function { function, raised } => {
                asked(function, wanted).unwrap_or_else(|error| {
                    raised.replace(Some(error));
                    Vec::new()
                })
            }
        }
    }

    fn now(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

fn asked(function: &Bound<'_, PyAny>, wanted: &ValueRequest<'_>) -> PyResult<Vec<String>> {
    let values = function.call1((wanted.language, wanted.field, wanted.typed))?;
    values.try_iter()?.map(|value| value?.extract()).collect()
}

pub(crate) fn complete<'py, L: Language>(
    py: Python<'py>,
    text: &str,
    cursor: usize,
    values: Option<&Bound<'py, PyAny>>,
    now: Option<&Bound<'py, PyAny>>,
) -> result::Made<'py> {
    let store = values.and_then(|values| values.cast::<MemoryStore>().ok());
    let known = match (values, store) {
        (None, _) => Known::Nothing,
        (Some(_), Some(store)) => Known::Store(store.get()),
        (Some(function), None) if function.is_callable() => {
            Known::Function { function, raised: RefCell::default() }
        }
        (Some(other), None) => {
            let kind = other.get_type().name()?;
            let message = format!("values come from a function or a MemoryStore, not {kind}");
            return Err(PyTypeError::new_err(message));
        }
    };
    let values = KnownAt { known, now: time::now(now)? };
    let completion = Expr::<L>::complete(text, places::byte(text, cursor), &values);
    if let Known::Function { raised, .. } = values.known
        && let Some(error) = raised.into_inner()
    {
        return Err(error);
    }
    result::completion(py, text, &completion)
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
