//! Finds the fields that a query uses.

use std::collections::HashSet;

use crate::query::expr::Expr;
use crate::query::language::Language;

/// Fields, each with the fields that lead to it: `computer`, then `tag`. A keyword has an
/// empty name.
#[derive(Debug)]
pub(super) struct FieldVisitor<'a>(HashSet<Vec<&'a str>>);

impl<'a> FieldVisitor<'a> {
    pub(super) fn of<T: Language>(query: &Expr<T>) -> Self {
        let mut found = FieldPaths::default();
        found.query(query);
        Self(found.paths)
    }

    pub(super) fn named(names: &[&'a str]) -> Self {
        Self(names.iter().map(|name| name.split(':').collect()).collect())
    }

    /// Returns whether the query uses no other fields than these, and those that they lead
    /// to.
    pub(super) fn hold<T: Language>(&self, query: &Expr<T>) -> bool {
        let is_held = |path: &Vec<&str>| {
            (1..=path.len()).any(|len| path.get(..len).is_some_and(|path| self.0.contains(path)))
        };
        FieldVisitor::of(query).0.iter().all(is_held)
    }
}

/// The fields that were found so far, and the path to the next ones.
#[derive(Default)]
struct FieldPaths {
    paths: HashSet<Vec<&'static str>>,
    path: Vec<&'static str>,
}

impl FieldPaths {
    fn query<T: Language>(&mut self, query: &Expr<T>) {
        for term in query.terms() {
            self.term(&term.value, term.value.syntax().field().unwrap_or_default());
        }
    }

    /// Adds the fields inside the term, or the term's own field if there are none.
    fn term<T: Language>(&mut self, term: &T, field: &'static str) {
        self.path.push(field);
        match term.query() {
            Some(query) if !query.is_everything() => self.query(query),
            Some(_) | None => {
                self.paths.insert(self.path.clone());
            }
        }
        self.path.pop();
    }
}
