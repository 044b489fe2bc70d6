//! Translates queries to the documented grammar.

use std::convert::Infallible;

use thiserror::Error;

use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::query::diagnostic::{Code, Diagnostic, report};
use crate::query::expr::{Expr, ExprRef, Fold, View};
use crate::query::forms::TooLarge;
use crate::query::replace::Disposition;
use crate::query::span::{Span, Spanned};

/// The error for a query that can't be expressed in the documented grammar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotPortable {
    /// A term that also requires a computer to be known, such as `computer:(NOT tag:laptop)`:
    /// no documented term requires only that.
    #[error(
        "`{term}` selects only activities whose computer is known, which no documented term expresses: add a term that the computer must match"
    )]
    KnownComputer {
        /// The term, as canonical text.
        term: String,
        /// Its position, or `None` if it was not read from a text.
        span: Option<Span>,
    },
    /// A keyword in quotes after `computer:`, where quotes hold a whole query.
    #[error(
        "`{term}` is a keyword that needs quotes, and after `computer:` quotes hold a whole query: ask for `title:` or `hostname:`, or for a keyword without blanks"
    )]
    QuotedKeyword {
        /// The term, as canonical text.
        term: String,
        /// Its position, or `None` if it was not read from a text.
        span: Option<Span>,
    },
    /// The text would have too many terms.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The part of a [scoped](ActivityQuery::scoped) query that the system added, which must
    /// not be revealed.
    #[error("{}", Diagnostic::of_system().message)]
    Withheld,
}

impl NotPortable {
    /// The position of the part that can't be expressed, or `None` if it was not read from a
    /// text.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::KnownComputer { span, .. } | Self::QuotedKeyword { span, .. } => *span,
            Self::TooLarge(error) => error.span,
            Self::Withheld => None,
        }
    }

    /// Draws the message below the part that it is about; `text` is the text of the query.
    #[must_use]
    pub fn report(&self, text: &str) -> String {
        match self {
            Self::TooLarge(error) => error.report(text),
            Self::Withheld => report(text, &[Diagnostic::of_system()]),
            Self::KnownComputer { .. } | Self::QuotedKeyword { .. } => {
                let span = self.span().unwrap_or_default();
                report(text, &[Diagnostic::new(Code::NotPortable, self.to_string(), span)])
            }
        }
    }
}

impl ActivityQuery {
    /// Returns the text of the query in the documented grammar, with at most `most` terms:
    /// without parentheses and `AND`, and with one computer term after each `computer:`.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "(id:1 status:failed) OR computer:(tag:a NOT tag:b)".parse()?;
    /// assert_eq!(
    ///     query.portable(100)?,
    ///     "id:1 OR computer:tag:a id:1 OR NOT computer:tag:b \
    ///      status:failed OR computer:tag:a status:failed OR NOT computer:tag:b",
    /// );
    /// let text = "status:failed computer:(NOT tag:a)";
    /// let error = text.parse::<ActivityQuery>()?.portable(100).unwrap_err();
    /// assert_eq!(&text[error.span().unwrap().range()], "computer:(NOT tag:a)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// It selects the same activities. Redundant parts are left out.
    ///
    /// # Errors
    /// If a part can't be expressed, or there would be more terms.
    pub fn portable(&self, most: usize) -> Result<String, NotPortable> {
        self.in_portable_terms(most).map_err(|error| {
            let (system, user) = self.clone().apart();
            if system.is_everything() {
                return error;
            }
            user.in_portable_terms(most).err().unwrap_or(NotPortable::Withheld)
        })
    }

    fn in_portable_terms(&self, most: usize) -> Result<String, NotPortable> {
        let simple = self.simplified();
        let Ok(spread) = simple.change_terms(|term| match &term.value {
            ActivityTerm::Computer(query) => {
                Ok::<_, Infallible>(Disposition::Replace(spread(term, query)))
            }
            ActivityTerm::CreatedAfter(date) => {
                Ok(Disposition::Replace(put(term, ActivityTerm::CreatedAfter(date.documented()))))
            }
            ActivityTerm::CreatedBefore(date) => {
                Ok(Disposition::Replace(put(term, ActivityTerm::CreatedBefore(date.documented()))))
            }
            ActivityTerm::Id(_)
            | ActivityTerm::ParentId(_)
            | ActivityTerm::Status(_)
            | ActivityTerm::Creator(_)
            | ActivityTerm::Type(_) => Ok(Disposition::Keep),
        });
        let form = spread.simplified().conjunctive(most)?.simplified();
        let form = without_known(&form).map_err(|span| self.unsaid(span))?.simplified();
        for term in form.terms() {
            let text = Expr::term(term.value.clone()).to_string();
            if text.starts_with("computer:(") {
                return Err(NotPortable::QuotedKeyword { term: text, span: term.span() });
            }
        }
        Ok(form.to_string())
    }
}

impl ComputerQuery {
    /// Returns the text of the query in the documented grammar, with at most `most` terms:
    /// without parentheses and `AND`.
    ///
    /// ```
    /// use activity_query::ComputerQuery;
    ///
    /// let query: ComputerQuery = "web NOT (tag:a OR (tag:b needs:reboot))".parse()?;
    /// assert_eq!(query.portable(100)?, "web NOT tag:a NOT tag:b OR NOT needs:reboot");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// It selects the same computers. Redundant parts are left out.
    ///
    /// # Errors
    /// If there would be more terms.
    pub fn portable(&self, most: usize) -> Result<String, TooLarge> {
        Ok(self.simplified().conjunctive(most)?.simplified().to_string())
    }
}

