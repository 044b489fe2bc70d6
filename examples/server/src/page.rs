//! The search page, and what every page may know.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use activity_query::Status;
use activity_query::store::Change;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{SecondsFormat, Utc};
use include_dir::{Dir, DirEntry, include_dir};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::answer;
use crate::problem::Problem;
use crate::routes;
use crate::service::Service;

/// Nothing but what is here: no script in the page, no other origin.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The path that the files are at, and where the page itself says so.
const ASSETS: &str = "/assets/";
/// The page in few files and with the parser, which `bindings/npm/build` makes of the others.
const BUILT: &str = "built/index.html";
/// For what a browser asks about each time, which the tag makes cheap; and for what never
/// becomes other content, since its path has the version in it.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/page");
static FILES: LazyLock<Files> = LazyLock::new(Files::embedded);

/// The page and its files, which need nothing from anywhere else.
struct Files {
    /// A hash of all of them, which is in their paths.
    version: String,
    page: File,
    /// By their paths in the folder.
    assets: BTreeMap<&'static str, File>,
}

/// A file as it is sent.
struct File {
    kind: &'static str,
    /// What tells it from other content.
    tag: String,
    content: Bytes,
}

impl Files {
    fn embedded() -> Self {
        let mut assets = BTreeMap::new();
        let mut folders = vec![&FOLDER];
        while let Some(folder) = folders.pop() {
            for entry in folder.entries() {
                match entry {
                    DirEntry::Dir(inner) => folders.push(inner),
                    DirEntry::File(file) => {
                        let path = file.path().to_str().unwrap_or_default();
                        let content = Bytes::from_static(file.contents());
                        assets.insert(path, File::new(path, content));
                    }
                }
            }
        }
        let all = assets.iter().flat_map(|(path, file)| [path.as_bytes(), file.tag.as_bytes()]);
        let version = hash(all);
        // The page that runs the parser itself, if it was built; else the plain modules.
        let plain = assets.remove("index.html");
        let page = assets.remove(BUILT).or(plain).map(|page| page.content).unwrap_or_default();
        let page = String::from_utf8_lossy(&page);
        let page = page.replace(ASSETS, &format!("{ASSETS}{version}/"));
        Self { version, page: File::new("index.html", page.into()), assets }
    }
}

impl File {
    fn new(path: &str, content: Bytes) -> Self {
        let kind = match path.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("wasm") => "application/wasm",
            _ => "application/octet-stream",
        };
        Self { kind, tag: format!("\"{}\"", hash([&*content])), content }
    }

    /// The file, unless the caller has it.
    fn sent(&self, asked: &HeaderMap, caching: HeaderValue) -> Response {
        let known = asked.get_all(header::IF_NONE_MATCH).iter();
        let mut known =
            known.filter_map(|tags| tags.to_str().ok()).flat_map(|tags| tags.split(','));
        // The tag is weak where the answer was compressed on its way.
        let is_known = known.any(|tag| tag.trim().trim_start_matches("W/") == self.tag);
        let mut response = Response::new(Body::empty());
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.body_mut() = Body::from(self.content.clone());
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::CACHE_CONTROL, caching);
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        response
    }
}

/// A short text that other parts have not.
fn hash<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let hash = hash.finalize();
    URL_SAFE_NO_PAD.encode(hash.get(..12).unwrap_or_default())
}

pub(crate) fn router() -> Router<Arc<Service>> {
    Router::new().route("/", get(page)).route("/assets/{version}/{*path}", get(asset))
}

async fn page(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service.hosts.check_host(&headers)?;
    Ok(FILES.page.sent(&headers, ASK_AGAIN))
}

/// A page that was loaded from an earlier server asks for files of its version: it is given
/// those that there are, and does not keep them.
async fn asset(
    State(service): State<Arc<Service>>,
    Path((version, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service.hosts.check_host(&headers)?;
    let Some(file) = FILES.assets.get(path.as_str()) else { return Err(routes::unknown().await) };
    Ok(file.sent(&headers, if version == FILES.version { KEEP } else { ASK_AGAIN }))
}

/// Whether calls must be signed, and which statuses can be changed. Asking this needs no
/// signature.
pub(crate) async fn session(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service.hosts.check(&headers)?;
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let (signed, forgets) = (service.keys.is_some(), service.store.forgets());
    let changeable = json!({
        "cancel": changeable(Change::Cancel),
        "approve": changeable(Change::Approve),
    });
    let session =
        json!({ "signed": signed, "forgets": forgets, "now": now, "changeable": changeable });
    answer::of(&session).map(answer::json)
}

/// The statuses of the activities that can be changed in this way.
fn changeable(change: Change) -> Vec<String> {
    let allowed = Status::ALL.into_iter().filter(|status| change.is_allowed(Some(*status)));
    allowed.map(|status| status.to_string()).collect()
}

/// The document that describes the calls.
pub(crate) async fn openapi(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    service.hosts.check_host(&headers)?;
    Ok(answer::json(include_bytes!("../openapi.json").to_vec()))
}
