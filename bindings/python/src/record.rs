//! Records: dicts, as the library reads them.

use activity_query::model::{Activity, Creator, FieldValue, FromRecord, Record, RecordError, Time};
use activity_query::{ActivityId, ActivityQuery, ActivityTerm, ComputerId, Status};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyResult, PyTypeMethods as _, Python};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyDictMethods as _, PyInt, PyString, PyStringMethods as _};
use serde_json::value::RawValue;

use crate::error;

/// The JSON that Python makes of a value.
pub(crate) fn json(value: &Bound<'_, PyAny>) -> PyResult<String> {
    static DUMPS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    DUMPS.import(value.py(), "json", "dumps")?.call1((value,))?.extract()
}

/// The JSON that Python makes of a value, to be a part of another.
pub(crate) fn raw(value: &Bound<'_, PyAny>) -> PyResult<Box<RawValue>> {
    let invalid = |error: serde_json::Error| error::of_record(value.py(), &error.into());
    RawValue::from_string(json(value)?).map_err(invalid)
}

/// The record that a dict is, with all that is in it.
pub(crate) fn record<T: FromRecord>(value: &Bound<'_, PyAny>) -> PyResult<Record<T>> {
    let text = json(dict(value)?)?;
    Record::new(text).map_err(|error| error::of_record(value.py(), &error))
}

/// The records that dicts are.
pub(crate) fn records<T: FromRecord>(values: &Bound<'_, PyAny>) -> PyResult<Vec<Record<T>>> {
    each(values, record)
}

/// What `read` makes of each of several records.
pub(crate) fn each<'py, T>(
    values: &Bound<'py, PyAny>,
    read: impl Fn(&Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let numbered = values.try_iter()?.enumerate();
    let read = |(index, value): (usize, PyResult<Bound<'py, PyAny>>)| {
        read(&value?).map_err(|error| error::at(values.py(), index, error))
    };
    numbered.map(read).collect()
}

/// What terms read of a record that is given as a dict, with all that is in it.
pub(crate) fn view<T: FromRecord>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    read(value.py(), &record(value)?)
}

/// What terms read of a record.
pub(crate) fn read<T: FromRecord>(py: Python<'_>, record: &Record<T>) -> PyResult<T> {
    record.read().map_err(|error| error::of_record(py, &error))
}

fn dict<'a, 'py>(value: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyAny>> {
    if value.is_instance_of::<PyDict>() {
        return Ok(value);
    }
    let kind = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("a record is a dict, not {kind}")))
}

/// Which texts of an activity a query asks about: the others need not be copied.
///
/// A text that can't be read is no error, as a number or a time would be, so nothing is lost.
#[derive(Clone, Copy)]
pub(crate) struct Texts {
    kind: bool,
    creator: bool,
}

impl Texts {
    pub(crate) fn of(query: &ActivityQuery) -> Self {
        let asks = |is: fn(&ActivityTerm) -> bool| query.terms().any(|term| is(&term.value));
        Self {
            kind: asks(|term| matches!(term, ActivityTerm::Type(_))),
            creator: asks(|term| matches!(term, ActivityTerm::Creator(_))),
        }
    }
}

/// What terms read of an activity. Other fields are not looked at.
///
/// Nearly all records have these fields in the types that JSON gives them: those are read where
/// they are. Any other record is written as JSON and read by the library.
pub(crate) fn activity(value: &Bound<'_, PyAny>, texts: Texts) -> PyResult<Activity> {
    match usual(value, texts) {
        Some(activity) => Ok(activity),
        None => unusual(value),
    }
}

fn usual<'py>(value: &Bound<'py, PyAny>, texts: Texts) -> Option<Activity> {
    let dict = value.cast_exact::<PyDict>().ok()?;
    let py = value.py();
    let field = |name: &Bound<'py, PyString>| dict.get_item(name).ok();
    let number = |name| whole(field(name)?.as_ref());
    let text = |name| words(field(name)?.as_ref());

    let FieldValue::Value(id) = number(intern!(py, "id"))? else { return None };
    let mut activity = Activity::new(ActivityId::try_from(id).ok()?);
    activity.parent_id = id_of(&number(intern!(py, "parent_id"))?)?;
    activity.computer_id = id_of::<ComputerId>(&number(intern!(py, "computer_id"))?)?;
    activity.activity_status = parsed::<Status>(field(intern!(py, "activity_status"))?.as_ref())?;
    activity.creation_time = parsed::<Time>(field(intern!(py, "creation_time"))?.as_ref())?;
    if texts.kind {
        activity.kind = text(intern!(py, "type"))?;
    }
    if texts.creator {
        activity.creator = creator(field(intern!(py, "creator"))?.as_ref())?;
    }
    Some(activity)
}

/// An absent field, null or a whole number; nothing if it is something else.
fn whole(value: Option<&Bound<'_, PyAny>>) -> Option<FieldValue<i64>> {
    given(value, |value| {
        // Not a subclass: `True` is one, and no number to JSON.
        value.cast_exact::<PyInt>().ok()?.extract().ok()
    })
}

/// An absent field, null or a text; nothing if it is something else, such as a text with a lone
/// surrogate.
fn words(value: Option<&Bound<'_, PyAny>>) -> Option<FieldValue<String>> {
    given(value, |value| Some(value.cast_exact::<PyString>().ok()?.to_str().ok()?.to_owned()))
}

/// An absent field, null or a text that can be read.
fn parsed<T: std::str::FromStr>(value: Option<&Bound<'_, PyAny>>) -> Option<FieldValue<T>> {
    given(value, |value| value.cast_exact::<PyString>().ok()?.to_str().ok()?.parse().ok())
}

fn creator(value: Option<&Bound<'_, PyAny>>) -> Option<FieldValue<Creator>> {
    given(value, |value| {
        let dict = value.cast_exact::<PyDict>().ok()?;
        let email = dict.get_item(intern!(dict.py(), "email")).ok()?;
        let mut creator = Creator::default();
        creator.email = words(email.as_ref())?;
        Some(creator)
    })
}

fn id_of<I: TryFrom<i64>>(number: &FieldValue<i64>) -> Option<FieldValue<I>> {
    Some(match number {
        FieldValue::Value(number) => FieldValue::Value(I::try_from(*number).ok()?),
        FieldValue::Absent | FieldValue::Other(_) => FieldValue::Absent,
        FieldValue::Null => FieldValue::Null,
    })
}

fn given<'py, T>(
    value: Option<&Bound<'py, PyAny>>,
    read: impl FnOnce(&Bound<'py, PyAny>) -> Option<T>,
) -> Option<FieldValue<T>> {
    match value {
        None => Some(FieldValue::Absent),
        Some(value) if value.is_none() => Some(FieldValue::Null),
        Some(value) => read(value).map(FieldValue::Value),
    }
}

/// The same by way of JSON: the fields that the library reads of it, and no other.
fn unusual(value: &Bound<'_, PyAny>) -> PyResult<Activity> {
    let py = value.py();
    let names = [
        intern!(py, "id"),
        intern!(py, "parent_id"),
        intern!(py, "computer_id"),
        intern!(py, "activity_status"),
        intern!(py, "creation_time"),
        intern!(py, "type"),
        intern!(py, "creator"),
    ];
    let all = dict(value)?.cast::<PyDict>()?;
    let read = PyDict::new(py);
    for name in names {
        if let Some(field) = all.get_item(name)? {
            read.set_item(name, field)?;
        }
    }
    let text = json(&read)?;
    let activity = || Record::<Activity>::new(text)?.read();
    activity().map_err(|error: RecordError| error::of_record(py, &error))
}
