//! [`Backend`]: an engine that queries are compiled for, and the fold that drives it.

use thiserror::Error;

use crate::query::diagnostic::Diagnostic;
use crate::query::expr::{Expr, Fold};
use crate::query::language::Language;
use crate::query::print::TermText;
use crate::query::span::{Span, Spanned};

/// An engine that queries are compiled for: it joins filters.
///
/// [`Compile`] is the other half, implemented once for each language: it makes the filter of
/// a term. [`compile`](Expr::compile) walks a query from the terms up and joins the filters.
/// An engine must use two-valued logic: a term about something that a record does not have is
/// false, and its NOT is true.
///
/// ```
/// use activity_query::backend::{Compile, Unsupported};
/// use activity_query::{ActivityQuery, ActivityTerm, Backend, Spanned};
///
/// /// Conditions on ids, as text.
/// struct Ids;
///
/// impl Backend for Ids {
///     type Filter = String;
///     type Error = Unsupported;
///
///     fn all(&self, parts: Vec<String>) -> Result<String, Unsupported> {
///         Ok(if parts.is_empty() { "true".to_owned() } else { parts.join(" and ") })
///     }
///     fn any(&self, parts: Vec<String>) -> Result<String, Unsupported> {
///         Ok(format!("({})", parts.join(" or ")))
///     }
///     fn not(&self, part: String) -> Result<String, Unsupported> {
///         Ok(format!("not ({part})"))
///     }
/// }
///
/// impl Compile<ActivityTerm> for Ids {
///     fn term(&self, term: &Spanned<ActivityTerm>) -> Result<String, Unsupported> {
///         match &term.value {
///             ActivityTerm::Id(id) => Ok(format!("id = {id}")),
///             _ => Err(Unsupported::new(term)),
///         }
///     }
/// }
///
/// let query: ActivityQuery = "id:1 OR id:2 NOT id:3".parse()?;
/// assert_eq!(query.compile(&Ids)?, "(id = 1 or id = 2) and not (id = 3)");
///
/// let query: ActivityQuery = "id:1 status:failed".parse()?;
/// let error = query.compile(&Ids).unwrap_err();
/// assert_eq!(error.to_string(), "`status:failed` is not supported here");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Backend {
    /// The type that a part of a query is compiled to: a condition, a set, a test.
    type Filter;
    /// The error for a part that can't be compiled. If the engine can't express a term, it
    /// returns an error with the term's span, never a wider filter; [`Unsupported`] is such
    /// an error.
    type Error;

    /// Returns a filter that passes what every part passes, or everything if there are no
    /// parts.
    ///
    /// # Errors
    /// If the engine can't express an AND of these parts.
    fn all(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Self::Error>;

    /// Returns a filter that passes what at least one part passes, or nothing if there are no
    /// parts.
    ///
    /// # Errors
    /// If the engine can't express an OR of these parts.
    fn any(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Self::Error>;

    /// Returns a filter that passes what the part does not.
    ///
    /// # Errors
    /// If the engine can't express NOT of this part.
    fn not(&self, part: Self::Filter) -> Result<Self::Filter, Self::Error>;
}

/// Compiles the terms of one language; an engine for several languages implements
/// this for each.
pub trait Compile<L: Language>: Backend {
    /// Returns the filter for the records that a term selects.
    ///
    /// If the term [holds a query](Language::query) of another language, compile that query
    /// with the same backend, then turn its filter into one for the records that refer to a
    /// record which passes. For `computer:` these are the activities whose computer is known
    /// and passes. Saved searches are already expanded, by
    /// [`resolve`](crate::ActivityQuery::resolve).
    ///
    /// # Errors
    /// If the engine can't express this term.
    fn term(&self, term: &Spanned<L>) -> Result<Self::Filter, Self::Error>;
}

/// A term, or a query, that an engine can't express.
///
/// The message names the term, unless it is [withheld](Spanned::is_withheld): see
/// [`term`](Self::term).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.message())]
pub struct Unsupported {
    /// Empty if it is not about a single term.
    term: String,
    place: Spanned<()>,
}

impl Unsupported {
    /// Creates an error for a term that the engine can't express.
    #[must_use]
    pub fn new<T: Language>(term: &Spanned<T>) -> Self {
        let text = TermText(&term.value).to_string();
        Self { term: text, place: term.with(()) }
    }

    /// Creates an error for a query that is nested deeper than the engine supports. A query
    /// that was parsed within the default [`Limits`](crate::Limits) never is, unless a
    /// backend is configured with a lower limit.
    #[must_use]
    pub fn too_deep() -> Self {
        Self { term: String::new(), place: Spanned::default() }
    }

    fn message(&self) -> String {
        match self.term.as_str() {
            "" => "a query that is nested this deep is not supported here".to_owned(),
            _ if self.is_withheld() => Diagnostic::of_system().message,
            term => format!("`{term}` is not supported here"),
        }
    }

    /// Returns `true` if the term is hidden from the user because the system added it to the
    /// query. Then [`term`](Self::term) is meant for logs only.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.place.is_withheld()
    }

    /// The term as canonical text, or an empty string if the error is about the whole query.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.term
    }

    /// The position of the term in the text of the query, or `None` if it was not read from a
    /// text.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.place.span()
    }
}

impl<L: Language> Expr<L> {
    /// Compiles the query for an engine.
    ///
    /// # Errors
    /// Returns the first error of the engine.
    pub fn compile<B: Compile<L>>(&self, backend: &B) -> Result<B::Filter, B::Error> {
        self.fold(&mut Driver(backend))
    }
}

/// The fold that drives a backend.
struct Driver<'b, B>(&'b B);

impl<L: Language, B: Compile<L>> Fold<L> for Driver<'_, B> {
    type Output = B::Filter;
    type Error = B::Error;

    fn term(&mut self, term: &Spanned<L>) -> Result<B::Filter, B::Error> {
        self.0.term(term)
    }

    fn not(&mut self, part: B::Filter) -> Result<B::Filter, B::Error> {
        self.0.not(part)
    }

    fn all(&mut self, parts: Vec<B::Filter>) -> Result<B::Filter, B::Error> {
        self.0.all(parts)
    }

    fn any(&mut self, parts: Vec<B::Filter>) -> Result<B::Filter, B::Error> {
        self.0.any(parts)
    }
}
