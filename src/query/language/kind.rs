//! Information on a field that does not depend on the type of its terms.

use std::fmt;
use std::ops::RangeInclusive;

use super::{FieldKind, Language};
use crate::query::suggest::{Alias, Listed};
use crate::query::value::{COMPARISONS, Unit};

/// Information on a field: its name, its kind and its help.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FieldInfo {
    /// The name, before the colon.
    pub name: &'static str,
    /// The kind of its values, after the colon.
    pub kind: ValueKind,
    /// One line on what a term of the field matches.
    pub help: &'static str,
    /// Other names that people use for the field.
    pub aliases: &'static [Alias],
    /// Other words that people use for its values.
    pub synonyms: &'static [Alias],
    /// Returns why a legal value is unlikely: `is not an e-mail address`.
    pub doubt: fn(&str) -> Option<&'static str>,
}

impl FieldInfo {
    pub(super) const fn new(name: &'static str, kind: ValueKind, help: &'static str) -> Self {
        Self { name, kind, help, aliases: &[], synonyms: &[], doubt: |_| None }
    }
}

/// The kind of value that a field takes; [`FieldKind`] is the same with the function that
/// makes a term.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ValueKind {
    /// Any text but the empty one.
    Text,
    /// Text of an open set: values other than the known ones are legal, and get a warning.
    OpenText {
        /// The known values.
        known: &'static [&'static str],
    },
    /// One of these words.
    OneOf {
        /// The words.
        values: &'static [&'static str],
    },
    /// An unsigned integer that fits into an `i64`.
    Id,
    /// An integer within a range.
    Integer {
        /// The legal values.
        range: RangeInclusive<u32>,
        /// The unit of the values: `hours`.
        unit: &'static str,
    },
    /// An ISO 8601 date of any precision.
    Date,
    /// A whole number, or a range or comparison of whole numbers.
    NumberRange,
    /// An ISO 8601 date of any precision, or a range or comparison of dates.
    DateRange,
    /// A size with its unit, or a range of sizes.
    Quantity {
        /// The unit of the size.
        unit: Unit,
    },
    /// Text with a syntax of its own.
    Form {
        /// The syntax, as messages show it: `KEY or KEY:TEXT`.
        form: &'static str,
        /// Words that the value may begin with.
        words: &'static [&'static str],
        /// Deprecated words that the value may begin with, each with the word that replaces
        /// it.
        deprecated: &'static [(&'static str, &'static str)],
        /// Returns the words that may follow the first part of a value.
        follow: fn(&str) -> &'static [&'static str],
    },
    /// A query of the [`Nested`](Language::Nested) language.
    Query,
}

impl<T: Language> FieldKind<T> {
    /// The same kind without the functions.
    pub(super) const fn value_kind(&self) -> ValueKind {
        match *self {
            Self::Text(_) => ValueKind::Text,
            Self::OpenText { known, .. } => ValueKind::OpenText { known },
            Self::OneOf { values, .. } => ValueKind::OneOf { values },
            Self::Id(_) => ValueKind::Id,
            Self::Integer { ref range, unit, .. } => {
                ValueKind::Integer { range: *range.start()..=*range.end(), unit }
            }
            Self::Date(_) => ValueKind::Date,
            Self::NumberRange(_) => ValueKind::NumberRange,
            Self::DateRange(_) => ValueKind::DateRange,
            Self::Quantity { unit, .. } => ValueKind::Quantity { unit },
            Self::Form { form, words, deprecated, follow, .. } => {
                ValueKind::Form { form, words, deprecated, follow }
            }
            Self::Query(_) => ValueKind::Query,
        }
    }
}

impl ValueKind {
    /// Returns the words that are legal or known as the value or its first part.
    #[must_use]
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            Self::OpenText { known: words, .. }
            | Self::OneOf { values: words, .. }
            | Self::Form { words, .. } => words,
            Self::NumberRange | Self::DateRange => COMPARISONS,
            Self::Text
            | Self::Id
            | Self::Integer { .. }
            | Self::Date
            | Self::Quantity { .. }
            | Self::Query => &[],
        }
    }

    /// Returns the words that may follow the first part of a value.
    pub(crate) fn following(&self, begun: &str) -> &'static [&'static str] {
        if let Self::Form { follow, .. } = self { follow(begun) } else { &[] }
    }

    /// Returns an example of each syntax that values may have; none if the kind has only one
    /// syntax, or a fixed set of values.
    pub(crate) fn forms(&self) -> &'static [&'static str] {
        match self {
            Self::NumberRange => &["20", ">7", "[5 TO 20]"],
            Self::Date => &["2011-01", "2011-01-31", "2011-01-31T10:30"],
            Self::DateRange => &["2024-01", ">=2024-01", "[2024-01 TO 2024-03]"],
            Self::Quantity { unit, .. } => unit.examples(),
            Self::Text
            | Self::OpenText { .. }
            | Self::OneOf { .. }
            | Self::Id
            | Self::Integer { .. }
            | Self::Form { .. }
            | Self::Query => &[],
        }
    }
}

/// Describes what the field takes in a few words: `a date such as 2011-01 …`.
impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text | Self::OpenText { .. } => f.write_str("text"),
            Self::OneOf { values, .. } => Listed(values).fmt(f),
            Self::Id => f.write_str("an unsigned integer"),
            Self::Integer { range, unit, .. } if *range.end() == u32::MAX => {
                write!(f, "a number of {unit}")
            }
            Self::Integer { range, unit, .. } => {
                write!(f, "a number of {unit} from {} to {}", range.start(), range.end())
            }
            Self::NumberRange => write!(f, "a number such as {}", Listed(self.forms())),
            Self::Date | Self::DateRange => {
                write!(f, "a date such as {}", Listed(self.forms()))
            }
            Self::Quantity { .. } => write!(f, "a size such as {}", Listed(self.forms())),
            Self::Form { form, .. } => f.write_str(form),
            Self::Query => f.write_str("one term, or several in parentheses"),
        }
    }
}
