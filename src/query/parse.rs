//! Reads a typed query from a text, or reports every mistake in it.

mod build;
mod classes;
mod context;
mod editing;
mod fix;
mod frame;
mod mistake;
mod piece;
mod remark;
mod scan;
mod session;
mod skip;
mod slip;
mod subquery;
mod term;
mod token;
mod value;
mod values;
mod word;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

pub(crate) use classes::ClassifiedSpan;
pub use classes::TokenClass;
pub(crate) use context::{CompletionContext, Expected, TermPosition};
pub(crate) use fix::tries;
pub(crate) use session::{ParseMode, Session};
pub(crate) use subquery::NESTING;
pub(crate) use value::SourceMap;

use crate::query::diagnostic::{Code, Diagnostic, Fix, report};
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::span::{Span, floor};
use token::Tokens;

/// Limits on the size of a query. Exceeding one is reported as a diagnostic, and the rest of
/// the text is not read.
///
/// ```
/// use activity_query::{ActivityQuery, Code, Limits};
///
/// let limits = Limits::new().terms(2);
/// let error = ActivityQuery::parse("id:1 OR id:2 OR id:3", &limits).unwrap_err();
/// assert_eq!(error.diagnostics()[0].code, Code::TooManyTerms);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The length of the text in bytes. 1 MiB by default; 4 GiB at most.
    pub length: usize,
    /// The depth of nested groups. 64 by default.
    pub depth: usize,
    /// The number of terms. 100,000 by default.
    pub terms: usize,
    /// The number of mistakes and warnings that are listed. Further warnings are left out; a
    /// further mistake ends the reading. 1,000 by default.
    pub diagnostics: usize,
}

impl Limits {
    /// Returns the default limits.
    #[must_use]
    pub const fn new() -> Self {
        Self { length: 1 << 20, depth: 64, terms: 100_000, diagnostics: 1_000 }
    }

    /// Sets the length of the text, in bytes.
    #[must_use]
    pub const fn length(self, length: usize) -> Self {
        Self { length, ..self }
    }

    /// Sets the depth of nested groups.
    #[must_use]
    pub const fn depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    /// Sets the number of terms.
    #[must_use]
    pub const fn terms(self, terms: usize) -> Self {
        Self { terms, ..self }
    }

    /// Sets the number of mistakes and warnings that are listed.
    #[must_use]
    pub const fn diagnostics(self, diagnostics: usize) -> Self {
        Self { diagnostics, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

/// A query that was parsed, and the warnings on it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parsed<T> {
    /// The query.
    pub query: Expr<T>,
    /// The warnings, in the order of the text; none is an error.
    pub warnings: Vec<Diagnostic>,
}

/// The error for a text that is not a query, with every mistake in it.
///
/// Its `Display` is the whole [report](ParseError::report). It serialises as the text
/// and the diagnostics: `{"text": "status:faild", "diagnostics": [{"code":
/// "invalid-value", …}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{}", self.report().trim_end())]
pub struct ParseError {
    text: Box<str>,
    diagnostics: Vec<Diagnostic>,
}

impl ParseError {
    /// Returns the text that was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the mistakes and warnings in the order of the text; at least one is an error.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Draws the mistakes and warnings below the lines that they are about.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let error = "status:failed id:abc".parse::<ActivityQuery>().unwrap_err();
    /// assert_eq!(error.report(), "\
    /// error[invalid-value]: `abc` is not an unsigned integer
    ///   |
    /// 1 | status:failed id:abc
    ///   |                  ^^^
    /// ");
    /// ```
    #[must_use]
    pub fn report(&self) -> String {
        report(&self.text, &self.diagnostics)
    }
}

impl<T> Parsed<T> {
    /// Draws the warnings below the lines that they are about; `text` is the text that was
    /// parsed.
    #[must_use]
    pub fn report(&self, text: &str) -> String {
        report(text, &self.warnings)
    }
}

impl<T: Language> Expr<T> {
    /// Parses a query within limits.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Code, Limits};
    ///
    /// let parsed = ActivityQuery::parse("type:Restart", &Limits::default())?;
    /// assert_eq!(parsed.query, ActivityQuery::kind("Restart"));
    /// assert_eq!(parsed.warnings[0].code, Code::UnknownValue);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// If the text is not a query, returns every mistake in it, and the warnings on the rest
    /// of it.
    pub fn parse(text: &str, limits: &Limits) -> Result<Parsed<T>, ParseError> {
        let (query, errors, mut diagnostics) = read::<T>(text, limits, &SourceMap::default());
        fix::keep_those_that_help::<T>(text, limits, CheckMode::Strict, &mut diagnostics);
        if errors > 0 {
            return Err(ParseError { text: text.into(), diagnostics });
        }
        Ok(Parsed { query, warnings: diagnostics })
    }
}

/// How to treat an unfinished text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckMode {
    /// The text is complete: anything unfinished is a mistake.
    Strict,
    /// The text is being edited. Anything unfinished at the cursor is not yet a mistake: the
    /// word there, the operator before it, and the groups and quotes around it.
    Editing {
        /// The position of the cursor, in bytes. Inside a character it counts as being before
        /// it, past the end as being at the end.
        cursor: usize,
    },
}

impl CheckMode {
    fn source(self, text: &str) -> SourceMap {
        match self {
            Self::Strict => SourceMap::default(),
            Self::Editing { cursor } => SourceMap::typed(floor(text, cursor)),
        }
    }

