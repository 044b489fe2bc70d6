//! [`Backend`]: an engine that queries are compiled for, and the fold that
//! drives it.

#[cfg(any(feature = "sql", feature = "datafusion"))]
pub(crate) mod column;
#[cfg(feature = "datafusion")]
pub mod datafusion;
#[cfg(any(feature = "sql", feature = "datafusion"))]
mod relational;
#[cfg(any(feature = "sql", feature = "datafusion"))]
mod schema;
#[cfg(feature = "sql")]
pub mod sql;

use thiserror::Error;

use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::query::diagnostic::Diagnostic;
use crate::query::expr::Fold;
use crate::query::language::Language;
use crate::query::span::{Span, Spanned};

/// Compiles queries for an engine, term by term.
///
/// [`compile`](ActivityQuery::compile) goes through the query from the terms
/// up and puts the filters together. An engine must be two-valued: a term
/// about something that a record does not have is false, and its NOT is true.
///
/// ```
/// use activity_query::{ActivityQuery, ActivityTerm, Backend, ComputerTerm, Spanned};
/// use activity_query::backend::Unsupported;
///
/// /// Conditions on ids, as text.
/// struct Ids;
///
/// impl Backend for Ids {
///     type Filter = String;
///     type Error = Unsupported;
///
///     fn activity(&self, term: &Spanned<ActivityTerm>) -> Result<String, Unsupported> {
///         match &term.value {
///             ActivityTerm::Id(id) => Ok(format!("id = {id}")),
///             _ => Err(Unsupported::new(term)),
///         }
///     }
///     fn computer(&self, term: &Spanned<ComputerTerm>) -> Result<String, Unsupported> {
///         Err(Unsupported::new(term))
///     }
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
    /// Why a part can't become one. What the engine can't say is an error with
    /// the span of its term, never a wider filter; [`Unsupported`] is one.
    type Error;

    /// The activities that a term selects.
    ///
    /// A term [`Computer`](ActivityTerm::Computer) holds a query of its own:
    /// compile it with the same backend, and make of its filter the activities
    /// whose computer is known and passes it. Saved searches are put in
    /// before, by [`resolve`](ActivityQuery::resolve).
    ///
    /// # Errors
    /// When the engine can't say this term.
    fn activity(&self, term: &Spanned<ActivityTerm>) -> Result<Self::Filter, Self::Error>;

    /// The computers that a term selects.
    ///
    /// # Errors
    /// When the engine can't say this term.
    fn computer(&self, term: &Spanned<ComputerTerm>) -> Result<Self::Filter, Self::Error>;

    /// What passes every part; everything, if there is no part.
    ///
    /// # Errors
    /// When the engine can't say an AND of these parts.
    fn all(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Self::Error>;

    /// What passes at least one part; nothing, if there is no part.
    ///
    /// # Errors
    /// When the engine can't say an OR of these parts.
    fn any(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Self::Error>;

    /// What does not pass the part.
    ///
    /// # Errors
    /// When the engine can't say NOT of this part.
    fn not(&self, part: Self::Filter) -> Result<Self::Filter, Self::Error>;
}

/// A term, or a query, that an engine can't say.
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
    pub fn new<T: Language + Clone>(term: &Spanned<T>) -> Self {
        let text = crate::query::expr::Expr::term(term.value.clone()).to_string();
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

impl ActivityQuery {
    /// Compiles the query for an engine.
    ///
    /// # Errors
    /// The first error of the engine.
    pub fn compile<B: Backend>(&self, backend: &B) -> Result<B::Filter, B::Error> {
        self.fold(&mut Compile { backend, term: B::activity })
    }
}

impl ComputerQuery {
    /// Compiles the query for an engine.
    ///
    /// # Errors
    /// The first error of the engine.
    pub fn compile<B: Backend>(&self, backend: &B) -> Result<B::Filter, B::Error> {
        self.fold(&mut Compile { backend, term: B::computer })
    }
}

/// The fold that drives a backend, for either language.
struct Compile<'b, B, F> {
    backend: &'b B,
    term: F,
}

impl<T, B, F> Fold<T> for Compile<'_, B, F>
where
    B: Backend,
    F: Fn(&B, &Spanned<T>) -> Result<B::Filter, B::Error>,
{
    type Output = B::Filter;
    type Error = B::Error;

    fn term(&mut self, term: &Spanned<T>) -> Result<B::Filter, B::Error> {
        (self.term)(self.backend, term)
    }

    fn not(&mut self, part: B::Filter) -> Result<B::Filter, B::Error> {
        self.backend.not(part)
    }

    fn all(&mut self, parts: Vec<B::Filter>) -> Result<B::Filter, B::Error> {
        self.backend.all(parts)
    }

    fn any(&mut self, parts: Vec<B::Filter>) -> Result<B::Filter, B::Error> {
        self.backend.any(parts)
    }
}
