//! The answers of a record to the terms of a query, in the order of its outline.

use std::convert::Infallible;

use crate::query::expr::{Expr, ExprRef, View, Visit};
use crate::query::language::{Language, NoQuery};

/// A record that a query can be explained for: tells which terms are true of it and describes
/// what it has, in words of your choice.
///
/// ```
/// use std::convert::Infallible;
///
/// use activity_query::explain::Explain;
/// use activity_query::language::{FieldKind, NoBase, NoQuery, TermSyntax};
/// use activity_query::{Expr, Field, Language};
///
/// struct Deployment { build: i64 }
///
/// /// The build number.
/// #[derive(Clone, Debug, PartialEq)]
/// struct Build(i64);
///
/// impl Language for Build {
///     type Nested = NoQuery;
///     type Base = NoBase;
///     const NAME: &'static str = "deployment";
///     const FIELDS: &'static [Field<Self>] =
///         &[Field::new("build", FieldKind::Id(Self), "the number of the build")];
///     fn syntax(&self) -> TermSyntax<'_> { TermSyntax::text("build", self.0.to_string()) }
/// }
///
/// impl Explain<Build> for Deployment {
///     type Nested = Infallible;
///     fn matches(&self, term: &Build) -> bool { self.build == term.0 }
///     fn found(&self, _: &Build, _: bool) -> String { format!("build is {}", self.build) }
/// }
///
/// let query: Expr<Build> = "NOT build:17 build:18 OR build:19".parse()?;
/// let explanation = query.explain_with(&Deployment { build: 17 });
/// assert!(!explanation.matches);
/// let deciding: Vec<_> = explanation.parts.iter().filter(|part| part.deciding).collect();
/// assert_eq!(deciding[0].found.as_deref(), Some("build is 17"));
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub trait Explain<L: Language> {
    /// The record that a query in a term is about; [`Infallible`] if terms hold no queries.
    type Nested: Explain<L::Nested>;

    /// Returns whether the term is true of the record. Not called for a term that holds a
    /// query: [`nested`](Self::nested) is called instead.
    fn matches(&self, term: &L) -> bool;

    /// Describes what the record has of what the term asks for, and whether that matches:
    /// `status is delivered, not failed`.
    fn found(&self, term: &L, matches: bool) -> String;

    /// Returns the record that the query in the term is about, or `None` if there is none or
    /// it is not known. Then the term is false.
    fn nested(&self, term: &L) -> Option<Self::Nested> {
        let _ = term;
        None
    }
}

/// A record that does not exist, for languages whose terms hold no queries.
impl Explain<NoQuery> for Infallible {
    type Nested = Self;

    fn matches(&self, term: &NoQuery) -> bool {
        match *term {}
    }

    fn found(&self, term: &NoQuery, _: bool) -> String {
        match *term {}
    }
}

/// The answer of a record to one part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The part is a group: its parts answer.
    Group,
    /// The part is a term that is true or false.
    Term(bool),
    /// The part is a term with a query, and this is whether there is a record for it.
    Nested(bool),
    /// The part belongs to a nested query for which there is no record.
    Unknown,
}

/// Returns the record's answer to each part of the query.
pub(super) fn answers<L: Language>(query: &Expr<L>, record: &impl Explain<L>) -> Vec<Answer> {
    let mut answers = Vec::new();
    query.visit(&mut Asker { record: Some(record), answers: &mut answers });
    answers
}

struct Asker<'a, 'r, E> {
    record: Option<&'r E>,
    answers: &'a mut Vec<Answer>,
}

impl<'q, L: Language, E: Explain<L>> Visit<'q, L> for Asker<'_, '_, E> {
    fn enter(&mut self, part: ExprRef<'q, L>) {
        let View::Term(term) = part.view() else {
            self.answers.push(self.record.map_or(Answer::Unknown, |_| Answer::Group));
            return;
        };
        let Some(query) = term.value.query() else {
            let matches = self.record.map(|record| record.matches(&term.value));
            self.answers.push(matches.map_or(Answer::Unknown, Answer::Term));
            return;
        };
        let nested = self.record.map(|record| record.nested(&term.value));
        let is_known = nested.as_ref().map(Option::is_some);
        self.answers.push(is_known.map_or(Answer::Unknown, Answer::Nested));
        let record = nested.as_ref().and_then(Option::as_ref);
        query.visit(&mut Asker { record, answers: self.answers });
    }
}

/// Returns what the record has of what each part asks for; `None` for groups, and for the
/// parts of a nested query without a record.
pub(super) fn found<L: Language>(
    query: &Expr<L>,
    record: &impl Explain<L>,
    verdicts: &[bool],
) -> Vec<Option<String>> {
    let mut found = Vec::new();
    query.visit(&mut Describer { record: Some(record), verdicts, found: &mut found });
    found
}

struct Describer<'a, 'r, E> {
    record: Option<&'r E>,
    verdicts: &'a [bool],
    found: &'a mut Vec<Option<String>>,
}

impl<'q, L: Language, E: Explain<L>> Visit<'q, L> for Describer<'_, '_, E> {
    fn enter(&mut self, part: ExprRef<'q, L>) {
        let View::Term(term) = part.view() else {
            self.found.push(None);
            return;
        };
        let matches = self.verdicts.get(self.found.len()).copied().unwrap_or_default();
        self.found.push(self.record.map(|record| record.found(&term.value, matches)));
        if let Some(query) = term.value.query() {
            let nested = self.record.and_then(|record| record.nested(&term.value));
            let Self { verdicts, ref mut found, .. } = *self;
            query.visit(&mut Describer { record: nested.as_ref(), verdicts, found });
        }
    }
}

/// Returns whether the record matches the query.
pub(super) fn holds<L: Language>(query: &Expr<L>, record: &impl Explain<L>) -> bool {
    query.matches_with(|term| match term.query() {
        Some(query) => record.nested(term).is_some_and(|nested| holds(query, &nested)),
        None => record.matches(term),
    })
}
