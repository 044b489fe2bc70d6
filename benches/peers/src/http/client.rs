//! A client whose connections are kept.

use std::error::Error;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Bytes};
use hyper::header::CONTENT_TYPE;
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client as Connections;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

pub type Failure = Box<dyn Error + Send + Sync>;

/// How long a connection is kept that is not in use: the server closes it after ten seconds.
const IDLE: Duration = Duration::from_secs(5);

/// A call of the server.
#[derive(Debug, Clone)]
pub struct Call {
    path: String,
    /// The parameters of a POST.
    form: Option<Bytes>,
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl Call {
    /// Asks for a page of records as a JSON array.
    #[must_use]
    pub fn records(query: &str, limit: usize, offset: u64) -> Self {
        let query = escaped(query);
        let path =
            format!("/api/?action=GetActivities&query={query}&limit={limit}&offset={offset}");
        Self { path, form: None }
    }

    /// Asks for a page as the search page does: with the count of all matches and the names of
    /// the computers.
    #[must_use]
    pub fn page(query: &str, limit: usize, offset: u64) -> Self {
        let query = escaped(query);
        let path = format!("/api/v2/activities?query={query}&limit={limit}&offset={offset}");
        Self { path, form: None }
    }

    /// Cancels what a query selects.
    #[must_use]
    pub fn cancel(query: &str) -> Self {
        let form = format!("action=CancelActivities&query={}", escaped(query));
        Self { path: "/api/".to_owned(), form: Some(form.into()) }
    }
}

/// A client of one server, which opens a connection for a call when all others are in use.
#[derive(Debug, Clone)]
pub struct Client {
    connections: Connections<HttpConnector, Full<Bytes>>,
    address: String,
}

impl Client {
    #[must_use]
    pub fn new(address: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let connections = Connections::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Self { connections, address: address.to_owned() }
    }

    /// Makes a call, and returns all bytes of its answer.
    ///
    /// # Errors
    /// If the server can't be reached, or refuses the call.
    pub async fn send(&self, call: &Call) -> Result<Vec<u8>, Failure> {
        let request = Request::builder().uri(format!("http://{}{}", self.address, call.path));
        let request = match &call.form {
            None => request.body(Full::default()),
            Some(form) => request
                .method("POST")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Full::new(form.clone())),
        };
        let (head, mut body) = self.connections.request(request?).await?.into_parts();
        let length = usize::try_from(body.size_hint().lower())?;
        let mut bytes = Vec::with_capacity(length);
        while let Some(frame) = body.frame().await {
            if let Some(data) = frame?.data_ref() {
                bytes.extend_from_slice(data);
            }
        }
        if head.status != StatusCode::OK {
            return Err(format!("{}: {}", head.status, String::from_utf8_lossy(&bytes)).into());
        }
        Ok(bytes)
    }
}
