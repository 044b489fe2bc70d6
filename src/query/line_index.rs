//! [`LineIndex`]: positions in a text, as editors and people count them.

use std::fmt;

use memchr::memchr2_iter;
use serde::Serialize;

use crate::query::span::floor;

/// The number of bytes between two stored counts.
const STEP: usize = 128;

/// An index of a text that converts between byte offsets, UTF-16 offsets, and lines and
/// columns.
///
/// It is built in one pass over the text. A conversion then takes the same short time
/// wherever the offset is, so converting every position of a long text stays linear, even if
/// it is a single line.
///
/// Lines end as the Language Server Protocol defines them: after `\n`, `\r\n`
/// or `\r`. An offset inside a character counts as before it, and one past the
/// end as at the end.
///
/// ```
/// use activity_query::ComputerQuery;
/// use activity_query::diagnostic::{LineColumn, LineIndex, Position};
///
/// let text = "title:\"💻\"\ntagg:web";
/// let error = text.parse::<ComputerQuery>().unwrap_err();
/// let span = error.diagnostics()[0].span;
/// assert_eq!(span.range(), 13..17);
///
/// let index = LineIndex::new(text);
/// assert_eq!(index.line_column(span.start()), LineColumn { line: 2, column: 1 });
/// assert_eq!(index.position(span.end()), Position { line: 1, character: 4 });
/// assert_eq!(index.utf16(span.start()), 11);
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    /// The offset of the first byte of each line.
    lines: Vec<usize>,
    /// The counts before every `STEP`th byte, and before the end.
    counts: Vec<Lengths>,
}

/// A position as people count it: both numbers start at 1.
///
/// It prints as `2:5` and serialises as `{"line": 2, "column": 5}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LineColumn {
    /// The line; the first one is 1.
    pub line: u32,
    /// The column in characters; the first one is 1.
    pub column: u32,
}

/// A position as the Language Server Protocol counts it: both numbers start at 0, and
/// characters are UTF-16 code units.
///
/// It serialises in the format of the protocol, `{"line": 1, "character": 4}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The line; the first one is 0.
    pub line: u32,
    /// The number of UTF-16 code units before it on its line.
    pub character: u32,
}

/// The length of a part of the text in two units.
#[derive(Clone, Copy, Debug, Default)]
struct Lengths {
    chars: usize,
    utf16: usize,
}

impl Lengths {
    fn after(self, bytes: &[u8]) -> Self {
        // Each byte that is not a continuation byte begins a character, which has two units
        // if it takes four bytes.
        let chars = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        let pairs = bytes.iter().filter(|&&byte| byte >= 0xF0).count();
        Self { chars: self.chars + chars, utf16: self.utf16 + chars + pairs }
    }
}

impl<'t> LineIndex<'t> {
    /// Creates an index of the text in one pass over it.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| !bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\r\n")));
        let lines = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let mut count = Lengths::default();
        let mut counts = vec![count];
        for chunk in bytes.chunks(STEP) {
            count = count.after(chunk);
            counts.push(count);
        }
        Self { text, lines, counts }
    }

    /// Returns the line and column of a byte offset, as people count them.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let (line, start) = self.line(offset);
        let chars = self.count(offset).chars - self.count(start).chars;
        LineColumn { line: number(line + 1), column: number(chars + 1) }
    }

    /// Returns the position of a byte offset in the Language Server Protocol.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let (line, start) = self.line(offset);
        let character = self.utf16(offset) - self.utf16(start);
        Position { line: number(line), character: number(character) }
    }

    /// Returns the number of UTF-16 code units before a byte offset, which is the offset in
    /// JavaScript and other languages with UTF-16 strings.
    ///
    /// ```
    /// use activity_query::diagnostic::LineIndex;
    ///
    /// let index = LineIndex::new("title:💻 web");
    /// assert_eq!((index.utf16(11), index.offset_of_utf16(9)), (9, 11));
    /// ```
    #[must_use]
    pub fn utf16(&self, offset: usize) -> usize {
        self.count(offset).utf16
    }

    /// Returns the byte offset of a position in the Language Server Protocol, such as the
    /// cursor for a completion. A character past the end of its line counts as that end.
    ///
    /// ```
    /// use activity_query::diagnostic::{LineIndex, Position};
    ///
    /// let index = LineIndex::new("title:\"💻\"\nweb");
    /// assert_eq!(index.offset(Position { line: 0, character: 9 }), 11);
    /// assert_eq!(index.offset(Position { line: 0, character: 99 }), 12);
    /// assert_eq!(index.offset(Position { line: 1, character: 3 }), 16);
    /// ```
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.lines.get(line) else { return self.text.len() };
        let next = self.lines.get(line + 1).copied().unwrap_or(self.text.len());
        let whole = self.text.get(start..next).unwrap_or_default();
        let end = start + whole.trim_end_matches(['\n', '\r']).len();
        let wanted = self.utf16(start).saturating_add(position.character as usize);
        self.offset_of_utf16(wanted).min(end)
    }

    /// Returns the byte offset of a UTF-16 offset: the inverse of [`utf16`](Self::utf16).
    #[must_use]
    pub fn offset_of_utf16(&self, utf16: usize) -> usize {
        let step = self.counts.partition_point(|count| count.utf16 <= utf16).saturating_sub(1);
        // A step may be inside a character, which is then already counted.
        let start = floor(self.text, step * STEP);
        let mut left = utf16.saturating_sub(self.count(start).utf16);
        let rest = self.text.get(start..).unwrap_or_default();
        for (at, c) in rest.char_indices() {
            if left < c.len_utf16() {
                return start + at;
            }
            left -= c.len_utf16();
        }
        self.text.len()
    }

    /// Returns the index of the line that contains the offset, and the offset of its first
    /// byte.
    fn line(&self, offset: usize) -> (usize, usize) {
        let after = self.lines.partition_point(|&start| start <= offset);
        let line = after.saturating_sub(1);
        (line, self.lines.get(line).copied().unwrap_or_default())
    }

    /// Returns the counts before the offset.
    fn count(&self, offset: usize) -> Lengths {
        let offset = floor(self.text, offset);
        let step = offset / STEP;
        let counted = self.counts.get(step).copied().unwrap_or_default();
        counted.after(self.text.as_bytes().get(step * STEP..offset).unwrap_or_default())
    }
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A text that parses has fewer lines and characters than `u32::MAX`.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
