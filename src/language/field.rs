//! The table of fields: what a field is called, what it takes, what it is for.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use thiserror::Error;

use crate::ast::{PartialDate, Quantity, Text, Unit};
use crate::diagnostic::Applicability;
use crate::parse::Subquery;
use crate::suggest::{Candidate, suggest};

/// A field of a language: what stands before the colon.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field<T: 'static> {
    /// Lower case: a letter, then letters, digits, dots and hyphens.
    pub name: &'static str,
    /// What stands after the colon.
    pub takes: Takes<T>,
    /// One line on what a term of this field matches.
    pub help: &'static str,
    /// Other names that people use for it. Of two fields for dates with one
    /// alias, the first one of the table reads from a date on, as
    /// `created-after` does, and the second one up to it.
    pub aliases: &'static [Alias],
    /// Other words that people use for its values.
    pub synonyms: &'static [Alias],
    /// Says of a legal value why it is not likely what was meant:
    /// `is not an e-mail address`.
    pub doubt: fn(&str) -> Option<&'static str>,
}

impl<T> Field<T> {
    /// A field, for the table of a language.
    #[must_use]
    pub const fn new(name: &'static str, takes: Takes<T>, help: &'static str) -> Self {
        Self { name, takes, help, aliases: &[], synonyms: &[], doubt: |_| None }
    }

    /// The field, with other names that people use for it.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [Alias]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The field, with other words that people use for its values.
    #[must_use]
    pub const fn synonyms(mut self, synonyms: &'static [Alias]) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// The field, with a check for values that are legal and unlikely.
    #[must_use]
    pub const fn doubt(mut self, doubt: fn(&str) -> Option<&'static str>) -> Self {
        self.doubt = doubt;
        self
    }
}

/// Another word for a field or for a value, and what to write for it.
///
/// ```
/// use activity_query::{Alias, Applicability};
///
/// const CANCELLED: Alias = Alias::certain("cancelled", "canceled");
/// assert_eq!(CANCELLED.applicability, Applicability::Certain);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias {
    /// What people write: lower case, with hyphens for underscores.
    pub word: &'static str,
    /// What it means. For a field this may go on after its name: `computer:id`
    /// for `computer-id`.
    pub means: &'static str,
    /// Whether the word always means that.
    pub applicability: Applicability,
}

impl Alias {
    /// A word that has one plain meaning.
    #[must_use]
    pub const fn certain(word: &'static str, means: &'static str) -> Self {
        Self { word, means, applicability: Applicability::Certain }
    }

    /// A word that may mean this.
    #[must_use]
    pub const fn guess(word: &'static str, means: &'static str) -> Self {
        Self { word, means, applicability: Applicability::Guess }
    }

    pub(crate) fn candidate<'a>(&self) -> Candidate<'a> {
        Candidate { written: self.word, means: self.means, applicability: self.applicability }
    }
}

/// What a field takes as its value, and the term that this makes.
#[non_exhaustive]
pub enum Takes<T: 'static> {
    /// Any text but the empty one.
    Text(fn(Text) -> T),
    /// Text of an open set: another value than the known ones is legal, and
    /// comes with a warning.
    OpenText {
        /// The values that are known.
        known: &'static [&'static str],
        /// The term of a value.
        make: fn(Text) -> T,
    },
    /// One of these words.
    OneOf {
        /// The words.
        values: &'static [&'static str],
        /// The term of a word; `None` for any other word.
        make: fn(&str) -> Option<T>,
    },
    /// An unsigned integer that fits into an `i64`.
    Id(fn(i64) -> T),
    /// An integer within a range.
    Integer {
        /// The values that are legal.
        range: RangeInclusive<u32>,
        /// What they count: `hours`.
        unit: &'static str,
        /// The term of a value.
        make: fn(u32) -> T,
    },
    /// An ISO 8601 date of any precision.
    Date(fn(PartialDate) -> T),
    /// A size with its unit, or a range of sizes.
    Quantity {
        /// What the size counts.
        unit: Unit,
        /// The term of a size or range.
        make: fn(Quantity) -> T,
    },
    /// Text of a form of its own.
    Form {
        /// The form, as the reader is told it: `KEY or KEY:TEXT`.
        form: &'static str,
        /// Words that the value may begin with.
        words: &'static [&'static str],
        /// Deprecated words that the value may begin with, and what is
        /// written today.
        deprecated: &'static [(&'static str, &'static str)],
        /// The words that may follow a value that was begun: `pass` and the
        /// others after `usg:8:`. They are offered while somebody types.
        follow: fn(&str) -> &'static [&'static str],
        /// The term of a value.
        read: fn(&str) -> Result<T, Invalid>,
    },
    /// A query of another language: one term, several in parentheses, or the
    /// whole query in quotes.
    Query {
        /// Reads the query; `None` if it has mistakes, which are then reported.
        read: fn(Subquery<'_, '_>) -> Option<T>,
        /// Whether the other language has a field of that name.
        has_field: fn(&str) -> bool,
    },
}

impl<T> Takes<T> {
    /// The words that are legal, or known, as the value or its beginning.
    #[must_use]
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            Self::OpenText { known: words, .. }
            | Self::OneOf { values: words, .. }
            | Self::Form { words, .. } => words,
            Self::Text(_)
            | Self::Id(_)
            | Self::Integer { .. }
            | Self::Date(_)
            | Self::Quantity { .. }
            | Self::Query { .. } => &[],
        }
    }
}

