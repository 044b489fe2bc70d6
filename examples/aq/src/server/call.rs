//! [`Client`]: calls of methods, signed and in time.

use std::thread::sleep;
use std::time::Duration;

use chrono::{SecondsFormat, Utc};
use ureq::http::Uri;
use ureq::http::header::{CONTENT_TYPE, DATE, HOST, LOCATION, RETRY_AFTER};
use ureq::{Agent, Body};

use super::problem::{Problem, Refusal};
use super::sign::{self, Keys};
use super::tls::Roots;

/// The version of the methods that all servers have.
const VERSION: &str = "2011-08-01";
/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(10);
/// How often a call that changes nothing is made at most, and the first wait in between.
const ATTEMPTS: u32 = 3;
const WAIT: Duration = Duration::from_millis(500);
/// The longest wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How many bytes an answer may have.
const LARGEST: u64 = 256 << 20;

/// Where the methods of a server are called.
pub(crate) struct Address {
    url: String,
    pub(super) is_secure: bool,
    /// The host and the port, as they are signed.
    pub(super) host: String,
    path: String,
}

/// A server, and how it is called.
pub(crate) struct Client {
    agent: Agent,
    pub(super) address: Address,
    pub(super) keys: Option<Keys>,
    pub(super) patience: Duration,
    attempts: u32,
}

impl Address {
    pub(super) fn read(url: &str) -> Result<Self, String> {
        let example = "a server is named as in `https://landscape.example.com/api/`";
        let uri: Uri = url.trim().parse().map_err(|error| format!("{error}: {example}"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("`http://` or `https://` is missing: {example}"));
        };
        if !matches!(scheme, "http" | "https") {
            return Err(format!("`{scheme}` is neither `http` nor `https`: {example}"));
        }
        if authority.as_str().contains('@') {
            return Err("keys are not a part of the URL: they are read from the environment".into());
        }
        if uri.query().is_some() {
            return Err(format!("a URL with a `?` is not that of a server: {example}"));
        }
        let path = if uri.path() == "/" { "/api/" } else { uri.path() }.to_owned();
        let host = authority.as_str().to_ascii_lowercase();
        let is_secure = scheme == "https";
        Ok(Self { url: format!("{scheme}://{host}{path}"), is_secure, host, path })
    }
}

impl Client {
    pub(super) fn new(
        address: Address,
        keys: Option<Keys>,
        roots: Roots,
        patience: Duration,
    ) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("aq/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECTING.min(patience)))
            .timeout_global(Some(patience))
            .tls_config(roots.config())
            .build()
            .new_agent();
        Self { agent, address, keys, patience, attempts: ATTEMPTS }
    }

    /// The same, with one attempt more at each call at most.
    pub(super) fn impatient(self) -> Self {
        Self { attempts: 2, ..self }
    }

    /// Calls a method that changes nothing: again, if that may help.
    pub(crate) fn read(
        &self,
        action: &str,
        parameters: &[(&'static str, String)],
    ) -> Result<String, Problem> {
        let mut wait = WAIT;
        for attempt in 1..self.attempts {
            match self.call(action, parameters) {
                Err(problem) if problem.may_pass(attempt) => {
                    sleep(problem.wait().unwrap_or(wait).min(LONGEST_WAIT));
                    wait *= 2;
                }
                answered => return answered,
            }
        }
        self.call(action, parameters)
    }

    /// Calls a method that changes something, once: if its answer is lost, what it did is
    /// unknown.
    pub(super) fn change(&self, action: &str, query: String) -> Result<String, Problem> {
        self.call(action, &[("query", query)])
    }

    fn call(&self, action: &str, parameters: &[(&'static str, String)]) -> Result<String, Problem> {
        let Address { url, host, path, .. } = &self.address;
        let mut all = parameters.to_vec();
        all.extend([("action", action.to_owned()), ("version", VERSION.to_owned())]);
        if let Some(keys) = &self.keys {
            // As the client in Python writes it; other forms may not be read.
            let now = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
            all.extend([
                ("access_key_id", keys.access.clone()),
                ("signature_method", "HmacSHA256".to_owned()),
                ("signature_version", "2".to_owned()),
                ("timestamp", now),
            ]);
        }
        let mut form = sign::form(all);
        if let Some(keys) = &self.keys {
            let signature = keys.signature(host, path, &form);
            form = format!("{form}&signature={}", sign::escaped(&signature));
        }
        let sent = self
            .agent
            .post(url)
            .header(HOST, host)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .send(form);
        let response = sent.map_err(|error| Problem::of_connection(&error))?;
        let (head, body) = response.into_parts();
        let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        let owned = |name| text(name).map(str::to_owned);
        let (status, body) = (head.status.as_u16(), read(body));
        if head.status.is_success() {
            return body;
        }
        Err(Problem::Refused(Box::new(Refusal::read(
            status,
            &body.unwrap_or_default(),
            owned(LOCATION),
            owned(DATE),
            text(RETRY_AFTER).and_then(|wait| wait.parse().ok()).map(Duration::from_secs),
        ))))
    }
}

fn read(body: Body) -> Result<String, Problem> {
    let bytes = body.into_with_config().limit(LARGEST).read_to_vec();
    let bytes = bytes.map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => {
            Problem::Lost(format!("the answer has more than {} MiB", LARGEST >> 20))
        }
        error => Problem::Lost(super::problem::reason(&error)),
    })?;
    String::from_utf8(bytes).map_err(|_| Problem::Unreadable("it is not UTF-8".to_owned()))
}
