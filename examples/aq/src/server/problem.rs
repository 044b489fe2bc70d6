//! [`Problem`]: why a call has no answer, and what to do about it.

use std::io;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rustls::CertificateError;
use serde::Deserialize;
use ureq::Timeout;

use super::Client;
use crate::failure::Failure;

/// How far apart two clocks may be without a word about it.
const CLOCKS: TimeDelta = TimeDelta::minutes(2);
/// How much of an answer that can't be read is shown.
const SHOWN: usize = 60;

#[derive(Debug)]
pub(crate) enum Problem {
    /// There was no connection, so that nothing was asked.
    Unreachable(String, Option<&'static str>),
    /// The server did not answer, or not to the end.
    Lost(String),
    /// The server answered in time, but not as a server of this API does.
    Unreadable(String),
    /// The server refused.
    Refused(Box<Refusal>),
}

/// A refusal, in the server's own words.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: u16,
    /// Its code and its message, if it is one of this API.
    told: Option<Told>,
    body: String,
    location: Option<String>,
    /// By how much the server's clock is ahead.
    ahead: Option<TimeDelta>,
    wait: Option<Duration>,
}

#[derive(Debug, Deserialize)]
struct Told {
    error: String,
    message: String,
}

impl Refusal {
    pub(super) fn read(
        status: u16,
        body: &str,
        location: Option<String>,
        date: Option<String>,
        wait: Option<Duration>,
    ) -> Self {
        let date = date.and_then(|date| DateTime::parse_from_rfc2822(&date).ok());
        let ahead = date.map(|date| date.to_utc() - Utc::now());
        Self {
            status,
            told: serde_json::from_str(body).ok(),
            body: start(body),
            location,
            ahead,
            wait,
        }
    }
}

impl Problem {
    pub(super) fn of_connection(error: &ureq::Error) -> Self {
        let unreachable = |reason: String| Self::Unreachable(reason, None);
        match error {
            ureq::Error::HostNotFound => unreachable("there is no host of this name".to_owned()),
            ureq::Error::ConnectionFailed => unreachable("there is no connection".to_owned()),
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                unreachable("there was no connection in time".to_owned())
            }
            ureq::Error::Tls(reason) => unreachable((*reason).to_owned()),
            ureq::Error::Rustls(error) => Self::of_tls(error),
            ureq::Error::Io(error) => match error.get_ref().and_then(|own| own.downcast_ref()) {
                Some(error) => Self::of_tls(error),
                None if is_unknown_host(error) => {
                    unreachable("there is no host of this name".to_owned())
                }
                None if is_before_asking(error) => unreachable(match error.kind() {
                    io::ErrorKind::ConnectionRefused => "the connection was refused".to_owned(),
                    _ => error.to_string(),
                }),
                None => Self::Lost(reason_of(error)),
            },
            error => Self::Lost(reason(error)),
        }
    }

    /// Certificates are checked before anything is asked.
    fn of_tls(error: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(certificate) = error else {
            return match error {
                rustls::Error::InvalidMessage(_) => Self::Unreachable(
                    "the server does not speak TLS".to_owned(),
                    Some("if it is without TLS, its URL begins with `http://`"),
                ),
                error => Self::Lost(error.to_string()),
            };
        };
        let (reason, hint) = match certificate {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
                "the certificate of the server has expired",
                "renew it on the server; if it is new, check the clock of this machine",
            ),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
                "the certificate of the server is not valid yet",
                "check the clock of this machine",
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                (
                    "the certificate of the server is for another name",
                    "use the name that the certificate has in the URL",
                )
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => (
                "no authority that is trusted here vouches for the server",
                "if the server has an authority of its own, give its certificate with \
                 `--ssl-ca-file` or `LANDSCAPE_API_SSL_CA_FILE`",
            ),
            _ => {
                let reason = format!("the certificate of the server is not valid: {certificate}");
                return Self::Unreachable(reason, None);
            }
        };
        Self::Unreachable(reason.to_owned(), Some(hint))
    }

    /// An answer that is not one of this API.
    pub(super) fn unreadable(answer: &str) -> Self {
        Self::Unreadable(format!("it begins with `{}`", start(answer)))
    }

    /// Whether a call that changes nothing may have an answer the next time, after this
    /// number of attempts.
    pub(super) fn may_pass(&self, attempts: u32) -> bool {
        match self {
            Self::Unreachable(_, hint) => hint.is_none(),
            Self::Lost(reason) => reason != LATE,
            Self::Unreadable(_) => false,
            Self::Refused(refusal) => match refusal.status {
                // A signature can be used once, and its time has whole seconds: an equal
                // call of another run within the same second takes it away.
                401 => attempts == 1 && refusal.told.is_some(),
                429 | 502 | 504 => true,
                503 => refusal.wait.is_some() || refusal.told.is_none(),
                _ => false,
            },
        }
    }

    /// How long the server asks to wait.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) if refusal.status == 401 => Some(Duration::from_millis(1100)),
            Self::Refused(refusal) => refusal.wait,
            Self::Unreachable(..) | Self::Lost(_) | Self::Unreadable(_) => None,
        }
    }

    /// The status of a refusal.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            Self::Unreachable(..) | Self::Lost(_) | Self::Unreadable(_) => None,
        }
    }

    /// Whether the server does not answer this method, or not to these keys.
    pub(super) fn is_of_method(&self) -> bool {
        matches!(self.code(), Some("UnknownAction" | "Unauthorised"))
    }

    fn code(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.told.as_ref().map(|told| told.error.as_str()),
            Self::Unreachable(..) | Self::Lost(_) | Self::Unreadable(_) => None,
        }
    }

    /// Whether the server read the query, and refused it for what it says.
    fn is_of_query(&self) -> bool {
        matches!(self.code(), Some("InvalidQueryError" | "InvalidQuery"))
    }

    /// The failure of a call that changes nothing.
    pub(crate) fn failure(&self, client: &Client) -> Failure {
        let host = &client.address.host;
        let report = match self {
            Self::Unreachable(reason, hint) => {
                let hint = hint.unwrap_or("check the URL, and whether the server runs");
                format!("error: {host}: {reason}\nhint: {hint}")
            }
            Self::Lost(reason) if reason == LATE => format!(
                "error: {host}: there was no answer within {} seconds\nhint: ask for less, or \
                 wait longer with `--timeout`",
                client.patience.as_secs()
            ),
            Self::Lost(reason) => {
                format!("error: {host}: the answer broke off: {reason}\nhint: try again")
            }
            Self::Unreadable(reason) => format!(
                "error: {host}: the answer is not one of Landscape's API: {reason}\n\
                 hint: check the URL, which usually ends in `/api/`"
            ),
            Self::Refused(refusal) => refusal.report(client),
        };
        if self.is_of_query() { Failure::Query(report) } else { Failure::Server(report) }
    }

    /// The failure of a change.
    pub(super) fn failure_of_change(&self, client: &Client) -> Failure {
        let host = &client.address.host;
        let reason = match self {
            Self::Unreachable(..) => return self.failure(client),
            Self::Refused(refusal) if refusal.is_certain() => return self.failure(client),
            Self::Refused(refusal) => refusal.words(),
            Self::Lost(reason) if reason == LATE => {
                format!("there was no answer within {} seconds", client.patience.as_secs())
            }
            Self::Lost(reason) => format!("the answer broke off: {reason}"),
            Self::Unreadable(reason) => format!("the answer can't be read: {reason}"),
        };
        Failure::Server(format!(
            "error: {host}: outcome unknown: {reason}\nhint: the change may have been made: look \
             it up before you try again"
        ))
    }
}