impl<T> Takes<T> {
    /// What says which words may follow a value that was begun.
    pub(crate) fn follow(&self) -> fn(&str) -> &'static [&'static str] {
        match self {
            Self::Form { follow, .. } => *follow,
            Self::Text(_)
            | Self::OpenText { .. }
            | Self::OneOf { .. }
            | Self::Id(_)
            | Self::Integer { .. }
            | Self::Date(_)
            | Self::Quantity { .. }
            | Self::Query { .. } => |_| &[],
        }
    }
}

/// What is taken, in a few words: `a date such as 2011-01 …`.
impl<T> fmt::Display for Takes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) | Self::OpenText { .. } => f.write_str("text"),
            Self::OneOf { values, .. } => Listed(values).fmt(f),
            Self::Id(_) => f.write_str("an unsigned integer"),
            Self::Integer { range, unit, .. } if *range.end() == u32::MAX => {
                write!(f, "a number of {unit}")
            }
            Self::Integer { range, unit, .. } => {
                write!(f, "a number of {unit} from {} to {}", range.start(), range.end())
            }
            Self::Date(_) => {
                f.write_str("a date such as `2011-01`, `2011-01-31` or `2011-01-31T10:30`")
            }
            Self::Quantity { unit, .. } => {
                write!(f, "a size such as `{}` or `{}`", unit.example(), unit.range_example())
            }
            Self::Form { form, .. } => f.write_str(form),
            Self::Query { .. } => f.write_str("one term, or several in parentheses"),
        }
    }
}

/// Words in a sentence: "`a`, `b` or `c`".
pub(crate) struct Listed<'a>(pub(crate) &'a [&'a str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let joint = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " or ",
                _ => ", ",
            };
            write!(f, "{joint}`{word}`")?;
        }
        Ok(())
    }
}

impl<T> fmt::Debug for Takes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a value is not what its field takes.
///
/// ```
/// use activity_query::Invalid;
///
/// fn even(text: &str) -> Result<u32, Invalid> {
///     let number: u32 = text.parse().map_err(|_| Invalid::new(format!("`{text}` is not a number")))?;
///     if number % 2 == 0 {
///         return Ok(number);
///     }
///     Err(Invalid::new(format!("{number} is odd")).guess((number + 1).to_string()))
/// }
/// assert_eq!(even("3").unwrap_err().to_string(), "3 is odd");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.0.message)]
pub struct Invalid(Box<Mistake>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mistake {
    message: String,
    /// Where in the value; all of it, if nothing is said.
    place: Option<Range<usize>>,
    /// What the place could hold instead, and how sure that is.
    instead: Option<(String, Applicability)>,
}

impl Invalid {
    /// A mistake of the whole value. The message is lower case, without a
    /// stop at its end, with backticks around what the reader wrote.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Mistake { message: message.into(), place: None, instead: None }))
    }

    /// Points at a part of the value, in bytes.
    #[must_use]
    pub fn at(mut self, place: Range<usize>) -> Self {
        self.0.place = Some(place);
        self
    }

    /// Says what is meant in that place; a tool may write it unasked.
    #[must_use]
    pub fn certain(self, text: impl Into<String>) -> Self {
        self.instead(text, Applicability::Certain)
    }

    /// Says what may be meant in that place.
    #[must_use]
    pub fn guess(self, text: impl Into<String>) -> Self {
        self.instead(text, Applicability::Guess)
    }

    fn instead(mut self, text: impl Into<String>, applicability: Applicability) -> Self {
        self.0.instead = Some((text.into(), applicability));
        self
    }

    /// A word that is none of the legal ones, with the one that was meant if
    /// it is near.
    pub(crate) fn one_of(what: &str, word: &str, legal: &[&str], synonyms: &[Alias]) -> Self {
        let own = legal.iter().copied().map(Candidate::own);
        let candidates = own.chain(synonyms.iter().map(Alias::candidate));
        if let Some(found) = suggest(word, candidates) {
            let message = format!("`{word}` is not {what}: did you mean `{}`?", found.means);
            return Self::new(message).instead(found.means, found.applicability);
        }
        Self::new(format!("`{word}` is not {what}: it is one of {}", Listed(legal)))
    }

    /// The part of the value that is wrong, in bytes; `None` for all of it.
    #[must_use]
    pub fn place(&self) -> Option<Range<usize>> {
        self.0.place.clone()
    }

    /// What that part could be instead, and how sure that is.
    #[must_use]
    pub fn correction(&self) -> Option<(&str, Applicability)> {
        self.0.instead.as_ref().map(|(text, applicability)| (text.as_str(), *applicability))
    }
}

/// Reads an unsigned integer that fits into an `i64`.
pub(crate) fn unsigned(text: &str) -> Result<i64, Invalid> {
    // Up to 18 digits fit, whichever they are. One look at each digit takes
    // 3 ns less than the standard parser: a fifteenth of a term of a chain.
    let digits = text.bytes().try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')))
    });
    if let (1..=18, Some(number)) = (text.len(), digits) {
        return Ok(number);
    }
    match text.parse::<u64>().map(i64::try_from) {
        Ok(Ok(number)) if !text.starts_with('+') => Ok(number),
        _ if text.is_empty() || text.contains(|c: char| !c.is_ascii_digit()) => {
            Err(Invalid::new(format!("`{text}` is not an unsigned integer")))
        }
        _ => Err(Invalid::new(format!("`{text}` is too large: numbers end at {}", i64::MAX))),
    }
}
