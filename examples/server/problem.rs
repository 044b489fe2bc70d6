//! [`Problem`]: why a call has no answer, as callers are told.

use activity_query::{Diagnostic, LineIndex, StoreError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::answer;

#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
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

    /// A query that can't be answered; `text` is what the diagnostics are about.
    pub(crate) fn query(diagnostics: &[Diagnostic], text: &str) -> Self {
        let report = Diagnostic::report_all(diagnostics, text);
        let diagnostics = located(diagnostics, text);
        Self { diagnostics, ..Self::bad("InvalidQueryError", report.trim_end()) }
    }

    /// A store that gave no answer to the query.
    pub(crate) fn store<E: std::fmt::Display>(error: StoreError<E>, text: &str) -> Self {
        match error {
            StoreError::Query(diagnostics) => Self::query(&diagnostics, text),
            StoreError::Refused(refused) => {
                Self::bad("InvalidActivityStatusChange", refused.to_string())
            }
            StoreError::Store(error) => Self::internal(error),
            _ => Self::internal("the store gave no answer"),
        }
    }

    /// What went wrong here. Callers are not told what: it may name the database.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "no answer");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "the server has failed")
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
        response
    }
}
