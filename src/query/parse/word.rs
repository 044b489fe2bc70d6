//! Tokens: operators, parentheses and words.

/// A range of bytes in the text that is read.
pub(super) type ByteRange = (usize, usize);

/// A token with its position in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Open(usize),
    Close(usize),
    Operator(Operator, usize),
    Word(Word),
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
            Self::Not => "NOT",
        }
    }

    pub(crate) fn from_word(word: impl AsRef<[u8]>) -> Option<Self> {
        match word.as_ref() {
            b"OR" => Some(Self::Or),
            b"AND" => Some(Self::And),
            b"NOT" => Some(Self::Not),
            _ => None,
        }
    }
}

/// A term as it is written: a run of text up to a blank, with the quotes,
/// ranges and balanced parentheses that are a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The first colon, if it comes before any quote.
    pub(crate) colon: Option<usize>,
    pub(crate) shape: Shape,
    /// Whether it has non-ASCII characters outside quotes.
    pub(crate) non_ascii: bool,
    /// Whether it has a `*`, a comma or a semicolon outside quotes.
    pub(crate) has_sign: bool,
}

/// The structure of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Plain text.
    Plain,
    /// The parts that [`Tokens::parts`] lists.
    Parts,
    /// Plain text up to a colon, followed by an open parenthesis that is not read yet.
    Opens,
}

/// A part of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordPart {
    pub(crate) kind: PartKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    Bare,
    Quote,
    Unclosed,
    Range,
    /// A parenthesis that is not closed within the word.
    Unbalanced,
}
