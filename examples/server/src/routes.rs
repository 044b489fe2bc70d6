//! What is answered where.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use tokio::time::timeout;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::problem::Problem;
use crate::service::Service;
use crate::{activities, explain, histogram, legacy, page, tools};

/// What answers calls. It may block its thread.
type Method = fn(&Service, &Call) -> Answer;

pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/api", answering(None, legacy::call))
        .route("/api/", answering(None, legacy::call))
        .route("/api/v2/activities", taking(PAGE, activities::list))
        .route("/api/v2/activities/histogram", taking(&["query", "buckets"], histogram::histogram))
        .route("/api/v2/activities/preview", taking(&["query"], activities::preview))
        .route("/api/v2/activities/{id}", taking(&[], activities::one))
        .route("/api/v2/query/check", taking(TEXT, tools::check))
        .route("/api/v2/query/complete", taking(TEXT, tools::complete))
        .route("/api/v2/query/edit", taking(EDIT, tools::edit))
        .route("/api/v2/query/highlight", taking(&["query"], tools::highlight))
        .route("/api/v2/query/explain", taking(&["query", "id"], explain::explain))
        .route("/api/v2/openapi.json", get(page::openapi))
        .route("/api/v2/session", get(page::session))
        .merge(page::router())
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(logged))
        .with_state(service)
}

/// The parameters of a page of activities, and of a text that is being written.
const PAGE: &[&str] = &["query", "limit", "offset", "order"];
const TEXT: &[&str] = &["query", "cursor"];
const EDIT: &[&str] = &["query", "edit", "filter", "fields"];

/// Answers calls with these parameters.
fn taking(names: &'static [&'static str], method: Method) -> MethodRouter<Arc<Service>> {
    answering(Some(names), method)
}

/// Answers calls, with these parameters unless the method checks them itself.
fn answering(names: Option<&'static [&'static str]>, method: Method) -> MethodRouter<Arc<Service>> {
    let handler = async move |State(service): State<Arc<Service>>, call: Call| {
        if let Some(names) = names {
            call.parameters.check_names(names)?;
        }
        answered(method, service, call).await
    };
    get(handler).post(handler)
}

/// Answers on a thread that may block, when there is a turn, as long as the
/// call may take. If the caller leaves this future is dropped, which ends the
/// work of that thread, too.
async fn answered(method: Method, service: Arc<Service>, call: Call) -> Result<Response, Problem> {
    let _guard = call.budget.guard();
    // Half of the time at least is for the answer.
    let turn = timeout(service.patience / 2, service.turns.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        let message = "more is asked than can be answered: try later";
        return Err(Problem::unavailable("Overloaded", message));
    };
    let answer = tokio::task::spawn_blocking(move || {
        // It is given back when the answer is there, whether or not the caller still is.
        let _turn = turn;
        method(&service, &call).map_err(|problem| match call.parameters.hint() {
            Some(hint) if problem.code == "InvalidQueryError" => problem.noting(hint),
            _ => problem,
        })
    });
    answer.await.map_err(Problem::internal)?.map(answer::json)
}

async fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "UnknownPath", "nothing is answered at this path")
}

async fn wrong_method() -> Problem {
    let message = "this path is not answered with this method";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "WrongMethod", message)
}

/// A line a call. What a call says is left out: there are signatures in it.
async fn logged(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let millis = begun.elapsed().as_secs_f64() * 1000.0;
    tracing::info!(%method, path, status, millis, "answered");
    response
}
