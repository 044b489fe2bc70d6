//! Mistakes about fields, and what was probably meant.

use super::fix::is_query;
use super::term::{Place, Reader, read_value};
use super::trail::Class;
use super::value::Value;
use super::word::{Operator, Shape, Token, Word};
use crate::diagnostic::Code;
use crate::language::{Field, Language, Listed, Takes, field};
use crate::print::{keyword, quote_if_needed};
use crate::span::Spanned;
use crate::suggest::suggest;

/// What is said about a field, and how it could be mended.
struct Explained {
    code: Code,
    message: String,
    fix: Option<(Place, String)>,
}

impl Explained {
    fn new(message: impl Into<String>) -> Self {
        Self { code: Code::UnknownField, message: message.into(), fix: None }
    }

    fn fix(self, place: Place, text: impl Into<String>) -> Self {
        Self { fix: Some((place, text.into())), ..self }
    }
}

impl Reader<'_, '_> {
    /// A word whose field the language does not have.
    pub(super) fn unknown_field<L: Language>(
        &mut self,
        word: Word,
        colon: usize,
    ) -> Option<Spanned<L>> {
        if !self.is_typed(word.start, colon) {
            self.report_field::<L>(word, colon);
        }
        if word.shape != Shape::Opens {
            self.mark_value(word, colon + 1, Class::Text);
        }
        // Its value is left out: what it should be is not known.
        if word.shape == Shape::Opens {
            if let Token::Open(_) = self.tokens.next() {
                self.tokens.skip_group();
            }
        } else if word.end == colon + 1 {
            self.tokens.next_value();
        }
        None
    }

    fn report_field<L: Language>(&mut self, word: Word, colon: usize) {
        let name = self.slice(word.start, colon);
        let end = if name.is_empty() { colon + 1 } else { colon };
        if self.session.is_brief() {
            self.session.mistake(self.origin.span(word.start, end));
            return;
        }
        let Explained { code, message, fix } = explain_field::<L>(name, word, colon);
        let mut diagnostic = self.diagnostic(code, message, (word.start, end));
        if let Some((place, text)) = fix {
            diagnostic = diagnostic.certain(self.origin, place, &text);
        }
        self.session.report(diagnostic);
    }

    /// A bare word in a language that has no keywords.
    pub(super) fn bare_word<L: Language>(&mut self, value: &Value<'_>, word: Word) {
        let text = &*value.text;
        let place = (word.start, word.end);
        if self.session.is_brief() {
            self.session.mistake(self.origin.span(word.start, word.end));
            return;
        }
        let raw = self.slice(word.start, word.end);
        let kind = L::NAME;
        let quoted = quoted_term::<L>(text).filter(|term| is_query::<L>(term));
        let guess = || guessed_term::<L>(word, text, raw).filter(|term| is_query::<L>(term));
        let is_quoted = quoted.is_some();
        let term = quoted.or_else(guess);
        let message = match &term {
            Some(term) if is_quoted => {
                format!("a phrase in quotes is no {kind} term: write `{term}`")
            }
            Some(term) if term.len() < 80 => {
                format!(
                    "`{text}` is no {kind} term: one is written `field:value`, such as `{term}`"
                )
            }
            _ => format!("`{text}` is no {kind} term: one is written `field:value`"),
        };
        let mut diagnostic = self.diagnostic(Code::BareWord, message, place);
        if let Some(term) = term {
            diagnostic = diagnostic.guess(self.origin, place, &term);
        }
        self.session.report(diagnostic);
    }
}

fn explain_field<L: Language>(name: &str, word: Word, colon: usize) -> Explained {
    let kind = L::NAME;
    if name.is_empty() {
        return Explained::new("a field is missing before the colon");
    }
    if let Some(operator) = glued_operator(name) {
        let operator = operator.as_str();
        let at = word.start + operator.len();
        let message = format!("a blank is missing after `{operator}`: an operator is a whole word");
        return Explained::new(message).fix((at, at), " ");
    }
    if let Some(negated) = name.strip_prefix(['-', '!'])
        && field::<L>(negated).is_some()
    {
        let message = format!("`{name}` is no {kind} field: write `NOT {negated}:…`");
        return Explained::new(message).fix((word.start, word.start + 1), "NOT ");
    }
    let names: Vec<&str> = L::FIELDS.iter().map(|field| field.name).collect();
    let has_attribute =
        |field: &&str| field.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let attributes: Vec<&str> = names.iter().copied().filter(has_attribute).collect();
    if !attributes.is_empty() {
        let message = format!("`{name}` needs an attribute: {}", Listed(&attributes));
        return Explained { code: Code::MissingAttribute, ..Explained::new(message) };
    }
    let unknown = format!("unknown {kind} field `{name}`");
    if let Some(near) = suggest(name, names.iter().copied()) {
        return Explained::new(format!("{unknown}: did you mean `{near}`?"))
            .fix((word.start, colon), near);
    }
    if let Some(outer) = outer_field::<L>(name) {
        let message = format!("`{name}` is no {kind} field: write `{outer}:{name}:…`");
        return Explained::new(message).fix((word.start, word.start), format!("{outer}:"));
    }
    if names.len() <= 12 {
        return Explained::new(format!("{unknown}: it is one of {}", Listed(&names)));
    }
    Explained::new(format!("{unknown}: to look for a word with a colon, put it in quotes"))
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

/// The term that most likely was meant by a word alone: one that says `text`,
/// and was written as `raw`.
fn guessed_term<L: Language>(word: Word, text: &str, raw: &str) -> Option<String> {
    let field = guess_field::<L>(text)?;
    let name = field.name;
    Some(match field.takes {
        Takes::Query { .. } if word.shape == Shape::Plain => format!("{name}:{raw}"),
        Takes::Query { .. } => match keyword(text) {
            // Quotes right after the colon would hold a query.
            quoted if quoted.starts_with('"') => format!("{name}:({quoted})"),
            plain => format!("{name}:{plain}"),
        },
        Takes::Text(_)
        | Takes::OpenText { .. }
        | Takes::OneOf { .. }
        | Takes::Id(_)
        | Takes::Integer { .. }
        | Takes::Date(_)
        | Takes::Quantity { .. }
        | Takes::Form { .. } => format!("{name}:{raw}"),
    })
}

/// The field that most likely was meant by a word alone: one that knows the
/// word, takes a number, or holds queries in which the word is a keyword.
fn guess_field<L: Language>(text: &str) -> Option<&'static Field<L>> {
    let is_value = |field: &&Field<L>| read_value(field, text).is_ok();
    let knows = |field: &&Field<L>| field.takes.words().contains(&text) && is_value(field);
    let is_id = |field: &&Field<L>| matches!(field.takes, Takes::Id(_)) && is_value(field);
    let is_query = |field: &&Field<L>| matches!(field.takes, Takes::Query { .. });
    let first = |fits: &dyn Fn(&&Field<L>) -> bool| L::FIELDS.iter().find(fits);
    first(&knows).or_else(|| first(&is_id)).or_else(|| first(&is_query))
}

/// The field whose queries have a field of that name.
fn outer_field<L: Language>(name: &str) -> Option<&'static str> {
    let holds = |field: &&Field<L>| matches!(field.takes, Takes::Query { has_field, .. } if has_field(name));
    L::FIELDS.iter().find(holds).map(|field| field.name)
}
