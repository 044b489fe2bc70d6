//! The error for a value that is refused.

use std::ops::Range;

use thiserror::Error;

use crate::query::suggest::{Alias, Applicability, Candidate, Listed, suggest};

/// An error for a value that its field does not take.
///
/// ```
/// use activity_query::ValueError;
///
/// fn even(text: &str) -> Result<u32, ValueError> {
///     let number: u32 = text.parse().map_err(|_| ValueError::new(format!("`{text}` is not a number")))?;
///     if number % 2 == 0 {
///         return Ok(number);
///     }
///     Err(ValueError::new(format!("{number} is odd")).guess((number + 1).to_string()))
/// }
/// assert_eq!(even("3").unwrap_err().to_string(), "3 is odd");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.0.message)]
pub struct ValueError(Box<Mistake>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mistake {
    message: String,
    /// The wrong part of the value; `None` for all of it.
    place: Option<Range<usize>>,
    /// A correction of that part, and whether it is certain.
    instead: Option<(String, Applicability)>,
}

impl ValueError {
    /// Creates an error for the whole value. The message is lower case, without a full stop,
    /// with backticks around what the user wrote.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Mistake { message: message.into(), place: None, instead: None }))
    }

    /// Limits the error to a part of the value, in bytes.
    #[must_use]
    pub fn at(mut self, place: Range<usize>) -> Self {
        self.0.place = Some(place);
        self
    }

    /// Moves the error of a part to the value that contains it at this range.
    pub(super) fn moved(mut self, whole: Range<usize>) -> Self {
        let from = whole.start;
        let own = self.0.place.take().map(|place| from + place.start..from + place.end);
        self.0.place = Some(own.unwrap_or(whole));
        self
    }

    /// Sets what the wrong part certainly means; a tool may write it without asking.
    #[must_use]
    pub fn certain(self, text: impl Into<String>) -> Self {
        self.instead(text, Applicability::Certain)
    }

    /// Sets what the wrong part may mean.
    #[must_use]
    pub fn guess(self, text: impl Into<String>) -> Self {
        self.instead(text, Applicability::Guess)
    }

    fn instead(mut self, text: impl Into<String>, applicability: Applicability) -> Self {
        self.0.instead = Some((text.into(), applicability));
        self
    }

    /// Creates an error for a word that is not a legal one, with a correction if it is
    /// similar to one.
    pub(crate) fn one_of(what: &str, word: &str, legal: &[&str], synonyms: &[Alias]) -> Self {
        let own = legal.iter().copied().map(Candidate::own);
        let candidates = own.chain(synonyms.iter().map(Alias::candidate));
        if let Some(found) = suggest(word, candidates) {
            let message = format!("`{word}` is not {what}: did you mean `{}`?", found.means);
            return Self::new(message).instead(found.means, found.applicability);
        }
        Self::new(format!("`{word}` is not {what}: expected {}", Listed(legal)))
    }

    /// Returns the part of the value that is wrong, in bytes, or `None` for all of it.
    #[must_use]
    pub fn place(&self) -> Option<Range<usize>> {
        self.0.place.clone()
    }

    /// Returns the correction of that part, and whether it is certain.
    #[must_use]
    pub fn correction(&self) -> Option<(&str, Applicability)> {
        self.0.instead.as_ref().map(|(text, applicability)| (text.as_str(), *applicability))
    }
}
