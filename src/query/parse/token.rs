//! Splits a text into tokens: grammar/tokens.pest finds the quotes, and the text between them
//! is cut into words and parentheses.

#[cfg(test)]
mod tests;

use memchr::memchr2;
use pest::iterators::Pairs;

use super::piece::{Piece, PieceKind, Rule, quote, quotes, range_end};
use super::scan::{scan, skip_blanks};
use super::word::{Operator, PartKind, Shape, Token, Word, WordPart};

/// Whether a parenthesis in a word may open a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MayOpen {
    /// Right after a colon: `status:(failed OR canceled)`.
    AfterColon,
    No,
}

/// Iterates over the tokens of a text.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    /// The remaining quotes.
    quotes: Option<Pairs<'t, Rule>>,
    /// The next quote and its start, while there is text before it.
    ahead: Option<(usize, Piece)>,
    /// The piece that contains `at`; `None` at the end.
    piece: Option<Piece>,
    at: usize,
    /// The parts of the last word, if its shape is [`Shape::Parts`].
    parts: Vec<WordPart>,
    /// The number of open parentheses in the current word.
    balance: usize,
    /// Whether the words are values in a group: `tag:(web OR db)`.
    in_values: bool,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        // The grammar accepts every text. If it ever did not, the text would be read as
        // empty, and `is_complete` would return `false`.
        let quotes = quotes(text);
        let start = Piece { kind: PieceKind::Words, end: 0 };
        let mut tokens = Self {
            text,
            quotes,
            ahead: None,
            piece: Some(start),
            at: 0,
            parts: Vec::new(),
            balance: 0,
            in_values: false,
        };
        tokens.advance();
        tokens
    }

    /// Returns whether the last token ended at the end of the text.
    pub(crate) fn is_complete(&self) -> bool {
        self.piece.is_none() && self.at == self.text.len()
    }

    /// Returns the position from which the next token is read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// Returns the parts of the last word, if its shape is [`Shape::Parts`].
    pub(crate) fn parts(&self) -> &[WordPart] {
        &self.parts
    }

    /// Enters a group of values: each word is a value, from its first letter on.
    pub(crate) fn enter_values(&mut self) {
        self.in_values = true;
    }

    /// Returns whether the next words are values in a group.
    pub(crate) fn are_values(&self) -> bool {
        self.in_values
    }

    /// Leaves a group of values.
    pub(crate) fn leave_values(&mut self) {
        self.in_values = false;
    }

    #[expect(clippy::inline_always, reason = "returning a word takes a tenth of its time")]
    #[inline(always)]
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

    /// Reads the next token if it is a value on its own that may follow a colon and a blank:
    /// a plain word without a colon, or a quote.
    pub(crate) fn next_value(&mut self) -> Option<Word> {
        let before = self.clone();
        if let Token::Word(word) = self.next() {
            let quote = matches!(*self.parts, [WordPart { kind: PartKind::Quote, .. }]);
            match word.shape {
                Shape::Plain if word.colon.is_none() => return Some(word),
                Shape::Parts if quote => return Some(word),
                Shape::Plain | Shape::Parts | Shape::Opens => {}
            }
        }
        *self = before;
        None
    }

    /// Continues reading a word of shape [`Shape::Opens`] whose field takes text: its
    /// parentheses belong to the value.
    pub(crate) fn read_on(&mut self, mut word: Word) -> Word {
        self.parts.clear();
        self.push_part(PartKind::Bare, word.start, word.end);
        self.balance = 0;
        word.shape = Shape::Parts;
        self.read_parts(&mut word, MayOpen::No);
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

    #[inline]
    fn word(&mut self, piece_end: usize) -> Token {
        let start = self.at;
        if self.in_values && self.text.as_bytes().get(start) == Some(&b'[') {
            return self.bracketed_value(piece_end);
        }
        let run = scan(self.text, start, piece_end);
        self.at = run.end;
        if run.bracket.is_none() {
            if run.end == piece_end {
                self.advance();
            }
            let ends =
                run.end < piece_end || self.piece.is_none_or(|next| next.kind == PieceKind::Close);
            if ends {
                // The tokens are cloned to look ahead, so old parts would be copied, too.
                self.parts.clear();
                let bytes = self.text.as_bytes();
                return match bytes.get(start..run.end).and_then(Operator::from_word) {
                    Some(operator) => Token::Operator(operator, start),
                    None => Token::Word(run.word(start, Shape::Plain)),
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
        let word = Word { end: self.at, ..run.word(start, Shape::Parts) };
        self.word_of_parts(word)
    }

    /// Begins a word here, whose parts are not read yet.
    fn begin_word(&mut self) -> Word {
        self.parts.clear();
        self.balance = 0;
        let start = self.at;
        Word {
            start,
            end: start,
            colon: None,
            shape: Shape::Parts,
            non_ascii: false,
            has_sign: false,
        }
    }

    /// Reads the rest of a word whose parts were begun.
    #[inline(never)]
    fn word_of_parts(&mut self, mut word: Word) -> Token {
        self.read_parts(&mut word, self.may_open());
        Token::Word(word)
    }

    /// Reads a value in a group that begins with a bracket, possibly of a range.
    fn bracketed_value(&mut self, piece_end: usize) -> Token {
        let word = self.begin_word();
        self.read_bracket(self.at, piece_end);
        if self.at == piece_end {
            self.advance();
        }
        self.word_of_parts(word)
    }

    /// Inside a group of values, a parenthesis in a word is an ordinary character.
    fn may_open(&self) -> MayOpen {
        if self.in_values { MayOpen::No } else { MayOpen::AfterColon }
    }

    fn quoted_word(&mut self) -> Token {
        let word = self.begin_word();
        self.word_of_parts(word)
    }

    /// Reads the remaining parts of a word.
    fn read_parts(&mut self, word: &mut Word, may_open: MayOpen) {
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
                    if may_open == MayOpen::AfterColon && self.is_after_colon(*word, start) {
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
            // It is added last, regardless of its position, since it is a remark on the
            // word.
            self.parts.push(WordPart { kind: PartKind::Unbalanced, start, end: start + 1 });
        }
    }

    /// Reads letters and ranges up to a blank or the end of the piece; returns whether the
    /// word may continue after it.
    fn read_bare(&mut self, word: &mut Word, piece_end: usize) -> bool {
        loop {
            let start = self.at;
            let run = scan(self.text, start, piece_end);
            let quoted = self.parts.iter().any(|part| part.kind != PartKind::Bare);
            if word.colon.is_none() && !quoted {
                word.colon = run.colon;
            }
            word.non_ascii |= run.non_ascii;
            word.has_sign |= run.has_sign;
            let bare_end = run.bracket.unwrap_or(run.end);
            if bare_end > start {
                self.push_part(PartKind::Bare, start, bare_end);
            }
            self.at = bare_end;
            match run.bracket {
                None => return run.end == piece_end,
                Some(bracket) => {
                    self.read_bracket(bracket, piece_end);
                    if self.at == piece_end {
                        return true;
                    }
                }
            }
        }
    }

    /// Reads the range that begins at the bracket or, if there is none, the bracket itself.
    fn read_bracket(&mut self, bracket: usize, piece_end: usize) {
        let (kind, end) = match range_end(self.text, bracket, piece_end) {
            Some(end) => (PartKind::Range, end),
            None => (PartKind::Bare, bracket + 1),
        };
        self.push_part(kind, bracket, end);
        self.at = end;
    }

    /// Returns whether the parenthesis is right after a colon, with only letters before that.
    fn is_after_colon(&self, word: Word, parenthesis: usize) -> bool {
        let only_letters = matches!(*self.parts, [WordPart { kind: PartKind::Bare, .. }]);
        let before = self.text.as_bytes().get(word.start..parenthesis);
        only_letters && self.balance == 0 && before.is_some_and(|bytes| bytes.ends_with(b":"))
    }

    /// Adds a part; letters that follow letters extend their part.
    fn push_part(&mut self, kind: PartKind, start: usize, end: usize) {
        if let Some(last) = self.parts.last_mut()
            && last.kind == PartKind::Bare
            && kind == PartKind::Bare
        {
            last.end = end;
            return;
        }
        self.parts.push(WordPart { kind, start, end });
    }

    /// Moves to the next piece.
    fn advance(&mut self) {
        let Some(Piece { end, .. }) = self.piece else { return };
        self.at = end;
        let Some(quotes) = &mut self.quotes else {
            self.piece = None;
            return;
        };
        if self.ahead.is_none() {
            self.ahead = quotes.next().map(quote);
        }
        let limit = self.ahead.map_or(self.text.len(), |(start, _)| start);
        let between = self.text.as_bytes().get(end..limit).unwrap_or_default();
        self.piece = match between {
            [] => self.ahead.take().map(|(_, piece)| piece),
            [b'(', ..] => Some(Piece { kind: PieceKind::Open, end: end + 1 }),
            [b')', ..] => Some(Piece { kind: PieceKind::Close, end: end + 1 }),
            words => {
                let length = memchr2(b'(', b')', words).unwrap_or(words.len());
                Some(Piece { kind: PieceKind::Words, end: end + length })
            }
        };
    }
}
