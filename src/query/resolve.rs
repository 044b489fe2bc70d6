//! Expands the saved searches that a query refers to.

mod nested;
mod own;

use thiserror::Error;

use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::span::Spanned;
use nested::resolve_all;

/// The error for saved searches that can't be expanded.
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

    /// Returns what is wrong with each search that the query refers to, at the position of
    /// its `search:` term, or with an empty span at 0 if the query was not parsed. Everything
    /// wrong with [withheld](Spanned::is_withheld) terms is reported as a single
    /// [`Code::SystemQuery`], which names no search.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns what is wrong with the searches that [withheld](Spanned::is_withheld) terms
    /// refer to: for a log, not for the user.
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

    /// Draws the diagnostics below the lines that they are about; `text` is the text of the
    /// query.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// let text = "search:web";
    /// let error = text.parse::<ComputerQuery>()?.resolve(|_| None).unwrap_err();
    /// assert!(error.report(text).starts_with("error[unknown-search]: there is no saved search `web`"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn report(&self, text: &str) -> String {
        crate::query::diagnostic::report(text, &self.diagnostics)
    }
}

impl<L: Language> Expr<L> {
    /// Returns `true` if the query, or a query in one of its terms, refers to a saved search.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// assert!("id:7 computer:search:web".parse::<ActivityQuery>()?.names_searches());
    /// assert!(!"id:7 computer:web".parse::<ActivityQuery>()?.names_searches());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn names_searches(&self) -> bool {
        self.terms().any(|term| {
            term.value.search().is_some() || term.value.query().is_some_and(Expr::names_searches)
        })
    }

    /// Expands every saved search, and those that they refer to in turn. `lookup` returns the
    /// text of a search by its name: a query of the language whose term refers to it.
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
    /// In a custom language, [`Language::search`] determines which terms refer to searches.
    ///
    /// # Errors
    /// If a search is unknown, contains mistakes, refers to itself directly or indirectly, or
    /// makes the query larger than 100,000 terms. Every such search is reported.
    pub fn resolve<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        self.with_searches(&lookup, Blank::Replaced)
    }

    /// Expands every saved search like [`resolve`](Self::resolve), but leaves terms whose
    /// search is blank as they are: the form in which a query is explained part by part.
    ///
    /// A blank search selects everything. To select records, all `search:` terms must be
    /// resolved: stores do that, and so does `resolve`.
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
    /// The same as for [`resolve`](Self::resolve).
    pub fn expand<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        self.with_searches(&lookup, Blank::Kept)
    }

    fn with_searches<'s>(
        &self,
        lookup: &dyn Fn(&str) -> Option<&'s str>,
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

/// How to expand a saved search whose text is blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    /// Replace it by an equivalent expression.
    Replaced,
    /// Keep its term.
    Kept,
}

/// A query with its searches expanded, except for those that failed.
struct Resolved<L> {
    query: Expr<L>,
    failures: Failures,
}

/// The reason why a search can't be expanded.
#[derive(Clone, Debug)]
struct Failure {
    code: Code,
    message: String,
}

impl Failure {
    /// Turns the failure of a search into that of the search that refers to it.
    fn in_search(self, name: &str) -> Self {
        Self { message: format!("saved search `{name}`: {}", self.message), ..self }
    }
}

/// The failures of the user's terms, and those of withheld terms.
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
