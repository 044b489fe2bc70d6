//! Calls over TLS, with an authority of the test's own.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rcgen::string::Ia5String;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, SanType};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::super::file;
use super::running::{ACCESS, SECRET, wait_for_changes};
use super::{Running, answer_of, asked, report_of};

/// What is right or wrong with a certificate.
#[derive(Clone, Copy, PartialEq)]
enum Certificate {
    Valid,
    Expired,
    Early,
    OfAnother,
}

/// An authority, and its certificate in PEM.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = parameters.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(parameters, key), pem }
    }

    fn config(&self, certificate: Certificate) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.subject_alt_names = vec![match certificate {
            Certificate::OfAnother => SanType::DnsName(Ia5String::try_from("other.test").unwrap()),
            Certificate::Valid | Certificate::Expired | Certificate::Early => {
                SanType::IpAddress([127, 0, 0, 1].into())
            }
        }];
        let (from, to) = match certificate {
            Certificate::Expired => (2000, 2001),
            Certificate::Early => (4000, 4001),
            Certificate::Valid | Certificate::OfAnother => (2000, 4000),
        };
        parameters.not_before = rcgen::date_time_ymd(from, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(to, 1, 1);
        let signed = parameters.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key)
            .unwrap()
    }
}

/// Takes TLS off in front of a server, and gives the URL.
fn in_front_of(server: &Running, config: ServerConfig) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/api/", listener.local_addr().unwrap());
    let (config, address) = (Arc::new(config), server.address.clone());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            let address = address.clone();
            thread::spawn(move || relay(&mut stream, &address));
        }
    });
    url
}

/// Relays one call.
fn relay(stream: &mut StreamOwned<ServerConnection, TcpStream>, address: &str) -> Option<()> {
    let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.split_once("content-length: ")?.1;
        let length: usize = length.split("\r\n").next()?.parse().ok()?;
        if body.len() == length {
            break;
        }
    }
    let mut server = TcpStream::connect(address).ok()?;
    let closing = String::from_utf8(request).ok()?;
    let closing = closing.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    server.write_all(closing.as_bytes()).ok()?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    stream.write_all(&answer).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}

#[test]
fn every_command_works_over_tls() {
    let (authority, server) = (Authority::new(), Running::signed(&[]));
    let url = in_front_of(&server, authority.config(Certificate::Valid));
    let ca = file("authority.pem", &authority.pem);
    wait_for_changes();
    for command in [
        &["find", "status:failed"][..],
        &["find", "", "--limit", "5", "--json"],
        &["types"],
        &["computers", "tag:laptop"],
        &["searches"],
        &["explain", "status:failed computer:tag:laptop", "--id", "136"],
        &["explain", "status:failed", "--counts"],
        &["complete", "computer:search:"],
        &["cancel", "status:undelivered", "--preview"],
        &["cancel", "status:undelivered"],
        &["approve", "status:unapproved", "--yes"],
    ] {
        let trusting = [command, &["--ssl-ca-file", &ca]].concat();
        let answer = answer_of(&asked(&url, Some((ACCESS, SECRET)), &trusting, "y\n"));
        assert!(!answer.is_empty(), "{command:?}");
    }
    assert_eq!(server.answer(&["find", "status:unapproved"]), "");
}

#[test]
fn a_certificate_that_is_not_right_is_named() {
    let (authority, server) = (Authority::new(), Running::signed(&[]));
    let ca = file("authority-of-wrong-ones.pem", &authority.pem);
    for (certificate, said) in [
        (Certificate::Expired, "the certificate of the server has expired\n"),
        (Certificate::Early, "the certificate of the server is not valid yet\n"),
        (Certificate::OfAnother, "the certificate of the server is for another name\n"),
    ] {
        let url = in_front_of(&server, authority.config(certificate));
        for command in [&["types"][..], &["cancel", "id:7", "--yes"]] {
            let trusting = [command, &["--ssl-ca-file", &ca]].concat();
            let report = report_of(4, &asked(&url, Some((ACCESS, SECRET)), &trusting, ""));
            assert!(report.contains(said), "{report}");
            assert!(!report.contains("unknown"), "{report}");
        }
    }
    let url = in_front_of(&server, authority.config(Certificate::Valid));
    let other = file("another-authority.pem", Authority::new().pem);
    let command = ["types", "--ssl-ca-file", &other];
    let report = report_of(4, &asked(&url, Some((ACCESS, SECRET)), &command, ""));
    assert!(
        report.contains("no authority that is trusted here vouches for the server\n"),
        "{report}"
    );
    assert!(report.contains("`--ssl-ca-file` or `LANDSCAPE_API_SSL_CA_FILE`"), "{report}");
    for (content, said) in [
        ("", "there is no certificate in PEM in the file"),
        ("-----BEGIN CERTIFICATE-----\n!", "error: "),
    ] {
        let broken = file("no-authority.pem", content);
        let command = ["types", "--ssl-ca-file", &broken];
        let report = report_of(4, &asked(&url, None, &command, ""));
        assert!(report.contains(said) && report.contains("no-authority.pem: "), "{report}");
    }
    let plain =
        report_of(4, &asked(&server.url().replace("http:", "https:"), None, &["types"], ""));
    assert!(plain.contains("the server does not speak TLS\n"), "{plain}");
}
