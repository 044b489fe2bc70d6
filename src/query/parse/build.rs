//! Builds an expression from tokens: operators, precedence and groups.

use super::classes::TokenClass;
use super::frame::{Frame, Last};
use super::session::Session;
use super::slip::Symbol;
use super::term::{Reader, is_keyword_language};
use super::token::Tokens;
use super::value::SourceMap;
use super::word::ByteRange;
use super::word::{Operator, Shape, Token, Word};
use crate::query::combine::{close, dissolve, negate, set_extent};
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::expr::{Connective, Expr, Extent, Node};
use crate::query::language::{FieldRef, Language};

/// Reads a query: the whole text or, after a parenthesis at `opened`, up to the one that
/// closes it.
///
/// After a mistake it reads on to find the others. The session records that there was one,
/// and then the expression is unusable.
pub(crate) fn query<L: Language>(
    session: &mut Session,
    tokens: &mut Tokens<'_>,
    source: &SourceMap,
    opened: Option<usize>,
) -> Expr<L> {
    let mut builder = Builder::new(session, tokens, source, Frame::new(opened, 0));
    builder.read(tokens);
    builder.finish()
}

/// Reads a group of values, which begins with its field at `from` and whose parenthesis is at
/// `opened`.
pub(super) fn values<L: Language>(
    session: &mut Session,
    tokens: &mut Tokens<'_>,
    source: &SourceMap,
    (from, opened): ByteRange,
    field: FieldRef<L>,
) -> Expr<L> {
    let frame = Frame { values: Some(field), from, ..Frame::new(Some(opened), 0) };
    let mut builder = Builder::new(session, tokens, source, frame);
    builder.read(tokens);
    builder.finish()
}

impl<'s, L: Language> Builder<'s, L> {
    fn new(
        session: &'s mut Session,
        tokens: &Tokens<'_>,
        source: &'s SourceMap,
        frame: Frame<L>,
    ) -> Self {
        let nodes = Vec::with_capacity(nodes_expected(tokens.text(), frame.opened));
        Self { session, source, nodes, frames: Vec::new(), frame, symbols: Vec::new() }
    }

    fn read(&mut self, tokens: &mut Tokens<'_>) {
        while !self.session.is_stopped() {
            let from = tokens.position();
            let token = tokens.next();
            if self.session.is_watched() {
                self.come_to_cursor(tokens, from, token);
            }
            match token {
                Token::Word(word) => self.word(tokens, word),
                Token::Operator(operator, start) => {
                    let place = (start, start + operator.as_str().len());
                    self.operator(tokens.text(), operator, place);
                }
                Token::Open(at) => self.open(tokens, at),
                Token::Close(at) => {
                    if self.close(tokens, at) {
                        break;
                    }
                }
                Token::End => {
                    self.end(tokens);
                    break;
                }
            }
        }
    }
}

/// Reserves memory for the terms and operators of most texts: one for every 12 bytes. Growing
/// step by step takes a tenth of the time of the whole parse.
fn nodes_expected(text: &str, opened: Option<usize>) -> usize {
    if opened.is_some() { 4 } else { text.len() / 12 + 2 }
}

pub(super) struct Builder<'s, L: Language> {
    pub(super) session: &'s mut Session,
    pub(super) source: &'s SourceMap,
    pub(super) nodes: Vec<Node<L>>,
    /// The groups around this one.
    frames: Vec<Frame<L>>,
    pub(super) frame: Frame<L>,
    /// Operators of other languages in the open groups, which are reported when their group
    /// ends.
    pub(super) symbols: Vec<Symbol>,
}

