//! Handles the cursor in a text that is being edited: anything unfinished there is not yet a
//! mistake, and the completion context is recorded.

use super::build::Builder;
use super::classes::TokenClass;
use super::context::{CompletionContext, Expected, FieldTable, TermPosition};
use super::frame::Last;
use super::term::{Reader, is_keyword_language, read_value};
use super::token::Tokens;
use super::value::{SourceMap, ValueText};
use super::word::ByteRange;
use super::word::{Operator, PartKind, Shape, Token, Word, WordPart};
use crate::query::language::{FieldRef, Language, ValueKind, field, fields};
use crate::query::value::is_blank;

impl FieldTable {
    fn of<L: Language>() -> Self {
        Self {
            language: L::NAME,
            rows: || fields::<L>().collect(),
            takes: |name, value| {
                field::<L>(name).is_some_and(|field| read_value(field, value).is_ok())
            },
            has_keywords: is_keyword_language::<L>,
        }
    }
}

impl SourceMap {
    /// Returns whether the cursor is inside or at the end of the range, but not before it.
    pub(super) fn has_cursor_after(&self, start: usize, end: usize) -> bool {
        self.cursor.is_some_and(|cursor| start < cursor && cursor <= end)
    }
}

impl<L: Language> Builder<'_, L> {
    /// Returns the position of the next word.
    pub(super) fn position(&self) -> TermPosition {
        match self.frame.last {
            Last::Operand => TermPosition::Next,
            Last::Nothing | Last::Operator(_) => TermPosition::First,
        }
    }

    /// Returns what is expected at the next word.
    fn expected(&self) -> Expected {
        match self.frame.values {
            None => Expected::Term(self.position()),
            Some(field) => Expected::GroupValue(field.name, self.position()),
        }
    }

    /// Checks whether the cursor is between the previous token, which ended at `from`, and
    /// this one: a term may be typed there, so an operator before it is not yet a mistake.
    #[cold]
    pub(super) fn come_to_cursor(&mut self, tokens: &Tokens<'_>, from: usize, token: Token) {
        let Some(cursor) = self.source.cursor else { return };
        let (start, needs_operand) = match token {
            Token::Word(word) => (word.start, false),
            Token::Open(at) | Token::Operator(Operator::Not, at) => (at, false),
            Token::Operator(Operator::And | Operator::Or, at) | Token::Close(at) => (at, true),
            Token::End => (tokens.text().len(), true),
        };
        if cursor < from || start < cursor {
            return;
        }
        let after_word = cursor == from && !stands_apart(tokens.text(), cursor);
        if self.session.context.is_none() && !after_word {
            let expected = self.expected();
            let context = context::<L>(self.source, tokens.text(), expected, (cursor, cursor), "");
            self.session.context = Some(Box::new(context));
        }
        if needs_operand && self.frame.last != Last::Operand {
            self.begin_operand(cursor);
            self.end_operand(false, cursor);
        }
    }

    /// Classifies an operator. At the cursor it may become another word: if an operator is
    /// not allowed there, it is treated as a word, and this returns `true`.
    #[cold]
    pub(super) fn watch_operator(
        &mut self,
        text: &str,
        operator: Operator,
        place: ByteRange,
    ) -> bool {
        let (start, end) = place;
        self.session.classify(self.source, place, TokenClass::Operator);
        let Some(cursor) = self.source.cursor else { return false };
        if !self.source.has_cursor_after(start, end) {
            return false;
        }
        let expected = self.expected();
        let typed = text.get(start..cursor).unwrap_or_default();
        self.session.context =
            Some(Box::new(context::<L>(self.source, text, expected, place, typed)));
        let fits = operator == Operator::Not || self.frame.last == Last::Operand;
        if !fits {
            self.begin_operand(start);
            self.end_operand(false, end);
        }
        !fits
    }
}

impl Reader<'_, '_> {
    /// Returns whether the cursor is in or after the word or value, which is then unfinished.
    /// A cursor right before a word does not count, except right after a colon.
    #[inline(never)]
    pub(super) fn is_typed(&self, start: usize, end: usize) -> bool {
        let Some(cursor) = self.source.cursor else { return false };
        let from_start = || start > 0 && self.slice(start - 1, start) == ":";
        (start < cursor || (start == cursor && from_start())) && cursor <= end
    }

    /// Returns whether the cursor is in a quote that is not closed.
    pub(super) fn is_typed_in(&self, part: WordPart) -> bool {
        self.source.cursor.is_some_and(|cursor| part.start < cursor && cursor <= part.end)
    }

    /// Returns whether the cursor is between the word, which is a field and a colon, and the
    /// next token.
    pub(super) fn is_typed_after(&self, word: Word) -> bool {
        let Some(cursor) = self.source.cursor else { return false };
        let text = self.tokens.text();
        let next = match self.tokens.clone().next() {
            Token::Word(word) => word.start,
            Token::Open(at) | Token::Close(at) | Token::Operator(_, at) => at,
            Token::End => text.len(),
        };
        word.end <= cursor && cursor <= next
    }

