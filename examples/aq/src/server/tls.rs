//! Whom TLS trusts.

use std::path::Path;
use std::sync::Arc;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::access;
use crate::failure::Failure;

/// The certificates of the authorities that vouch for a server.
#[derive(Default)]
pub(super) struct Roots(Vec<Certificate<'static>>);

impl Roots {
    /// Those in a file of PEM, alone.
    pub(super) fn of_file(file: &Path) -> Result<Self, Failure> {
        let name = file.display();
        let text = access::read(file)?;
        let mut roots = Vec::new();
        for item in parse_pem(text.as_bytes()) {
            match item {
                Ok(PemItem::Certificate(certificate)) => roots.push(certificate),
                Ok(_) => {}
                Err(error) => return Err(Failure::Server(format!("error: {name}: {error}"))),
            }
        }
        if roots.is_empty() {
            let message = format!("error: {name}: there is no certificate in PEM in the file");
            return Err(Failure::Server(message));
        }
        Ok(Self(roots))
    }

    /// Those that this machine trusts.
    pub(super) fn of_system() -> Result<Self, Failure> {
        let found = rustls_native_certs::load_native_certs();
        if found.certs.is_empty() {
            let reason = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
            return Err(Failure::Server(format!(
                "error: this machine has no certificates of authorities{reason}\n\
                 hint: install `ca-certificates`, or give the server's own with `--ssl-ca-file`"
            )));
        }
        let roots = found.certs.iter().map(|own| Certificate::from_der(own).to_owned());
        Ok(Self(roots.collect()))
    }

    pub(super) fn config(self) -> TlsConfig {
        let provider = rustls::crypto::ring::default_provider();
        TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(self.0)))
            .unversioned_rustls_crypto_provider(Arc::new(provider))
            .build()
    }
}
