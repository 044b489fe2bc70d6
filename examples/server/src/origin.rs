//! [`Hosts`]: which web pages may call.
//!
//! A browser sends what any page asks of it. Without these checks a page from
//! anywhere could call a server on this machine, under a name of its own that
//! leads here, or across origins.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, StatusCode, header};

use crate::problem::Problem;

/// The names that this server is called by.
pub(crate) struct Hosts {
    names: Vec<String>,
    /// The address, unless it is all of them.
    address: Option<IpAddr>,
}

impl Hosts {
    pub(crate) fn new(listen: &str, address: SocketAddr, others: &[String]) -> Self {
        let own = listen.rsplit_once(':').map_or(listen, |(host, _)| host);
        let names = others.iter().map(String::as_str).chain([own, "localhost"]);
        let names = names.map(str::to_ascii_lowercase).collect();
        let address = Some(address.ip()).filter(|address| !address.is_unspecified());
        Self { names, address }
    }

    /// Refuses what does not come from a page of this server, nor from a
    /// program that is no browser. Gives the host as the caller wrote it.
    pub(crate) fn check<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, Problem> {
        let host = self.check_host(headers)?;
        if let Some(origin) = text(headers, "origin") {
            let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            if !own.is_some_and(|own| own.eq_ignore_ascii_case(host)) {
                return Err(foreign("a page of another origin called"));
            }
        }
        match text(headers, "sec-fetch-site") {
            None | Some("same-origin" | "none") => Ok(host),
            Some(_) => Err(foreign("a page of another site called")),
        }
    }

    /// Refuses what was sent to another host, and came here.
    pub(crate) fn check_host<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, Problem> {
        let host = text(headers, "host").unwrap_or_default();
        let is_one = headers.get_all(header::HOST).iter().count() == 1;
        if is_one && self.knows(host) {
            return Ok(host);
        }
        Err(foreign("this server is not known by the host that was called"))
    }

    fn knows(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            // The colons of an address such as [::1].
            _ => host,
        };
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match address {
            // An address leads to what it says; only names lead elsewhere.
            Ok(address) => address.is_loopback() || self.address.is_none_or(|own| own == address),
            Err(_) => self.names.iter().any(|own| own.eq_ignore_ascii_case(name)),
        }
    }
}

/// The header, if it is there.
fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

fn foreign(message: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "ForeignOrigin", message)
}
