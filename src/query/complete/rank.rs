//! Ranks words by how well they match what was typed.

use strsim::jaro_winkler;

/// The similarity, from 0 to 1, from which a word is suggested; `fiald` is this similar to
/// `failed`.
const NEAR: f64 = 0.84;

/// The longest word that is compared.
const LONGEST: usize = 64;

/// How well a word matches, best first.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Rank {
    /// It begins with the typed text.
    Begins,
    /// It begins with the typed text in another case.
    BeginsInAnotherCase,
    /// It contains the typed text.
    Contains,
    /// It is similar to the typed text, at this distance.
    Near(f64),
}

/// Returns how well the word matches, or `None` if it does not.
pub(super) fn rank(typed: &str, word: &str) -> Option<Rank> {
    if word.starts_with(typed) {
        return Some(Rank::Begins);
    }
    let plain = |text: &str| text.to_ascii_lowercase().replace('_', "-");
    let (typed, word) = (plain(typed), plain(word));
    if word.starts_with(&typed) {
        return Some(Rank::BeginsInAnotherCase);
    }
    if typed.len() < 3 {
        return None;
    }
    if word.contains(&typed) {
        return Some(Rank::Contains);
    }
    if typed.len() > LONGEST || word.len() > LONGEST {
        return None;
    }
    let nearness = jaro_winkler(&typed, &word);
    (nearness >= NEAR).then_some(Rank::Near(1.0 - nearness))
}
