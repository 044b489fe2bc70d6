//! Lints a query, and the queries that its terms hold.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Lint;
use super::mixture::Mixtures;
use crate::query::classified::ClassifiedText;
use crate::query::constraint::Constraints;
use crate::query::diagnostic::Code;
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::simplify::{
    Analysis, Cause, Causes, Finding, Polarity, SimplifyMode, TermRange, analyze, exclude,
};
use crate::query::span::{Span, Spanned};

#[derive(Debug)]
pub(super) struct Linter<'a> {
    text: ClassifiedText<'a>,
    pub(super) lints: Vec<Lint>,
}

/// The number of reasons that a message names.
const NAMED: usize = 3;

/// The reason why a query has the same verdict on all records.
struct Why {
    verdict: bool,
    span: Span,
    /// Reasons such as "`id:1` and `id:2` exclude each other"; empty if there is none of this
    /// form.
    reasons: Vec<String>,
    /// The number of reasons that are left out.
    more: usize,
}

impl Why {
    /// Adds another reason for the verdict.
    fn join(mut self, other: Self) -> Self {
        self.span = self.span.cover(other.span);
        self.more += other.more;
        for reason in other.reasons {
            if self.reasons.contains(&reason) {
                continue;
            }
            if self.reasons.len() < NAMED {
                self.reasons.push(reason);
            } else {
                self.more += 1;
            }
        }
        self
    }

    /// Returns the end of a message: `: … exclude each other; … exclude each other`.
    fn words(&self) -> String {
        if self.reasons.is_empty() {
            return String::new();
        }
        let more = match self.more {
            0 => String::new(),
            1 => "; there is 1 more reason".to_owned(),
            more => format!("; there are {more} more reasons"),
        };
        format!(": {}{more}", self.reasons.join("; "))
    }
}

/// The terms of a query, and what is known about the queries that they hold.
struct QueryScope<'q, T> {
    terms: Vec<&'q Spanned<T>>,
    held: HashMap<usize, Why>,
    polarities: Vec<Polarity>,
}

impl<'a> Linter<'a> {
    pub(super) fn new(text: ClassifiedText<'a>) -> Self {
        Self { text, lints: Vec::new() }
    }

    /// Lints the query of the whole text.
    pub(super) fn whole<T: Language>(&mut self, query: &Expr<T>) {
        if query.is_everything() {
            return;
        }
        if let Some(why) = self.query(query) {
            let (name, words) = (T::NAME, why.words());
            let place = self.text.with_nots(why.span);
            let lint = if why.verdict {
                Lint::new(Code::AlwaysMatches, format!("every {name} matches{words}"), place)
            } else {
                Lint::new(Code::NeverMatches, format!("no {name} can match{words}"), place)
            };
            self.lints.push(lint);
        }
    }

    /// Lints a query; returns why it has the same verdict on all records, if it does.
    fn query<T: Language>(&mut self, query: &Expr<T>) -> Option<Why> {
        let terms: Vec<&Spanned<T>> = query.terms().collect();
        let mut held = HashMap::new();
        for (number, term) in terms.iter().enumerate() {
            let why = term.value.query().and_then(|query| self.nested(query));
            held.extend(why.map(|why| (number, why)));
        }
        query.visit(&mut Mixtures { text: &self.text, lints: &mut self.lints });
        let Analysis { verdict, causes, polarities, findings, .. } =
            analyze(query, SimplifyMode::Remark);
        let scope = QueryScope { terms, held, polarities };
        for finding in findings {
            self.lints.extend(self.finding(&scope, finding));
        }
        let verdict = verdict?;
        let why = self.why(&scope, verdict, &causes);
        let whole = || query.span().map(|span| Why { verdict, span, reasons: Vec::new(), more: 0 });
        why.or_else(whole)
    }

    /// Lints the query that a term holds; returns why it never matches, if it doesn't.
    fn nested<T: Language>(&mut self, query: &Expr<T>) -> Option<Why> {
        if query.is_everything() {
            return None;
        }
        let why = self.query(query)?;
        if !why.verdict {
            return Some(why);
        }
        let message = format!("every {} matches{}", T::NAME, why.words());
        let place = self.text.with_nots(why.span);
        self.lints.push(Lint::new(Code::IdlePart, message, place));
        None
    }

