//! From text to tokens: the pieces that grammar/tokens.pest finds, with runs
//! of words cut into words.

use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

/// The grammar, as pest reads it.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    pub(crate) struct Grammar;
}

use grammar::{Grammar, Rule};

/// A token, at its place in the text.
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

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word.as_bytes() {
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
    /// The first colon, if it stands before any quote.
    pub(crate) colon: Option<usize>,
    pub(crate) shape: Shape,
    /// Whether it has characters beyond ASCII outside of quotes.
    pub(crate) non_ascii: bool,
}

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Of letters alone.
    Plain,
    /// Of the parts that [`Tokens::parts`] lists.
    Parts,
    /// Of a field and its colon, with an open parenthesis right after it,
    /// which is not read yet.
    Opens,
}

/// A part of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
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
    /// A parenthesis that nothing in the word closes.
    Unbalanced,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    kind: PieceKind,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PieceKind {
    Words,
    Open,
    Close,
    Quote,
    Unclosed,
}

/// The tokens of a text, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    /// The parentheses and quotes that are still to come.
    marks: Option<Pairs<'t, Rule>>,
    /// The next of them, and where it begins, when words stand before it.
    ahead: Option<(usize, Piece)>,
    /// The piece that `at` stands in; `None` at the end.
    piece: Option<Piece>,
    at: usize,
    /// The parts of the last word, if its shape is [`Shape::Parts`].
    parts: Vec<Part>,
    /// Open parentheses of the word that is being read.
    balance: usize,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        // The grammar takes every text; if it ever did not, the text would
        // read as empty, and `is_complete` says so.
        let pairs = Grammar::parse(Rule::text, text).ok();
        let marks = pairs.and_then(|mut pairs| pairs.next()).map(Pair::into_inner);
        let start = Piece { kind: PieceKind::Words, end: 0 };
        let mut tokens = Self {
            text,
            marks,
            ahead: None,
            piece: Some(start),
            at: 0,
            parts: Vec::new(),
            balance: 0,
        };
        tokens.advance();
        tokens
    }

    /// Whether the last token ended where the text ends.
    pub(crate) fn is_complete(&self) -> bool {
        self.piece.is_none() && self.at == self.text.len()
    }

    /// Where the next token is looked for.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The parts of the last word, if its shape is [`Shape::Parts`].
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Token {
        while let Some(piece) = self.piece {
            let start = self.at;
            match piece.kind {
                PieceKind::Open => {
                    self.advance();
                    return Token::Open(start);
                }
                PieceKind::Close => {
                    self.advance();
                    return Token::Close(start);
                }
                PieceKind::Quote | PieceKind::Unclosed => return self.quoted_word(),
                PieceKind::Words => {
                    self.at = skip_blanks(self.text, start, piece.end);
                    if self.at < piece.end {
                        return self.word(piece.end);
                    }
                    self.advance();
                }
            }
        }
        Token::End
    }

    /// Reads the next token if it is a value on its own, as one may follow a
    /// colon and a blank: a plain word without a colon, or a quote.
    pub(crate) fn next_value(&mut self) -> Option<Word> {
        let before = self.clone();
        if let Token::Word(word) = self.next() {
            let quote = matches!(*self.parts, [Part { kind: PartKind::Quote, .. }]);
            match word.shape {
                Shape::Plain if word.colon.is_none() => return Some(word),
                Shape::Parts if quote => return Some(word),
                Shape::Plain | Shape::Parts | Shape::Opens => {}
            }
        }
        *self = before;
        None
    }

    /// Reads on a word of shape [`Shape::Opens`] whose field takes text: its
    /// parentheses belong to the value.
    pub(crate) fn read_on(&mut self, mut word: Word) -> Word {
        self.parts.clear();
        self.push_part(PartKind::Bare, word.start, word.end);
        self.balance = 0;
        word.shape = Shape::Parts;
        self.read_parts(&mut word, false);
        word
    }

    /// Skips a group whose parenthesis is open, up to the one that closes it.
    pub(crate) fn skip_group(&mut self) {
        let mut depth = 1_usize;
        while let Some(piece) = self.piece {
            match piece.kind {
                PieceKind::Open => depth += 1,
                PieceKind::Close => depth -= 1,
                PieceKind::Words | PieceKind::Quote | PieceKind::Unclosed => {}
            }
            self.advance();
            if depth == 0 {
                return;
            }
        }
    }

    fn word(&mut self, piece_end: usize) -> Token {
        let start = self.at;
        let run = scan(self.text, start, piece_end);
        let mut word = Word {
            start,
            end: run.end,
            colon: run.colon,
            shape: Shape::Plain,
            non_ascii: run.non_ascii,
        };
        self.at = run.end;
        if run.bracket.is_none() {
            if run.end == piece_end {
                self.advance();
            }
            let ends =
                run.end < piece_end || self.piece.is_none_or(|next| next.kind == PieceKind::Close);
            if ends {
                // Whoever looks ahead clones the tokens: without old parts.
                self.parts.clear();
                return match self.text.get(start..run.end).and_then(Operator::from_word) {
                    Some(operator) => Token::Operator(operator, start),
                    None => Token::Word(word),
                };
            }
        }
        self.parts.clear();
        self.balance = 0;
        self.at = start;
        if run.bracket.is_none() {
            self.at = run.end;
            self.push_part(PartKind::Bare, start, run.end);
        }
        word.end = self.at;
        word.shape = Shape::Parts;
        self.read_parts(&mut word, true);
        Token::Word(word)
    }

    fn quoted_word(&mut self) -> Token {
        self.parts.clear();
        self.balance = 0;
        let start = self.at;
        let mut word =
            Word { start, end: start, colon: None, shape: Shape::Parts, non_ascii: false };
        self.read_parts(&mut word, true);
        Token::Word(word)
    }

    /// Reads the parts of a word to its end.
    fn read_parts(&mut self, word: &mut Word, may_open: bool) {
        let mut opened = None;
        while let Some(piece) = self.piece {
            let start = self.at;
            match piece.kind {
                PieceKind::Words => {
                    if !self.read_bare(word, piece.end) {
                        break;
                    }
                    self.advance();
                }
                PieceKind::Quote | PieceKind::Unclosed => {
                    let kind = match piece.kind {
                        PieceKind::Quote => PartKind::Quote,
                        _ => PartKind::Unclosed,
                    };
                    self.push_part(kind, start, piece.end);
                    self.advance();
                }
                PieceKind::Open => {
                    if may_open && word.colon.is_some_and(|colon| colon + 1 == start) {
                        word.shape = Shape::Opens;
                        word.end = start;
                        return;
                    }
                    if self.balance == 0 {
                        opened = Some(start);
                    }
                    self.balance += 1;
                    self.push_part(PartKind::Bare, start, piece.end);
                    self.advance();
                }
                PieceKind::Close => {
                    if self.balance == 0 {
                        break;
                    }
                    self.balance -= 1;
                    self.push_part(PartKind::Bare, start, piece.end);
                    self.advance();
                }
            }
        }
        word.end = self.parts.last().map_or(word.end, |part| part.end);
        if let (Some(start), true) = (opened, self.balance > 0) {
            // It comes last, whatever its place: it is a remark on the word.
            self.parts.push(Part { kind: PartKind::Unbalanced, start, end: start + 1 });
        }
    }

    /// Reads letters and ranges up to a blank or to the end of the piece;
    /// says whether the word may go on after it.
    fn read_bare(&mut self, word: &mut Word, piece_end: usize) -> bool {
        loop {
            let start = self.at;
            let run = scan(self.text, start, piece_end);
            let quoted = self.parts.iter().any(|part| part.kind != PartKind::Bare);
            if word.colon.is_none() && !quoted {
                word.colon = run.colon;
            }
            word.non_ascii |= run.non_ascii;
            let bare_end = run.bracket.unwrap_or(run.end);
            if bare_end > start {
                self.push_part(PartKind::Bare, start, bare_end);
            }
            self.at = bare_end;
            match run.bracket {
                None => return run.end == piece_end,
                Some(bracket) => {
                    let end = range_end(self.text, bracket, piece_end);
                    let (kind, end) = match end {
                        Some(end) => (PartKind::Range, end),
                        None => (PartKind::Bare, bracket + 1),
                    };
                    self.push_part(kind, bracket, end);
                    self.at = end;
                    if end == piece_end {
                        return true;
                    }
                }
            }
        }
    }

    /// Adds a part; letters that follow letters are one part with them.
    fn push_part(&mut self, kind: PartKind, start: usize, end: usize) {
        if let Some(last) = self.parts.last_mut()
            && last.kind == PartKind::Bare
            && kind == PartKind::Bare
        {
            last.end = end;
            return;
        }
        self.parts.push(Part { kind, start, end });
    }

    /// Goes to the next piece.
    fn advance(&mut self) {
        let Some(Piece { end, .. }) = self.piece else { return };
        self.at = end;
        let mark = self.ahead.take().or_else(|| self.marks.as_mut()?.next().map(mark));
        self.piece = match mark {
            Some((start, piece)) if start == end => Some(piece),
            Some((start, _)) => {
                self.ahead = mark;
                Some(Piece { kind: PieceKind::Words, end: start })
            }
            None if self.marks.is_some() && end < self.text.len() => {
                Some(Piece { kind: PieceKind::Words, end: self.text.len() })
            }
            None => None,
        };
    }
}

