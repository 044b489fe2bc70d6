//! Answers as they are sent: JSON.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use crate::problem::Problem;

/// An answer, or why there is none.
pub(crate) type Answer = Result<Vec<u8>, Problem>;

/// The answer's JSON.
pub(crate) fn of(value: &impl Serialize) -> Answer {
    // What can't be written is a query that is too deep for a tree of it.
    serde_json::to_vec(value).map_err(|error| Problem::bad("QueryTooDeep", error.to_string()))
}

/// JSON, on its way.
pub(crate) fn json(body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
