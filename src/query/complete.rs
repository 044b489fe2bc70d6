//! What can be written where the cursor stands.

mod date;
mod lead;
mod look_alike;
mod offer;
mod rank;
mod trial;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::parse::{Limits, ParseMode, SourceMap, look_at};
use crate::query::span::{Span, floor};
use offer::Offer;
use trial::Tried;

/// How many suggestions there are at most.
const MOST: usize = 100;

/// What can be written where the cursor stands.
///
/// It serialises as `{"span": [start, end], "items": [{"text": "failed",
/// "kind": "value", "help": "where the activity stands"}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Completion {
    /// What a suggestion replaces.
    pub span: Span,
    /// The suggestions, best first; 100 at most.
    pub items: Vec<Suggestion>,
}

/// A text that can be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// The text, in quotes where it must be. The cursor belongs at its end.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// One line about it. It names characters of the text that are not seen as
    /// such, so that texts that look the same can be told apart.
    pub help: String,
}

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CompletionKind {
    /// `status:` or `computer:tag:`, to be followed by a value.
    Field,
    /// `failed`, the value of a field, or a beginning of it that ends in a colon.
    Value,
    /// `status:failed`, a field with its value.
    Term,
    /// A word or phrase without a field.
    Keyword,
    /// `AND`, `OR` or `NOT`.
    Operator,
}

/// Knows values that no table of fields does: the tags of a fleet, its host
/// names, its saved searches.
///
/// A closure is one. `()` knows none.
///
/// ```
/// use activity_query::ActivityQuery;
/// use activity_query::complete::ValueRequest;
///
/// let tags = |wanted: &ValueRequest<'_>| match (wanted.language, wanted.field) {
///     ("computer", Some("tag")) => vec!["laptop".to_owned(), "large office".to_owned()],
///     _ => Vec::new(),
/// };
/// let completion = ActivityQuery::complete("computer:tag:la", 15, &tags);
/// let texts: Vec<&str> = completion.items.iter().map(|item| item.text.as_str()).collect();
/// assert_eq!(texts, ["laptop", "\"large office\""]);
/// assert_eq!(completion.span.range(), 13..15);
/// ```
pub trait ValueProvider {
    /// Values that may be meant, at least those that begin with what was
    /// typed. They are ranked and checked by the caller, and need no quotes.
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String>;

    /// The caller's now, from which dates are counted: today, 7 days ago.
    /// Without it no date is suggested.
    fn now(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// The same values, at a time.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::complete::ValueProvider;
    ///
    /// let now = "2024-07-11T10:30:00Z".parse()?;
    /// let text = "created-after:";
    /// let completion = ActivityQuery::complete(text, text.len(), &().at(now));
    /// assert_eq!(completion.items[1].text, "2024-07-10");
    /// assert_eq!(completion.items[1].help, "yesterday");
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    fn at(&self, now: DateTime<Utc>) -> ValuesAt<'_, Self>
    where
        Self: Sized,
    {
        ValuesAt { values: self, now }
    }
}

/// Values, and the caller's now: [`ValueProvider::at`] makes it.
#[derive(Clone, Copy, Debug)]
pub struct ValuesAt<'v, V> {
    values: &'v V,
    now: DateTime<Utc>,
}

impl<V: ValueProvider> ValueProvider for ValuesAt<'_, V> {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        self.values.values(wanted)
    }

    fn now(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// Which values are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValueRequest<'a> {
    /// The language, as it names itself: `computer`.
    pub language: &'static str,
    /// The field, such as `tag`; `None` for a keyword.
    pub field: Option<&'static str>,
    /// What was typed of the value, without quotes; it may be empty.
    pub typed: &'a str,
    /// How many values are of use.
    pub most: usize,
}

impl<F: Fn(&ValueRequest<'_>) -> Vec<String>> ValueProvider for F {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        self(wanted)
    }
}

impl ValueProvider for () {
    fn values(&self, _: &ValueRequest<'_>) -> Vec<String> {
        Vec::new()
    }
}

impl<T: Language> Expr<T> {
    /// What can be written where the cursor stands, a position in bytes.
    ///
    /// The fields, operators and closed values come from the language, the
    /// others from `values`. They begin with what was typed, or are near it. In
    /// a language without keywords a word leads on to whole terms, too: `fail`
    /// to `status:failed`, and to fields and values of the query that a term
    /// holds, such as `computer:tag:laptop`.
    /// A suggestion adds no mistake, and every other term of the text is read as
    /// before; a field still waits for its value, and an operator for a term.
    ///
    /// Inside of a character the cursor counts as before that, and past the
    /// end as at the end. Nothing is suggested past the default [`Limits`].
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::complete::CompletionKind;
    ///
    /// let text = "id:7 status:fai";
    /// let completion = ActivityQuery::complete(text, text.len(), &());
    /// assert_eq!(completion.items[0].text, "failed");
    /// assert_eq!(completion.items[0].kind, CompletionKind::Value);
    /// assert_eq!(&text[completion.span.range()], "fai");
    /// ```
    #[must_use]
    pub fn complete(
        text: &str,
        cursor: usize,
        values: &(impl ValueProvider + ?Sized),
    ) -> Completion {
        let cursor = floor(text, cursor);
        let source = SourceMap::typed(cursor);
        let session = look_at::<T>(ParseMode::Mistakes, text, &Limits::default(), &source);
        let errors = session.errors();
        let Some(context) = session.context else {
            return Completion { span: Span::new(cursor, cursor), items: Vec::new() };
        };
        let span = context.source.span(context.start, context.end);
        let mut offers = offer::offers(&context, values);
        offers.extend(lead::terms::<T>(text, &context, values));
        offer::sort(&mut offers);
        offers.truncate(MOST);
        let mut tried = Tried::new::<T>(text, span, &context, errors);
        offers.retain(|offer| tried.fits::<T>(offer.trial, &offer.text));
        let suggestion = |offer: Offer| Suggestion {
            text: context.source.written(&offer.text).into_owned(),
            kind: offer.kind,
            help: look_alike::help(offer.help, &offer.text),
        };
        Completion { span, items: offers.into_iter().map(suggestion).collect() }
    }
}
