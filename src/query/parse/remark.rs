//! Warnings about terms that are legal, but may not express what was meant.

use super::context::TermPosition;
use super::mistake::{glued_operator, quoted_term};
use super::slip::{begins_with_sign, is_half_quoted};
use super::term::Reader;
use super::value::ValueText;
use super::word::{PartKind, Shape, Word, WordPart};
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::language::{FieldInfo, FieldRef, Language, ValueKind};
use crate::query::print::quote;
use crate::query::suggest::{Alias, Candidate, suggest};

impl Reader<'_, '_> {
    /// Reports warnings on the value of a known field.
    pub(super) fn remark_on_value<L: Language>(
        &mut self,
        field: FieldRef<L>,
        value: &ValueText<'_>,
        word: Word,
    ) {
        if self.session.is_brief() {
            return;
        }
        let slip = if self.is_quoted(word, value.start) {
            None
        } else {
            self.confusable_text(value, word).or_else(|| self.slip_in_text(field, value, word))
        };
        if let Some(slip) = slip {
            return self.report_slip(slip);
        }
        self.remark_on_text(value, word);
        if let Some((place, group)) = self.group_in_value(field, word, value.start) {
            let message = format!("several values are written `{}:{group}`", field.name);
            let warning = self.diagnostic(Code::LikelySlip, message, (value.start, value.end));
            self.session.report(warning.guess(self.source, place, &group));
        }
        if let Some(doubt) = (field.doubt)(&value.text) {
            let message = format!("`{}` {doubt}", value.text);
            let place = (value.start, value.end);
            self.session.report(self.diagnostic(Code::UnlikelyValue, message, place));
        }
        if field.kind.has_remark(&value.text) {
            self.remark_on_known_value(field, value, word);
        }
    }

    /// Reports warnings on a keyword.
    pub(super) fn remark_on_keyword<L: Language>(&mut self, value: &ValueText<'_>, word: Word) {
        if self.session.is_brief() {
            return;
        }
        let slip = if self.is_quoted(word, word.start) {
            None
        } else {
            self.confusable_text(value, word).or_else(|| self.slip_in_keyword::<L>(word))
        };
        if let Some(slip) = slip {
            return self.report_slip(slip);
        }
        self.remark_on_text(value, word);
        let place = (word.start, word.end);
        let raw = self.slice(word.start, word.end);
        if let Some(operator) = glued_operator(raw) {
            let name = operator.as_str();
            let message =
                format!("`{name}` is a part of this keyword: an operator is a word of its own");
            let at = word.start + name.len();
            let warning = self.diagnostic(Code::GluedOperator, message, (word.start, at));
            self.session.report(warning.guess(self.source, (at, at), " "));
        }
        if let Some(term) = quoted_term::<L>(&value.text) {
            let message = format!("the quotes make this a keyword, not the term `{term}`");
            let warning = self.diagnostic(Code::QuotedTerm, message, place);
            self.session.report(warning.guess(self.source, place, &term));
        }
    }

    /// Returns whether the word has quotes from `start` on.
    fn is_quoted(&self, word: Word, start: usize) -> bool {
        let is_quote = |part: &WordPart| part.end > start && part.kind == PartKind::Quote;
        word.shape == Shape::Parts && self.tokens.parts().iter().any(is_quote)
    }

    /// Reports warnings on the spelling of the text.
    fn remark_on_text(&mut self, value: &ValueText<'_>, word: Word) {
        if word.shape == Shape::Plain && !word.non_ascii {
            return;
        }
        let place = (value.start, value.end);
        let is_keyword = value.start == word.start && word.colon.is_none();
        let instead = match self.position {
            TermPosition::AfterColon if is_keyword => {
                // After a blank, a parenthesis would be a mistake: the blank has to be fixed
                // first.
                let is_late = !self.slice(0, value.start).ends_with(':');
                (!is_late).then(|| format!("({})", quote(&value.text)))
            }
            TermPosition::First | TermPosition::Next | TermPosition::AfterColon => {
                Some(quote(&value.text))
            }
        };
        let certain = |warning: Diagnostic| match &instead {
            Some(instead) => warning.certain(self.source, place, instead),
            None => warning,
        };
        if word.non_ascii {
            let message = "non-ASCII characters belong in quotes";
            let warning = self.diagnostic(Code::UnquotedText, message, place);
            let warning = match &instead {
                Some(instead) if is_half_quoted(&value.text) => {
                    warning.guess(self.source, place, instead)
                }
                _ => certain(warning),
            };
            self.session.report(warning);
        }
        let open = self.tokens.parts().iter().find(|part| part.kind == PartKind::Unbalanced);
        if let Some(open) = open.copied().filter(|_| self.has_part(word, PartKind::Unbalanced)) {
            let message = "the value does not close this parenthesis: if that is meant, put the value in quotes";
            let place = (open.start, open.end);
            let warning = certain(self.diagnostic(Code::UnbalancedParenthesis, message, place));
            self.session.report(warning);
        }
    }

    /// Warns if the value is not a known one, or if its name is deprecated.
    fn remark_on_known_value<L: Language>(
        &mut self,
        field: FieldRef<L>,
        value: &ValueText<'_>,
        word: Word,
    ) {
        if let ValueKind::OpenText { known, .. } = field.kind {
            let name = field.name;
            let own = known.iter().copied().map(Candidate::own);
            let near = suggest(&value.text, own.chain(field.synonyms.iter().map(Alias::candidate)));
            let hint = near.map(|near| format!(": did you mean `{}`?", near.means));
            let hint = hint.unwrap_or_default();
            let message = format!("`{}` is not a known value of `{name}`{hint}", value.text);
            let place = (value.start, value.end);
            let mut warning = self.diagnostic(Code::UnknownValue, message, place);
            if let Some(near) = near {
                warning = warning.guess(self.source, place, near.means);
            }
            self.session.report(warning);
        }
        if let ValueKind::Form { deprecated, .. } = field.kind {
            for &(old, new) in deprecated {
                if begins_with_word(&value.text, old) {
                    let place = value.place(self.tokens, word, 0..old.len());
                    let message = format!("`{old}` is the old name of `{new}`");
                    let warning = self.diagnostic(Code::DeprecatedValue, message, place);
                    self.session.report(warning.certain(self.source, place, new));
                }
            }
        }
    }
}

impl FieldInfo {
    /// Returns whether there is a warning on a legal, plain value that contains no sign after
    /// its first character.
    #[inline]
    pub(super) fn has_remark(&self, value: &str) -> bool {
        self.kind.is_text()
            && (begins_with_sign(value)
                || (self.doubt)(value).is_some()
                || self.kind.has_remark(value))
    }
}

impl ValueKind {
    /// Returns the word of the kind that equals the value except for its case; signs have no
    /// case.
    pub(super) fn word_but_for_case(&self, value: &str) -> Option<&'static str> {
        let words = if self.takes_comparison() { &[] } else { self.words() };
        words.iter().copied().find(|word| word.eq_ignore_ascii_case(value))
    }

    /// Returns whether there is a warning on a legal value.
    fn has_remark(&self, value: &str) -> bool {
        if let Self::OpenText { known, .. } = self {
            return !known.contains(&value);
        }
        matches!(self, Self::Form { deprecated, .. }
            if deprecated.iter().any(|(old, _)| begins_with_word(value, old)))
    }
}

fn begins_with_word(value: &str, word: &str) -> bool {
    value.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
