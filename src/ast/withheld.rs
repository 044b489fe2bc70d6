//! Queries that are hidden from the user.

use super::expr::{Expr, Extent, Node};
use crate::language::{ChangeQuery, Language};
use crate::span::Spanned;

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
        let hidden = |node: Node<T>| match node {
            Node::Term(term) => {
                let value = term.value.change_query(&mut Withhold);
                Node::Term(Spanned::withheld(value.unwrap_or(term.value)))
            }
            Node::Not(_) => Node::Not(Extent::default()),
            Node::Group { joint, count, len, .. } => {
                Node::Group { joint, count, len, extent: Extent::default() }
            }
        };
        Self::from_nodes(self.into_nodes().into_iter().map(hidden).collect())
    }
}

struct Withhold;

impl ChangeQuery for Withhold {
    fn change<L: Language>(&mut self, query: &Expr<L>) -> Option<Expr<L>> {
        Some(query.clone().withheld())
    }
}