    /// Skips the words of a range that is being typed, such as `[1Gb TO 2` without its
    /// closing bracket; returns whether there is one.
    pub(super) fn skip_unfinished_range<L: Language>(
        &mut self,
        field: FieldRef<L>,
        start: usize,
    ) -> bool {
        let Some(cursor) = self.source.cursor else { return false };
        if cursor <= start || !self.slice(start, cursor).starts_with('[') {
            return false;
        }
        let typed = self.slice(start, cursor);
        let mut words = typed.split(is_blank).filter(|word| !word.is_empty());
        // The times of dates contain colons.
        let is_time = |word: &str| {
            matches!(field.kind, ValueKind::DateRange)
                && word.trim_start_matches('[').starts_with(|c: char| c.is_ascii_digit())
        };
        let is_bound = |word: &str| {
            !word.contains(['(', ')', '"', ']']) && (!word.contains(':') || is_time(word))
        };
        let is_unfinished = words.next().is_none_or(is_bound)
            && words.next().is_none_or(|to| "TO".starts_with(to))
            && words.next().is_none_or(is_bound)
            && words.next().is_none();
        while is_unfinished && self.tokens.position() < cursor {
            let before = self.tokens.clone();
            match self.tokens.next() {
                // Behind the cursor, anything that looks like another term is one.
                Token::Word(word)
                    if word.start < cursor && is_bound(self.slice(word.start, word.end)) => {}
                Token::Word(_)
                | Token::Open(_)
                | Token::Close(_)
                | Token::Operator(..)
                | Token::End => {
                    *self.tokens = before;
                    break;
                }
            }
        }
        is_unfinished
    }

    /// Classifies the parts of a value.
    pub(super) fn mark_value(&mut self, word: Word, start: usize, class: TokenClass) {
        if word.shape != Shape::Parts {
            self.session.classify(self.source, (start, word.end), class);
            return;
        }
        for part in self.tokens.parts() {
            let class = match part.kind {
                PartKind::Bare => class,
                PartKind::Range => TokenClass::Range,
                PartKind::Quote | PartKind::Unclosed => TokenClass::Quote,
                // It is a remark on the parts before it.
                PartKind::Unbalanced => continue,
            };
            self.session.classify(self.source, (part.start.max(start), part.end), class);
        }
    }

    /// Classifies a field and its colon, and records the context if the cursor is in the
    /// field.
    #[cold]
    pub(super) fn watch_field<L: Language>(&mut self, word: Word, colon: usize) {
        self.session.classify(self.source, (word.start, colon), TokenClass::Field);
        self.session.classify(self.source, (colon, colon + 1), TokenClass::Colon);
        if self.is_typed(word.start, colon) {
            self.context_of_field::<L>(word, colon);
        }
    }

    /// Classifies a plain value, and records the context if the cursor is in it.
    #[cold]
    pub(super) fn watch_plain<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) {
        self.session.classify(self.source, (start, word.end), field.kind.class());
        if self.is_typed(start, word.end) {
            self.context_of_value(field, word, start);
        }
    }

    /// Records the context for a field before a colon.
    fn context_of_field<L: Language>(&mut self, word: Word, colon: usize) {
        let typed = self.slice(word.start, self.source.cursor.unwrap_or(colon));
        let text = self.tokens.text();
        let context = context::<L>(self.source, text, Expected::Field, (word.start, colon), typed);
        self.session.context = Some(Box::new(context));
    }

    /// Records the context for a word without a field.
    pub(super) fn context_of_keyword<L: Language>(&mut self, word: Word) {
        let expected = match word.shape {
            Shape::Plain => Expected::Term(self.position),
            Shape::Parts | Shape::Opens => Expected::Phrase(self.position),
        };
        self.context_of_word::<L>(expected, word, word.start);
    }

    /// Records the context for a value.
    pub(super) fn context_of_value<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
    ) {
        if self.source.cursor.is_some_and(|cursor| start <= cursor) {
            let expected = if self.tokens.are_values() {
                Expected::GroupValue(field.name, self.position)
            } else {
                Expected::Value(field.name)
            };
            self.context_of_word::<L>(expected, word, start);
        }
    }

    fn context_of_word<L: Language>(&mut self, expected: Expected, word: Word, start: usize) {
        let Some(cursor) = self.source.cursor else { return };
        let typed = ValueText::read_until(self.tokens, word, start, cursor);
        let whole = ValueText::read(self.tokens, word, start).text;
        let is_open = |part: &WordPart| part.kind == PartKind::Unclosed && self.is_typed_in(*part);
        let open = word.shape == Shape::Parts && self.tokens.parts().iter().any(is_open);
        // The rest of a quote that is not closed belongs to other terms.
        let end = if open { cursor } else { word.end };
        let text = self.tokens.text();
        let mut context = context::<L>(self.source, text, expected, (start, end), &typed);
        if !open {
            whole.strip_prefix(&typed).unwrap_or_default().clone_into(&mut context.rest);
        }
        self.session.context = Some(Box::new(context));
    }

    /// Records the context for a missing value.
    pub(super) fn context_of_missing_value<L: Language>(&mut self, field: FieldRef<L>, word: Word) {
        self.context_of_missing::<L>(Expected::Value(field.name), word);
    }

    /// Records the context for a missing query after a colon.
    pub(super) fn context_after_colon<L: Language>(&mut self, word: Word) {
        self.context_of_missing::<L>(Expected::Term(TermPosition::AfterColon), word);
    }

    fn context_of_missing<L: Language>(&mut self, expected: Expected, word: Word) {
        let Some(cursor) = self.source.cursor else { return };
        // The value belongs right after the colon, and replaces the blanks.
        let place = (word.end, cursor);
        let context = context::<L>(self.source, self.tokens.text(), expected, place, "");
        self.session.context = Some(Box::new(context));
    }
}

fn context<L: Language>(
    source: &SourceMap,
    text: &str,
    expected: Expected,
    (start, end): (usize, usize),
    typed: &str,
) -> CompletionContext {
    let next = text.get(end..).unwrap_or_default().chars().next();
    CompletionContext {
        expected,
        table: FieldTable::of::<L>(),
        start,
        end,
        typed: typed.to_owned(),
        rest: String::new(),
        next,
        source: source.clone(),
    }
}

/// Returns whether a blank, a parenthesis or nothing is right before this position.
fn stands_apart(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().chars().next_back();
    before.is_none_or(|c| is_blank(c) || matches!(c, '(' | ')'))
}