/// The piece that the grammar found, and where it begins.
fn mark(pair: Pair<'_, Rule>) -> (usize, Piece) {
    let span = pair.as_span();
    let kind = match span.as_str() {
        "(" => PieceKind::Open,
        ")" => PieceKind::Close,
        _ => match pair.into_inner().last().map(|last| last.as_rule()) {
            Some(Rule::end_quote) => PieceKind::Quote,
            _ => PieceKind::Unclosed,
        },
    };
    (span.start(), Piece { kind, end: span.end() })
}

/// What a run of letters turned out to be.
struct Run {
    end: usize,
    colon: Option<usize>,
    /// A bracket right after a colon: perhaps a range. The run ends there.
    bracket: Option<usize>,
    non_ascii: bool,
}

/// Reads letters up to a blank, a bracket after a colon, or `limit`.
fn scan(text: &str, start: usize, limit: usize) -> Run {
    let mut run = Run { end: limit, colon: None, bracket: None, non_ascii: false };
    let bytes = text.as_bytes().get(start..limit).unwrap_or_default();
    let mut at = 0;
    while let Some(ordinary) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| is_special(byte)))
    {
        at += ordinary;
        match bytes.get(at) {
            Some(b':') => {
                run.colon = run.colon.or(Some(start + at));
                if bytes.get(at + 1) == Some(&b'[') {
                    run.bracket = Some(start + at + 1);
                    return run;
                }
            }
            Some(0x80..) if !is_no_break_space(bytes.get(at..).unwrap_or_default()) => {
                run.non_ascii = true;
            }
            _ => {
                run.end = start + at;
                return run;
            }
        }
        at += 1;
    }
    run
}

