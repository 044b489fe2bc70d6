//! [`Keys`]: who may call, told by signatures of version 2.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use activity_query::model::Time;
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use crate::Failure;
use crate::parameters::Parameters;
use crate::problem::Problem;

/// How far a timestamp may be off.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How many signatures of the window are remembered.
const REMEMBERED: usize = 200_000;
/// What RFC 3986 leaves as it is, beside letters and digits.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The keys that calls are signed with, and the signatures that were used.
pub(crate) struct Keys {
    access: String,
    /// Ready for use with the secret key, which is kept nowhere else.
    mac: Hmac<Sha256>,
    /// Signatures that were used, and when their timestamps are out of the
    /// window. A signature covers its timestamp, so that it has one place here.
    used: Mutex<BTreeSet<(DateTime<Utc>, Vec<u8>)>>,
}

impl Keys {
    pub(crate) fn read(access: String, file: &Path) -> Result<Self, Failure> {
        let name = file.display();
        let text =
            std::fs::read_to_string(file).map_err(|error| format!("error: {name}: {error}"))?;
        let secret = text.trim();
        if secret.is_empty() || access.is_empty() {
            return Err(format!("error: {name}: the access key and the secret key can't be empty"));
        }
        let mac = Hmac::new_from_slice(secret.as_bytes());
        let mac = mac.map_err(|error| format!("error: {name}: {error}"))?;
        Ok(Self { access, mac, used: Mutex::default() })
    }

    /// Refuses a call that is not signed with the keys, now, for the first
    /// time; gives the time that it was signed at.
    pub(crate) fn check(
        &self,
        called: &Called<'_>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Problem> {
        let given = |name| called.parameters.get(name).unwrap_or_default();
        for name in ["access_key_id", "signature", "timestamp"] {
            if given(name).is_empty() {
                return Err(failure(format!("the call is not signed: `{name}` is missing")));
            }
        }
        for (name, value) in [("signature_method", "HmacSHA256"), ("signature_version", "2")] {
            if given(name) != value {
                return Err(failure(format!("`{name}` must be `{value}`")));
            }
        }
        let timestamp: Option<Time> = given("timestamp").parse().ok();
        let Some(timestamp) = timestamp.map(|time| time.instant()) else {
            let problem = failure("`timestamp` is not a time such as 2024-07-10T12:00:00Z");
            return Err(match called.parameters.hint() {
                Some(hint) => problem.noting(hint),
                None => problem,
            });
        };
        let is_known = self.is_access_key(given("access_key_id"));
        let signature = STANDARD.decode(given("signature")).unwrap_or_default();
        let signed = self.mac.clone().chain_update(called.to_string()).verify_slice(&signature);
        if !is_known {
            return Err(failure("the access key is unknown"));
        }
        if signed.is_err() {
            let message = "the signature is not that of this call with the secret key";
            return Err(Problem::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message));
        }
        if (now - timestamp).abs() > WINDOW {
            return Err(failure("`timestamp` is more than 15 minutes off"));
        }
        self.remember(timestamp + WINDOW, signature, now)?;
        Ok(timestamp)
    }

    /// Takes as long whatever the key is, but for its length: the codes of two
    /// texts are compared, which verifying one does in constant time.
    fn is_access_key(&self, given: &str) -> bool {
        let code = self.mac.clone().chain_update(&self.access).finalize().into_bytes();
        self.mac.clone().chain_update(given).verify(&code).is_ok()
    }

    fn remember(
        &self,
        until: DateTime<Utc>,
        signature: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<(), Problem> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= REMEMBERED {
            *used = used.split_off(&(now, Vec::new()));
        }
        if used.len() >= REMEMBERED {
            let message = "more calls were made within half an hour than are remembered: try later";
            return Err(Problem::unavailable("Overloaded", message));
        }
        if used.insert((until, signature)) {
            return Ok(());
        }
        Err(failure("the signature was used before: sign again, with a later timestamp"))
    }
}

fn failure(message: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "AuthFailure", message)
}

/// A call, as it is signed: its display is the string to sign.
pub(crate) struct Called<'a> {
    pub(crate) method: &'a Method,
    /// The host and the port, as the caller wrote them.
    pub(crate) host: &'a str,
    /// The path, escaped as the caller sent it.
    pub(crate) path: &'a str,
    pub(crate) parameters: &'a Parameters,
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, host, path, parameters } = self;
        write!(f, "{method}\n{}\n{path}\n", host.to_ascii_lowercase())?;
        let mut sorted: Vec<(&str, &str)> =
            parameters.iter().filter(|(name, _)| *name != "signature").collect();
        sorted.sort_unstable();
        for (index, (name, value)) in sorted.into_iter().enumerate() {
            let joint = if index > 0 { "&" } else { "" };
            let escaped = |text| utf8_percent_encode(text, RESERVED);
            write!(f, "{joint}{}={}", escaped(name), escaped(value))?;
        }
        Ok(())
    }
}
