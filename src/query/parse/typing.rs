//! The place of the cursor in a text that is being typed: what is unfinished
//! there, which is no mistake yet, and what can be written there.

use super::build::Builder;
use super::frame::Last;
use super::term::{Place, Reader, Standing, is_keyword_language, read_value};
use super::token::Tokens;
use super::trail::Class;
use super::value::{Origin, Value};
use super::word::{Operator, Part, PartKind, Shape, Token, Word};
use crate::query::language::{Field, Language, Takes, field};

/// What can be written at the cursor.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) wanted: Wanted,
    pub(crate) table: Table,
    /// What would be replaced, in the text of the origin …
    pub(crate) start: usize,
    /// … up to here.
    pub(crate) end: usize,
    /// What was typed of it, up to the cursor, without its quotes.
    pub(crate) typed: String,
    /// What is behind the cursor of it, without its quotes.
    pub(crate) rest: String,
    /// The character that follows.
    pub(crate) next: Option<char>,
    pub(crate) origin: Origin,
}

/// What kind of thing can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A term or an operator.
    Term(Standing),
    /// A phrase in quotes.
    Phrase(Standing),
    /// The field before a colon.
    Field,
    /// A value of the field.
    Value(&'static str),
    /// A value of the field in a group of them, or an operator.
    GroupValue(&'static str, Standing),
}

/// The table of fields of a language, whichever it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) language: &'static str,
    pub(crate) rows: fn() -> Vec<Row>,
    /// Whether the field takes the value.
    pub(crate) takes: fn(&str, &str) -> bool,
    pub(crate) has_keywords: fn() -> bool,
}

/// What a field takes, as far as it decides which texts are values of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// A query.
    Query,
    /// A date.
    Date,
    /// Values of its own.
    Own,
}

/// A field of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) words: &'static [&'static str],
    pub(crate) follow: fn(&str) -> &'static [&'static str],
    pub(crate) takes: Kind,
}

impl Table {
    fn of<L: Language>() -> Self {
        Self {
            language: L::NAME,
            rows: || L::FIELDS.iter().map(Row::of).collect(),
            takes: |name, value| {
                field::<L>(name).is_some_and(|field| read_value(field, value).is_ok())
            },
            has_keywords: is_keyword_language::<L>,
        }
    }
}

impl Row {
    fn of<L: Language>(field: &Field<L>) -> Self {
        Self {
            name: field.name,
            help: field.help,
            words: field.takes.words(),
            follow: field.takes.follow(),
            takes: match field.takes {
                Takes::Text(_) | Takes::OpenText { .. } => Kind::Text,
                Takes::Query { .. } => Kind::Query,
                Takes::Date(_) => Kind::Date,
                Takes::OneOf { .. }
                | Takes::Id(_)
                | Takes::Integer { .. }
                | Takes::Quantity { .. }
                | Takes::Form { .. } => Kind::Own,
            },
        }
    }
}

impl Origin {
    /// Whether the cursor stands in the place or at its end, but not before it.
    pub(super) fn has_cursor_after(&self, start: usize, end: usize) -> bool {
        self.cursor.is_some_and(|cursor| start < cursor && cursor <= end)
    }
}

