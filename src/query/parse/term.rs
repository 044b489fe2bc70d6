//! Reads a term from a word: its field, its value, and their mistakes.

use std::iter;

use super::classes::TokenClass;
use super::context::TermPosition;
use super::piece::range_end;
use super::session::Session;
use super::subquery::Subquery;
use super::token::Tokens;
use super::value::{SourceMap, ValueText};
use super::word::{ByteRange, PartKind, Shape, Word, WordPart};
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::expr::Node;
use crate::query::language::{
    BaseOf, Field, FieldKind, FieldOwner, FieldRef, Language, ValueKind, field, has_fields,
};
use crate::query::print::quote;
use crate::query::span::Spanned;
use crate::query::value::{Quantity, Text, ValueError, unsigned};

/// Returns whether the language has keywords.
pub(super) fn is_keyword_language<L: Language>() -> bool {
    Text::try_from("word").ok().and_then(L::keyword).is_some()
}

/// The nodes that were read so far.
pub(super) type Nodes<L> = Vec<Node<L>>;

/// Reads terms, and reports their mistakes.
pub(super) struct Reader<'s, 't> {
    pub(super) session: &'s mut Session,
    pub(super) tokens: &'s mut Tokens<'t>,
    pub(super) source: &'s SourceMap,
    pub(super) position: TermPosition,
}

