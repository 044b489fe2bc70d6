//! Finds quotes and ranges in a text, by grammar/tokens.pest.

use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

/// The grammar, compiled by pest.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    pub(crate) struct Grammar;
}

use grammar::Grammar;
pub(super) use grammar::Rule;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    Words,
    Open,
    Close,
    Quote,
    Unclosed,
}

/// Returns the quotes of a text, or `None` if the grammar does not match it.
pub(super) fn quotes(text: &str) -> Option<Pairs<'_, Rule>> {
    let text = Grammar::parse(Rule::text, text).ok()?.next()?;
    Some(text.into_inner())
}

/// Returns the quote that the grammar found, and its start: the pair holds the rest of it
/// after its first character.
pub(super) fn quote(pair: Pair<'_, Rule>) -> (usize, Piece) {
    let span = pair.as_span();
    let kind = match pair.into_inner().last().map(|last| last.as_rule()) {
        Some(Rule::end_quote) => PieceKind::Quote,
        _ => PieceKind::Unclosed,
    };
    (span.start().saturating_sub(1), Piece { kind, end: span.end() })
}

/// Returns the end of the range that begins at the bracket, if it is one.
pub(super) fn range_end(text: &str, bracket: usize, limit: usize) -> Option<usize> {
    // The grammar is only given the text up to the next bracket, so that a text full of
    // brackets is still read in linear time.
    let rest = text.get(bracket..limit)?;
    let close = rest.get(1..)?.find(['[', ']'])? + 2;
    let range = Grammar::parse(Rule::range, rest.get(..close)?).ok()?;
    Some(bracket + range.as_str().len())
}
