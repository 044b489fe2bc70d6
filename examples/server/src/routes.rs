//! What is answered where.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use tokio::time::timeout;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::listen::aged;
use crate::problem::Problem;
use crate::service::Service;
use crate::{activities, computers, explain, histogram, legacy, page, tools};

/// What answers calls. It may block its thread.
type Method = fn(&Service, &Call) -> Answer;

pub(crate) fn router(service: Arc<Service>) -> Router {
    let router = Router::new()
        .route("/api", answering(None, legacy::call))
        .route("/api/", answering(None, legacy::call))
        .route("/api/v2/activities", taking(PAGE, activities::list))
        .route("/api/v2/activities/histogram", taking(&["query", "buckets"], histogram::histogram))
        .route("/api/v2/activities/preview", taking(&["query"], activities::preview))
        .route("/api/v2/activities/facets", taking(&["query"], activities::facets))
        .route("/api/v2/activities/{id}", taking(&[], activities::one))
        .route("/api/v2/computers/{id}", taking(&[], computers::one))
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
        .with_state(service);
    // What is outside of another comes below it.
    with_headers(router)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::custom(|_| Problem::internal("a panic").into_response()))
        .layer(from_fn(aged))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_request(())
                .on_response(answered_in)
                .on_body_chunk(())
                .on_eos(())
                .on_failure(()),
        )
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(from_fn(named))
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
///
/// These are no layers: a turn lasts as long as the work of its thread, which a layer would
/// not see, and every refusal says in words what to do.
async fn answered(method: Method, service: Arc<Service>, call: Call) -> Result<Response, Problem> {
    let _guard = call.budget.guard();
    // Half of the time at least is for the answer.
    let turn = timeout(service.patience / 2, service.turns.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        let message = "more is asked than can be answered: try later";
        return Err(Problem::unavailable("Overloaded", message));
    };
    let span = Span::current();
    let answer = tokio::task::spawn_blocking(move || {
        let _entered = span.entered();
        // It is given back when the answer is there, whether or not the caller still is.
        let _turn = turn;
        method(&service, &call).map_err(|problem| match call.parameters.hint() {
            Some(hint) if problem.code == "InvalidQueryError" => problem.noting(hint),
            _ => problem,
        })
    });
    answer.await.map_err(Problem::internal)?.map(answer::json)
}

pub(crate) async fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "UnknownPath", "nothing is answered at this path")
}

async fn wrong_method() -> Problem {
    let message = "this path is not answered with this method";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "WrongMethod", message)
}

/// What every answer has: no browser takes it for anything else, keeps it unless it may, or
/// lets other pages have it.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

fn with_headers(router: Router) -> Router {
    HEADERS.into_iter().fold(router, |router, (name, value)| {
        let value = HeaderValue::from_static(value);
        router.layer(SetResponseHeaderLayer::if_not_present(name, value))
    })
}

/// The header that names a call, here and in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long a name that a caller gives may be; a longer one is replaced.
const LONGEST_ID: usize = 64;

async fn named(mut request: Request, next: Next) -> Response {
    let is_name = |id: &HeaderValue| id.len() <= LONGEST_ID && id.to_str().is_ok();
    if !request.headers().get(REQUEST_ID).is_some_and(is_name) {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
}

/// What is logged with each line about a call. What it says is left out: there are
/// signatures in it.
fn span(request: &Request) -> Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
    tracing::info_span!("call", id, method = %request.method(), path = request.uri().path())
}

/// Logs a line a call.
fn answered_in(response: &Response, took: Duration, _: &Span) {
    let (status, millis) = (response.status().as_u16(), took.as_secs_f64() * 1000.0);
    tracing::info!(status, millis, "answered");
}