impl<L: Language> Builder<'_, L> {
    /// Where a word stands that comes next.
    pub(super) fn standing(&self) -> Standing {
        match self.frame.last {
            Last::Operand => Standing::Next,
            Last::Nothing | Last::Operator(_) => Standing::First,
        }
    }

    /// What can be written where a word comes next.
    fn wanted(&self) -> Wanted {
        match self.frame.values {
            None => Wanted::Term(self.standing()),
            Some(field) => Wanted::GroupValue(field.name, self.standing()),
        }
    }

    /// Looks whether the cursor stands between the last token, which ended at
    /// `from`, and this one: a term may be typed there, so that an operator
    /// before it is not yet a mistake.
    #[cold]
    pub(super) fn come_to_cursor(&mut self, tokens: &Tokens<'_>, from: usize, token: Token) {
        let Some(cursor) = self.origin.cursor else { return };
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
        if self.session.spot.is_none() && !after_word {
            let wanted = self.wanted();
            let spot = spot::<L>(self.origin, tokens.text(), wanted, (cursor, cursor), "");
            self.session.spot = Some(Box::new(spot));
        }
        if needs_operand && self.frame.last != Last::Operand {
            self.begin_operand(cursor);
            self.end_operand(false, cursor);
        }
    }

    /// Marks an operator. The one at the cursor may become another word; says
    /// whether it is taken for one, since it can't stand there.
    #[cold]
    pub(super) fn watch_operator(&mut self, text: &str, operator: Operator, place: Place) -> bool {
        let (start, end) = place;
        self.session.mark(self.origin, place, Class::Operator);
        let Some(cursor) = self.origin.cursor else { return false };
        if !self.origin.has_cursor_after(start, end) {
            return false;
        }
        let wanted = self.wanted();
        let typed = text.get(start..cursor).unwrap_or_default();
        self.session.spot = Some(Box::new(spot::<L>(self.origin, text, wanted, place, typed)));
        let fits = operator == Operator::Not || self.frame.last == Last::Operand;
        if !fits {
            self.begin_operand(start);
            self.end_operand(false, end);
        }
        !fits
    }
}

impl Reader<'_, '_> {
    /// Whether the cursor is at the word or value, which is unfinished then.
    /// One right before a word is not; right after a colon there is no before.
    #[inline(never)]
    pub(super) fn is_typed(&self, start: usize, end: usize) -> bool {
        let Some(cursor) = self.origin.cursor else { return false };
        let from_start = || start > 0 && self.slice(start - 1, start) == ":";
        (start < cursor || (start == cursor && from_start())) && cursor <= end
    }

    /// Whether the cursor is in a quote that is not closed.
    pub(super) fn is_typed_in(&self, part: Part) -> bool {
        self.origin.cursor.is_some_and(|cursor| part.start < cursor && cursor <= part.end)
    }

    /// Whether the cursor stands after the word, a field and a colon, before
    /// anything else does.
    pub(super) fn is_typed_after(&self, word: Word) -> bool {
        let Some(cursor) = self.origin.cursor else { return false };
        let text = self.tokens.text();
        let next = match self.tokens.clone().next() {
            Token::Word(word) => word.start,
            Token::Open(at) | Token::Close(at) | Token::Operator(_, at) => at,
            Token::End => text.len(),
        };
        word.end <= cursor && cursor <= next
    }

