//! [`StoreError`]: the error of a method of a store.

use std::fmt;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use thiserror::Error;

use super::change::Change;
use super::fingerprint::Fingerprint;
use crate::model::{ActivityId, FieldValue, Status, shown};
use crate::query::backend::Unsupported;
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::parse::ParseError;
use crate::query::resolve::ResolveError;
use crate::query::span::Span;

/// The error of a method of a store.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError<E> {
    /// The query can't be answered, because of these mistakes.
    #[error("{}", .0.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("; "))]
    Query(Vec<Diagnostic>),
    /// The selection contains activities that can't be changed, so nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The selection is not the one that the caller expected, so nothing was changed.
    #[error(transparent)]
    SelectionChanged(#[from] SelectionChanged),
    /// The call was interrupted, because the caller no longer needs the answer. Nothing was
    /// changed.
    #[error("the call was interrupted before it had an answer")]
    Interrupted,
    /// The store failed.
    #[error(transparent)]
    Store(E),
}

/// The error for a selection that has changed since it was previewed, so that nothing was
/// changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize)]
#[error(
    "the selection has changed since it was previewed, and nothing was changed: \
     then it was `{expected}`, now it is `{found}`"
)]
pub struct SelectionChanged {
    /// The fingerprint that the caller expected.
    pub expected: Fingerprint,
    /// The fingerprint that the selection has now.
    pub found: Fingerprint,
}

/// The error for activities that can't be changed as requested, so that nothing was changed.
///
/// ```
/// use activity_query::model::FieldValue;
/// use activity_query::Status;
/// use activity_query::store::{Change, Refusal, Refused};
///
/// let refusal = |id: u32, status| Refusal { id: id.into(), change: Change::Cancel, status };
/// let refused = Refused {
///     refusals: vec![
///         refusal(7, FieldValue::Value(Status::Failed)),
///         refusal(8, FieldValue::Other("\"Odd\"".into())),
///         refusal(9, FieldValue::Absent),
///     ],
/// };
/// assert_eq!(refused.to_string(), "\
/// 7 => cannot be canceled: it is failed
/// 8 => cannot be canceled: it is \"Odd\"
/// 9 => cannot be canceled: it has no status");
/// assert_eq!(serde_json::to_string(&refused.refusals[..2])?, r#"[
///     {"id":7,"change":"cancel","status":"failed","message":"cannot be canceled: it is failed"},
///     {"id":8,"change":"cancel","status":"Odd","message":"cannot be canceled: it is \"Odd\""}
/// ]"#.replace("\n", "").replace("    ", ""));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Every activity of the selection that can't be changed, in ascending order of ids.
    pub refusals: Vec<Refusal>,
}

/// An activity that can't be changed as requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The id of the activity.
    pub id: ActivityId,
    /// The requested change.
    pub change: Change,
    /// The status of the activity, or what its record has instead of one.
    pub status: FieldValue<Status>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, refusal) in self.refusals.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{} => {refusal}", refusal.id)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// Serialises as
/// `{"id": 7, "change": "cancel", "status": "failed", "message": "cannot be …"}`; the status
/// is null if there is none.
impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let status = match &self.status {
            FieldValue::Value(status) => status.as_str().into(),
            FieldValue::Other(json) => serde_json::from_str(json).unwrap_or_default(),
            FieldValue::Absent | FieldValue::Null => serde_json::Value::Null,
        };
        let mut refusal = serializer.serialize_struct("Refusal", 4)?;
        refusal.serialize_field("id", &self.id)?;
        refusal.serialize_field("change", &self.change)?;
        refusal.serialize_field("status", &status)?;
        refusal.serialize_field("message", &self.to_string())?;
        refusal.end()
    }
}

/// Prints the message, without the id.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = match self.change {
            Change::Cancel => "canceled",
            Change::Approve => "approved",
        };
        match &self.status {
            FieldValue::Value(status) => write!(f, "cannot be {done}: it is {status}"),
            FieldValue::Other(json) if !self.status.is_none() => {
                write!(f, "cannot be {done}: it is {}", shown(json))
            }
            FieldValue::Absent | FieldValue::Null | FieldValue::Other(_) => {
                write!(f, "cannot be {done}: it has no status")
            }
        }
    }
}

impl<E> StoreError<E> {
    /// Creates the error for a change that was requested with the empty query.
    #[must_use]
    pub fn empty_query() -> Self {
        let message = "a change needs a query: the empty one would select every activity";
        Self::Query(vec![Diagnostic::new(Code::EmptyQuery, message, Span::new(0, 0))])
    }

    /// Creates the error for a change whose query selects everything without being empty.
    pub(super) fn selects_everything(span: Option<Span>) -> Self {
        let message = "the query selects every activity, or every one with a computer: a change needs a query that leaves some of them out";
        let span = span.unwrap_or_default();
        Self::Query(vec![Diagnostic::new(Code::SelectsEverything, message, span)])
    }

    /// Draws the mistakes in the query below the lines that they are about, or returns `None`
    /// if there are none.
    #[must_use]
    pub fn report(&self, text: &str) -> Option<String> {
        match self {
            Self::Query(diagnostics) => Some(crate::query::diagnostic::report(text, diagnostics)),
            Self::Refused(_) | Self::SelectionChanged(_) | Self::Interrupted | Self::Store(_) => {
                None
            }
        }
    }
}

/// Lets a service parse the query and call the store with one type of error.
impl<E> From<ParseError> for StoreError<E> {
    fn from(error: ParseError) -> Self {
        Self::Query(error.diagnostics().to_vec())
    }
}

impl<E> From<ResolveError> for StoreError<E> {
    fn from(error: ResolveError) -> Self {
        Self::Query(error.diagnostics().to_vec())
    }
}

impl<E> From<Unsupported> for StoreError<E> {
    fn from(error: Unsupported) -> Self {
        let diagnostic = if error.is_withheld() {
            Diagnostic::of_system()
        } else {
            let span = error.span().unwrap_or_default();
            Diagnostic::new(Code::UnsupportedTerm, error.to_string(), span)
        };
        Self::Query(vec![diagnostic])
    }
}
