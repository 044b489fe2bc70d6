//! Skips text that is unreadable because of a mistake.

use super::token::Tokens;
use super::word::Token;

impl Tokens<'_> {
    /// Skips the tokens that begin before the position.
    pub(crate) fn skip_to(&mut self, end: usize) {
        while self.position() < end {
            let before = self.clone();
            let start = match self.next() {
                Token::Word(word) => word.start,
                Token::Open(at) | Token::Close(at) | Token::Operator(_, at) => at,
                Token::End => return,
            };
            if start >= end {
                *self = before;
                return;
            }
        }
    }

    /// Skips words and groups that directly follow the last token; returns their end.
    pub(crate) fn skip_glued(&mut self) -> usize {
        let mut end = self.position();
        loop {
            let before = self.clone();
            match self.next() {
                Token::Word(word) if word.start == end => end = word.end,
                Token::Open(at) if at == end => {
                    self.skip_group();
                    end = self.position();
                }
                Token::Word(_)
                | Token::Open(_)
                | Token::Close(_)
                | Token::Operator(..)
                | Token::End => {
                    *self = before;
                    return end;
                }
            }
        }
    }
}