impl Refusal {
    /// Whether nothing was changed.
    fn is_certain(&self) -> bool {
        match &self.told {
            None => self.status < 500,
            Some(told) => told.error != "OutcomeUnknown" && self.status != 500,
        }
    }

    /// The status, and what the server says.
    fn words(&self) -> String {
        match &self.told {
            Some(Told { error, message }) => {
                let message = message.trim_end();
                let has_lines = message.contains('\n') || error == "InvalidActivityStatusChange";
                let space = if has_lines { '\n' } else { ' ' };
                format!("the server says {error} ({}):{space}{message}", self.status)
            }
            None => format!("the server answers with status {}", self.status),
        }
    }

    fn report(&self, client: &Client) -> String {
        let report = format!("error: {}: {}", client.address.host, self.words());
        match self.hint(client) {
            Some(hint) => format!("{report}\nhint: {hint}"),
            None => report,
        }
    }

    fn hint(&self, client: &Client) -> Option<String> {
        let code = self.told.as_ref().map(|told| told.error.as_str());
        let hint = match (self.status, code) {
            (300..400, _) => match &self.location {
                Some(location) => format!("the server moved: try `--server {location}`"),
                None => "check the URL".to_owned(),
            },
            (401 | 403, _) if client.keys.is_none() => {
                "set `LANDSCAPE_API_KEY` and `LANDSCAPE_API_SECRET`".to_owned()
            }
            (401 | 403, _) if self.ahead.is_some_and(|ahead| ahead.abs() > CLOCKS) => {
                let minutes = self.ahead.unwrap_or_default().num_minutes();
                format!("the clock of this machine is off by {} minutes", minutes.abs())
            }
            (401, _) => "check `LANDSCAPE_API_KEY` and the clock of this machine".to_owned(),
            (403, Some("SignatureDoesNotMatch")) => {
                "check `LANDSCAPE_API_SECRET`, and that the URL has the name that the server \
                 knows itself by"
                    .to_owned()
            }
            (400, Some("InvalidQueryError" | "InvalidQuery")) => {
                "the query is right here: this server reads it differently, which `aq probe` shows, \
                 or has no such saved search"
                    .to_owned()
            }
            (404, Some(_)) => "check the URL, which usually ends in `/api/`".to_owned(),
            (_, None) => format!(
                "is this the API of a Landscape server? Its URL usually ends in `/api/`; the \
                 answer begins with `{}`",
                self.body
            ),
            _ => return None,
        };
        Some(hint)
    }
}

/// The reason of an answer that took too long.
const LATE: &str = "it took too long";

/// Why an answer did not come.
pub(super) fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => LATE.to_owned(),
        ureq::Error::Io(error) => reason_of(error),
        error => error.to_string(),
    }
}

fn reason_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => LATE.to_owned(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            "the server closed the connection".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Whether a name has no address: the standard library has no kind for it.
fn is_unknown_host(error: &io::Error) -> bool {
    error.to_string().starts_with("failed to lookup address information")
}

fn is_before_asking(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::AddrNotAvailable
    )
}

/// The start of an answer, on one line.
fn start(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(20).collect();
    words.join(" ").chars().take(SHOWN).collect()
}
