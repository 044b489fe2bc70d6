//! What is answered where.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use tokio::time::timeout;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::problem::Problem;
use crate::service::Service;
use crate::{activities, explain, histogram, legacy, page, tools};

/// How long a call waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// What answers calls. It may take a while, and wait.
type Method = fn(&Service, &Call) -> Answer;

pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/api", answering(legacy::call))
        .route("/api/", answering(legacy::call))
        .route("/api/v2/activities", answering(activities::list))
        .route("/api/v2/activities/histogram", answering(histogram::histogram))
        .route("/api/v2/activities/{id}", answering(activities::one))
        .route("/api/v2/query/check", answering(tools::check))
        .route("/api/v2/query/complete", answering(tools::complete))
        .route("/api/v2/query/edit", answering(tools::edit))
        .route("/api/v2/query/highlight", answering(tools::highlight))
        .route("/api/v2/query/explain", answering(explain::explain))
        .route("/api/v2/openapi.json", get(page::openapi))
        .route("/api/v2/session", get(page::session))
        .merge(page::router())
        .method_not_allowed_fallback(wrong_method)
        .fallback(unknown)
        .layer(from_fn(logged))
        .with_state(service)
}

fn answering(method: Method) -> MethodRouter<Arc<Service>> {
    let handler = async move |State(service): State<Arc<Service>>, call: Call| {
        answered(method, service, call).await.unwrap_or_else(Problem::into_response)
    };
    get(handler).post(handler)
}

/// Answers on a thread that may wait, when there is a turn.
async fn answered(method: Method, service: Arc<Service>, call: Call) -> Result<Response, Problem> {
    let turn = timeout(PATIENCE, service.turns.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        let message = "more is asked than can be answered: try later";
        return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message));
    };
    let answer = tokio::task::spawn_blocking(move || {
        // It is given back when the answer is there, whether or not the caller still is.
        let _turn = turn;
        method(&service, &call)
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
