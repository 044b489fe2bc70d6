//! Queries that are hidden from the user.

use super::expr::{Expr, ExprRef, View};
use crate::query::language::{Language, with_query};
use crate::query::span::Spanned;

impl<T: Language> Expr<T> {
    /// The same query, hidden from the user: its terms, those of nested queries
    /// included, have no places and are [withheld](Spanned::is_withheld).
    ///
    /// Do this before you join a query of your own with one that a user typed:
    /// places of your text mean nothing in the user's, and its terms are not the
    /// user's to see. [`scoped`](Self::scoped) does it for the system's query.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "parent-id:4 NOT computer:tag:web".parse()?;
    /// let hidden = query.clone().withheld();
    /// assert_eq!(hidden, query);
    /// assert_eq!(hidden.span(), None);
    /// assert!(hidden.terms().all(|term| term.is_withheld()));
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn withheld(self) -> Self {
        self.with_places(&|_| Spanned::withheld(()))
    }

    /// The same query without the places it was read from, those of nested
    /// queries included: what goes wrong with it then points nowhere.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "parent-id:4 NOT computer:tag:web".parse()?;
    /// assert_eq!(query.clone().without_spans(), query);
    /// assert_eq!(query.without_spans().span(), None);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn without_spans(self) -> Self {
        self.with_places(&|place| if place.is_withheld() { place } else { Spanned::default() })
    }

    /// The same query with its terms, and those of nested queries, in other
    /// places.
    pub(crate) fn with_places(self, place: &impl Fn(Spanned<()>) -> Spanned<()>) -> Self {
        self.moved(|term| {
            let query = term.value.query().map(|query| query.clone().with_places(place));
            let value = query.and_then(|query| with_query(&term.value, query));
            place(term.with(())).with(value.unwrap_or(term.value))
        })
    }

    /// What the system added to the query, and what the user asks: the parts of
    /// the AND at the top. One that holds both is taken for the system's.
    pub(crate) fn apart(self) -> (Self, Self) {
        let parts = match self.root() {
            View::All(parts) => parts.collect(),
            View::Any(_) | View::Not(_) | View::Term(_) => vec![self.as_ref()],
        };
        let (system, user): (Vec<_>, Vec<_>) = parts.into_iter().partition(holds_withheld);
        if system.is_empty() {
            return (Self::everything(), self);
        }
        let all = |parts: Vec<ExprRef<'_, T>>| Self::all(parts.into_iter().map(ExprRef::to_expr));
        (all(system), all(user))
    }
}

/// Whether a term of the part is withheld, or one of a query in it.
fn holds_withheld<T: Language>(part: &ExprRef<'_, T>) -> bool {
    part.terms().any(|term| {
        term.is_withheld()
            || term.value.query().is_some_and(|query| holds_withheld(&query.as_ref()))
    })
}
