//! Any query string or form of a call to the example server has parameters, or one problem.
//! The parameters are those that were written, bounded, and signed completely.
#![no_main]

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::LazyLock;

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

#[path = "../../examples/server/src/keys.rs"]
mod keys;
#[path = "../../examples/server/src/parameters.rs"]
#[expect(dead_code, reason = "the server uses the rest")]
mod parameters;

use keys::{Called, Keys};
use parameters::{MOST, Parameters};

/// The reason why the server does not start.
type Failure = String;

mod problem {
    //! The answers of the server to its callers, without its store.

    use axum::http::StatusCode;

    #[derive(Debug, PartialEq)]
    pub(crate) struct Problem {
        pub(crate) code: &'static str,
        message: String,
    }

    impl Problem {
        pub(crate) fn new(_: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
            Self { code, message: message.into() }
        }

        pub(crate) fn bad(code: &'static str, message: impl Into<String>) -> Self {
            Self::new(StatusCode::BAD_REQUEST, code, message)
        }

        pub(crate) fn unavailable(code: &'static str, message: impl Into<String>) -> Self {
            Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message)
        }

        pub(crate) fn noting(self, note: &str) -> Self {
            Self { message: format!("{}\n{note}", self.message), ..self }
        }
    }
}

/// The largest number of parameters that the server accepts.
const MOST_NAMES: usize = 32;
/// The longest message: it shows the beginning of a name or value, and all known names.
const LONGEST: usize = 1_000;
const ACCESS: &str = "access";
const SECRET: &str = "secret";
const TIMESTAMP: &str = "2024-07-11T00:00:00Z";

static SECRET_FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = std::env::temp_dir().join(format!("fuzz-parameters-{}", std::process::id()));
    let mut file = std::fs::File::create(&path).expect("a file in the temporary folder");
    file.write_all(SECRET.as_bytes()).expect("a file that can be written");
    path
});

fn keys() -> Keys {
    Keys::read(ACCESS.to_owned(), &SECRET_FILE).expect("keys")
}

fn now() -> DateTime<Utc> {
    TIMESTAMP.parse().expect("a time")
}

fn read(form: &[u8]) -> Result<Parameters, problem::Problem> {
    let mut parameters = Parameters::default();
    parameters.add(form).map(|()| parameters)
}

fn listed(parameters: &Parameters) -> Vec<(String, String)> {
    parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn written<'t>(pairs: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let escaped = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Reads the parameters byte by byte; returns `None` if one of them can't be read.
fn expected(form: &[u8]) -> Option<Vec<(String, String)>> {
    let decoded = |text: &[u8]| {
        let mut bytes = Vec::new();
        let mut rest = text.iter();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digit = |byte: &u8| char::from(*byte).to_digit(16);
                    let code = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
                    u8::try_from(code).ok()?
                }
                byte => *byte,
            });
        }
        String::from_utf8(bytes).ok()
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let equals = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = pair.split_at(equals.unwrap_or(pair.len()));
        let (name, value) = (decoded(name)?, decoded(value.get(1..).unwrap_or_default())?);
        if pairs.iter().any(|(own, _)| *own == name) {
            return None;
        }
        pairs.push((name, value));
    }
    (pairs.len() <= MOST_NAMES).then_some(pairs)
}

/// Checks that a query string and a form are read as if they were one.
fn parts_make_a_whole(form: &[u8], whole: &Result<Parameters, problem::Problem>) {
    for (at, _) in form.iter().enumerate().filter(|(_, byte)| **byte == b'&').take(MOST_NAMES) {
        let mut parts = Parameters::default();
        let read = parts.add(&form[..at]).and_then(|()| parts.add(&form[at + 1..]));
        match (read, whole) {
            (Ok(()), Ok(whole)) => assert_eq!(listed(&parts), listed(whole)),
            (Err(one), Err(other)) => assert_eq!(one.code, other.code),
            (one, other) => panic!("{one:?} in parts, {other:?} as a whole"),
        }
    }
}

