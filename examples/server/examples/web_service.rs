//! A web service of one's own over any store: typed queries, pages by cursor, a tenant's
//! scope, changes with refusals, and mistakes as `application/problem+json`.
//!
//! ```text
//! cargo run -p activity-query-server --example web_service
//! curl 'http://127.0.0.1:3000/activities?query=status:failed&limit=10' -H 'x-tenant: sam@example.com'
//! ```

use std::sync::Arc;

use activity_query::diagnostic::LineIndex;
use activity_query::store::{AnyStore, Cursor, RecordFile, Scope};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore as _, MemoryStore, Page, PageRequest, ParseError,
    Selection, StoreError,
};
use axum::extract::{FromRequestParts, Query, State};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    query: String,
    limit: Option<usize>,
    after: Option<Cursor>,
}

/// What the caller may see; a real service tells it from a session or a token.
struct Tenant(Scope);

impl<S: Sync> FromRequestParts<S> for Tenant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let name = parts.headers.get("x-tenant").and_then(|name| name.to_str().ok());
        let name = name.ok_or_else(|| plain(StatusCode::UNAUTHORIZED, "who calls?"))?;
        Ok(Self(Scope::new(ActivityQuery::creator(name))))
    }
}

async fn list(
    Tenant(scope): Tenant,
    State(store): State<Arc<dyn AnyStore>>,
    Query(search): Query<Search>,
) -> Result<Json<Page>, Problem> {
    let query = Selection::new(search.query.parse()?).within(scope).query();
    let mut page = PageRequest::first(search.limit.unwrap_or(50).min(1_000));
    page.after = search.after;
    Ok(Json(store.get_activities(&query, &page, Utc::now()).await?))
}

async fn cancel(
    Tenant(scope): Tenant,
    State(store): State<Arc<dyn AnyStore>>,
    Query(search): Query<Search>,
) -> Result<Json<Vec<ActivityId>>, Problem> {
    let selection = Selection::new(search.query.parse()?).within(scope);
    Ok(Json(store.cancel_activities(&selection, Utc::now()).await?))
}

/// The body that RFC 9457 describes, with members of its own.
struct Problem(StatusCode, Value);

fn problem(status: StatusCode, detail: &str, (name, member): (&str, Value)) -> Problem {
    let (code, title) = (status.as_u16(), status.canonical_reason());
    Problem(status, json!({ "status": code, "title": title, "detail": detail, (name): member }))
}

fn plain(status: StatusCode, detail: &str) -> Problem {
    problem(status, detail, ("type", json!("about:blank")))
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (self.0, kind, self.1.to_string()).into_response()
    }
}

impl From<ParseError> for Problem {
    fn from(error: ParseError) -> Self {
        let index = LineIndex::new(error.text());
        let mistakes: Vec<Value> =
            error.diagnostics().iter().map(|mistake| json!(mistake.located(&index))).collect();
        problem(StatusCode::BAD_REQUEST, &error.to_string(), ("diagnostics", mistakes.into()))
    }
}

impl<E: std::error::Error> From<StoreError<E>> for Problem {
    fn from(error: StoreError<E>) -> Self {
        let detail = error.to_string();
        match error {
            StoreError::Query(mistakes) => {
                problem(StatusCode::BAD_REQUEST, &detail, ("diagnostics", json!(mistakes)))
            }
            StoreError::Refused(refused) => {
                problem(StatusCode::CONFLICT, &detail, ("refusals", json!(refused.refusals)))
            }
            StoreError::SelectionChanged(_) => plain(StatusCode::CONFLICT, &detail),
            // What failed is for the log, not for the caller.
            _ => plain(StatusCode::INTERNAL_SERVER_ERROR, "the store has no answer"),
        }
    }
}

pub(crate) fn router(store: Arc<dyn AnyStore>) -> Router {
    Router::new()
        .route("/activities", get(list))
        .route("/activities/cancel", post(cancel))
        .with_state(store)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = MemoryStore::new();
    let sample = include_str!("../../files/sample/activities.json");
    store.append(RecordFile::read(sample)?.into_records())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}/activities", listener.local_addr()?);
    Ok(axum::serve(listener, router(Arc::new(store))).await?)
}