impl<'t> Reader<'_, 't> {
    /// Reads the term that the word is or begins; returns `None` if it has a mistake.
    pub(super) fn term<L: Language>(&mut self, word: Word, nodes: &mut Nodes<L>) -> Option<()> {
        if !self.session.count_term(self.source, word.start, word.end) {
            return None;
        }
        let Some(colon) = word.colon else { return self.keyword(word, nodes) };
        if self.session.is_watched() {
            self.watch_field::<L>(word, colon);
        }
        if let Some(field) = field::<L>(self.slice(word.start, colon)) {
            return self.field_term(field, word, colon + 1, nodes);
        }
        self.unknown_field::<L>(word, colon);
        None
    }

    /// Reads the value of a known field.
    pub(super) fn field_term<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
        nodes: &mut Nodes<L>,
    ) -> Option<()> {
        let begin = word.start;
        if has_fields::<L::Nested>() && matches!(field.kind, ValueKind::Query) {
            let mut span = self.source.span(begin, word.end);
            let query = Subquery::new(self, word, start, &mut span).read::<L::Nested>()?;
            nodes.push(Node::Term(Spanned::at(field.holding(query)?, span)));
            return Some(());
        }
        self.value_term(field, word, start, nodes)
    }

    /// Reads a value that begins at `start` in the word.
    #[expect(clippy::inline_always, reason = "a call is a twentieth of the time of a chain")]
    #[inline(always)]
    pub(super) fn value_term<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
        nodes: &mut Nodes<L>,
    ) -> Option<()> {
        if word.shape == Shape::Plain
            && start < word.end
            && self.plain_term(field, word, start, nodes).is_some()
        {
            if self.session.is_watched() {
                self.watch_plain(field, word, start);
            }
            return Some(());
        }
        self.detailed_term(field, word, start, nodes)
    }

    /// Reads a value in the general way. It is a separate function because the fast path
    /// takes a tenth less of the time of a chain without it.
    #[inline(never)]
    fn detailed_term<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
        nodes: &mut Nodes<L>,
    ) -> Option<()> {
        let begin = word.start;
        let mut word = if word.shape == Shape::Opens { self.tokens.read_on(word) } else { word };
        let (mut start, after_colon) = (start, start);
        if word.end == start {
            if self.is_typed_after(word) {
                self.context_of_missing_value(field, word);
            }
            let (value, mut warning) = self.value_after_blank(word, &field.kind.to_string())?;
            if !field.kind.takes_range() && self.is_range(value.start) {
                // It is a separate word only because of the blanks.
                warning.fixes.clear();
            }
            self.session.report(warning);
            (word, start) = (value, value.start);
        }
        self.mark_value(word, start, field.kind.class());
        if field.kind.takes_range() && self.skip_unfinished_range(field, start) {
            return None;
        }
        let typed = self.is_typed(after_colon, word.end);
        if typed {
            self.context_of_value(field, word, start);
        }
        let value = self.whole_value(word, start)?;
        if value.text.is_empty() {
            if typed {
                return None;
            }
            let message =
                format!("the value of `{}` is empty: it takes {}", field.name, field.kind);
            self.error(Code::MissingValue, message, (start, word.end));
            return None;
        }
        if self.has_part(word, PartKind::Range) && !field.kind.takes_range() {
            if !typed {
                self.unexpected_range(field, &value);
            }
            return None;
        }
        match read_value(field, &value.text) {
            Ok(term) => {
                if !typed {
                    self.remark_on_value(field, &value, word);
                }
                self.place(term, (begin, word.end), nodes);
                Some(())
            }
            Err(invalid) => {
                if !typed {
                    self.invalid_value(field, &value, word, &invalid);
                }
                None
            }
        }
    }

    /// Reads a plain value without mistakes or warnings, as most are. The general way has the
    /// same result; this fast path saves a fifth of the time of a chain.
    #[expect(clippy::inline_always, reason = "a call is a twentieth of the time of a chain")]
    #[inline(always)]
    fn plain_term<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        start: usize,
        nodes: &mut Nodes<L>,
    ) -> Option<()> {
        let text = self.slice(start, word.end);
        if word.non_ascii || word.has_sign || field.has_remark(text) {
            return None;
        }
        let term = read_value(field, text).ok()?;
        self.place(term, (word.start, word.end), nodes);
        Some(())
    }

    /// Adds a term that was read.
    ///
    /// The node is built in place: copying it there takes a tenth of the time of a chain.
    #[inline]
    fn place<L>(&self, term: L, (start, end): ByteRange, nodes: &mut Nodes<L>) {
        let span = self.source.span(start, end);
        nodes.extend(iter::once_with(move || Node::Term(Spanned::at(term, span))));
    }

    fn keyword<L: Language>(&mut self, word: Word, nodes: &mut Nodes<L>) -> Option<()> {
        let place = (word.start, word.end);
        self.mark_value(word, word.start, TokenClass::Keyword);
        let typed = self.is_typed(word.start, word.end);
        if typed {
            self.context_of_keyword::<L>(word);
        }
        let value = self.whole_value(word, word.start)?;
        let Ok(text) = Text::try_from(&*value.text) else {
            if !typed {
                self.error(Code::MissingValue, "the phrase is empty", place);
            }
            return None;
        };
        let Some(term) = L::keyword(text) else {
            if !typed {
                self.bare_word::<L>(&value, word);
            }
            return None;
        };
        if !typed {
            self.remark_on_keyword::<L>(&value, word);
        }
        self.place(term, place, nodes);
        Some(())
    }

    /// Returns the value of the word from `start` on, unless a quote in it is not closed.
    fn whole_value(&mut self, word: Word, start: usize) -> Option<ValueText<'t>> {
        let parts = self.tokens.parts();
        let unclosed = parts.iter().find(|part| part.kind == PartKind::Unclosed).copied();
        if let Some(part) = unclosed.filter(|_| word.shape == Shape::Parts) {
            self.unclosed_quote(part);
            return None;
        }
        Some(ValueText::read(self.tokens, word, start))
    }

    pub(super) fn unclosed_quote(&mut self, part: WordPart) {
        if self.is_typed_in(part) {
            return;
        }
        let place = (part.start, part.start + 1);
        let error = self.diagnostic(Code::UnclosedQuote, "this quote is not closed", place);
        self.session.report(error.guess(self.source, (part.end, part.end), "\""));
    }

    /// Returns the value that follows a colon and a blank, and the warning about the blank.
    pub(super) fn value_after_blank(
        &mut self,
        word: Word,
        takes: &str,
    ) -> Option<(Word, Diagnostic)> {
        let place = (word.start, word.end);
        let Some(value) = self.tokens.next_value() else {
            if self.is_typed_after(word) {
                return None;
            }
            let name = self.slice(word.start, word.end.saturating_sub(1));
            let message = format!("`{name}` needs a value right after its colon: it takes {takes}");
            self.error(Code::MissingValue, message, place);
            return None;
        };
        let place = (word.end, value.start);
        let message = "blanks after the colon: the value belongs right after it";
        let warning = self.diagnostic(Code::BlankAfterColon, message, place);
        Some((value, warning.certain(self.source, place, "")))
    }

    /// Returns whether a range begins here, provided that a colon is right before it.
    fn is_range(&self, start: usize) -> bool {
        let text = self.tokens.text();
        text.as_bytes().get(start) == Some(&b'[') && range_end(text, start, text.len()).is_some()
    }

    pub(super) fn has_part(&self, word: Word, kind: PartKind) -> bool {
        word.shape == Shape::Parts && self.tokens.parts().iter().any(|part| part.kind == kind)
    }

    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.tokens.text().get(start..end).unwrap_or_default()
    }

    pub(super) fn diagnostic(
        &self,
        code: Code,
        message: impl Into<String>,
        (start, end): ByteRange,
    ) -> Diagnostic {
        Diagnostic::new(code, message, self.source.span(start, end))
    }

    pub(super) fn error(&mut self, code: Code, message: impl Into<String>, place: ByteRange) {
        let diagnostic = self.diagnostic(code, message, place);
        self.session.report(diagnostic);
    }

    fn invalid_value<L: Language>(
        &mut self,
        field: FieldRef<L>,
        value: &ValueText<'_>,
        word: Word,
        invalid: &ValueError,
    ) {
        if let Some(slip) = self.slip_of_value(field, value, word) {
            return self.report_slip(slip);
        }
        let is_date = field.kind.class() == TokenClass::Date;
        let code = if is_date { Code::InvalidDate } else { Code::InvalidValue };
        let range = invalid.place().unwrap_or(0..value.text.len());
        let place = value.place(self.tokens, word, range);
        let mut diagnostic = self.diagnostic(code, invalid.to_string(), place);
        if let Some((instead, applicability)) = invalid.correction() {
            diagnostic = diagnostic.fix_in(self.source, applicability, &[(place, instead)]);
        } else if let Some(same) = field.kind.word_but_for_case(&value.text) {
            diagnostic.message.extend([": did you mean `", same, "`?"]);
            diagnostic = diagnostic.certain(self.source, (value.start, value.end), same);
        } else if let Some((place, group)) = self.group_in_value(field, word, value.start) {
            let several = ["; several values are written `", field.name, ":", &group, "`"];
            diagnostic.message.extend(several);
            diagnostic = diagnostic.guess(self.source, place, &group);
        }
        self.session.report(diagnostic);
    }

    fn unexpected_range<L: Language>(&mut self, field: FieldRef<L>, value: &ValueText<'_>) {
        let place = (value.start, value.end);
        let message = format!("`{}` does not take a range: it takes {}", field.name, field.kind);
        let error = self.diagnostic(Code::UnexpectedRange, message, place);
        self.session.report(error.guess(self.source, place, &quote(&value.text)));
    }
}

