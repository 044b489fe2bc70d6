//! [`Problem`]: why a call has no answer, as callers are told.

use activity_query::diagnostic::LineIndex;
use activity_query::{Diagnostic, StoreError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::answer;
use crate::store::{Fault, Unanswered};

/// After how many seconds a call that found no room may be made again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    pub(crate) code: &'static str,
    message: String,
    /// What is wrong with the query, for pages that show it in place.
    diagnostics: Vec<Value>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), diagnostics: Vec::new() }
    }

    /// The caller's mistake.
    pub(crate) fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// A call that could be answered at another time.
    pub(crate) fn unavailable(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message)
    }

    /// A query that can't be answered; `text` is what the diagnostics are about.
    pub(crate) fn query(diagnostics: &[Diagnostic], text: &str) -> Self {
        let report = Diagnostic::report_all(diagnostics, text);
        let diagnostics = located(diagnostics, text);
        Self { diagnostics, ..Self::bad("InvalidQueryError", report.trim_end()) }
    }

    /// A store that gave no answer to the query.
    pub(crate) fn store(error: Unanswered, text: &str) -> Self {
        match error {
            StoreError::Query(diagnostics) => Self::query(&diagnostics, text),
            StoreError::Refused(refused) => {
                Self::bad("InvalidActivityStatusChange", refused.to_string())
            }
            StoreError::SelectionChanged(changed) => {
                Self::new(StatusCode::CONFLICT, "SelectionChanged", changed.to_string())
            }
            StoreError::Interrupted => Self::too_slow(),
            StoreError::Store(fault) => Self::fault(fault),
            _ => Self::internal("the store gave no answer"),
        }
    }

    fn fault(fault: Fault) -> Self {
        match fault {
            Fault::Lost(error) => {
                tracing::error!(%error, "no database");
                Self::unavailable("StoreUnavailable", "the database can't be reached: try later")
            }
            Fault::Late => {
                let message = "the database had no answer in time: ask for less, or try later";
                Self::unavailable("TooSlow", message)
            }
            Fault::Unknown => {
                let message = "the database did not confirm the change, which may have been made: look it up before you try again";
                Self::unavailable("OutcomeUnknown", message)
            }
            Fault::Failed(error) => Self::internal(error),
        }
    }

    /// A call whose time was spent. Asked again it takes as long, so that it
    /// is not told to come back.
    pub(crate) fn too_slow() -> Self {
        let message =
            "the answer takes longer than a call may: ask for less, and nothing was changed";
        Self::unavailable("TooSlow", message)
    }

    /// What went wrong here. Callers are not told what: it may name the database.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "no answer");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "the server has failed")
    }

    /// The same, with a line more.
    pub(crate) fn noting(mut self, note: &str) -> Self {
        self.message.push('\n');
        self.message.push_str(note);
        self
    }
}

/// The diagnostics with their places as pages and editors count them.
pub(crate) fn located(diagnostics: &[Diagnostic], text: &str) -> Vec<Value> {
    let index = LineIndex::new(text);
    diagnostics.iter().map(|diagnostic| json!(diagnostic.located(&index))).collect()
}

#[derive(Serialize)]
struct Told<'a> {
    error: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    diagnostics: &'a [Value],
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let told =
            Told { error: self.code, message: &self.message, diagnostics: &self.diagnostics };
        let mut response = answer::json(serde_json::to_vec(&told).unwrap_or_default());
        *response.status_mut() = self.status;
        if matches!(self.code, "Overloaded" | "StoreUnavailable") {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}
