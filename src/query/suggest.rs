//! Suggests known words that are similar to a given word.

use std::fmt;

use serde::{Deserialize, Serialize};
use strsim::damerau_levenshtein;

/// The longest word that is compared: fields and known values are shorter.
const LONGEST: usize = 64;

/// More edits than there are to a suggestion, or to a runner-up that makes it a guess.
const FAR: usize = 5;

/// Prefixes that turn a word into its opposite: `approved`, `unapproved`.
const NEGATING: [&str; 3] = ["un", "de", "non"];

/// Whether a fix is certain or a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Applicability {
    /// The text has only one plausible reading: a tool may apply the fix without asking.
    Certain,
    /// The text may mean this: a person decides.
    Guess,
}

/// Another word for a field or for a value, and the word that replaces it.
///
/// ```
/// use activity_query::diagnostic::Applicability;
/// use activity_query::language::Alias;
///
/// const CANCELLED: Alias = Alias::certain("cancelled", "canceled");
/// assert_eq!(CANCELLED.applicability, Applicability::Certain);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias {
    /// The word that people write: in lower case, with hyphens for underscores.
    pub word: &'static str,
    /// The word that it means. For a field this may continue after the field's name:
    /// `computer:id` for `computer-id`.
    pub means: &'static str,
    /// Whether the word always has this meaning.
    pub applicability: Applicability,
}

impl Alias {
    /// Creates an alias for a word that has only one plausible meaning.
    #[must_use]
    pub const fn certain(word: &'static str, means: &'static str) -> Self {
        Self { word, means, applicability: Applicability::Certain }
    }

    /// Creates an alias for a word that may mean this.
    #[must_use]
    pub const fn guess(word: &'static str, means: &'static str) -> Self {
        Self { word, means, applicability: Applicability::Guess }
    }

    pub(crate) fn candidate<'a>(&self) -> Candidate<'a> {
        Candidate { written: self.word, means: self.means, applicability: self.applicability }
    }
}

/// Lists words in a sentence: "`a`, `b` or `c`".
pub(crate) struct Listed<'a>(pub(crate) &'a [&'a str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let connective = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " or ",
                _ => ", ",
            };
            write!(f, "{connective}`{word}`")?;
        }
        Ok(())
    }
}

/// A word that may be suggested.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    /// The word as people may write it.
    pub(crate) written: &'a str,
    /// The word that it means.
    pub(crate) means: &'a str,
    /// Whether that is certain if it is written exactly like this.
    pub(crate) applicability: Applicability,
}

impl<'a> Candidate<'a> {
    /// Creates a candidate that means itself.
    pub(crate) fn own(word: &'a str) -> Self {
        Self { written: word, means: word, applicability: Applicability::Certain }
    }
}

/// A suggested word, and whether it is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Suggested<'a> {
    pub(crate) means: &'a str,
    pub(crate) applicability: Applicability,
}

/// Returns the word that was probably meant: one that is equal except for case and
/// underscores, a few letters away, or longer.
///
/// It is certain if only case and underscores differ, or if the word is one or two letters
/// away and every other candidate two edits further. The opposite of the word is never
/// suggested: `approved` is not `unapproved`.
pub(crate) fn suggest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = Candidate<'a>>,
) -> Option<Suggested<'a>> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let wanted = plain(word);
    let candidates: Vec<(String, Candidate<'a>)> = candidates
        .into_iter()
        // A difference in length needs as many edits, so words that are too short are
        // neither suggested nor alternatives. A longer word may be half typed.
        .filter(|candidate| candidate.written.len() + FAR >= word.len())
        .map(|candidate| (plain(candidate.written), candidate))
        .collect();
    let suggested = |candidate: &Candidate<'a>, applicability| Suggested {
        means: candidate.means,
        applicability,
    };
    if let Some((_, same)) = candidates.iter().find(|(written, _)| *written == wanted) {
        return Some(suggested(same, same.applicability));
    }
    let distances: Vec<(usize, &Candidate<'a>)> = candidates
        .iter()
        .filter(|(written, _)| written.len() <= word.len() + FAR)
        .map(|(written, candidate)| (damerau_levenshtein(&wanted, written), candidate))
        .collect();
    let nearest = distances.iter().min_by_key(|(distance, _)| *distance);
    if let Some((distance, nearest)) = nearest
        && *distance <= near(nearest.written)
        && *distance < word.len()
        && !is_opposite(&wanted, &plain(nearest.written))
    {
        let others = distances.iter().filter(|(_, other)| other.means != nearest.means);
        let next = others.map(|(distance, _)| *distance).min();
        let is_alone = next.is_none_or(|next| next >= distance + 2);
        // A sign before a word may have a meaning: `!package`.
        let is_word = word.starts_with(char::is_alphanumeric);
        let applicability = if is_alone && is_word && *distance <= sure(nearest.written) {
            nearest.applicability
        } else {
            Applicability::Guess
        };
        return Some(suggested(nearest, applicability));
    }
    let longer = candidates.iter().find(|(written, _)| written.starts_with(&wanted));
    let (_, longer) = longer.filter(|_| word.len() >= 3)?;
    Some(suggested(longer, Applicability::Guess))
}

fn plain(text: &str) -> String {
    text.to_ascii_lowercase().replace('_', "-")
}

/// Returns how many edits away a suggestion may be from this word.
fn near(word: &str) -> usize {
    match word.len() {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    }
}

/// Returns how many edits away a certain suggestion may be from this word.
fn sure(word: &str) -> usize {
    match word.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Returns whether one word is closer to the other without its negating prefix.
fn is_opposite(one: &str, other: &str) -> bool {
    let distance = damerau_levenshtein(one, other);
    let is_nearer = |with: &str, without: &str| {
        let bare = NEGATING.iter().filter_map(|prefix| with.strip_prefix(prefix));
        bare.map(|bare| damerau_levenshtein(bare, without)).any(|nearer| nearer < distance)
    };
    is_nearer(one, other) || is_nearer(other, one)
}

#[cfg(test)]
mod tests {
    use super::Applicability::{self, Certain, Guess};
    use super::{Candidate, suggest};

    const STATUSES: [&str; 4] = ["undelivered", "unapproved", "delivered", "failed"];

    fn of(word: &str) -> Option<(&'static str, Applicability)> {
        let candidates = STATUSES.into_iter().map(Candidate::own);
        suggest(word, candidates).map(|found| (found.means, found.applicability))
    }

    #[test]
    fn near_words_are_suggested_and_opposites_are_not() {
        assert_eq!(of("Failed"), Some(("failed", Certain)));
        assert_eq!(of("delivred"), Some(("delivered", Certain)));
        assert_eq!(of("undeliverd"), Some(("undelivered", Certain)));
        assert_eq!(of("dlivered"), Some(("delivered", Certain)));
        assert_eq!(of("ndelivered"), Some(("undelivered", Guess)));
        assert_eq!(of("fail"), Some(("failed", Guess)));
        assert_eq!(of("!failed"), Some(("failed", Guess)));
        assert_eq!(of("approved"), None);
        assert_eq!(of("aproved"), None);
        assert_eq!(of("unfailed"), None);
        assert_eq!(of("unknown"), None);
    }
}
