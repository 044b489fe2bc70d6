//! Positions in a text: [`Span`], and [`Spanned`] for a value that has one.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A range of bytes of the text that was parsed, on character boundaries.
///
/// ```
/// use activity_query::{ActivityQuery, Limits, Span};
///
/// let text = "id:1 status:failed";
/// let query = ActivityQuery::parse(text, &Limits::default())?.query;
/// let spans: Vec<Span> = query.terms().filter_map(|term| term.span()).collect();
/// assert_eq!(spans, [Span::new(0, 4), Span::new(5, 18)]);
/// assert_eq!(&text[spans[1].range()], "status:failed");
/// # Ok::<(), activity_query::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    // Each end takes four bytes: a term of a long chain then takes an eighth less memory
    // than with `usize`. The limits don't allow texts of 4 GiB or more.
    start: u32,
    end: u32,
}

impl Span {
    /// Creates the span from `start` up to, not including, `end`.
    ///
    /// An end before the start counts as the start, and positions past 4 GiB count as 4 GiB,
    /// since texts that parse are shorter.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The offset of the first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The offset after the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The span as a range, to index the text with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Returns `true` if the span contains no bytes: a position between two characters.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the smallest span that contains both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Serialises as `[start, end]`.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <[u32; 2]>::deserialize(deserializer).map(|[start, end]| Self { start, end })
    }
}

/// A value with the position it was read from, if it was read from a text.
///
/// The position is ignored by comparisons: a parsed query equals the same query built from
/// constructors.
#[derive(Clone, Copy, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    source: Source,
}

/// The origin of a value.
#[derive(Clone, Copy, Default)]
enum Source {
    /// Read from a text, at this span.
    Text(Span),
    /// Created by a constructor.
    #[default]
    Code,
    /// Added by the system, and hidden from the user.
    Withheld,
}

impl<T> Spanned<T> {
    /// Creates a value that was read from this span.
    pub fn at(value: T, span: Span) -> Self {
        Self { value, source: Source::Text(span) }
    }

    /// Creates a value that is hidden from the user.
    pub(crate) fn withheld(value: T) -> Self {
        Self { value, source: Source::Withheld }
    }

    /// The position of the value, or `None` if it was not read from a text.
    pub fn span(&self) -> Option<Span> {
        match self.source {
            Source::Text(span) => Some(span),
            Source::Code | Source::Withheld => None,
        }
    }

    /// Returns `true` if the value is hidden from the user, because the system added it to
    /// the query, as by [`scoped`](crate::Expr::scoped). Errors and explanations must not
    /// reveal it.
    pub fn is_withheld(&self) -> bool {
        matches!(self.source, Source::Withheld)
    }

    /// Creates another value at the same position, which is withheld if this one is.
    ///
    /// ```
    /// use activity_query::{Span, Spanned};
    ///
    /// let text = Spanned::at("7", Span::new(3, 4));
    /// assert_eq!(text.with(7).span(), Some(Span::new(3, 4)));
    /// ```
    pub fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned { value, source: self.source }
    }
}

impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Self {
        Self { value, source: Source::Code }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: std::hash::Hash> std::hash::Hash for Spanned<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Returns the character boundary at the position or before it.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
