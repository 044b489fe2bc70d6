//! [`Fingerprint`]: identifies the activities of a selection that was previewed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::ActivityId;

/// The number of activities in a selection, with a hash of their ids.
///
/// It shows whether a selection has changed since it was previewed: the same ids have the
/// same fingerprint, in any order, in every store and version. Its text is the count, a
/// hyphen and the hash in 16 hexadecimal digits. The hash is the sum, modulo 2⁶⁴, of the
/// first output of the generator `SplitMix64` seeded with each id. It protects against
/// accidents, and is not a signature.
///
/// ```
/// use activity_query::store::Fingerprint;
///
/// let one = Fingerprint::of([7_u32.into(), 9_u32.into()]);
/// let other = Fingerprint::of([9_u32.into(), 7_u32.into()]);
/// assert_eq!(one, other);
/// assert_eq!(one.count(), 2);
/// assert_eq!(one.to_string().parse(), Ok(one));
/// assert_ne!(one, Fingerprint::of([7_u32.into(), 8_u32.into()]));
/// ```
///
/// It serialises as its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Fingerprint {
    count: u64,
    hash: u64,
}

/// The error for a text that is not a [`Fingerprint`]: a count, a hyphen and 16 hexadecimal
/// digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a fingerprint is a count, a hyphen and 16 hexadecimal digits, as a preview returns it")]
pub struct FingerprintError;

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = FingerprintError;

    fn try_from(text: String) -> Result<Self, FingerprintError> {
        text.parse()
    }
}

impl Fingerprint {
    /// Computes the fingerprint of the activities with these ids, each of which is given
    /// once.
    #[must_use]
    pub fn of(ids: impl IntoIterator<Item = ActivityId>) -> Self {
        let add = |so_far: Self, id: ActivityId| Self {
            count: so_far.count.saturating_add(1),
            hash: so_far.hash.wrapping_add(mixed(id)),
        };
        ids.into_iter().fold(Self { count: 0, hash: 0 }, add)
    }

    /// Returns the number of activities.
    #[must_use]
    pub fn count(self) -> u64 {
        self.count
    }
}

/// Returns the first output of `SplitMix64`, seeded with the id.
fn mixed(id: ActivityId) -> u64 {
    let state = id.get().cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.count, self.hash)
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let (count, hash) = text.split_once('-').ok_or(FingerprintError)?;
        let is_number = count.bytes().all(|byte| byte.is_ascii_digit());
        let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_number || !is_hash {
            return Err(FingerprintError);
        }
        let count = count.parse().map_err(|_| FingerprintError)?;
        let hash = u64::from_str_radix(hash, 16).map_err(|_| FingerprintError)?;
        Ok(Self { count, hash })
    }
}
