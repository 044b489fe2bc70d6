//! What can be written at the cursor of a text.

use super::value::SourceMap;
use crate::query::language::FieldInfo;

/// What can be written at the cursor.
#[derive(Clone, Debug)]
pub(crate) struct CompletionContext {
    pub(crate) expected: Expected,
    pub(crate) table: FieldTable,
    /// What would be replaced, in the text of the source …
    pub(crate) start: usize,
    /// … up to here.
    pub(crate) end: usize,
    /// What was typed of it, up to the cursor, without its quotes.
    pub(crate) typed: String,
    /// What is behind the cursor of it, without its quotes.
    pub(crate) rest: String,
    /// The character that follows.
    pub(crate) next: Option<char>,
    pub(crate) source: SourceMap,
}

/// What kind of thing can be written.
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

/// The table of fields of a language, whichever it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldTable {
    pub(crate) language: &'static str,
    pub(crate) rows: fn() -> Vec<&'static FieldInfo>,
    /// Whether the field takes the value.
    pub(crate) takes: fn(&str, &str) -> bool,
    pub(crate) has_keywords: fn() -> bool,
}

/// Where the words stand that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermPosition {
    /// On their own, where no term stands before them.
    First,
    /// On their own, after another term.
    Next,
    /// Right after the colon of another term, where quotes around the whole
    /// word would make it a query of its own.
    AfterColon,
}