    fn finding<T: Language>(&self, scope: &QueryScope<'_, T>, finding: Finding) -> Option<Lint> {
        let (mut lint, part) = match finding {
            Finding::Settled { part, verdict, causes } => {
                let why = self.why(scope, verdict, &causes);
                let words = why.map(|why| why.words()).unwrap_or_default();
                let how = if verdict { "always" } else { "never" };
                let message = format!("this part {how} matches here{words}");
                let place = self.text.part(scope.span(part)?);
                (Lint::new(Code::IdlePart, message, place), part)
            }
            Finding::Needless { part, beside } => {
                let place = self.text.part(scope.span(part)?);
                let other = self.text.part(scope.span(beside)?);
                let (own, other) = (self.text.slice(place), self.text.slice(other));
                let lint = if own == other {
                    Lint::new(Code::DuplicatePart, format!("`{own}` is repeated"), place)
                } else if scope.says_the_same(part, beside) {
                    let message = format!("`{own}` is equivalent to `{other}`");
                    Lint::new(Code::DuplicatePart, message, place)
                } else {
                    let message = format!("`{own}` changes nothing beside `{other}`");
                    Lint::new(Code::SubsumedPart, message, place)
                };
                (lint, part)
            }
        };
        let terms = scope.span(part)?;
        lint.edits = self.text.without(terms);
        lint.leaves_out = Some(terms);
        Some(lint)
    }

    fn why<T: Language>(
        &self,
        scope: &QueryScope<'_, T>,
        verdict: bool,
        causes: &Causes,
    ) -> Option<Why> {
        let each = causes.named.iter().filter_map(|cause| self.reason(scope, verdict, *cause));
        let mut why = each.reduce(Why::join)?;
        why.more += causes.more;
        Some(why)
    }

    fn reason<T: Language>(
        &self,
        scope: &QueryScope<'_, T>,
        verdict: bool,
        cause: Cause,
    ) -> Option<Why> {
        let own = *scope.terms.get(cause.term)?;
        let Some(against) = cause.against else {
            // The term holds a query that never matches.
            let held = scope.held.get(&cause.term);
            return Some(Why {
                verdict,
                span: held.map_or(own.span()?, |why| why.span),
                reasons: held.map(|why| why.reasons.clone()).unwrap_or_default(),
                more: held.map_or(0, |why| why.more),
            });
        };
        let (first, second) = (cause.term.min(against), cause.term.max(against));
        let (first, second) = (scope.literal(first)?, scope.literal(second)?);
        let span = self.text.with_nots(first.term.span()?.cover(second.term.span()?));
        let said = |literal: &LiteralTerm<'_, T>| {
            let text = self.written(literal.term);
            match literal.polarity {
                Polarity::Positive => format!("`{text}`"),
                Polarity::Negative => format!("`NOT {text}`"),
            }
        };
        let (one, other) = (said(&first), said(&second));
        let (one_claims, other_claims) =
            (first.term.value.constraints(), second.term.value.constraints());
        let never = exclude((&one_claims, first.polarity), (&other_claims, second.polarity));
        let always = exclude(
            (&one_claims, first.polarity.flipped()),
            (&other_claims, second.polarity.flipped()),
        );
        let reason = if never && !(verdict && always) {
            Some(format!("{one} and {other} exclude each other"))
        } else if always {
            Some(format!("{one} or {other} is always true"))
        } else {
            None
        };
        Some(Why { verdict, span, reasons: reason.into_iter().collect(), more: 0 })
    }
}

impl Linter<'_> {
    /// Returns the term as it is written; in a group of values, with its field.
    fn written<T: Language>(&self, term: &Spanned<T>) -> Cow<'_, str> {
        let text = self.text.slice(term.span().unwrap_or_default());
        let field = term.value.syntax().field();
        let is_value = field.is_some_and(|field| !text.starts_with(field));
        if is_value { Expr::<T>::term(term.clone()).to_string().into() } else { text.into() }
    }
}

/// A term or its negation.
struct LiteralTerm<'q, T> {
    term: &'q Spanned<T>,
    polarity: Polarity,
}

impl<'q, T: Language> QueryScope<'q, T> {
    fn span(&self, part: TermRange) -> Option<Span> {
        let terms = self.terms.get(part.first..=part.last)?;
        terms.iter().filter_map(|term| term.span()).reduce(Span::cover)
    }

    fn literal(&self, number: usize) -> Option<LiteralTerm<'q, T>> {
        Some(LiteralTerm { term: self.terms.get(number)?, polarity: *self.polarities.get(number)? })
    }

    fn says_the_same(&self, one: TermRange, other: TermRange) -> bool {
        if one.first != one.last || other.first != other.last {
            return false;
        }
        let own = |literal: &LiteralTerm<'q, T>| {
            Constraints::own(&literal.term.value.constraints()).clone()
        };
        match (self.literal(one.first), self.literal(other.first)) {
            (Some(one), Some(other)) => one.polarity == other.polarity && own(&one) == own(&other),
            (None, _) | (_, None) => false,
        }
    }
}