/// Makes the term of a value.
#[inline]
pub(super) fn read_value<L: Language>(field: FieldRef<L>, value: &str) -> Result<L, ValueError> {
    match field.owner() {
        FieldOwner::Own(own) => read_own(own, value),
        FieldOwner::Base(field) => read_value(field, value).map(L::Base::lift),
    }
}

fn read_own<L: Language>(field: &Field<L>, value: &str) -> Result<L, ValueError> {
    match &field.kind {
        FieldKind::Text(make) | FieldKind::OpenText { make, .. } => Text::try_from(value).map(make),
        FieldKind::OneOf { values, make } => make(value).ok_or_else(|| {
            let what = format!("a value of `{}`", field.info.name);
            ValueError::one_of(&what, value, values, field.info.synonyms)
        }),
        FieldKind::Id(make) => unsigned(value).map(make),
        FieldKind::Integer { range, unit, make } => {
            let number = unsigned(value)?;
            match u32::try_from(number) {
                Ok(number) if range.contains(&number) => Ok(make(number)),
                _ => Err(ValueError::new(format!(
                    "{number} is out of range: {unit} run from {} to {}",
                    range.start(),
                    range.end(),
                ))),
            }
        }
        FieldKind::NumberRange(make) => value.parse().map(make),
        FieldKind::Date(make) => value.parse().map(make),
        FieldKind::DateRange(make) => value.parse().map(make),
        FieldKind::Quantity { unit, make } => Quantity::parse(value, *unit).map(make),
        FieldKind::Form { read, .. } => read(value),
        FieldKind::Query(_) => Err(ValueError::new("a query is not a value")),
    }
}
