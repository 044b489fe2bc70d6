//! How well a word fits what was typed.

use strsim::jaro_winkler;

/// What is nearly another word, from 0 to 1: `fiald` is so near to `failed`.
const NEAR: f64 = 0.84;

/// Longer words are not compared.
const LONGEST: usize = 64;

/// How well a word fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Rank {
    /// It begins with what was typed.
    Begins,
    /// The same, in another case.
    BeginsInAnotherCase,
    /// What was typed stands in it.
    Contains,
    /// It is near: so far away.
    Near(f64),
}

/// How well the word fits; `None` if it does not.
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
