//! Reports mistakes about fields, and finds what was probably meant.

use super::classes::TokenClass;
use super::fix::is_query;
use super::slip::Slip;
use super::term::{Reader, read_value};
use super::value::ValueText;
use super::word::ByteRange;
use super::word::{Operator, Shape, Token, Word};
use crate::query::diagnostic::Code;
use crate::query::language::{FieldRef, Language, ValueKind, all_fields, field, has_fields};
use crate::query::print::{keyword, quote_if_needed};
use crate::query::suggest::{Alias, Applicability, Candidate, Listed, Suggested, suggest};

/// The meaning of a name that is, or resembles, the name of a field.
pub(super) struct Meaning {
    /// The text to write before the colon: `status`, `computer:id`.
    pub(super) text: String,
    pub(super) applicability: Applicability,
}

impl Reader<'_, '_> {
    /// Reports a word with an unknown field.
    pub(super) fn unknown_field<L: Language>(&mut self, word: Word, colon: usize) {
        if !self.is_typed(word.start, colon) {
            if let Some(slip) = self.slip_of_term::<L>(word) {
                self.report_slip(slip);
                self.skip_opened(word);
                return;
            }
            self.report_field::<L>(word, colon);
        }
        if word.shape != Shape::Opens {
            self.mark_value(word, colon + 1, TokenClass::Text);
        }
        // The value is skipped, since its expected syntax is not known.
        self.skip_opened(word);
        if word.shape != Shape::Opens && word.end == colon + 1 {
            self.tokens.next_value();
        }
    }

    /// Skips the group that a word opens, and any text that follows it without a blank.
    fn skip_opened(&mut self, word: Word) {
        if word.shape == Shape::Opens
            && let Token::Open(_) = self.tokens.next()
        {
            self.tokens.skip_group();
            self.tokens.skip_glued();
        }
    }

    fn report_field<L: Language>(&mut self, word: Word, colon: usize) {
        let name = self.slice(word.start, colon);
        let end = if name.is_empty() { colon + 1 } else { colon };
        if self.session.is_brief() {
            self.session.mistake(self.source.span(word.start, end));
            return;
        }
        let FieldNote { code, message, fixes } = explain_field::<L>(name, word, colon);
        let mut diagnostic = self.diagnostic(code, message, (word.start, end));
        for (applicability, place, text) in fixes {
            diagnostic = diagnostic.fix_in(self.source, applicability, &[(place, text)]);
        }
        self.session.report(diagnostic);
    }

    /// Reports a bare word in a language without keywords.
    pub(super) fn bare_word<L: Language>(&mut self, value: &ValueText<'_>, word: Word) {
        if let Some(slip) = self.slip_of_word::<L>(word, &value.text) {
            return self.report_slip(slip);
        }
        let text = &*value.text;
        let place = (word.start, word.end);
        if self.session.is_brief() {
            self.session.mistake(self.source.span(word.start, word.end));
            return;
        }
        let raw = self.slice(word.start, word.end);
        let quoted = quoted_term::<L>(text).filter(|term| is_query::<L>(term));
        let guess = || {
            let term = guessed_term::<L>(word, text, raw)?;
            (is_plain_word(raw) || is_query::<L>(&term)).then_some(term)
        };
        let is_quoted = quoted.is_some();
        let term = quoted.or_else(guess);
        let message = match &term {
            Some(term) if is_quoted => {
                format!("a phrase in quotes is not a term: did you mean `{term}`?")
            }
            Some(term) if term.len() < 80 => {
                format!("`{text}` is not a term: write `field:value`, such as `{term}`")
            }
            _ => format!("`{text}` is not a term: write `field:value`"),
        };
        let mut diagnostic = self.diagnostic(Code::BareWord, message, place);
        if let Some(term) = term {
            diagnostic = diagnostic.guess(self.source, place, &term);
        }
        self.session.report(diagnostic);
    }

    /// Finds the slip behind a word with an unknown field.
    fn slip_of_term<L: Language>(&self, word: Word) -> Option<Slip> {
        self.confusable_characters::<L>(word)
            .or_else(|| self.rest_of_date::<L>(word))
            .or_else(|| self.foreign_spelling::<L>(word))
            .or_else(|| self.negated_group(word))
    }