/// Checks that the methods read the parameters as they were written, within bounds.
fn values_are_read(parameters: &Parameters) {
    for (name, value) in parameters.iter() {
        let number = value.parse::<usize>().ok().filter(|_| !value.contains('+'));
        assert_eq!(parameters.number(name).ok(), number.map(Some), "{value:?}");
        let is_flag = matches!(value, "true" | "false" | "1" | "0");
        assert_eq!(parameters.flag(name).is_ok(), is_flag, "{value:?}");
    }
    if let Ok((limit, _)) = parameters.page(MOST) {
        assert!(limit <= MOST);
    }
    let known = ["query", "limit", "offset", "cursor"];
    if let Err(problem) = parameters.check_names(&known) {
        assert!(format!("{problem:?}").len() < LONGEST, "{problem:?}");
        assert!(parameters.iter().any(|(name, _)| !known.contains(&name)));
    }
    let _ = (parameters.hint(), parameters.query());
}

/// Returns the call with these parameters, as it is signed.
fn called(parameters: &Parameters) -> Called<'_> {
    Called { method: &Method::GET, host: "localhost:8080", path: "/api/", parameters }
}

/// Checks that a call is only accepted with the secret, only once, and that its signature
/// fits no other call.
fn is_signed_whole(parameters: &Parameters) {
    assert!(keys().check(&called(parameters), now()).is_err());
    let own = parameters.iter().filter(|(name, _)| {
        !["access_key_id", "signature", "signature_method", "signature_version", "timestamp"]
            .contains(name)
    });
    let mut pairs: Vec<(&str, &str)> = own.collect();
    pairs.extend([
        ("access_key_id", ACCESS),
        ("signature_method", "HmacSHA256"),
        ("signature_version", "2"),
        ("timestamp", TIMESTAMP),
    ]);
    if pairs.len() >= MOST_NAMES {
        return;
    }
    let form = written(pairs.iter().copied());
    let unsigned = read(form.as_bytes()).expect("the parameters were read before");
    let to_sign = called(&unsigned).to_string();
    let reversed = read(written(pairs.iter().rev().copied()).as_bytes()).expect("the same");
    assert_eq!(called(&reversed).to_string(), to_sign);
    // Other parameters have a different text to sign.
    let (_, covered) = to_sign.rsplit_once('\n').expect("a line of its own");
    let mut sorted = listed(&unsigned);
    sorted.sort_unstable();
    assert_eq!(read(covered.as_bytes()).as_ref().map(listed), Ok(sorted));

    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key is one");
    let code = STANDARD.encode(mac.chain_update(&to_sign).finalize().into_bytes());
    let signature = written([("signature", code.as_str())].into_iter());
    let signed = read(format!("{form}&{signature}").as_bytes()).expect("one parameter more");
    let keys = keys();
    assert_eq!(keys.check(&called(&signed), now()), Ok(now()), "{to_sign}");
    assert!(keys.check(&called(&signed), now()).is_err(), "{to_sign} is taken twice");
    for at in 0..pairs.len() {
        let mut other = pairs.clone();
        let value = format!("{}x", other[at].1);
        other[at].1 = &value;
        let form = format!("{}&{signature}", written(other.into_iter()));
        let other = read(form.as_bytes()).expect("another value");
        assert!(keys.check(&called(&other), now()).is_err(), "{form} is signed as {to_sign}");
    }
}

fuzz_target!(|form: &[u8]| {
    let found = read(form);
    assert_eq!(found.as_ref().ok().map(listed), expected(form));
    parts_make_a_whole(form, &found);
    match found {
        Err(problem) => assert!(format!("{problem:?}").len() < form.len() + LONGEST),
        Ok(parameters) => {
            let all = listed(&parameters);
            let size: usize = all.iter().map(|(name, value)| name.len() + value.len()).sum();
            assert!(size <= form.len());
            let again = read(written(parameters.iter()).as_bytes()).expect("what was read");
            assert_eq!(listed(&again), all);
            values_are_read(&parameters);
            is_signed_whole(&parameters);
        }
    }
});
