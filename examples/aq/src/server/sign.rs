//! [`Keys`]: signatures of calls, version 2, by HMAC-SHA256.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use crate::failure::Failure;

/// What RFC 3986 leaves as it is, beside letters and digits.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The keys that calls are signed with.
pub(crate) struct Keys {
    pub(super) access: String,
    /// Ready for use with the secret key, which is kept nowhere else.
    mac: Hmac<Sha256>,
}

impl Keys {
    pub(super) fn new(access: String, secret: &str) -> Result<Self, Failure> {
        let mac = Hmac::new_from_slice(secret.as_bytes());
        let mac = mac.map_err(|error| Failure::Usage(format!("the secret key: {error}")))?;
        Ok(Self { access, mac })
    }

    /// The signature of a POST of this form.
    pub(super) fn signature(&self, host: &str, path: &str, form: &str) -> String {
        let signed = format!("POST\n{host}\n{path}\n{form}");
        STANDARD.encode(self.mac.clone().chain_update(signed).finalize().into_bytes())
    }
}

/// The parameters as a form, by their names, which is also how they are signed.
pub(super) fn form(mut parameters: Vec<(&str, String)>) -> String {
    parameters.sort_unstable();
    let pairs = parameters.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

pub(super) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
