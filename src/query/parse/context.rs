//! The completion context: what can be written at the cursor of a text.

use super::value::SourceMap;
use crate::query::language::FieldInfo;

/// The completion context at the cursor.
#[derive(Clone, Debug)]
pub(crate) struct CompletionContext {
    pub(crate) expected: Expected,
    pub(crate) table: FieldTable,
    /// The start of the text that would be replaced, in the source.
    pub(crate) start: usize,
    /// Its end.
    pub(crate) end: usize,
    /// The part of it before the cursor, without quotes.
    pub(crate) typed: String,
    /// The part of it after the cursor, without quotes.
    pub(crate) rest: String,
    /// The character that follows.
    pub(crate) next: Option<char>,
    pub(crate) source: SourceMap,
}

/// What is expected at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A term or an operator.
    Term(TermPosition),
    /// A phrase in quotes.
    Phrase(TermPosition),
    /// The field before a colon.
    Field,
    /// A value of the field.
    Value(&'static str),
    /// A value of the field in a group of them, or an operator.
    GroupValue(&'static str, TermPosition),
}

/// The table of fields, for any language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldTable {
    pub(crate) language: &'static str,
    pub(crate) rows: fn() -> Vec<&'static FieldInfo>,
    /// Returns whether a field takes a value.
    pub(crate) takes: fn(&str, &str) -> bool,
    pub(crate) has_keywords: fn() -> bool,
}

/// The position of the words that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermPosition {
    /// On their own, without a term before them.
    First,
    /// On their own, after another term.
    Next,
    /// Right after the colon of another term, where quotes around the whole word would turn
    /// it into a query.
    AfterColon,
}
