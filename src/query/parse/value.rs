//! The text of a word without its quotes, and the source positions of its bytes.

use std::borrow::Cow;

use super::token::Tokens;
use super::word::{PartKind, Shape, Word, WordPart};
use crate::query::span::Span;

/// Maps positions in the text that is read to positions in the text that was given: the query
/// inside `computer:"…"` is read without the quotes around it and the backslashes of its
/// escapes.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceMap {
    base: usize,
    /// The positions, in the text that is read, of characters that were escaped.
    escapes: Vec<usize>,
    /// The map of the text around the quotes, if this is a quoted text.
    outer: Option<Box<SourceMap>>,
    /// The position of the cursor in the text that is read, while it is being edited.
    pub(crate) cursor: Option<usize>,
}

impl SourceMap {
    /// Creates the map of a text that is being edited, with the cursor here.
    pub(crate) fn typed(cursor: usize) -> Self {
        Self { cursor: Some(cursor), ..Self::default() }
    }

    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        if self.outer.is_none() {
            return Span::new(start, end);
        }
        Span::new(self.place(start), self.place(end))
    }

    /// Returns the position in the text that was given: before the backslash, if the next
    /// character is escaped.
    fn place(&self, at: usize) -> usize {
        let at = self.base + at + self.escapes.partition_point(|&escape| escape < at);
        self.outer.as_ref().map_or(at, |outer| outer.place(at))
    }

    /// Escapes a text so that, written into the given text, it is read as this.
    pub(crate) fn written<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(outer) = &self.outer else { return Cow::Borrowed(text) };
        let escaped = text.replace('\\', r"\\").replace('"', "\\\"");
        Cow::Owned(outer.written(&escaped).into_owned())
    }
}

/// The value of a word, or the whole word.
#[derive(Clone, Debug)]
pub(crate) struct ValueText<'t> {
    /// The text without quotes.
    pub(crate) text: Cow<'t, str>,
    /// The start of the value in the source.
    pub(crate) start: usize,
    /// The end of the value in the source.
    pub(crate) end: usize,
}

impl<'t> ValueText<'t> {
    /// Returns the text of the word from `start` on.
    pub(crate) fn read(tokens: &Tokens<'t>, word: Word, start: usize) -> Self {
        let text = tokens.text();
        let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let end = word.end;
        let said = match word.shape {
            Shape::Plain | Shape::Opens => Cow::Borrowed(slice(start, end)),
            Shape::Parts => {
                let mut parts = parts_from(tokens.parts(), start);
                match (parts.next(), parts.next()) {
                    (None, _) => Cow::Borrowed(""),
                    (Some(part), None) => said(text, part),
                    (Some(first), Some(second)) => {
                        let mut all = said(text, first).into_owned();
                        all += &said(text, second);
                        parts.for_each(|part| all += &said(text, part));
                        Cow::Owned(all)
                    }
                }
            }
        };
        Self { text: said, start, end }
    }

    /// Returns the text of the word from `start` on, up to the cursor.
    pub(crate) fn read_until(
        tokens: &Tokens<'_>,
        word: Word,
        start: usize,
        cursor: usize,
    ) -> String {
        let text = tokens.text();
        if word.shape != Shape::Parts {
            return text.get(start..cursor.min(word.end)).unwrap_or_default().to_owned();
        }
        let mut typed = String::new();
        for part in parts_from(tokens.parts(), start).filter(|part| part.start < cursor) {
            if part.end <= cursor {
                typed += &said(text, part);
            } else {
                let quoted = part.kind == PartKind::Quote;
                let kind = if quoted { PartKind::Unclosed } else { part.kind };
                typed += &said(text, WordPart { kind, end: cursor, ..part });
            }
        }
        typed
    }

