//! Saved searches put in where a query names them.

use std::collections::HashMap;

use thiserror::Error;

use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm, SearchName};
use crate::query::diagnostic::{Code, Diagnostic};
use crate::query::expr::Expr;
use crate::query::parse::Limits;
use crate::query::span::Spanned;

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

impl ComputerQuery {
    /// Whether the query names a saved search.
    #[must_use]
    pub fn names_searches(&self) -> bool {
        self.terms().any(|term| matches!(term.value, ComputerTerm::Search(_)))
    }

    /// The query with every saved search put in, and those that they name in
    /// turn; `lookup` gives the text of a search by its name.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// let saved = |name: &str| (name == "farm").then_some("tag:web OR tag:db");
    /// let query: ComputerQuery = "NOT search:farm".parse()?;
    /// assert_eq!(query.resolve(saved)?.to_string(), "NOT (tag:web OR tag:db)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// For every search that is unknown, has mistakes, names itself in the
    /// end, or makes the query larger than 100,000 terms.
    pub fn resolve<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        Resolver::new(lookup, Blank::Replaced).computer_query(self)
    }

    /// The query with every saved search expanded, as by
    /// [`resolve`](Self::resolve), but with blank ones left as terms: the form
    /// in which a query is explained, part by part.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// let query: ComputerQuery = "tag:web search:all".parse()?;
    /// let expanded = query.expand(|name| (name == "all").then_some(""))?;
    /// assert_eq!(expanded.to_string(), "tag:web search:all");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`resolve`](Self::resolve).
    pub fn expand<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        Resolver::new(lookup, Blank::Kept).computer_query(self)
    }
}

impl ActivityQuery {
    /// Whether the query names a saved search.
    #[must_use]
    pub fn names_searches(&self) -> bool {
        self.terms().any(
            |term| matches!(&term.value, ActivityTerm::Computer(query) if query.names_searches()),
        )
    }

    /// The query with every saved search put in, and those that they name in
    /// turn; `lookup` gives the text of a search by its name.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let saved = |name: &str| (name == "farm").then_some("tag:web OR tag:db");
    /// let query: ActivityQuery = "status:failed computer:search:farm".parse()?;
    /// let resolved = query.resolve(saved)?;
    /// assert_eq!(resolved.to_string(), "status:failed computer:(tag:web OR tag:db)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// For every search that is unknown, has mistakes, names itself in the
    /// end, or makes the query larger than 100,000 terms.
    pub fn resolve<'s>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<Self, ResolveError> {
        Resolver::new(lookup, Blank::Replaced).activity_query(self)
    }

    /// The query with every saved search expanded, as by
    /// [`resolve`](Self::resolve), but with blank ones left as terms: the form
    /// in which a query is explained, part by part.
    ///
    /// A blank search selects every computer. To select records, no term
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
        Resolver::new(lookup, Blank::Kept).activity_query(self)
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

/// Why a search can't be put in.
#[derive(Clone, Debug)]
struct Failure {
    code: Code,
    message: String,
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
}

struct Resolver<L> {
    lookup: L,
    blank: Blank,
    done: HashMap<SearchName, Result<ComputerQuery, Failure>>,
}

/// A search whose own searches are being resolved.
struct OpenSearch {
    name: SearchName,
    query: ComputerQuery,
    /// The searches it names that were not looked at yet.
    waiting: Vec<SearchName>,
}

impl<'s, L: Fn(&str) -> Option<&'s str>> Resolver<L> {
    fn new(lookup: L, blank: Blank) -> Self {
        Self { lookup, blank, done: HashMap::new() }
    }

    fn computer_query(mut self, query: &ComputerQuery) -> Result<ComputerQuery, ResolveError> {
        let mut failures = Failures::default();
        let query = self.query(query, &mut failures);
        ResolveError::unless_empty(failures).map_or(Ok(query), Err)
    }

    fn activity_query(mut self, query: &ActivityQuery) -> Result<ActivityQuery, ResolveError> {
        let mut failures = Failures::default();
        let query = query.replace_terms(|term| {
            if let ActivityTerm::Computer(query) = &term.value
                && query.names_searches()
            {
                let value = ActivityTerm::Computer(self.query(query, &mut failures));
                return Ok(Some(Expr::term(term.with(value))));
            }
            Ok::<_, ResolveError>(None)
        })?;
        ResolveError::unless_empty(failures).map_or(Ok(query), Err)
    }

