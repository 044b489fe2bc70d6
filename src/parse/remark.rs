//! Warnings about terms that read well, and may not say what was meant.

use super::mistake::{glued_operator, quoted_term};
use super::term::{Reader, Standing};
use super::value::Value;
use super::word::{PartKind, Shape, Word};
use crate::diagnostic::Code;
use crate::language::{Field, Language, Takes};
use crate::print::quote;
use crate::suggest::suggest;

impl Reader<'_, '_> {
    /// How the text is written.
    pub(super) fn remark_on_text(&mut self, value: &Value<'_>, word: Word) {
        if word.shape == Shape::Plain && !word.non_ascii {
            return;
        }
        if self.session.is_brief() {
            return;
        }
        let place = (value.start, value.end);
        let keyword = value.start == word.start && word.colon.is_none();
        let instead = match self.standing {
            Standing::AfterColon if keyword => format!("({})", quote(&value.text)),
            Standing::First | Standing::Next | Standing::AfterColon => quote(&value.text),
        };
        if word.non_ascii {
            let message = "characters beyond ASCII belong in quotes";
            let warning = self.diagnostic(Code::UnquotedText, message, place);
            self.session.report(warning.certain(self.origin, place, &instead));
        }
        let open = self.tokens.parts().iter().find(|part| part.kind == PartKind::Unbalanced);
        if let Some(open) = open.copied().filter(|_| self.has_part(word, PartKind::Unbalanced)) {
            let message =
                "the value has a parenthesis that it does not close: quotes say that it is meant";
            let warning =
                self.diagnostic(Code::UnbalancedParenthesis, message, (open.start, open.end));
            self.session.report(warning.certain(self.origin, place, &instead));
        }
    }

    /// What the value of a known field is.
    pub(super) fn remark_on_value<L: Language>(
        &mut self,
        field: &Field<L>,
        value: &Value<'_>,
        word: Word,
    ) {
        if self.session.is_brief() || !field.takes.has_remark(&value.text) {
            return;
        }
        match field.takes {
            Takes::OpenText { known, .. } => {
                let name = field.name;
                let near = suggest(&value.text, known.iter().copied());
                let hint = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
                let message = format!("`{}` is no known value of `{name}`{hint}", value.text);
                let place = (value.start, value.end);
                let mut warning = self.diagnostic(Code::UnknownValue, message, place);
                if let Some(near) = near {
                    warning = warning.guess(self.origin, place, near);
                }
                self.session.report(warning);
            }
            Takes::Form { deprecated, .. } => {
                for &(old, new) in deprecated {
                    if begins_with_word(&value.text, old) {
                        let place = value.place(self.tokens, word, 0..old.len());
                        let message = format!("`{old}` is the old name of `{new}`");
                        let warning = self.diagnostic(Code::DeprecatedValue, message, place);
                        self.session.report(warning.certain(self.origin, place, new));
                    }
                }
            }
            Takes::Text(_)
            | Takes::OneOf { .. }
            | Takes::Id(_)
            | Takes::Integer { .. }
            | Takes::Date(_)
            | Takes::Quantity { .. }
            | Takes::Query { .. } => {}
        }
    }

    /// Whether a keyword was meant to be something else.
    pub(super) fn remark_on_keyword<L: Language>(&mut self, value: &Value<'_>, word: Word) {
        if self.session.is_brief() {
            return;
        }
        let place = (word.start, word.end);
        let raw = self.slice(word.start, word.end);
        if let Some(operator) = glued_operator(raw) {
            let name = operator.as_str();
            let message =
                format!("`{name}` is a part of this keyword: an operator is a word of its own");
            let at = word.start + name.len();
            let warning = self.diagnostic(Code::GluedOperator, message, (word.start, at));
            self.session.report(warning.guess(self.origin, (at, at), " "));
        }
        if let Some(term) = quoted_term::<L>(&value.text) {
            let message = format!("the quotes make this a keyword, not the term `{term}`");
            let warning = self.diagnostic(Code::QuotedTerm, message, place);
            self.session.report(warning.guess(self.origin, place, &term));
        }
    }
}

impl<T> Takes<T> {
    /// Whether there is a remark on a legal value.
    pub(super) fn has_remark(&self, value: &str) -> bool {
        match self {
            Self::OpenText { known, .. } => !known.contains(&value),
            Self::Form { deprecated, .. } => {
                deprecated.iter().any(|(old, _)| begins_with_word(value, old))
            }
            Self::Text(_)
            | Self::OneOf { .. }
            | Self::Id(_)
            | Self::Integer { .. }
            | Self::Date(_)
            | Self::Quantity { .. }
            | Self::Query { .. } => false,
        }
    }
}

fn begins_with_word(value: &str, word: &str) -> bool {
    value.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
