//! Mistakes about fields, and what was probably meant.

use super::classes::TokenClass;
use super::fix::is_query;
use super::slip::Slip;
use super::term::{Reader, read_value};
use super::value::ValueText;
use super::word::ByteRange;
use super::word::{Operator, Shape, Token, Word};
use crate::query::diagnostic::Code;
use crate::query::language::{FieldRef, Language, ValueKind, all_fields, field};
use crate::query::print::{keyword, quote_if_needed};
use crate::query::suggest::{Alias, Applicability, Candidate, Listed, Suggested, suggest};

/// What a name means that is not that of a field, or is one.
pub(super) struct Meaning {
    /// What to write before the colon: `status`, `computer:id`.
    pub(super) text: String,
    pub(super) applicability: Applicability,
}

impl Reader<'_, '_> {
    /// A word whose field the language does not have.
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
        // Its value is left out: what it should be is not known.
        self.skip_opened(word);
        if word.shape != Shape::Opens && word.end == colon + 1 {
            self.tokens.next_value();
        }
    }

    /// Skips the group that a word opens, and what is glued to it.
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

    /// A bare word in a language that has no keywords.
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
                format!("`{text}` is not a term: one is written `field:value`, such as `{term}`")
            }
            _ => format!("`{text}` is not a term: one is written `field:value`"),
        };
        let mut diagnostic = self.diagnostic(Code::BareWord, message, place);
        if let Some(term) = term {
            diagnostic = diagnostic.guess(self.source, place, &term);
        }
        self.session.report(diagnostic);
    }

    /// What a word with a field that the language does not have was meant as.
    fn slip_of_term<L: Language>(&self, word: Word) -> Option<Slip> {
        self.confusable_characters::<L>(word)
            .or_else(|| self.rest_of_date::<L>(word))
            .or_else(|| self.foreign_spelling::<L>(word))
            .or_else(|| self.negated_group(word))
    }

    /// What a word without a field was meant as.
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

/// What is said about a field, and how it could be fixed.
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
        // What a sign before the name means is not to be dropped.
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
        return FieldNote::new(format!("{unknown}: it is one of {}", Listed(&names)));
    }
    FieldNote::new(format!("{unknown}: to look for a word with a colon, put it in quotes"))
}

/// The aliases of fields that the name is.
fn aliases<L: Language>(name: &str) -> Vec<&'static Alias> {
    let plain = name.to_ascii_lowercase().replace('_', "-");
    let all = all_fields::<L>().flat_map(|field| field.aliases);
    all.filter(|alias| alias.word == plain).collect()
}

/// The field that the name nearly is.
fn suggested<L: Language>(name: &str) -> Option<Suggested<'static>> {
    let own = all_fields::<L>().map(|field| Candidate::own(field.name));
    let aliases = all_fields::<L>().flat_map(|field| field.aliases).map(Alias::candidate);
    suggest(name, own.chain(aliases))
}

/// The field of that name, or the one that the name surely is.
pub(super) fn known_field<L: Language>(name: &str) -> Option<FieldRef<L>> {
    let own = field::<L>(name);
    own.or_else(|| {
        let near = suggested::<L>(name)?;
        field::<L>(near.means).filter(|_| near.applicability == Applicability::Certain)
    })
}

/// What the name of a field means, if it is known: not what is only near.
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

/// The term that stands in quotes, if the text is one.
pub(super) fn quoted_term<L: Language>(text: &str) -> Option<String> {
    let (name, value) = text.split_once(':')?;
    field::<L>(name)?;
    Some(format!("{name}:{}", quote_if_needed(value)))
}

/// The operator that the word begins with, right before a parenthesis.
pub(super) fn glued_operator(word: &str) -> Option<Operator> {
    let (operator, _) = word.split_once('(')?;
    Operator::from_word(operator)
}

/// Whether nothing in a word could be read as something else.
fn is_plain_word(raw: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
    raw.bytes().all(is_letter) && Operator::from_word(raw.to_ascii_uppercase()).is_none()
}

/// The field that has the word among its values.
fn knows<L: Language>(text: &str) -> Option<FieldRef<L>> {
    let knows = |field: &FieldRef<L>| {
        field.kind.words().contains(&text) && read_value(*field, text).is_ok()
    };
    all_fields::<L>().find(knows)
}

/// The term that most likely was meant by a word alone: one that says `text`,
/// and was written as `raw`.
fn guessed_term<L: Language>(word: Word, text: &str, raw: &str) -> Option<String> {
    let field = guess_field::<L>(text)?;
    let name = field.name;
    if !matches!(field.kind, ValueKind::Query) || word.shape == Shape::Plain {
        return Some(format!("{name}:{raw}"));
    }
    Some(match keyword(text) {
        // Quotes right after the colon would hold a query.
        quoted if quoted.starts_with('"') => format!("{name}:({quoted})"),
        plain => format!("{name}:{plain}"),
    })
}

/// The field that most likely was meant by a word alone: one that knows the
/// word, takes a number, or holds queries in which the word is a keyword.
fn guess_field<L: Language>(text: &str) -> Option<FieldRef<L>> {
    // A sign is not a word to look for.
    let is_word = text.contains(char::is_alphanumeric);
    let is_id = |field: &FieldRef<L>| {
        matches!(field.kind, ValueKind::Id) && read_value(*field, text).is_ok()
    };
    let is_query = |field: &FieldRef<L>| is_word && matches!(field.kind, ValueKind::Query);
    let fields = || all_fields::<L>();
    knows::<L>(text).or_else(|| fields().find(is_id)).or_else(|| fields().find(is_query))
}

/// The field whose queries have a field of that name.
fn outer_field<L: Language>(name: &str) -> Option<&'static str> {
    let _ = field::<L::Nested>(name)?;
    let holds_query = |field: &FieldRef<L>| matches!(field.kind, ValueKind::Query);
    all_fields::<L>().find(holds_query).map(|field| field.name)
}
