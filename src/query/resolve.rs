//! Saved searches, expanded where a query names them.

mod nested;
mod own;

use thiserror::Error;

use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::span::Spanned;
use nested::resolve_all;

/// Saved searches of a query that can't be put in.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("; "))]
pub struct ResolveError {
    diagnostics: Vec<Diagnostic>,
    withheld: Vec<String>,
}

impl ResolveError {
    fn unless_empty(failures: Failures) -> Option<Self> {
        let Failures { mut diagnostics, withheld } = failures;
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        if !withheld.is_empty() {
            diagnostics.push(Diagnostic::of_system());
        }
        (!diagnostics.is_empty()).then_some(Self { diagnostics, withheld })
    }

    /// What is wrong with each search that the query names, at the place of
    /// its `search:` term; an empty span at 0 if the query was not parsed. All
    /// that is wrong with [withheld](Spanned::is_withheld) terms is one
    /// [`Code::SystemQuery`], which names nothing.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What is wrong with the searches that [withheld](Spanned::is_withheld)
    /// terms name: for a log, not for the user.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// let query = ComputerQuery::scoped(ComputerQuery::search("staff"), "tag:web".parse()?);
    /// let error = query.resolve(|_| None).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the part of the query that the system added can't be answered"
    /// );
    /// assert_eq!(error.withheld(), ["there is no saved search `staff`"]);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn withheld(&self) -> &[String] {
        &self.withheld
    }

    /// The diagnostics, drawn below the lines they are about; `text` is the
    /// text of the query.
    #[must_use]
    pub fn report(&self, text: &str) -> String {
        crate::query::diagnostic::report(text, &self.diagnostics)
    }
}

impl<L: Language> Expr<L> {
    /// Whether the query names a saved search, or a query in one of its terms does.
    #[must_use]
    pub fn names_searches(&self) -> bool {
        self.terms().any(|term| {
            term.value.search().is_some() || term.value.query().is_some_and(Expr::names_searches)
        })
    }

    /// The query with every saved search put in, and those that they name in
    /// turn; `lookup` gives the text of a search by its name. The text is a query of
    /// the language whose term names it.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, ComputerQuery};
    ///
    /// let saved = |name: &str| (name == "farm").then_some("tag:web OR tag:db");
    /// let query: ComputerQuery = "NOT search:farm".parse()?;
    /// assert_eq!(query.resolve(saved)?.to_string(), "NOT (tag:web OR tag:db)");
    /// let query: ActivityQuery = "status:failed computer:search:farm".parse()?;
    /// let resolved = query.resolve(saved)?;
    /// assert_eq!(resolved.to_string(), "status:failed computer:(tag:web OR tag:db)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A language of your own says which of its terms name searches; see
    /// [`Language::search`].
    ///
    /// # Errors
    /// For every search that is unknown, has mistakes, names itself in the
    /// end, or makes the query larger than 100,000 terms.
    pub fn resolve<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        self.with_searches(&lookup, Blank::Replaced)
    }

    /// The query with every saved search expanded, as by
    /// [`resolve`](Self::resolve), but with blank ones left as terms: the form
    /// in which a query is explained, part by part.
    ///
    /// A blank search selects everything. To select records, no term
    /// `search:` may be left: stores resolve it, and so does `resolve`.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let saved = |name: &str| match name {
    ///     "all" => Some(""),
    ///     "farm" => Some("tag:web OR search:all"),
    ///     _ => None,
    /// };
    /// let query: ActivityQuery = "computer:search:farm".parse()?;
    /// assert_eq!(query.expand(saved)?.to_string(), "computer:(tag:web OR search:all)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`resolve`](Self::resolve).
    pub fn expand<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        self.with_searches(&lookup, Blank::Kept)
    }

    fn with_searches<'s>(
        &self,
        lookup: &impl Fn(&str) -> Option<&'s str>,
        blank: Blank,
    ) -> Result<Self, ResolveError> {
        if !self.names_searches() {
            return Ok(self.clone());
        }
        let resolved = resolve_all(vec![self.clone()], lookup, blank, 0).pop();
        let Some(Resolved { query, failures }) = resolved else { return Ok(self.clone()) };
        ResolveError::unless_empty(failures).map_or(Ok(query), Err)
    }
}

/// What becomes of a saved search whose text is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    /// A term or its negation stands in its place.
    Replaced,
    /// It stays a term.
    Kept,
}

/// A query with its searches put in, but for those that failed.
struct Resolved<L> {
    query: Expr<L>,
    failures: Failures,
}

/// Why a search can't be put in.
#[derive(Clone, Debug)]
struct Failure {
    code: Code,
    message: String,
}

impl Failure {
    /// The same, of a search that is named in this one.
    fn in_search(self, name: &str) -> Self {
        Self { message: format!("saved search `{name}`: {}", self.message), ..self }
    }
}

/// The failures of the user's terms, and what is wrong with withheld ones.
#[derive(Default)]
struct Failures {
    diagnostics: Vec<Diagnostic>,
    withheld: Vec<String>,
}

impl Failures {
    fn add<T>(&mut self, Failure { code, message }: Failure, at: &Spanned<T>) {
        if at.is_withheld() {
            self.withheld.push(message);
        } else {
            let span = at.span().unwrap_or_default();
            self.diagnostics.push(Diagnostic::new(code, message, span));
        }
    }

    fn append(&mut self, mut other: Self) {
        self.diagnostics.append(&mut other.diagnostics);
        self.withheld.append(&mut other.withheld);
    }
}
