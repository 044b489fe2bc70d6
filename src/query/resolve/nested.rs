//! Expands searches in nested queries, one language after the other.

use std::collections::HashSet;
use std::convert::Infallible;

use super::own::Resolver;
use super::{Blank, Failure, Failures, Resolved};
use crate::query::diagnostic::Code;
use crate::query::expr::Expr;
use crate::query::language::{Language, with_query};
use crate::query::parse::{Limits, NESTING};
use crate::query::replace::Disposition;
use crate::query::span::Spanned;

/// A saved search: its name and its query.
pub(super) type Search<L> = (String, Result<Expr<L>, Failure>);

/// Expands the searches of the queries, each search of a language once.
///
/// Searches in nested queries are expanded first, including those in the texts of searches.
/// `level` is the number of languages around this one.
pub(super) fn resolve_all<'s, L: Language>(
    queries: Vec<Expr<L>>,
    lookup: &dyn Fn(&str) -> Option<&'s str>,
    blank: Blank,
    level: usize,
) -> Vec<Resolved<L>> {
    let searches = read(&queries, lookup);
    let (names, texts): (Vec<_>, Vec<_>) = searches.into_iter().unzip();
    let count = queries.len();
    let legal = texts.iter().filter_map(|text| text.as_ref().ok().cloned());
    let all = queries.into_iter().chain(legal).collect();
    let mut all = with_nested(all, lookup, blank, level).into_iter();
    let queries: Vec<Resolved<L>> = all.by_ref().take(count).collect();
    let searches = names.into_iter().zip(texts).map(|(name, text): Search<L>| {
        let query = text.and_then(|query| match all.next() {
            Some(resolved) => resolved.of_search(&name),
            None => Ok(query),
        });
        (name, query)
    });
    let mut resolver = Resolver::new(searches, blank);
    queries.into_iter().map(|query| resolver.query(query)).collect()
}

/// Reads the searches that the queries refer to, directly or indirectly.
fn read<'s, L: Language>(
    queries: &[Expr<L>],
    lookup: &dyn Fn(&str) -> Option<&'s str>,
) -> Vec<Search<L>> {
    let mut seen = HashSet::new();
    let mut searches = Vec::new();
    let mut waiting: Vec<String> = queries.iter().flat_map(names).collect();
    while let Some(name) = waiting.pop() {
        if seen.insert(name.clone()) {
            let query = parse(&name, lookup);
            waiting.extend(query.iter().flat_map(names));
            searches.push((name, query));
        }
    }
    searches
}

/// Returns the names of the searches that terms of the query refer to.
pub(super) fn names<L: Language>(query: &Expr<L>) -> Vec<String> {
    query.terms().filter_map(|term| term.value.search()).map(str::to_owned).collect()
}

fn parse<'s, L: Language>(
    name: &str,
    lookup: &dyn Fn(&str) -> Option<&'s str>,
) -> Result<Expr<L>, Failure> {
    let Some(text) = lookup(name) else {
        let message = format!("there is no saved search `{name}`");
        return Err(Failure { code: Code::UnknownSearch, message });
    };
    Expr::parse(text, &Limits::default()).map(|parsed| parsed.query).map_err(|error| {
        let mistakes: Vec<&str> = error
            .diagnostics()
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        let message = format!("saved search `{name}` has mistakes: {}", mistakes.join("; "));
        Failure { code: Code::InvalidSearch, message }
    })
}

/// Expands the searches in the nested queries of these queries.
fn with_nested<'s, L: Language>(
    queries: Vec<Expr<L>>,
    lookup: &dyn Fn(&str) -> Option<&'s str>,
    blank: Blank,
    level: usize,
) -> Vec<Resolved<L>> {
    let inner: Vec<Expr<L::Nested>> =
        queries.iter().flat_map(Expr::terms).filter_map(naming).cloned().collect();
    let none = |query| Resolved { query, failures: Failures::default() };
    if inner.is_empty() {
        return queries.into_iter().map(none).collect();
    }
    let inner: Vec<Resolved<L::Nested>> = if level < NESTING {
        resolve_all(inner, lookup, blank, level + 1)
    } else {
        inner.into_iter().map(too_deep).collect()
    };
    let mut inner = inner.into_iter();
    let with_inner = |query: Expr<L>| {
        let mut failures = Failures::default();
        let Ok(query) = query.change_terms(|term| {
            let next = naming(term).and_then(|_| inner.next());
            let value = next.and_then(|next| {
                failures.append(next.failures);
                with_query(&term.value, next.query)
            });
            Ok::<_, Infallible>(value.map_or(Disposition::Keep, |value| {
                Disposition::Replace(Expr::term(term.with(value)))
            }))
        });
        Resolved { query, failures }
    };
    queries.into_iter().map(with_inner).collect()
}

/// Returns the query in the term, if it refers to searches.
fn naming<L: Language>(term: &Spanned<L>) -> Option<&Expr<L::Nested>> {
    term.value.query().filter(|query| query.names_searches())
}

/// Returns the query without expanding anything, for searches that refer to each other
/// through ever deeper nested queries.
fn too_deep<L: Language>(query: Expr<L>) -> Resolved<L> {
    let mut failures = Failures::default();
    if let Some(term) = query.terms().next() {
        let message = format!("languages are nested more than {NESTING} deep");
        failures.add(Failure { code: Code::TooDeep, message }, term);
    }
    Resolved { query, failures }
}

impl<L> Resolved<L> {
    /// Returns the query of a search without positions, since it is not in the user's text;
    /// its failures become failures of the search.
    fn of_search(self, name: &str) -> Result<Expr<L>, Failure> {
        match self.failures.diagnostics.into_iter().next() {
            None => Ok(self.query),
            Some(first) => {
                Err(Failure { code: first.code, message: first.message }.in_search(name))
            }
        }
    }
}
