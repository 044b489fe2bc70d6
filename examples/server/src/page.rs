//! The search page, and what every page may know.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use chrono::{SecondsFormat, Utc};
use serde_json::json;

use crate::answer;
use crate::problem::Problem;
use crate::service::Service;

/// A file of the page: its path, its type and its content.
type Asset = (&'static str, &'static str, &'static str);

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const DRAWING: &str = "image/svg+xml";

macro_rules! asset {
    ($name:literal, $kind:expr) => {
        (concat!("/assets/", $name), $kind, include_str!(concat!("../page/", $name)))
    };
}

/// The files of the page, which need nothing from anywhere else.
const ASSETS: &[Asset] = &[
    ("/", "text/html; charset=utf-8", include_str!("../page/index.html")),
    asset!("address.js", SCRIPT),
    asset!("api.js", SCRIPT),
    asset!("brush.js", SCRIPT),
    asset!("change.js", SCRIPT),
    asset!("colors.css", STYLE),
    asset!("complete.js", SCRIPT),
    asset!("copy.js", SCRIPT),
    asset!("diagnose.js", SCRIPT),
    asset!("editor.js", SCRIPT),
    asset!("element.js", SCRIPT),
    asset!("explain.css", STYLE),
    asset!("explain.js", SCRIPT),
    asset!("icon.svg", DRAWING),
    asset!("latest.js", SCRIPT),
    asset!("main.js", SCRIPT),
    asset!("page.css", STYLE),
    asset!("phone.css", STYLE),
    asset!("results.css", STYLE),
    asset!("results.js", SCRIPT),
    asset!("search.css", STYLE),
    asset!("search.js", SCRIPT),
    asset!("searches.js", SCRIPT),
    asset!("selection.js", SCRIPT),
    asset!("sign.js", SCRIPT),
    asset!("signin.js", SCRIPT),
    asset!("spans.js", SCRIPT),
    asset!("timeline.js", SCRIPT),
    asset!("view.js", SCRIPT),
    asset!("words.js", SCRIPT),
];

/// Nothing but what is here: no script in the page, no other origin.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn router() -> Router<Arc<Service>> {
    ASSETS.iter().fold(Router::new(), |router, asset| {
        let handler = async move |State(service): State<Arc<Service>>, headers: HeaderMap| {
            service.hosts.check_host(&headers).map(|_| sent(asset))
        };
        router.route(asset.0, get(handler))
    })
}

fn sent(&(_, kind, content): &Asset) -> Response {
    let mut response = Response::new(Body::from(content));
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether calls must be signed, which nobody needs a signature to know.
pub(crate) async fn session(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service.hosts.check(&headers)?;
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let (signed, forgets) = (service.keys.is_some(), service.store.forgets());
    answer::of(&json!({ "signed": signed, "forgets": forgets, "now": now })).map(answer::json)
}

/// The document that describes the calls.
pub(crate) async fn openapi(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service.hosts.check_host(&headers)?;
    Ok(answer::json(include_bytes!("../openapi.json").to_vec()))
}
