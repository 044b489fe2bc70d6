//! [`Call`]: a request that may be answered: from here, whole, in time, signed.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::timeout;

use crate::budget::Budget;
use crate::keys::Called;
use crate::listen::Connection;
use crate::parameters::{Parameters, digits, invalid};
use crate::problem::Problem;
use crate::service::Service;

/// How many bytes a form may have: a query of 1 MiB, every byte of it escaped,
/// and what stands beside it.
const LARGEST: usize = 4 << 20;
/// How long a form may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// How far ahead of the server's clock a change may be signed.
const AHEAD: TimeDelta = TimeDelta::seconds(2);

/// A request, as the methods see it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) parameters: Parameters,
    /// When it came. The clock is read once a call.
    pub(crate) now: DateTime<Utc>,
    pub(crate) budget: Budget,
    pub(crate) connection: Option<Connection>,
    /// When the caller signed it, where calls are signed.
    signed: Option<DateTime<Utc>>,
}

impl FromRequest<Arc<Service>> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Problem> {
        let (head, body) = request.into_parts();
        let host = service.hosts.check(&head.headers)?;
        let mut parameters = Parameters::default();
        parameters.add(head.uri.query().unwrap_or_default().as_bytes())?;
        if head.method == Method::POST {
            check_type(&head.headers)?;
            parameters.add(&whole(body).await?)?;
        }
        let path = head.uri.path().to_owned();
        let now = Utc::now();
        let mut signed = None;
        if let Some(keys) = &service.keys {
            let called =
                Called { method: &head.method, host, path: &path, parameters: &parameters };
            signed = Some(keys.check(&called, now)?);
        }
        let connection = head.extensions.get().copied();
        let (method, budget) = (head.method, Budget::new(service.patience));
        Ok(Self { method, path, parameters, now, budget, connection, signed })
    }
}

/// The id that the text is; `wanted` says of what.
pub(crate) fn id<T: TryFrom<u64>>(text: &str, wanted: &str) -> Result<T, Problem> {
    let id = digits(text).and_then(|id: u64| T::try_from(id).ok());
    id.ok_or_else(|| invalid("id", text, wanted))
}

impl Call {
    /// The id at the end of the path.
    pub(crate) fn id<T: TryFrom<u64>>(&self, wanted: &str) -> Result<T, Problem> {
        id(self.path.rsplit('/').next().unwrap_or_default(), wanted)
    }

    /// Refuses a call that may not change anything: HEAD never does, and the
    /// signatures that were used before a restart are not remembered.
    ///
    /// The server before this one took no change that was signed more than
    /// [`AHEAD`] of its clock, and so none that this one takes.
    pub(crate) fn check_change(&self, service: &Service) -> Result<(), Problem> {
        if self.method == Method::HEAD {
            let message = "HEAD changes nothing: use GET or POST";
            return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "WrongMethod", message));
        }
        let Some(signed) = self.signed else { return Ok(()) };
        let refusal = if signed < service.started + AHEAD {
            "`timestamp` is from before the server's start: sign again in a moment"
        } else if signed > self.now + AHEAD {
            "`timestamp` is ahead of the server's clock, which a change must not be"
        } else {
            return Ok(());
        };
        Err(Problem::new(StatusCode::UNAUTHORIZED, "AuthFailure", refusal))
    }
}

/// Plain forms only: no other type can be sent across origins without asking
/// first, and nothing is taken for a form that is not one.
fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let message = if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        "a POST holds a form: `application/x-www-form-urlencoded`"
    } else if text(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        "a form is sent as it is, without a `Content-Encoding`"
    } else {
        return Ok(());
    };
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message))
}

/// All of the form.
async fn whole(body: axum::body::Body) -> Result<Bytes, Problem> {
    match timeout(PATIENCE, to_bytes(body, LARGEST)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => {
            let message = format!("the form is broken off, or has more than {LARGEST} bytes");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", message))
        }
        Err(_) => {
            let message = format!("the form did not come within {} seconds", PATIENCE.as_secs());
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "RequestTimeout", message))
        }
    }
}
