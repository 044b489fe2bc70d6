//! The example of a web service, asked as its callers do.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails where it stands")]

#[path = "../examples/web_service.rs"]
#[expect(dead_code, reason = "the test has no use for its main")]
mod web_service;

use std::sync::Arc;

use activity_query::MemoryStore;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const RECORDS: &str = r#"
{"id": 1, "activity_status": "undelivered", "creator": {"email": "jane@example.com"}}
{"id": 2, "activity_status": "failed", "creator": {"email": "jane@example.com"}}
{"id": 3, "activity_status": "undelivered", "creator": {"email": "sam@example.com"}}
"#;

/// The status and the body of an answer to Jane.
async fn answer(method: &str, path: &str) -> (u16, Value) {
    let store = MemoryStore::new();
    store.load(RECORDS.as_bytes(), |_| {}).unwrap();
    let request =
        Request::builder().method(method).uri(path).header("x-tenant", "jane@example.com");
    let request = request.body(Body::empty()).unwrap();
    let answer = web_service::router(Arc::new(store)).oneshot(request).await.unwrap();
    let status = answer.status();
    let kind = answer.headers()[header::CONTENT_TYPE].to_str().unwrap();
    assert_eq!(kind == "application/problem+json", !status.is_success());
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status.as_u16(), serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn pages_are_of_the_tenant_and_lead_on() {
    let (status, page) = answer("GET", "/activities?limit=1").await;
    assert_eq!((status, &page["activities"][0]["id"]), (200, &json!(2)));
    let next = page["next"].as_str().unwrap();
    let (_, page) = answer("GET", &format!("/activities?limit=1&after={next}")).await;
    assert_eq!((&page["activities"][0]["id"], page.get("next")), (&json!(1), None));
}

#[tokio::test]
async fn mistakes_have_their_places() {
    let (status, problem) = answer("GET", "/activities?query=statuss:failed").await;
    assert_eq!(status, 400);
    assert_eq!(problem["diagnostics"][0]["code"], "unknown-field");
    assert_eq!(problem["diagnostics"][0]["utf16"], json!([0, 7]));
}

#[tokio::test]
async fn changes_are_within_the_scope_or_refused() {
    let (status, problem) = answer("POST", "/activities/cancel?query=id:1+OR+id:2").await;
    assert_eq!((status, &problem["refusals"][0]["id"]), (409, &json!(2)));
    let (_, ids) = answer("POST", "/activities/cancel?query=status:undelivered").await;
    assert_eq!(ids, json!([1]));
    let (status, problem) = answer("POST", "/activities/cancel?query=").await;
    assert_eq!((status, &problem["diagnostics"][0]["code"]), (400, &json!("empty-query")));
}