    /// Returns the mode for the text after fixes: the cursor stays in its word.
    fn after<'a>(self, fixes: impl IntoIterator<Item = &'a Fix>) -> Self {
        let Self::Editing { cursor } = self else { return self };
        let edits = fixes.into_iter().flat_map(|fix| &fix.edits);
        let before = edits.filter(|edit| edit.span.end() <= cursor);
        let (gone, come) = before.fold((0, 0), |(gone, come), edit| {
            (gone + edit.span.range().len(), come + edit.text.len())
        });
        Self::Editing { cursor: (cursor + come).saturating_sub(gone) }
    }
}

impl<T: Language> Expr<T> {
    /// Returns the mistakes and warnings in a text, in the order of the text.
    ///
    /// In strict mode they are those of [`Expr::parse`]; for a text that is being edited,
    /// those that are not caused by its being unfinished.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Code, Limits};
    /// use activity_query::parse::CheckMode;
    ///
    /// let check = |text: &str, checking| ActivityQuery::check(text, checking, &Limits::default());
    /// let text = "id:abc (status:fai";
    /// let editing = check(text, CheckMode::Editing { cursor: text.len() });
    /// let codes: Vec<Code> = editing.iter().map(|found| found.code).collect();
    /// assert_eq!(codes, [Code::InvalidValue]); // of `id:abc`
    /// assert_eq!(check(text, CheckMode::Strict).len(), 3);
    /// ```
    #[must_use]
    pub fn check(text: &str, checking: CheckMode, limits: &Limits) -> Vec<Diagnostic> {
        let (_, _, mut diagnostics) = read::<T>(text, limits, &checking.source(text));
        fix::keep_those_that_help::<T>(text, limits, checking, &mut diagnostics);
        diagnostics
    }
}

/// Returns the query, which is usable if there are no errors, the number of errors, and all
/// diagnostics in the order of the text.
fn read<T: Language>(
    text: &str,
    limits: &Limits,
    source: &SourceMap,
) -> (Expr<T>, usize, Vec<Diagnostic>) {
    let mut session = Session::new(*limits, ParseMode::Query, source);
    let query = read_into(&mut session, text, source);
    let errors = session.errors();
    let mut diagnostics = session.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    (query, errors, diagnostics)
}

/// Runs the parser for the classified spans and the completion context rather than the query.
pub(crate) fn look_at<T: Language>(
    mode: ParseMode,
    text: &str,
    limits: &Limits,
    source: &SourceMap,
) -> Session {
    let mut session = Session::new(*limits, mode, source);
    read_into::<T>(&mut session, text, source);
    session
}

fn read_into<T: Language>(session: &mut Session, text: &str, source: &SourceMap) -> Expr<T> {
    let length = session.limits.length.min(u32::MAX as usize);
    if text.len() > length {
        let message = format!("the text has {} bytes: the limit is {length}", text.len());
        let mut end = length;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        session.report(Diagnostic::new(Code::TextTooLong, message, Span::new(end, text.len())));
        Expr::everything()
    } else {
        build::query(session, &mut Tokens::new(text), source, None)
    }
}

/// Parses a query within the default [`Limits`], ignoring warnings.
impl<T: Language> FromStr for Expr<T> {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text, &Limits::default()).map(|parsed| parsed.query)
    }
}

/// Deserialises from the text, within the default [`Limits`].
impl<'de, T: Language> Deserialize<'de> for Expr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(std::marker::PhantomData<T>);

        impl<T: Language> serde::de::Visitor<'_> for Text<T> {
            type Value = Expr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the text of a query in the `{}` language", T::NAME)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Expr<T>, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text(std::marker::PhantomData))
    }
}