/// The bytes that [`is_special`].
#[expect(clippy::indexing_slicing, reason = "checked by the compiler: this is a constant")]
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < special.len() {
        special[byte] = matches!(byte, 0x20 | 0x09 | 0x0A | 0x0C | 0x0D | 0x3A | 0x80..);
        byte += 1;
    }
    special
};

/// Whether the byte is or begins a blank, is a colon, or is beyond ASCII.
///
/// One look into a table a byte, which is half the time of comparing it with
/// each of them.
fn is_special(byte: u8) -> bool {
    SPECIAL.get(usize::from(byte)).copied().unwrap_or_default()
}

fn skip_blanks(text: &str, start: usize, limit: usize) -> usize {
    let mut at = start;
    let bytes = text.as_bytes();
    while at < limit {
        at += match bytes.get(at..limit) {
            Some([b' ' | b'\t' | b'\n' | b'\r' | 0x0C, ..]) => 1,
            Some(rest) if is_no_break_space(rest) => 2,
            _ => break,
        };
    }
    at
}

/// U+00A0 in UTF-8.
fn is_no_break_space(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xC2, 0xA0])
}

/// Where the range that begins at the bracket ends, if it is one.
fn range_end(text: &str, bracket: usize, limit: usize) -> Option<usize> {
    // The grammar gets no more than the text up to the next bracket, so that
    // a text full of brackets is still read in linear time.
    let rest = text.get(bracket..limit)?;
    let close = rest.get(1..)?.find(['[', ']'])? + 2;
    let range = Grammar::parse(Rule::range, rest.get(..close)?).ok()?;
    Some(bracket + range.as_str().len())
}
