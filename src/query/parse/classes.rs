//! What the parts of a text are, as the parser comes to them.

use serde::Serialize;

use crate::query::language::ValueKind;
use crate::query::span::Span;

/// What a part of a query's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TokenClass {
    /// What separates words.
    Blank,
    /// The `status` of `status:failed`.
    Field,
    /// The colon after a field.
    Colon,
    /// A value that is any text, or has a form of its own: `laptop` in
    /// `tag:laptop`.
    Text,
    /// A value that is one of a few words: `failed` in `status:failed`.
    Word,
    /// A value that is a number, with the sign of a comparison: `7` in `id:7`.
    Number,
    /// A value that is a date, with the sign of a comparison: `2011-01` in
    /// `created-after:2011-01`.
    Date,
    /// A value that is a size: `500Gb` in `disk.size:500Gb`.
    Size,
    /// A value that is a range: `[1Ghz TO 4Ghz]`.
    Range,
    /// What stands in quotes, and the quotes: `"My laptop"`.
    Quote,
    /// `AND`, `OR` or `NOT`.
    Operator,
    /// A parenthesis that opens or closes a group.
    Group,
    /// A word without a field.
    Keyword,
    /// What is wrong, and what could not be read for it.
    Error,
}

/// A part of the text that was given, and what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClassifiedSpan {
    pub(crate) span: Span,
    pub(crate) class: TokenClass,
}

impl ValueKind {
    /// Whether a value is any text, which may have parentheses.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::OpenText { .. } | Self::Form { .. })
    }

    /// Whether a value may be a range, which has blanks: `[1Gb TO 2Gb]`.
    pub(super) fn takes_range(&self) -> bool {
        matches!(self, Self::NumberRange | Self::DateRange | Self::Quantity { .. })
    }

    /// Whether a value may have a sign of comparison before it: `>7`.
    pub(super) fn takes_comparison(&self) -> bool {
        matches!(self, Self::NumberRange | Self::DateRange)
    }

    /// What a value of the field is.
    pub(super) fn class(&self) -> TokenClass {
        match self {
            Self::Text | Self::OpenText { .. } | Self::Form { .. } | Self::Query => {
                TokenClass::Text
            }
            Self::OneOf { .. } => TokenClass::Word,
            Self::Id | Self::Integer { .. } | Self::NumberRange => TokenClass::Number,
            Self::Date | Self::DateRange => TokenClass::Date,
            Self::Quantity { .. } => TokenClass::Size,
        }
    }
}