    /// Finds the slip behind a word without a field.
    fn slip_of_word<L: Language>(&self, word: Word, text: &str) -> Option<Slip> {
        let is_known = knows::<L>(text).is_some();
        self.confusable_characters::<L>(word)
            .or_else(|| self.rest_of_date::<L>(word))
            .or_else(|| self.foreign_spelling::<L>(word))
            .or_else(|| self.negated_group(word))
            .or_else(|| self.number_sign::<L>(word))
            .or_else(|| self.open_range::<L>(word, Code::BareWord))
            .or_else(|| if is_known { None } else { self.rest_of_text::<L>(word) })
    }
}

/// A message about a field, and its fixes.
struct FieldNote {
    code: Code,
    message: String,
    fixes: Vec<(Applicability, ByteRange, String)>,
}

impl FieldNote {
    fn new(message: impl Into<String>) -> Self {
        Self { code: Code::UnknownField, message: message.into(), fixes: Vec::new() }
    }

    fn fix(
        mut self,
        applicability: Applicability,
        place: ByteRange,
        text: impl Into<String>,
    ) -> Self {
        self.fixes.push((applicability, place, text.into()));
        self
    }
}

fn explain_field<L: Language>(name: &str, word: Word, colon: usize) -> FieldNote {
    if name.is_empty() {
        return FieldNote::new("a field is missing before the colon");
    }
    if let Some(operator) = glued_operator(name) {
        let operator = operator.as_str();
        let at = word.start + operator.len();
        let message = format!("a blank is missing after `{operator}`: an operator is a whole word");
        return FieldNote::new(message).fix(Applicability::Certain, (at, at), " ");
    }
    let kind = L::NAME;
    let names: Vec<&str> = all_fields::<L>().map(|field| field.name).collect();
    let has_attribute =
        |field: &&str| field.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let attributes: Vec<&str> = names.iter().copied().filter(has_attribute).collect();
    if !attributes.is_empty() {
        let message = format!("`{name}` needs an attribute: {}", Listed(&attributes));
        return FieldNote { code: Code::MissingAttribute, ..FieldNote::new(message) };
    }
    let place = (word.start, colon);
    let unknown = format!("unknown {kind} field `{name}`");
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        // The sign before the name means something, so it must not be dropped.
        return FieldNote::new(unknown);
    }
    let aliases = aliases::<L>(name);
    if !aliases.is_empty() {
        let means: Vec<&str> = aliases.iter().map(|alias| alias.means).collect();
        let message = format!("{unknown}: did you mean {}?", Listed(&means));
        let explained = FieldNote::new(message);
        return aliases.iter().fold(explained, |explained, alias| {
            explained.fix(alias.applicability, place, alias.means)
        });
    }
    if let Some(near) = suggested::<L>(name) {
        let message = format!("{unknown}: did you mean `{}`?", near.means);
        return FieldNote::new(message).fix(near.applicability, place, near.means);
    }
    if let Some(outer) = outer_field::<L>(name) {
        let term = format!("{outer}:{name}");
        let message = format!("unknown {kind} field `{name}`: did you mean `{term}:…`?");
        return FieldNote::new(message).fix(Applicability::Guess, place, term);
    }
    if names.len() <= 12 {
        return FieldNote::new(format!("{unknown}: expected {}", Listed(&names)));
    }
    FieldNote::new(format!("{unknown}: to look for a word with a colon, put it in quotes"))
}

/// Returns the aliases of fields that equal the name.
fn aliases<L: Language>(name: &str) -> Vec<&'static Alias> {
    let plain = name.to_ascii_lowercase().replace('_', "-");
    let all = all_fields::<L>().flat_map(|field| field.aliases);
    all.filter(|alias| alias.word == plain).collect()
}

/// Returns the field whose name is similar.
fn suggested<L: Language>(name: &str) -> Option<Suggested<'static>> {
    let own = all_fields::<L>().map(|field| Candidate::own(field.name));
    let aliases = all_fields::<L>().flat_map(|field| field.aliases).map(Alias::candidate);
    suggest(name, own.chain(aliases))
}