    /// The query with its searches put in; what fails is left as it is, and
    /// reported.
    fn query(&mut self, query: &ComputerQuery, failures: &mut Failures) -> ComputerQuery {
        let mut is_reported = false;
        for term in query.terms() {
            if let ComputerTerm::Search(name) = &term.value {
                self.search(name);
                if let Some(Err(failure)) = self.done.get(name) {
                    failures.add(failure.clone(), term);
                    is_reported = true;
                }
            }
        }
        self.put_in(query).unwrap_or_else(|failure| {
            if !is_reported {
                failures.add(failure, &self.place_of_size(query));
            }
            query.clone()
        })
    }

    /// Where a query is that is too large: the user's, unless it is by what is
    /// withheld.
    fn place_of_size(&self, query: &ComputerQuery) -> Spanned<()> {
        let own = query.terms().filter(|term| !term.is_withheld());
        match query.span() {
            _ if self.size(own) <= Limits::default().terms => Spanned::withheld(()),
            Some(span) => Spanned::at((), span),
            None => Spanned::default(),
        }
    }

    /// Resolves a search and all that it names: deepest first, without
    /// recursion, and each one once.
    fn search(&mut self, name: &SearchName) {
        let mut open: Vec<OpenSearch> = Vec::new();
        self.begin(name, &mut open);
        while let Some(top) = open.last_mut() {
            if let Some(next) = top.waiting.pop() {
                self.begin(&next, &mut open);
            } else if let Some(OpenSearch { name, query, .. }) = open.pop() {
                let resolved = self.put_in(&query).map_err(|failure| Failure {
                    message: format!("saved search `{name}`: {}", failure.message),
                    ..failure
                });
                // What a circle begins with has failed before it is done.
                self.done.entry(name).or_insert(resolved);
            }
        }
    }

    /// Reads the text of a search, so that what it names can be resolved.
    fn begin(&mut self, name: &SearchName, open: &mut Vec<OpenSearch>) {
        if self.done.contains_key(name) {
            return;
        }
        let fail = |code, message| Err(Failure { code, message });
        let failure = if let Some(from) = open.iter().position(|search| search.name == *name) {
            let mut path: Vec<&str> =
                open.iter().skip(from).map(|search| search.name.as_str()).collect();
            path.push(name.as_str());
            let message =
                format!("saved searches name each other in a circle: {}", path.join(" → "));
            fail(Code::SearchCycle, message)
        } else if let Some(text) = (self.lookup)(name.as_str()) {
            match ComputerQuery::parse(text, &Limits::default()) {
                Ok(parsed) => {
                    let query = parsed.query;
                    let named = |term: &Spanned<ComputerTerm>| {
                        let ComputerTerm::Search(name) = &term.value else { return None };
                        Some(name.clone())
                    };
                    let waiting = query.terms().filter_map(named).collect();
                    open.push(OpenSearch { name: name.clone(), query, waiting });
                    return;
                }
                Err(error) => {
                    let mistakes: Vec<&str> = error
                        .diagnostics()
                        .iter()
                        .filter(|diagnostic| diagnostic.is_error())
                        .map(|diagnostic| diagnostic.message.as_str())
                        .collect();
                    let message =
                        format!("saved search `{name}` has mistakes: {}", mistakes.join("; "));
                    fail(Code::InvalidSearch, message)
                }
            }
        } else {
            fail(Code::UnknownSearch, format!("there is no saved search `{name}`"))
        };
        self.done.insert(name.clone(), failure);
    }

    /// How many terms these have, with the terms of resolved searches.
    fn size<'q>(&self, terms: impl Iterator<Item = &'q Spanned<ComputerTerm>>) -> usize {
        let size = |term: &Spanned<ComputerTerm>| {
            let ComputerTerm::Search(name) = &term.value else { return 1 };
            let resolved = self.done.get(name).and_then(|resolved| resolved.as_ref().ok());
            resolved.map_or(1, |resolved| resolved.terms().count() + 1)
        };
        terms.map(size).sum()
    }

    /// Puts resolved searches in.
    fn put_in(&self, query: &ComputerQuery) -> Result<ComputerQuery, Failure> {
        let most = Limits::default().terms;
        if self.size(query.terms()) > most {
            let message = format!("the searches in it have more than {most} terms");
            return Err(Failure { code: Code::SearchTooLarge, message });
        }
        query.replace_terms(|term| {
            let ComputerTerm::Search(name) = &term.value else { return Ok(None) };
            match self.done.get(name) {
                Some(Ok(resolved)) if resolved.is_everything() && self.blank == Blank::Kept => {
                    Ok(None)
                }
                Some(Ok(resolved)) => Ok(Some(Expr::clone(resolved))),
                Some(Err(failure)) => Err(failure.clone()),
                None => Ok(None),
            }
        })
    }
}
