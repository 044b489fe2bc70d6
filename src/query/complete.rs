//! Completion: the texts that can be written at the cursor.

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

/// The largest number of suggestions.
const MOST: usize = 100;

/// The suggestions for a cursor position.
///
/// It serialises as `{"span": [start, end], "items": [{"text": "failed",
/// "kind": "value", "help": "the status of the activity"}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Completion {
    /// The part of the text that a suggestion replaces.
    pub span: Span,
    /// The suggestions, best first, 100 at most.
    pub items: Vec<Suggestion>,
}

/// A suggested text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// The text, quoted if it needs quotes. After inserting it, put the cursor at its end.
    pub text: String,
    /// The kind of suggestion.
    pub kind: CompletionKind,
    /// One line of help. If the text has characters that are easily overlooked, the help
    /// names them, so that suggestions which look alike can be told apart.
    pub help: String,
}

/// The kind of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CompletionKind {
    /// `status:` or `computer:tag:`, which a value must follow.
    Field,
    /// `failed`, the value of a field, or the first part of one, which ends in a colon.
    Value,
    /// `status:failed`, a field with its value.
    Term,
    /// A word or phrase without a field.
    Keyword,
    /// `AND`, `OR` or `NOT`.
    Operator,
}

/// Provides values that are not in any table of fields: the tags of a fleet, its host names,
/// its saved searches.
///
/// Every closure from a request to values is a provider, and `()` provides nothing.
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
    /// Returns candidates, which must include all values that begin with the typed text. The
    /// caller ranks, checks and quotes them.
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String>;

    /// Returns the current time, from which dates are counted: today, 7 days ago. By default
    /// there is none, and no dates are suggested.
    fn now(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// Adds the current time to this provider.
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

/// A provider together with the current time; [`ValueProvider::at`] creates it.
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

/// A request for the values of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValueRequest<'a> {
    /// The [`NAME`](crate::Language::NAME) of the language: `computer`.
    pub language: &'static str,
    /// The field, such as `tag`, or `None` for a keyword.
    pub field: Option<&'static str>,
    /// The part of the value that was typed so far, without quotes; it may be empty.
    pub typed: &'a str,
    /// The number of values that can be used; more are ignored.
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
    /// Returns suggestions for the cursor, which is a byte offset.
    ///
    /// Fields, operators and closed sets of values come from the language, other values from
    /// `values`. Suggestions begin with what was typed, or are similar to it. In a language
    /// without keywords a word is also completed to whole terms: `fail` to `status:failed`,
    /// and to the fields and values of the query that a term holds, such as
    /// `computer:tag:laptop`. Inserting a suggestion never adds a mistake or changes how the
    /// other terms are read; of course a field then still needs a value, and an operator a
    /// term.
    ///
    /// A cursor inside a character counts as being before it, and one past the end as being
    /// at the end. There are no suggestions for texts beyond the default [`Limits`].
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
