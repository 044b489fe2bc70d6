//! The table of fields: what a field is called, what it takes, what it is for.

use std::fmt;
use std::ops::RangeInclusive;

use crate::query::parse::Subquery;
use crate::query::suggest::{Alias, Listed};
use crate::query::value::{PartialDate, Quantity, Text, Unit, ValueError};

/// A field of a language: what stands before the colon.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field<T: 'static> {
    /// Lower case: a letter, then letters, digits, dots and hyphens.
    pub name: &'static str,
    /// What stands after the colon.
    pub kind: FieldKind<T>,
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
    pub const fn new(name: &'static str, kind: FieldKind<T>, help: &'static str) -> Self {
        Self { name, kind, help, aliases: &[], synonyms: &[], doubt: |_| None }
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

/// What a field takes as its value, and the term that this makes.
#[non_exhaustive]
pub enum FieldKind<T: 'static> {
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
        read: fn(&str) -> Result<T, ValueError>,
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

impl<T> FieldKind<T> {
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

impl<T> FieldKind<T> {
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
impl<T> fmt::Display for FieldKind<T> {
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

impl<T> fmt::Debug for FieldKind<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
