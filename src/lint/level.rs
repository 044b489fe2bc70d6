//! What is remarked on a query, and on those that its terms hold.

use std::collections::HashMap;

use super::Lint;
use super::mixture::Mixtures;
use crate::ast::Expr;
use crate::claim::Claims;
use crate::diagnostic::Code;
use crate::language::{ChangeQuery, Language};
use crate::marked::MarkedText;
use crate::reduce::{Aim, Cause, Finding, Reduced, Sign, Stretch, exclude, reduce};
use crate::span::{Span, Spanned};

#[derive(Debug)]
pub(super) struct Linter<'a> {
    text: MarkedText<'a>,
    pub(super) lints: Vec<Lint>,
}

/// Why a query has one verdict on all records.
struct Why {
    verdict: bool,
    span: Span,
    /// `id:1` and `id:2` exclude each other; empty, if that can't be said so.
    words: String,
}

/// A query, what is known of it, and of the queries that its terms hold.
struct Level<'q, T> {
    terms: Vec<&'q Spanned<T>>,
    held: HashMap<usize, Why>,
    signs: Vec<Sign>,
}

impl<'a> Linter<'a> {
    pub(super) fn new(text: MarkedText<'a>) -> Self {
        Self { text, lints: Vec::new() }
    }

    /// Remarks on the query that is the whole text.
    pub(super) fn whole<T: Language>(&mut self, query: &Expr<T>) {
        if query.is_everything() {
            return;
        }
        if let Some(Why { verdict, span, words }) = self.query(query) {
            let name = T::NAME;
            let lint = if verdict {
                Lint::new(Code::AlwaysMatches, format!("every {name} matches{words}"), span)
            } else {
                Lint::new(Code::NeverMatches, format!("no {name} can match{words}"), span)
            };
            self.lints.push(lint);
        }
    }

    /// Remarks on a query; says why it has one verdict, if it has.
    fn query<T: Language>(&mut self, query: &Expr<T>) -> Option<Why> {
        let terms: Vec<&Spanned<T>> = query.terms().collect();
        let mut held = HashMap::new();
        for (number, term) in terms.iter().enumerate() {
            let mut inner = Held { linter: self, why: None };
            let _ = term.value.change_query(&mut inner);
            held.extend(inner.why.map(|why| (number, why)));
        }
        query.visit(&mut Mixtures { text: &self.text, lints: &mut self.lints });
        let Reduced { verdict, cause, signs, findings, .. } = reduce(query, Aim::Remark);
        let level = Level { terms, held, signs };
        for finding in findings {
            self.lints.extend(self.finding(&level, finding));
        }
        let verdict = verdict?;
        let why = cause.and_then(|cause| self.why(&level, verdict, cause));
        let whole = || query.span().map(|span| Why { verdict, span, words: String::new() });
        why.or_else(whole)
    }

    fn finding<T: Language>(&self, level: &Level<'_, T>, finding: Finding) -> Option<Lint> {
        let (mut lint, part) = match finding {
            Finding::Settled { part, verdict, cause } => {
                let words =
                    self.why(level, verdict, cause).map(|why| why.words).unwrap_or_default();
                let how = if verdict { "always" } else { "never" };
                let message = format!("this part {how} matches here{words}");
                let place = self.text.part(level.span(part)?);
                (Lint::new(Code::IdlePart, message, place), part)
            }
            Finding::Needless { part, beside } => {
                let place = self.text.part(level.span(part)?);
                let other = self.text.part(level.span(beside)?);
                let (own, other) = (self.text.slice(place), self.text.slice(other));
                let lint = if own == other {
                    Lint::new(Code::DuplicatePart, format!("`{own}` is said twice"), place)
                } else if level.says_the_same(part, beside) {
                    let message = format!("`{own}` says the same as `{other}`");
                    Lint::new(Code::DuplicatePart, message, place)
                } else {
                    let message = format!("`{own}` changes nothing beside `{other}`");
                    Lint::new(Code::SubsumedPart, message, place)
                };
                (lint, part)
            }
        };
        let terms = level.span(part)?;
        lint.edits = self.text.without(terms);
        lint.leaves_out = Some(terms);
        Some(lint)
    }

    fn why<T: Language>(&self, level: &Level<'_, T>, verdict: bool, cause: Cause) -> Option<Why> {
        let own = *level.terms.get(cause.term)?;
        let Some(against) = cause.against else {
            // The term holds a query that never matches.
            let held = level.held.get(&cause.term);
            let words = held.map(|why| why.words.clone()).unwrap_or_default();
            return Some(Why { verdict, span: held.map_or(own.span?, |why| why.span), words });
        };
        let (first, second) = (cause.term.min(against), cause.term.max(against));
        let (first, second) = (level.literal(first)?, level.literal(second)?);
        let span = self.text.with_nots(first.term.span?.cover(second.term.span?));
        let said = |literal: &Literal<'_, T>| {
            let text = self.text.slice(literal.term.span.unwrap_or_default());
            match literal.sign {
                Sign::Plain => format!("`{text}`"),
                Sign::Negated => format!("`NOT {text}`"),
            }
        };
        let (one, other) = (said(&first), said(&second));
        let (one_claims, other_claims) = (first.term.value.claims(), second.term.value.claims());
        let never = exclude((&one_claims, first.sign), (&other_claims, second.sign));
        let always =
            exclude((&one_claims, first.sign.flipped()), (&other_claims, second.sign.flipped()));
        let words = if never && !(verdict && always) {
            format!(": {one} and {other} exclude each other")
        } else if always {
            format!(": {one} or {other} is always true")
        } else {
            String::new()
        };
        Some(Why { verdict, span, words })
    }
}

/// A term or its negation.
struct Literal<'q, T> {
    term: &'q Spanned<T>,
    sign: Sign,
}

impl<'q, T: Language> Level<'q, T> {
    fn span(&self, part: Stretch) -> Option<Span> {
        let terms = self.terms.get(part.first..=part.last)?;
        terms.iter().filter_map(|term| term.span).reduce(Span::cover)
    }

    fn literal(&self, number: usize) -> Option<Literal<'q, T>> {
        Some(Literal { term: self.terms.get(number)?, sign: *self.signs.get(number)? })
    }

    fn says_the_same(&self, one: Stretch, other: Stretch) -> bool {
        if one.first != one.last || other.first != other.last {
            return false;
        }
        let own = |literal: &Literal<'q, T>| Claims::own(&literal.term.value.claims()).clone();
        match (self.literal(one.first), self.literal(other.first)) {
            (Some(one), Some(other)) => one.sign == other.sign && own(&one) == own(&other),
            (None, _) | (_, None) => false,
        }
    }
}

/// Remarks on the query that a term holds.
struct Held<'l, 'a> {
    linter: &'l mut Linter<'a>,
    why: Option<Why>,
}

impl ChangeQuery for Held<'_, '_> {
    fn change<L: Language>(&mut self, query: &Expr<L>) -> Option<Expr<L>> {
        let why = if query.is_everything() { None } else { self.linter.query(query) };
        match why {
            Some(Why { verdict: true, span, words }) => {
                let message = format!("every {} matches{words}", L::NAME);
                self.linter.lints.push(Lint::new(Code::IdlePart, message, span));
            }
            Some(Why { verdict: false, .. }) | None => self.why = why,
        }
        None
    }
}
