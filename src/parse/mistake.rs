//! Mistakes about fields, and what was probably meant.

use super::subquery::Subquery;
use super::term::{Place, Reader};
use super::token::{Operator, Shape, Token, Tokens, Word};
use super::value::{Origin, Value};
use super::{build, term};
use crate::diagnostic::Code;
use crate::language::{Field, Language, Listed, Takes, field};
use crate::span::{Span, Spanned};
use crate::suggest::suggest;

impl Reader<'_, '_> {
    /// A word whose field the language does not have.
    pub(super) fn unknown_field<L: Language>(
        &mut self,
        word: Word,
        colon: usize,
    ) -> Option<Spanned<L>> {
        let name = self.slice(word.start, colon);
        let (code, message, fix) = self.explain_field::<L>(name, word, colon);
        let place = (word.start, colon.max(word.start));
        let place = if name.is_empty() { (word.start, colon + 1) } else { place };
        let mut diagnostic = self.diagnostic(code, message, place);
        if let Some((place, text)) = fix {
            diagnostic = diagnostic.fix_in(self.origin, place, &text);
        }
        self.session.report(diagnostic);
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

    fn explain_field<L: Language>(
        &mut self,
        name: &str,
        word: Word,
        colon: usize,
    ) -> (Code, String, Option<(Place, String)>) {
        let kind = L::NAME;
        if name.is_empty() {
            let message = "a field is missing before the colon".to_owned();
            return (Code::UnknownField, message, None);
        }
        if let Some(operator) = glued_operator(name) {
            let message = format!(
                "a blank is missing after `{}`: an operator is a word of its own",
                operator.as_str()
            );
            let at = word.start + operator.as_str().len();
            let fix =
                self.is_group_after::<L>(operator, word, at).then(|| ((at, at), " ".to_owned()));
            return (Code::UnknownField, message, fix);
        }
        let attributes: Vec<&str> = L::FIELDS
            .iter()
            .map(|field| field.name)
            .filter(|field| field.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
            .collect();
        if !attributes.is_empty() {
            let message = format!("`{name}` needs an attribute: {}", Listed(&attributes));
            return (Code::MissingAttribute, message, None);
        }
        let start = format!("unknown {kind} field `{name}`");
        if let Some(near) = suggest(name, L::FIELDS.iter().map(|field| field.name)) {
            let message = format!("{start}: did you mean `{near}`?");
            let fix = self
                .reads_as::<L>(near, word, colon)
                .then(|| ((word.start, colon), near.to_owned()));
            return (Code::UnknownField, message, fix);
        }
        if let Some((outer, read)) = inner_field::<L>(name) {
            let message = format!("`{name}` is no {kind} field: write `{outer}:{name}:…`");
            let fits = self.attempt(|reader| {
                let mut span = Span::default();
                read(Subquery::new(reader, word, word.start, &mut span)).is_some()
            });
            let fix = fits.then(|| ((word.start, word.start), format!("{outer}:")));
            return (Code::UnknownField, message, fix);
        }
        let names: Vec<&str> = L::FIELDS.iter().map(|field| field.name).collect();
        let message = if names.len() <= 12 {
            format!("{start}: it is one of {}", Listed(&names))
        } else {
            format!("{start}: to look for a word with a colon, put it in quotes")
        };
        (Code::UnknownField, message, None)
    }

    /// Whether the word reads well with the other field name.
    fn reads_as<L: Language>(&mut self, name: &str, word: Word, colon: usize) -> bool {
        let Some(field) = field::<L>(name) else { return false };
        self.attempt(|reader| reader.field_term(field, word, colon + 1).is_some())
    }

    /// Tries to read the word in another way; nothing of it stays.
    fn attempt(&mut self, try_out: impl FnOnce(&mut Reader<'_, '_>) -> bool) -> bool {
        let mut tokens = self.tokens.clone();
        let origin = self.origin;
        let read = self.session.attempt(|session| {
            let mut reader = Reader { session, tokens: &mut tokens, origin };
            try_out(&mut reader).then_some(())
        });
        read.is_some()
    }

    /// Whether what follows the operator in the word is a query.
    fn is_group_after<L: Language>(&mut self, operator: Operator, word: Word, at: usize) -> bool {
        let group = self.slice(at, word.end);
        operator == Operator::Not
            && self
                .session
                .attempt(|session| {
                    let mut tokens = Tokens::new(group);
                    let _ = build::query::<L>(session, &mut tokens, &Origin::default(), None);
                    (session.errors() == 0).then_some(())
                })
                .is_some()
    }

    /// A bare word in a language that has no keywords.
    pub(super) fn bare_word<L: Language>(&mut self, value: &Value<'_>, word: Word) {
        let text = &*value.text;
        let place = (word.start, word.end);
        let kind = L::NAME;
        let raw = self.slice(word.start, word.end);
        let plain = word.shape == Shape::Plain;
        let message = format!("`{text}` is no {kind} term: a term is written `field:value`");
        let guess = guess_field::<L>(text);
        let (hint, fix) = match guess {
            Some(field) if plain && term::read_value(field, text).is_ok() => {
                let whole = format!("{}:{text}", field.name);
                (Some(whole.clone()), Some(whole))
            }
            Some(field) if matches!(field.takes, Takes::Query { .. }) => {
                let whole = if plain {
                    format!("{}:{raw}", field.name)
                } else {
                    format!("{}:({raw})", field.name)
                };
                let reads = self.session.attempt(|session| {
                    let mut tokens = Tokens::new(&whole);
                    let _ = build::query::<L>(session, &mut tokens, &Origin::default(), None);
                    (session.errors() == 0).then_some(())
                });
                (Some(whole.clone()), reads.map(|()| whole))
            }
            _ => (None, None),
        };
        let message = match hint {
            Some(whole) if whole.len() < 80 => format!("{message}, such as `{whole}`"),
            _ => message,
        };
        let mut diagnostic = self.diagnostic(Code::BareWord, message, place);
        if let Some(whole) = fix {
            diagnostic = diagnostic.fix_in(self.origin, place, &whole);
        }
        self.session.report(diagnostic);
    }
}

/// The operator that the word begins with, right before a parenthesis.
pub(super) fn glued_operator(word: &str) -> Option<Operator> {
    let (operator, _) = word.split_once('(')?;
    Operator::from_word(operator)
}

/// The field that most likely was meant by a word alone: one that knows the
/// word, takes a number, or holds queries in which the word is a keyword.
fn guess_field<L: Language>(text: &str) -> Option<&'static Field<L>> {
    let lower = text.to_ascii_lowercase();
    let knows = |field: &&Field<L>| {
        field.takes.words().iter().any(|word| word.to_ascii_lowercase() == lower)
    };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let takes = |field: &&Field<L>| match field.takes {
        Takes::Id(_) => digits,
        Takes::Query { .. } => !digits,
        _ => false,
    };
    L::FIELDS.iter().find(knows).or_else(|| L::FIELDS.iter().find(takes))
}

/// The field that holds queries with a field of that name, and its reader.
#[expect(clippy::type_complexity, reason = "a reader is what it is")]
fn inner_field<L: Language>(
    name: &str,
) -> Option<(&'static str, fn(Subquery<'_, '_>) -> Option<L>)> {
    L::FIELDS.iter().find_map(|field| match field.takes {
        Takes::Query { read, has_field } if has_field(name) => Some((field.name, read)),
        _ => None,
    })
}
