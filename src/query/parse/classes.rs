//! Classes of tokens, which the parser records as it reads a text.

use serde::Serialize;

use crate::query::language::ValueKind;
use crate::query::span::Span;

/// The class of a part of a query's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TokenClass {
    /// Blanks between words.
    Blank,
    /// The `status` of `status:failed`.
    Field,
    /// The colon after a field.
    Colon,
    /// A value that can be any text or has a syntax of its own: `laptop` in `tag:laptop`.
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
    /// A quoted text with its quotes: `"My laptop"`.
    Quote,
    /// `AND`, `OR` or `NOT`.
    Operator,
    /// A parenthesis that opens or closes a group.
    Group,
    /// A word without a field.
    Keyword,
    /// A mistake, and the text that could not be read because of it.
    Error,
}

/// A part of the text that was given, and its class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClassifiedSpan {
    pub(crate) span: Span,
    pub(crate) class: TokenClass,
}

impl ValueKind {
    /// Returns whether a value can be any text, which may contain parentheses.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::OpenText { .. } | Self::Form { .. })
    }

    /// Returns whether a value may be a range, which contains blanks: `[1Gb TO 2Gb]`.
    pub(super) fn takes_range(&self) -> bool {
        matches!(self, Self::NumberRange | Self::DateRange | Self::Quantity { .. })
    }

    /// Returns whether a value may begin with a sign of comparison: `>7`.
    pub(super) fn takes_comparison(&self) -> bool {
        matches!(self, Self::NumberRange | Self::DateRange)
    }

    /// Returns the class of the field's values.
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