    /// Returns the range, in the text that is read, of these bytes of the value's text.
    pub(crate) fn place(
        &self,
        tokens: &Tokens<'_>,
        word: Word,
        range: std::ops::Range<usize>,
    ) -> (usize, usize) {
        if word.shape != Shape::Parts {
            return (self.start + range.start, self.start + range.end);
        }
        let (mut start, mut end) = (self.end, self.end);
        let mut from = 0;
        for part in parts_from(tokens.parts(), self.start) {
            let to = from + said(tokens.text(), part).len();
            // The position of a byte, or of its end.
            let inner = |at: usize, past: usize| match part.kind {
                PartKind::Quote | PartKind::Unclosed => {
                    source(tokens.text(), part, &SourceMap::default()).place(at - from + past)
                }
                PartKind::Bare | PartKind::Range | PartKind::Unbalanced => {
                    part.start + at - from + past
                }
            };
            // If the range continues in other parts, one quote of this part would be left
            // open.
            let goes_on = range.start < from || to < range.end;
            if (from..to).contains(&range.start) {
                let is_whole = goes_on && range.start == from;
                start = if is_whole { part.start } else { inner(range.start, 0) };
            }
            if range.start < range.end && (from..to).contains(&(range.end - 1)) {
                let is_whole = goes_on && range.end == to;
                end = if is_whole { part.end } else { inner(range.end - 1, 1) };
            }
            from = to;
        }
        (start, if range.is_empty() { start } else { end })
    }
}

/// Returns the parts of the word from `start` on; the first one is cut if it begins before
/// that.
fn parts_from(parts: &[WordPart], start: usize) -> impl Iterator<Item = WordPart> {
    parts
        .iter()
        .filter(move |part| part.end > start && part.kind != PartKind::Unbalanced)
        .map(move |part| WordPart { start: part.start.max(start), ..*part })
}

/// Returns the text of one part.
fn said(text: &str, part: WordPart) -> Cow<'_, str> {
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    match part.kind {
        PartKind::Bare | PartKind::Range | PartKind::Unbalanced => {
            Cow::Borrowed(slice(part.start, part.end))
        }
        PartKind::Quote | PartKind::Unclosed => {
            let (start, end) = inner(part);
            let inner = slice(start, end);
            if inner.contains('\\') { Cow::Owned(unescape(inner).0) } else { Cow::Borrowed(inner) }
        }
    }
}

/// Returns the start and end of the text in a quote.
fn inner(part: WordPart) -> (usize, usize) {
    let end_quote = usize::from(part.kind == PartKind::Quote);
    (part.start + 1, part.end - end_quote)
}

/// Returns the text of a quote, and the positions of its escaped characters.
fn unescape(inner: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(inner.len());
    let mut escapes = Vec::new();
    let mut rest = inner;
    while let Some(backslash) = rest.find('\\') {
        let (before, from) = rest.split_at(backslash);
        text.push_str(before);
        if from.starts_with("\\\\") || from.starts_with("\\\"") {
            escapes.push(text.len());
            text.push_str(from.get(1..2).unwrap_or_default());
            rest = from.get(2..).unwrap_or_default();
        } else {
            text.push('\\');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    text.push_str(rest);
    (text, escapes)
}

/// Returns the source map of a quote.
fn source(text: &str, part: WordPart, outer: &SourceMap) -> SourceMap {
    let (start, end) = inner(part);
    let escapes = unescape(text.get(start..end).unwrap_or_default()).1;
    let cursor = outer.cursor.filter(|cursor| (start..=end).contains(cursor)).map(|cursor| {
        let at = cursor - start;
        let before = |&(index, &escape): &(usize, &usize)| escape + index < at;
        at - escapes.iter().enumerate().take_while(before).count()
    });
    SourceMap { base: start, escapes, outer: Some(Box::new(outer.clone())), cursor }
}

/// Returns the text of a quote, and its source map.
pub(crate) fn quoted<'t>(
    text: &'t str,
    part: WordPart,
    outer: &SourceMap,
) -> (Cow<'t, str>, SourceMap) {
    (said(text, part), source(text, part, outer))
}