/// Returns the field of that name, or the one that is certainly meant by it.
pub(super) fn known_field<L: Language>(name: &str) -> Option<FieldRef<L>> {
    let own = field::<L>(name);
    own.or_else(|| {
        let near = suggested::<L>(name)?;
        field::<L>(near.means).filter(|_| near.applicability == Applicability::Certain)
    })
}

/// Returns the meaning of the name if it is known, not just similar to a known one.
pub(super) fn known_meaning<L: Language>(name: &str) -> Option<Meaning> {
    let meaning = |text: &str, applicability| Meaning { text: text.to_owned(), applicability };
    if field::<L>(name).is_some() {
        return Some(meaning(name, Applicability::Certain));
    }
    if let [alias, ..] = aliases::<L>(name).as_slice() {
        return Some(meaning(alias.means, alias.applicability));
    }
    let near = suggested::<L>(name).filter(|near| near.applicability == Applicability::Certain);
    if let Some(near) = near {
        return Some(meaning(near.means, near.applicability));
    }
    let outer = outer_field::<L>(name)?;
    Some(meaning(&format!("{outer}:{name}"), Applicability::Guess))
}

/// Returns the term in quotes, if the text is a term.
pub(super) fn quoted_term<L: Language>(text: &str) -> Option<String> {
    let (name, value) = text.split_once(':')?;
    field::<L>(name)?;
    Some(format!("{name}:{}", quote_if_needed(value)))
}

/// Returns the operator that the word begins with, right before a parenthesis.
pub(super) fn glued_operator(word: &str) -> Option<Operator> {
    let (operator, _) = word.split_once('(')?;
    Operator::from_word(operator)
}

/// Returns whether the word has only one reading.
fn is_plain_word(raw: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
    raw.bytes().all(is_letter) && Operator::from_word(raw.to_ascii_uppercase()).is_none()
}

/// Returns the field that has the word among its values.
fn knows<L: Language>(text: &str) -> Option<FieldRef<L>> {
    let knows = |field: &FieldRef<L>| {
        field.kind.words().contains(&text) && read_value(*field, text).is_ok()
    };
    all_fields::<L>().find(knows)
}

/// Returns the term that was most likely meant by a single word, whose value is `text` and
/// which was written as `raw`.
fn guessed_term<L: Language>(word: Word, text: &str, raw: &str) -> Option<String> {
    let field = guess_field::<L>(text)?;
    let name = field.name;
    if !matches!(field.kind, ValueKind::Query) || word.shape == Shape::Plain {
        return Some(format!("{name}:{raw}"));
    }
    Some(match keyword(text) {
        // Right after the colon, quotes would hold a whole query.
        quoted if quoted.starts_with('"') => format!("{name}:({quoted})"),
        plain => format!("{name}:{plain}"),
    })
}

/// Returns the field that was most likely meant by a single word: one that has the word among
/// its values, takes a number, or holds queries in which the word is a keyword.
fn guess_field<L: Language>(text: &str) -> Option<FieldRef<L>> {
    // A sign by itself is not a keyword to search for.
    let is_word = text.contains(char::is_alphanumeric);
    let is_id = |field: &FieldRef<L>| {
        matches!(field.kind, ValueKind::Id) && read_value(*field, text).is_ok()
    };
    let is_query = |field: &FieldRef<L>| is_word && matches!(field.kind, ValueKind::Query);
    let fields = || all_fields::<L>();
    knows::<L>(text).or_else(|| fields().find(is_id)).or_else(|| fields().find(is_query))
}

/// Returns the field that holds queries with a field of that name.
fn outer_field<L: Language>(name: &str) -> Option<&'static str> {
    if !has_fields::<L::Nested>() {
        return None;
    }
    let _ = field::<L::Nested>(name)?;
    let holds_query = |field: &FieldRef<L>| matches!(field.kind, ValueKind::Query);
    all_fields::<L>().find(holds_query).map(|field| field.name)
}