    /// Skips the words of a range that is being typed, as `[1Gb TO 2` before
    /// its bracket; says whether there is one.
    pub(super) fn skip_unfinished_range(&mut self, start: usize) -> bool {
        let Some(cursor) = self.origin.cursor else { return false };
        if cursor <= start || !self.slice(start, cursor).starts_with('[') {
            return false;
        }
        let typed = self.slice(start, cursor);
        let mut words = typed.split(is_blank).filter(|word| !word.is_empty());
        let is_bound = |word: &str| !word.contains(['(', ')', '"', ':', ']']);
        let is_unfinished = words.next().is_none_or(is_bound)
            && words.next().is_none_or(|to| "TO".starts_with(to))
            && words.next().is_none_or(is_bound)
            && words.next().is_none();
        while is_unfinished && self.tokens.position() < cursor {
            let before = self.tokens.clone();
            match self.tokens.next() {
                // What goes on behind the cursor as another term is one.
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

    /// Says what the parts of a value are.
    pub(super) fn mark_value(&mut self, word: Word, start: usize, class: Class) {
        if word.shape != Shape::Parts {
            self.session.mark(self.origin, (start, word.end), class);
            return;
        }
        for part in self.tokens.parts() {
            let class = match part.kind {
                PartKind::Bare => class,
                PartKind::Range => Class::Range,
                PartKind::Quote | PartKind::Unclosed => Class::Quote,
                // It is a remark on the parts before it.
                PartKind::Unbalanced => continue,
            };
            self.session.mark(self.origin, (part.start.max(start), part.end), class);
        }
    }

    /// Marks a field and its colon, and sees whether the field is typed.
    #[cold]
    pub(super) fn watch_field<L: Language>(&mut self, word: Word, colon: usize) {
        self.session.mark(self.origin, (word.start, colon), Class::Field);
        self.session.mark(self.origin, (colon, colon + 1), Class::Colon);
        if self.is_typed(word.start, colon) {
            self.spot_field::<L>(word, colon);
        }
    }

    /// Marks a value of letters alone, and sees whether it is typed.
    #[cold]
    pub(super) fn watch_plain<L: Language>(
        &mut self,
        field: &'static Field<L>,
        word: Word,
        start: usize,
    ) {
        self.session.mark(self.origin, (start, word.end), field.takes.class());
        if self.is_typed(start, word.end) {
            self.spot_value(field, word, start);
        }
    }

    /// The field before the colon is typed.
    fn spot_field<L: Language>(&mut self, word: Word, colon: usize) {
        let typed = self.slice(word.start, self.origin.cursor.unwrap_or(colon));
        let text = self.tokens.text();
        let spot = spot::<L>(self.origin, text, Wanted::Field, (word.start, colon), typed);
        self.session.spot = Some(Box::new(spot));
    }

    /// A word without a field is typed.
    pub(super) fn spot_keyword<L: Language>(&mut self, word: Word) {
        let wanted = match word.shape {
            Shape::Plain => Wanted::Term(self.standing),
            Shape::Parts | Shape::Opens => Wanted::Phrase(self.standing),
        };
        self.spot_word::<L>(wanted, word, word.start);
    }

    /// The value is typed.
    pub(super) fn spot_value<L: Language>(
        &mut self,
        field: &'static Field<L>,
        word: Word,
        start: usize,
    ) {
        if self.origin.cursor.is_some_and(|cursor| start <= cursor) {
            let wanted = if self.tokens.are_values() {
                Wanted::GroupValue(field.name, self.standing)
            } else {
                Wanted::Value(field.name)
            };
            self.spot_word::<L>(wanted, word, start);
        }
    }

    fn spot_word<L: Language>(&mut self, wanted: Wanted, word: Word, start: usize) {
        let Some(cursor) = self.origin.cursor else { return };
        let typed = Value::read_until(self.tokens, word, start, cursor);
        let whole = Value::read(self.tokens, word, start).text;
        let is_open = |part: &Part| part.kind == PartKind::Unclosed && self.is_typed_in(*part);
        let open = word.shape == Shape::Parts && self.tokens.parts().iter().any(is_open);
        // What follows in a quote that is not closed is other terms.
        let end = if open { cursor } else { word.end };
        let text = self.tokens.text();
        let mut spot = spot::<L>(self.origin, text, wanted, (start, end), &typed);
        if !open {
            whole.strip_prefix(&typed).unwrap_or_default().clone_into(&mut spot.rest);
        }
        self.session.spot = Some(Box::new(spot));
    }

    /// A value is missing, and the cursor is there.
    pub(super) fn spot_missing_value<L: Language>(&mut self, field: &'static Field<L>, word: Word) {
        self.spot_missing::<L>(Wanted::Value(field.name), word);
    }

    /// A query is missing after a colon, and the cursor is there.
    pub(super) fn spot_after_colon<L: Language>(&mut self, word: Word) {
        self.spot_missing::<L>(Wanted::Term(Standing::AfterColon), word);
    }

    fn spot_missing<L: Language>(&mut self, wanted: Wanted, word: Word) {
        let Some(cursor) = self.origin.cursor else { return };
        // The value belongs right after the colon, and replaces the blanks.
        let place = (word.end, cursor);
        let spot = spot::<L>(self.origin, self.tokens.text(), wanted, place, "");
        self.session.spot = Some(Box::new(spot));
    }
}

fn spot<L: Language>(
    origin: &Origin,
    text: &str,
    wanted: Wanted,
    (start, end): (usize, usize),
    typed: &str,
) -> Spot {
    let next = text.get(end..).unwrap_or_default().chars().next();
    Spot {
        wanted,
        table: Table::of::<L>(),
        start,
        end,
        typed: typed.to_owned(),
        rest: String::new(),
        next,
        origin: origin.clone(),
    }
}

pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}')
}

/// Whether nothing but a blank or a parenthesis stands right before.
fn stands_apart(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().chars().next_back();
    before.is_none_or(|c| is_blank(c) || matches!(c, '(' | ')'))
}