impl ActivityQuery {
    /// Returns the error for a term that requires a known computer, as it was written.
    fn unsaid(&self, span: Option<Span>) -> NotPortable {
        let asks = |term: &&Spanned<ActivityTerm>| match span {
            Some(_) => term.span() == span,
            None => matches!(&term.value, ActivityTerm::Computer(query) if holds_without(query)),
        };
        let term = self.terms().find(asks).map(|term| Expr::term(term.value.clone()).to_string());
        NotPortable::KnownComputer { term: term.unwrap_or_else(|| "computer:".to_owned()), span }
    }
}

fn put(term: &Spanned<ActivityTerm>, value: ActivityTerm) -> ActivityQuery {
    Expr::term(term.with(value))
}

/// Distributes `computer:` over the terms of a computer query, so that each has a `computer:`
/// of its own. If no computer is known, they are all false; if the query would then be true,
/// a term is added that only requires a known computer. Its text is `computer:" "`, which is
/// not portable.
fn spread(term: &Spanned<ActivityTerm>, query: &ComputerQuery) -> ActivityQuery {
    let Ok((whole, without)) = query.fold(&mut Spread);
    match without {
        WithoutTerms::Matches => put(term, ActivityTerm::Computer(Expr::everything())) & whole,
        WithoutTerms::MatchesNot => whole,
    }
}

fn holds_without(query: &ComputerQuery) -> bool {
    let Ok((_, without)) = query.fold(&mut Spread);
    without == WithoutTerms::Matches
}

/// Whether a query matches if all its terms are false.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum WithoutTerms {
    MatchesNot,
    Matches,
}

struct Spread;

impl Fold<ComputerTerm> for Spread {
    type Output = (ActivityQuery, WithoutTerms);
    type Error = Infallible;

    fn term(&mut self, term: &Spanned<ComputerTerm>) -> Result<Self::Output, Infallible> {
        let value = ActivityTerm::Computer(Expr::term(term.clone()));
        Ok((Expr::term(term.with(value)), WithoutTerms::MatchesNot))
    }

    fn not(&mut self, (part, without): Self::Output) -> Result<Self::Output, Infallible> {
        let without = match without {
            WithoutTerms::Matches => WithoutTerms::MatchesNot,
            WithoutTerms::MatchesNot => WithoutTerms::Matches,
        };
        Ok((!part, without))
    }

    fn all(&mut self, parts: Vec<Self::Output>) -> Result<Self::Output, Infallible> {
        let (parts, without): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let without = without.into_iter().min().unwrap_or(WithoutTerms::Matches);
        Ok((Expr::all(parts), without))
    }

    fn any(&mut self, parts: Vec<Self::Output>) -> Result<Self::Output, Infallible> {
        let (parts, without): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let without = without.into_iter().max().unwrap_or(WithoutTerms::MatchesNot);
        Ok((Expr::any(parts), without))
    }
}

type ActivityPart<'a> = ExprRef<'a, ActivityTerm>;

/// The number of literals that are compared to find one that requires a known computer.
const COMPARED: usize = 1_000_000;

/// Removes the term that only requires a known computer from an AND of ORs if another operand
/// requires that as well; otherwise returns the term's position as an error.
fn without_known(form: &ActivityQuery) -> Result<ActivityQuery, Option<Span>> {
    let clauses: Vec<Vec<ActivityPart<'_>>> = match form.root() {
        View::All(parts) => parts.map(literals).collect(),
        View::Any(_) | View::Not(_) | View::Term(_) => vec![literals(form.as_ref())],
    };
    let (with, sure): (Vec<_>, Vec<_>) =
        clauses.into_iter().partition(|clause| clause.iter().any(|part| asks_for_any(*part)));
    let mut kept: Vec<ActivityQuery> = sure.iter().map(|clause| joined(clause)).collect();
    let mut left = COMPARED;
    for clause in with {
        let (known, rest): (Vec<_>, Vec<_>) =
            clause.into_iter().partition(|part| asks_for_any(*part));
        // If all of the rest is false, one of the other clause's computer terms is true.
        let says_so = |other: &Vec<ActivityPart<'_>>| {
            left = left.saturating_sub(other.len() * rest.len());
            let is_in_rest =
                |part: &ActivityPart<'_>| rest.iter().any(|own| own.to_expr() == part.to_expr());
            left > 0 && other.iter().all(|part| asks_for_one(*part) || is_in_rest(part))
        };
        if !sure.iter().any(says_so) {
            let mut terms = known.iter().flat_map(|part| part.terms());
            return Err(terms.find_map(Spanned::span));
        }
        let is_negated = known.iter().any(|part| matches!(part.view(), View::Not(_)));
        if is_negated {
            kept.push(joined(&rest));
        }
    }
    Ok(Expr::all(kept))
}

fn literals(clause: ActivityPart<'_>) -> Vec<ActivityPart<'_>> {
    match clause.view() {
        View::Any(parts) => parts.collect(),
        View::All(_) | View::Not(_) | View::Term(_) => vec![clause],
    }
}

fn joined(literals: &[ActivityPart<'_>]) -> ActivityQuery {
    Expr::any(literals.iter().map(|part| part.to_expr()))
}

/// Returns whether the literal only requires that a computer is known, or that none is.
fn asks_for_any(part: ActivityPart<'_>) -> bool {
    let mut terms = part.terms();
    terms.any(|term| matches!(&term.value, ActivityTerm::Computer(query) if query.is_everything()))
}

/// Returns whether the literal can only be true of activities with a known computer.
fn asks_for_one(part: ActivityPart<'_>) -> bool {
    match part.view() {
        View::Term(term) => matches!(term.value, ActivityTerm::Computer(_)),
        View::All(_) | View::Any(_) | View::Not(_) => false,
    }
}
