//! [`Backend`]: an engine that queries are compiled for, and the fold that
//! drives it.

use thiserror::Error;

use crate::query::diagnostic::Diagnostic;
use crate::query::expr::{Expr, Fold};
use crate::query::language::Language;
use crate::query::print::TermText;
use crate::query::span::{Span, Spanned};

/// An engine that queries are compiled for: how filters are joined.
///
/// [`Compile`] is the other half, once for each language: the filter of a term.
/// [`compile`](Expr::compile) goes through a query from the terms up and joins the
/// filters. An engine must be two-valued: a term about something that a record
/// does not have is false, and its NOT is true.
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
    /// What a part of a query becomes: a condition, a set, a test.
    type Filter;
    /// Why a part can't become one. What the engine can't express is an error with
    /// the span of its term, never a wider filter; [`Unsupported`] is one.
    type Error;

    /// What passes every part; everything, if there is no part.
    ///
    /// # Errors
    /// When the engine can't express an AND of these parts.
    fn all(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Self::Error>;

    /// What passes at least one part; nothing, if there is no part.
    ///
    /// # Errors
    /// When the engine can't express an OR of these parts.
    fn any(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Self::Error>;

    /// What does not pass the part.
    ///
    /// # Errors
    /// When the engine can't express NOT of this part.
    fn not(&self, part: Self::Filter) -> Result<Self::Filter, Self::Error>;
}

/// Compiles the terms of one language; an engine for several languages implements
/// this for each.
pub trait Compile<L: Language>: Backend {
    /// The records that a term selects.
    ///
    /// A term that [holds a query](Language::query) of another language: compile
    /// that with the same backend, and make of its filter one for the records
    /// that lead to a record which passes. Of `computer:` these are the activities
    /// whose computer is known and passes. Saved searches are expanded before, by
    /// [`resolve`](crate::ActivityQuery::resolve).
    ///
    /// # Errors
    /// When the engine can't express this term.
    fn term(&self, term: &Spanned<L>) -> Result<Self::Filter, Self::Error>;
}

/// A term, or a query, that an engine can't express.
///
/// Its message names the term, unless that is [withheld](Spanned::is_withheld):
/// see [`term`](Self::term).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.message())]
pub struct Unsupported {
    /// Empty where it is no single term.
    term: String,
    place: Spanned<()>,
}

impl Unsupported {
    /// This term can't be said.
    #[must_use]
    pub fn new<T: Language>(term: &Spanned<T>) -> Self {
        let text = TermText(&term.value).to_string();
        Self { term: text, place: term.with(()) }
    }

    /// The query is nested deeper than the engine can say. No text that is
    /// read within the default [`Limits`](crate::Limits) is, unless a backend is
    /// told to say less.
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

    /// Whether the term is hidden from the user, as what the system adds to a
    /// query is. Then [`term`](Self::term) is for a log alone.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.place.is_withheld()
    }

    /// The term, as canonical text; empty where the query as a whole is meant.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Where the term stands in the text of the query; `None` for what no
    /// text said.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.place.span()
    }
}

impl<L: Language> Expr<L> {
    /// Compiles the query for an engine.
    ///
    /// # Errors
    /// The first error of the engine.
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
