//! A group of values, which applies one field to each of them:
//! `status:(failed OR canceled)`.

use super::build::Builder;
use super::term::{Nodes, Reader};
use super::token::Tokens;
use super::word::ByteRange;
use super::word::{Shape, Token, Word};
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::expr::Node;
use crate::query::language::{FieldRef, Language, ValueKind, field};
use crate::query::print::quote;
use crate::query::suggest::Applicability;
use crate::query::value::is_blank;

impl<L: Language> Builder<'_, L> {
    /// Opens the group of values that follows the word, which is a field and its colon;
    /// returns whether there is one.
    ///
    /// Blanks before the parenthesis are a mistake. The group of a field that holds a query
    /// is left to the reader of terms.
    #[inline(never)]
    pub(super) fn open_values(&mut self, tokens: &mut Tokens<'_>, word: &mut Word) -> bool {
        let colon = word.end.saturating_sub(1);
        let name = tokens.text().get(word.start..colon).unwrap_or_default();
        let Some(field) = field::<L>(name) else { return false };
        if word.shape == Shape::Plain {
            let Token::Open(at) = tokens.clone().next() else { return false };
            if self.source.cursor.is_some_and(|cursor| (word.end..=at).contains(&cursor)) {
                return false;
            }
            self.report_blank_before_group(name, (word.end, at));
            word.shape = Shape::Opens;
        }
        if matches!(field.kind, ValueKind::Query) {
            return false;
        }
        if self.session.is_watched() {
            let position = self.position();
            let mut reader =
                Reader { session: self.session, tokens, source: self.source, position };
            reader.watch_field::<L>(*word, colon);
        }
        let Token::Open(at) = tokens.next() else { return false };
        if self.open_group(tokens, word.start, at, Some(field)) {
            tokens.enter_values();
        }
        true
    }

    fn report_blank_before_group(&mut self, name: &str, place: ByteRange) {
        let message = format!("the values of `{name}` begin right after its colon: `{name}:(…)`");
        let span = self.source.span(place.0, place.1);
        let diagnostic = Diagnostic::new(Code::MissingValue, message, span);
        self.session.report(diagnostic.certain(self.source, place, ""));
    }

    /// Checks a group of values that was read, and the text that follows it.
    #[inline(never)]
    pub(super) fn close_values(
        &mut self,
        tokens: &mut Tokens<'_>,
        field: FieldRef<L>,
        place: ByteRange,
    ) {
        tokens.leave_values();
        let rest = tokens.text().get(place.1..).unwrap_or_default();
        if rest.starts_with(|c| !is_blank(c) && c != ')') {
            self.report_text_after_group(tokens, field.name, place);
        } else if self.frame.operands == 1
            && !self.frame.has_operator
            && matches!(self.nodes.get(self.frame.all.0..), Some([Node::Term(_)]))
            && !self.session.is_brief()
        {
            self.warn_of_single_value(tokens.text(), field, place);
        }
    }

    /// Reports a group that is directly followed by a word, and skips that.
    fn report_text_after_group(&mut self, tokens: &mut Tokens<'_>, name: &str, place: ByteRange) {
        let start = place.0;
        let end = tokens.skip_glued();
        let text = tokens.text().get(start..end).unwrap_or_default();
        let message = format!(
            "only a blank or `)` can follow the values of `{name}`: text with parentheses needs quotes"
        );
        let after = if end == place.1 { (end, end) } else { (place.1, end) };
        let diagnostic =
            Diagnostic::new(Code::GluedGroup, message, self.source.span(after.0, after.1));
        self.session.report(if end == place.1 {
            diagnostic.guess(self.source, after, " ")
        } else {
            diagnostic.guess(self.source, (start, end), &quote(text))
        });
    }

    /// Warns about parentheses around a single value, which may be meant as part of it.
    fn warn_of_single_value(&mut self, text: &str, field: FieldRef<L>, (start, end): ByteRange) {
        let name = field.name;
        let quoted = quote(text.get(start..end).unwrap_or_default());
        let span = self.source.span(start, end);
        let parentheses = [((start, start + 1), ""), ((end - 1, end), "")];
        let warning = if field.kind.is_text() {
            let message = format!(
                "the parentheses group one value: to find text in parentheses, write `{name}:{quoted}`"
            );
            Diagnostic::new(Code::SingleValue, message, span)
                .guess(self.source, (start, end), &quoted)
                .fix_in(self.source, Applicability::Guess, &parentheses)
        } else {
            Diagnostic::new(Code::SingleValue, "the parentheses group one value", span).fix_in(
                self.source,
                Applicability::Certain,
                &parentheses,
            )
        };
        self.session.report(warning);
    }
}

impl Reader<'_, '_> {
    /// Reads a word in a group of values, where each word is a whole value.
    #[inline(never)]
    pub(super) fn value_of_group<L: Language>(
        &mut self,
        field: FieldRef<L>,
        word: Word,
        nodes: &mut Nodes<L>,
    ) -> Option<()> {
        if !self.session.count_term(self.source, word.start, word.end) {
            return None;
        }
        self.value_term(field, word, word.start, nodes)?;
        if !self.session.is_brief() && !self.is_typed(word.start, word.end) {
            self.remark_on_term_in_group(field, word);
        }
        Some(())
    }

    /// Warns about a value that looks like a term of its own.
    fn remark_on_term_in_group<L: Language>(&mut self, own: FieldRef<L>, word: Word) {
        let raw = self.slice(word.start, word.end);
        let Some((name, _)) = raw.split_once(':') else { return };
        // Values with a syntax of their own may contain colons:
        // `annotation:(id:7 OR owner:jane)`.
        let has_colons = matches!(own.kind, ValueKind::Form { .. });
        if has_colons || field::<L>(name).is_none() {
            return;
        }
        let message = format!("`{raw}` is a value of `{}` here, not a term of its own", own.name);
        let warning = self.diagnostic(Code::TermInGroup, message, (word.start, word.end));
        self.session.report(warning);
    }
}
