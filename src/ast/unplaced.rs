//! Queries without the places of their terms.

use super::expr::{Expr, Extent, Node};
use crate::language::{ChangeQuery, Language};
use crate::span::Spanned;

impl<T: Language> Expr<T> {
    /// The same query without the places it was read from, the places of
    /// nested queries included.
    ///
    /// Do this before you join a query of your own with one that a user typed:
    /// places of your text mean nothing in the user's. [`scoped`](Self::scoped)
    /// does it for the system's query.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "parent-id:4 NOT computer:tag:web".parse()?;
    /// let unplaced = query.clone().without_spans();
    /// assert_eq!(unplaced, query);
    /// assert_eq!(unplaced.span(), None);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn without_spans(self) -> Self {
        let unplaced = |node: Node<T>| match node {
            Node::Term(term) => {
                let value = term.value.change_query(&mut WithoutSpans);
                Node::Term(Spanned::from(value.unwrap_or(term.value)))
            }
            Node::Not(_) => Node::Not(Extent::default()),
            Node::Group { joint, count, len, .. } => {
                Node::Group { joint, count, len, extent: Extent::default() }
            }
        };
        Self::from_nodes(self.into_nodes().into_iter().map(unplaced).collect())
    }
}

struct WithoutSpans;

impl ChangeQuery for WithoutSpans {
    fn change<L: Language>(&mut self, query: &Expr<L>) -> Option<Expr<L>> {
        Some(query.clone().without_spans())
    }
}
