//! [`Call`]: a request that may be answered: from here, whole, in time, signed.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use tokio::time::timeout;

use crate::keys::Called;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::service::Service;

/// How many bytes a form may have: a query of 1 MiB, every byte of it escaped,
/// and what stands beside it.
const LARGEST: usize = 4 << 20;
/// How long a form may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a call says.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) parameters: Parameters,
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
        if let Some(keys) = &service.keys {
            let called =
                Called { method: &head.method, host, path: &path, parameters: &parameters };
            keys.check(&called, service.now())?;
        }
        Ok(Self { path, parameters })
    }
}

/// Forms only: no other type can be sent across origins without asking first,
/// and nothing is taken for a form that is none.
fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = given.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(());
    }
    let message = "a POST holds a form: `application/x-www-form-urlencoded`";
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