impl<L: Language> Builder<'_, L> {
    fn word(&mut self, tokens: &mut Tokens<'_>, mut word: Word) {
        // No operator is longer, in this language or in others.
        if word.colon.is_none()
            && word.end - word.start <= 3
            && word.shape == Shape::Plain
            && let Some(operator) = self.other_operator(tokens, word)
        {
            self.operator(tokens.text(), operator, (word.start, word.end));
            return;
        }
        if self.frame.values.is_none()
            && word.colon.is_some_and(|colon| colon + 1 == word.end)
            && self.open_values(tokens, &mut word)
        {
            return;
        }
        let position = self.position();
        self.begin_operand(word.start);
        let mut reader = Reader { session: self.session, tokens, source: self.source, position };
        let read = match self.frame.values {
            None => reader.term(word, &mut self.nodes),
            Some(field) => reader.value_of_group(field, word, &mut self.nodes),
        };
        self.end_operand(read.is_some(), tokens.position());
    }

    /// Returns the operator that a short word represents in another case or in other signs.
    #[cold]
    fn other_operator(&mut self, tokens: &Tokens<'_>, word: Word) -> Option<Operator> {
        let lower_case = self.lower_case_operator(tokens, word);
        lower_case.or_else(|| self.symbol(tokens, word))
    }

    /// In a language without keywords, a bare `or` is a slip of the shift key; in one with
    /// keywords it is a keyword, and possibly a slip.
    fn lower_case_operator(&mut self, tokens: &Tokens<'_>, word: Word) -> Option<Operator> {
        let text = tokens.text().get(word.start..word.end)?;
        let operator = Operator::from_word(text.to_ascii_uppercase())?;
        let capitals = operator.as_str();
        if is_keyword_language::<L>() && self.frame.values.is_none() {
            self.warn_of_keyword(tokens, word, text, operator);
            return None;
        }
        if self.source.has_cursor_after(word.start, word.end) {
            return Some(operator);
        }
        let span = self.source.span(word.start, word.end);
        let message = format!("`{text}` is not an operator: write `{capitals}`");
        let diagnostic = Diagnostic::new(Code::OperatorCase, message, span);
        self.session.report(diagnostic.certain(self.source, (word.start, word.end), capitals));
        Some(operator)
    }

    fn warn_of_keyword(&mut self, tokens: &Tokens<'_>, word: Word, text: &str, operator: Operator) {
        let capitals = operator.as_str();
        let before = operator == Operator::Not || self.frame.last == Last::Operand;
        let after = match tokens.clone().next() {
            Token::Word(_) | Token::Open(_) | Token::Operator(Operator::Not, _) => true,
            Token::Close(_) | Token::Operator(..) | Token::End => false,
        };
        let quoted = format!("\"{text}\"");
        let instead = if before && after { capitals } else { quoted.as_str() };
        let span = self.source.span(word.start, word.end);
        let message = format!(
            "`{text}` is a keyword here: the operator is written in capitals, `{capitals}`"
        );
        let diagnostic = Diagnostic::new(Code::LowerCaseOperator, message, span);
        self.session.report(diagnostic.guess(self.source, (word.start, word.end), instead));
    }

    fn operator(&mut self, text: &str, operator: Operator, place: ByteRange) {
        let (start, end) = place;
        if self.session.is_watched() && self.watch_operator(text, operator, place) {
            return;
        }
        let frame = &mut self.frame;
        frame.has_operator = true;
        match (operator, frame.last) {
            (Operator::Not, _) => {
                self.begin_operand(start);
                self.frame.negated = !self.frame.negated;
            }
            (Operator::Or, Last::Operand) => {}
            (Operator::And, Last::Operand) => self.end_any(),
            (Operator::And | Operator::Or, Last::Nothing) => {
                let what = if frame.opened.is_some() { "group" } else { "query" };
                let message = format!("`{}` can't begin a {what}", operator.as_str());
                self.missing_operand(message, start, end);
                return;
            }
            (Operator::And | Operator::Or, Last::Operator(before)) => {
                let message = format!("`{}` can't follow `{}`", operator.as_str(), before.as_str());
                self.missing_operand(message, start, end);
                return;
            }
        }
        let frame = &mut self.frame;
        if !matches!(frame.last, Last::Operator(_)) {
            frame.pending.0 = start;
        }
        frame.pending.1 = end;
        frame.last = Last::Operator(operator);
    }

    /// Reports an operator that can simply be left out.
    fn missing_operand(&mut self, message: String, start: usize, end: usize) {
        let span = self.source.span(start, end);
        let diagnostic = Diagnostic::new(Code::MissingOperand, message, span);
        self.session.report(diagnostic.guess(self.source, (start, end), ""));
    }

    /// Begins an operand, at its term or at the NOT before it.
    #[inline]
    pub(super) fn begin_operand(&mut self, at: usize) {
        if self.frame.last == Last::Operand {
            self.end_any();
        }
        if self.frame.last != Last::Operator(Operator::Not) {
            self.frame.operand = at;
        }
    }

    /// Ends an operand, here; if it has mistakes, it left no nodes.
    #[inline]
    pub(super) fn end_operand(&mut self, read: bool, end: usize) {
        if read {
            if self.frame.negated {
                negate(&mut self.nodes);
                let extent = self.extent(self.frame.operand, end);
                set_extent(&mut self.nodes, extent);
            }
            if self.frame.any.1 == 0 {
                self.frame.any_from = self.frame.operand;
            }
            if self.frame.all.1 == 0 && self.frame.any.1 == 0 {
                self.frame.all_from = self.frame.operand;
            }
            self.frame.any.1 += dissolve(&mut self.nodes, Connective::Any);
            self.frame.end = end;
        }
        self.frame.negated = false;
        self.frame.operands += 1;
        self.frame.last = Last::Operand;
    }

    /// Ends the current OR list, which becomes one operand of the AND.
    #[inline]
    fn end_any(&mut self) {
        let (start, count) = self.frame.any;
        if count > 0 {
            if count > 1 {
                close(&mut self.nodes, start, Connective::Any, count);
                let extent = self.extent(self.frame.any_from, self.frame.end);
                set_extent(&mut self.nodes, extent);
            }
            self.frame.all.1 += dissolve(&mut self.nodes, Connective::All);
        }
        self.frame.any = (self.nodes.len(), 0);
    }

    fn extent(&self, start: usize, end: usize) -> Extent {
        Extent::at((), self.source.span(start, end))
    }

    fn open(&mut self, tokens: &mut Tokens<'_>, at: usize) {
        self.open_group(tokens, at, at, self.frame.values);
    }

    /// Opens the group at `at` as an operand that begins at `from`; if a field is given, it
    /// is a group of values. Returns whether the depth is within the limit.
    pub(super) fn open_group(
        &mut self,
        tokens: &mut Tokens<'_>,
        from: usize,
        at: usize,
        values: Option<FieldRef<L>>,
    ) -> bool {
        self.begin_operand(from);
        self.session.classify(self.source, (at, at + 1), TokenClass::Group);
        if self.session.open_group(self.source, at) {
            let mut frame = Frame { from, values, ..Frame::new(Some(at), self.nodes.len()) };
            frame.symbols = self.symbols.len();
            self.frames.push(std::mem::replace(&mut self.frame, frame));
            return true;
        }
        tokens.skip_group();
        self.end_operand(false, tokens.position());
        false
    }

    /// Reads a closing parenthesis; returns whether it ends the part that is being read.
    fn close(&mut self, tokens: &mut Tokens<'_>, at: usize) -> bool {
        self.session.classify(self.source, (at, at + 1), TokenClass::Group);
        let text = tokens.text();
        let Some(opened) = self.frame.opened else {
            let message = "this parenthesis does not close a group";
            let diagnostic =
                Diagnostic::new(Code::UnopenedGroup, message, self.source.span(at, at + 1));
            // If it is between two words, it also separates them.
            let instead = if stands_alone(text, at) { "" } else { " " };
            self.session.report(diagnostic.guess(self.source, (at, at + 1), instead));
            return false;
        };
        self.end_group(text, at);
        if self.frame.operands == 0 {
            let span = self.source.span(opened, at + 1);
            let holds = if self.frame.values.is_some() { "value" } else { "term" };
            let message = format!("the group is empty: a group holds at least one {holds}");
            self.session.report(Diagnostic::new(Code::EmptyGroup, message, span));
        }
        self.session.depth = self.session.depth.saturating_sub(1);
        if let Some(field) = self.frame.values
            && self.frames.last().is_none_or(|outer| outer.values.is_none())
        {
            self.close_values(tokens, field, (opened, at + 1));
        }
        let read = self.nodes.len() > self.frame.all.0;
        if read && let Some(Node::Group { .. }) = self.nodes.last() {
            let extent = self.extent(self.frame.from, at + 1);
            set_extent(&mut self.nodes, extent);
        }
        match self.frames.pop() {
            None => {
                // It closes the group of the language around this one.
                self.frame.opened = None;
                true
            }
            Some(outer) => {
                self.frame = outer;
                self.end_operand(read, at + 1);
                false
            }
        }
    }

    /// Ends the part that is being read, with its last OR and its AND.
    fn end_group(&mut self, text: &str, end: usize) {
        if self.frame.symbols < self.symbols.len() {
            self.report_symbols(text, end);
        }
        if let Last::Operator(operator) = self.frame.last {
            let (start, end) = self.frame.pending;
            let message = format!("`{}` needs a term after it", operator.as_str());
            let span = self.source.span(start, end);
            let mut diagnostic = Diagnostic::new(Code::MissingOperand, message, span);
            // Without the NOT, the query would be a different one.
            let text = text.get(start..end).unwrap_or_default();
            if self.frame.has_term() && !text.contains("NOT") {
                diagnostic = diagnostic.guess(self.source, (start, end), "");
            }
            self.session.report(diagnostic);
        }
        self.end_any();
        let (start, count) = self.frame.all;
        if count > 1 {
            close(&mut self.nodes, start, Connective::All, count);
            let extent = self.extent(self.frame.all_from, self.frame.end);
            set_extent(&mut self.nodes, extent);
        }
    }

    fn end(&mut self, tokens: &Tokens<'_>) {
        let end = tokens.text().len();
        if !tokens.is_complete() {
            let message = "the rest of the text can't be read";
            let span = self.source.span(0, end);
            self.session.report(Diagnostic::new(Code::InvalidValue, message, span));
        }
        let unclosed = self.frames.iter().chain([&self.frame]).filter_map(|frame| frame.opened);
        // A group that contains the cursor may still be closed there.
        let cursor = self.source.cursor;
        let unclosed = unclosed.filter(|opened| cursor.is_none_or(|cursor| cursor <= *opened));
        for opened in unclosed.collect::<Vec<_>>() {
            let span = self.source.span(opened, opened + 1);
            let message = "this parenthesis is not closed";
            self.session.report(Diagnostic::new(Code::UnclosedGroup, message, span));
        }
        self.end_group(tokens.text(), end);
    }

    fn finish(self) -> Expr<L> {
        Expr::from_nodes(self.nodes)
    }
}

/// Returns whether a blank or an end of the text is next to the character.
fn stands_alone(text: &str, at: usize) -> bool {
    let apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
    apart(text.get(..at).unwrap_or_default().chars().next_back())
        || apart(text.get(at + 1..).unwrap_or_default().chars().next())
}
