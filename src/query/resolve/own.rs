//! Expands searches that terms of a query refer to, and the searches that those refer to in
//! turn.

use std::collections::HashMap;

use super::nested::{Search, names};
use super::{Blank, Failure, Resolved};
use crate::query::diagnostic::Code;
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::parse::Limits;
use crate::query::span::Spanned;

/// Expands the searches of one language.
pub(super) struct Resolver<L> {
    blank: Blank,
    /// How many more terms may be added. All queries are parts of one query.
    room: usize,
    /// The searches that were not looked at yet.
    searches: HashMap<String, Result<Expr<L>, Failure>>,
    done: HashMap<String, Result<Whole<L>, Failure>>,
}

/// A query without searches, and its number of terms.
struct Whole<L> {
    query: Expr<L>,
    size: usize,
}

/// A search whose own searches are being resolved.
struct OpenSearch<L> {
    name: String,
    query: Expr<L>,
    /// The searches that it refers to, as far as they were not looked at yet.
    waiting: Vec<String>,
}

impl<L: Language> Resolver<L> {
    /// Creates a resolver of these searches, which must include all that are referred to.
    pub(super) fn new(searches: impl Iterator<Item = Search<L>>, blank: Blank) -> Self {
        let room = Limits::default().terms;
        Self { blank, room, searches: searches.collect(), done: HashMap::new() }
    }

    /// Expands the searches of the query; those that fail are left as they are, and reported.
    pub(super) fn query(&mut self, resolved: Resolved<L>) -> Resolved<L> {
        let Resolved { query, mut failures } = resolved;
        let mut is_reported = false;
        for term in query.terms() {
            if let Some(name) = term.value.search() {
                self.search(name);
                if let Some(Err(failure)) = self.done.get(name) {
                    failures.add(failure.clone(), term);
                    is_reported = true;
                }
            }
        }
        let query = match self.put_in(&query, self.room) {
            Ok(whole) => {
                self.room = self.room.saturating_sub(whole.size);
                whole.query
            }
            Err(failure) => {
                if !is_reported {
                    failures.add(failure, &self.place_of_size(&query));
                }
                query
            }
        };
        Resolved { query, failures }
    }

    /// Returns the position of a query that is too large: a term of the user's, unless
    /// withheld terms alone make it too large.
    fn place_of_size(&self, query: &Expr<L>) -> Spanned<()> {
        let own = query.terms().filter(|term| !term.is_withheld());
        match query.span() {
            _ if self.size(own) <= self.room => Spanned::withheld(()),
            Some(span) => Spanned::at((), span),
            None => Spanned::default(),
        }
    }

    /// Resolves a search and all that it refers to, the deepest first, without recursion, and
    /// each one once.
    fn search(&mut self, name: &str) {
        let mut open: Vec<OpenSearch<L>> = Vec::new();
        self.begin(name, &mut open);
        while let Some(top) = open.last_mut() {
            if let Some(next) = top.waiting.pop() {
                self.begin(&next, &mut open);
            } else if let Some(OpenSearch { name, query, .. }) = open.pop() {
                let resolved = self.put_in(&query, Limits::default().terms);
                let resolved = resolved.map_err(|failure| failure.in_search(&name));
                // The first search of a cycle has already failed.
                self.done.entry(name).or_insert(resolved);
            }
        }
    }

    /// Opens a search, so that its own searches can be resolved.
    fn begin(&mut self, name: &str, open: &mut Vec<OpenSearch<L>>) {
        if self.done.contains_key(name) {
            return;
        }
        let failure = if let Some(from) = open.iter().position(|search| search.name == name) {
            let mut path: Vec<&str> =
                open.iter().skip(from).map(|search| search.name.as_str()).collect();
            path.push(name);
            let message =
                format!("saved searches refer to each other in a cycle: {}", path.join(" → "));
            Failure { code: Code::SearchCycle, message }
        } else {
            match self.searches.remove(name) {
                Some(Ok(query)) => {
                    let waiting = names(&query);
                    open.push(OpenSearch { name: name.to_owned(), query, waiting });
                    return;
                }
                Some(Err(failure)) => failure,
                None => return,
            }
        };
        self.done.insert(name.to_owned(), Err(failure));
    }

    /// Returns the number of these terms, with those of resolved searches.
    fn size<'q>(&self, terms: impl Iterator<Item = &'q Spanned<L>>) -> usize {
        let of_term = |term: &'q Spanned<L>| {
            let resolved = term.value.search().and_then(|name| self.done.get(name));
            match resolved {
                Some(Ok(whole)) => whole.size + 1,
                Some(Err(_)) | None => size_of_term(term),
            }
        };
        terms.map(of_term).sum()
    }

    /// Expands the resolved searches that a query refers to, up to a number of terms.
    fn put_in(&self, query: &Expr<L>, room: usize) -> Result<Whole<L>, Failure> {
        if self.size(query.terms()) > room {
            let most = Limits::default().terms;
            let message = format!("the searches in it have more than {most} terms");
            return Err(Failure { code: Code::SearchTooLarge, message });
        }
        let resolved = |term: &Spanned<L>| {
            Ok(match term.value.search().and_then(|name| self.done.get(name)) {
                Some(Ok(whole)) if whole.query.is_everything() && self.blank == Blank::Kept => None,
                Some(Ok(whole)) => Some(whole.query.clone()),
                Some(Err(failure)) => return Err(failure.clone()),
                None => None,
            })
        };
        let query = query.replace_terms(resolved)?;
        Ok(Whole { size: size(&query), query })
    }
}

/// Returns the number of terms of a query, including nested queries.
fn size<L: Language>(query: &Expr<L>) -> usize {
    query.terms().map(size_of_term).sum()
}

fn size_of_term<L: Language>(term: &Spanned<L>) -> usize {
    1 + term.value.query().map_or(0, size)
}
