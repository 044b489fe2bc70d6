//! Reads the query of another language that a term holds: `computer:(…)`.

use super::build;
use super::classes::TokenClass;
use super::context::TermPosition;
use super::term::Reader;
use super::token::Tokens;
use super::value::quoted;
use super::word::{Operator, PartKind, Shape, Token, Word, WordPart};
use crate::query::diagnostic::Code;
use crate::query::expr::Expr;
use crate::query::language::{FieldRef, Language, ValueKind, field};
use crate::query::span::Span;

/// The largest number of nested languages.
pub(crate) const NESTING: usize = 8;

/// The value of a field that takes a query of another language.
pub(super) struct Subquery<'s, 't> {
    reader: Reader<'s, 't>,
    word: Word,
    /// The start of the query in the word.
    start: usize,
    /// The span of the term that holds the query, which grows as it is read.
    span: &'s mut Span,
}

impl<'s, 't> Subquery<'s, 't> {
    pub(super) fn new(
        reader: &'s mut Reader<'_, 't>,
        word: Word,
        start: usize,
        span: &'s mut Span,
    ) -> Self {
        let reader = Reader {
            session: reader.session,
            tokens: reader.tokens,
            source: reader.source,
            position: TermPosition::AfterColon,
        };
        Self { reader, word, start, span }
    }

    /// Reads the query: one term, several in parentheses, or the whole query
    /// in quotes.
    ///
    /// Returns `None` if it has mistakes, which are reported together with those of the query
    /// around it.
    pub(super) fn read<L: Language>(mut self) -> Option<Expr<L>> {
        let place = (self.start, self.word.end);
        if self.reader.session.nesting == NESTING {
            let message = format!("languages are nested more than {NESTING} deep");
            self.reader.error(Code::TooDeep, message, place);
            return None;
        }
        self.reader.session.nesting += 1;
        let errors = self.reader.session.errors();
        let query = self.inner();
        self.reader.session.nesting -= 1;
        query.filter(|_| self.reader.session.errors() == errors)
    }

    fn inner<L: Language>(&mut self) -> Option<Expr<L>> {
        if self.word.shape == Shape::Opens && self.word.end == self.start {
            return self.group();
        }
        if self.word.end == self.start {
            if self.reader.is_typed_after(self.word) {
                self.reader.context_after_colon::<L>(self.word);
            }
            let takes = "one term, or several in parentheses";
            let (word, warning) = self.reader.value_after_blank(self.word, takes)?;
            self.reader.session.report(warning);
            self.word = word;
            self.start = self.word.start;
            self.reach(self.word.end);
        }
        match self.only_part() {
            Some(part) if part.kind == PartKind::Quote => self.quoted(part),
            Some(part) if part.kind == PartKind::Unclosed => {
                self.reader.unclosed_quote(part);
                // For completion and highlighting, the query is read in any case.
                let is_looked_at =
                    self.reader.is_typed_in(part) || self.reader.session.is_classifying();
                if is_looked_at { self.quoted(part) } else { None }
            }
            _ => self.term(),
        }
    }

    /// Extends the term up to this position.
    fn reach(&mut self, end: usize) {
        *self.span = self.span.cover(self.reader.source.span(self.start, end));
    }

    /// Returns the only part of the query, if it has just one.
    fn only_part(&self) -> Option<WordPart> {
        if self.word.shape != Shape::Parts {
            return None;
        }
        let mut parts = self.reader.tokens.parts().iter().filter(|part| part.end > self.start);
        parts.next().copied().filter(|_| parts.next().is_none())
    }

    fn group<L: Language>(&mut self) -> Option<Expr<L>> {
        let at = self.open()?;
        let Reader { session, tokens, source, .. } = &mut self.reader;
        let query = build::query(session, tokens, source, Some(at));
        let end = tokens.position();
        self.reach(end);
        Some(query)
    }

    /// Reads a group of values for a field of the query: `computer:tag:(a OR b)`.
    fn values<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        colon: usize,
    ) -> Option<Expr<L>> {
        if self.reader.session.is_watched() {
            self.reader.watch_field::<L>(word, colon);
        }
        let at = self.open()?;
        let Reader { session, tokens, source, .. } = &mut self.reader;
        tokens.enter_values();
        let query = build::values(session, tokens, source, (word.start, at), field);
        let end = tokens.position();
        self.reach(end);
        Some(query)
    }

    /// Opens the group that comes next, and returns its position.
    fn open(&mut self) -> Option<usize> {
        let Reader { session, tokens, source, .. } = &mut self.reader;
        let Token::Open(at) = tokens.next() else { return None };
        session.classify(source, (at, at + 1), TokenClass::Group);
        if !session.open_group(source, at) {
            tokens.skip_group();
            return None;
        }
        Some(at)
    }

    fn quoted<L: Language>(&mut self, part: WordPart) -> Option<Expr<L>> {
        let (text, source) = quoted(self.reader.tokens.text(), part, self.reader.source);
        let Reader { session, source: outer, .. } = &mut self.reader;
        session.classify(outer, (part.start, part.start + 1), TokenClass::Quote);
        let query = if text.is_empty() && source.cursor.is_none() {
            let message = "the query in quotes is empty";
            self.reader.error(Code::MissingValue, message, (part.start, part.end));
            None
        } else {
            let mut tokens = Tokens::new(&text);
            Some(build::query(session, &mut tokens, &source, None))
        };
        if part.kind == PartKind::Quote {
            let Reader { session, source, .. } = &mut self.reader;
            session.classify(source, (part.end - 1, part.end), TokenClass::Quote);
        }
        query
    }

    fn term<L: Language>(&mut self) -> Option<Expr<L>> {
        let bare = self.reader.slice(self.start, self.first_bare_end());
        if self.word.shape == Shape::Plain
            && let Some(operator) = Operator::from_word(bare)
        {
            if self.reader.is_typed(self.start, self.word.end) {
                return None;
            }
            let message = format!("`{}` is an operator, not a term", operator.as_str());
            self.reader.error(Code::MissingOperand, message, (self.start, self.word.end));
            return None;
        }
        let word = Word {
            start: self.start,
            colon: bare.find(':').map(|colon| self.start + colon),
            ..self.word
        };
        if word.shape == Shape::Opens
            && let Some(colon) = word.colon.filter(|colon| colon + 1 == word.end)
            && let Some(field) = field::<L>(self.reader.slice(word.start, colon))
            && !matches!(field.kind, ValueKind::Query)
        {
            return self.values(field, word, colon);
        }
        let mut nodes = Vec::with_capacity(1);
        self.reader.term(word, &mut nodes)?;
        let term = Expr::from_nodes(nodes);
        if let Some(read) = term.span() {
            *self.span = self.span.cover(read);
        }
        Some(term)
    }

    /// Returns the end of the plain text that the query begins with.
    fn first_bare_end(&self) -> usize {
        if self.word.shape != Shape::Parts {
            return self.word.end;
        }
        let first = self.reader.tokens.parts().iter().find(|part| part.end > self.start);
        match first {
            Some(part) if part.kind == PartKind::Bare => part.end,
            _ => self.start,
        }
    }
}
