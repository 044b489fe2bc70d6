//! Hides queries from the user.

use super::expr::{Expr, ExprRef, View};
use crate::query::language::{Language, with_query};
use crate::query::span::Spanned;

impl<T: Language> Expr<T> {
    /// Returns the query, hidden from the user: its terms, including those of nested queries,
    /// have no positions and are [withheld](Spanned::is_withheld).
    ///
    /// Call this before you join a query of your own with one that a user typed: positions in
    /// your text would be shown in the user's text, and your terms would be revealed.
    /// [`scoped`](Self::scoped) does this for the system's query.
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

    /// Returns the query without the positions that it was read from, including those of
    /// nested queries: errors in it then have no position.
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

    /// Changes the positions of all terms, including those of nested queries.
    pub(crate) fn with_places(self, place: &impl Fn(Spanned<()>) -> Spanned<()>) -> Self {
        self.moved(|term| {
            let query = term.value.query().map(|query| query.clone().with_places(place));
            let value = query.and_then(|query| with_query(&term.value, query));
            place(term.with(())).with(value.unwrap_or(term.value))
        })
    }

    /// Splits the query into the part that the system added and the part that the user wrote:
    /// the parts of the AND at the top. A part with terms of both counts as the system's.
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

/// Returns whether a term of the part, or of a query in it, is withheld.
fn holds_withheld<T: Language>(part: &ExprRef<'_, T>) -> bool {
    part.terms().any(|term| {
        term.is_withheld()
            || term.value.query().is_some_and(|query| holds_withheld(&query.as_ref()))
    })
}
