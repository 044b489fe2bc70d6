//! Replaces terms by expressions.

use super::combine::{close, dissolve, negate, set_extent};
use super::expr::{Connective, Expr, Extent, Node};
use crate::query::language::Language;
use crate::query::span::Spanned;

/// What to do with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition<R> {
    Keep,
    Remove,
    Replace(R),
}

impl<T: Language> Expr<T> {
    /// Returns the query with some of its terms replaced: `replace` returns the query to use
    /// instead of a term, or `None` to keep the term. Queries inside terms are not changed;
    /// see [`Language::query`].
    ///
    /// The replacement takes the span of the term. If a query that selects everything can't
    /// be an operand at that position, it is written as a term or its negation.
    ///
    /// ```
    /// use std::convert::Infallible;
    ///
    /// use activity_query::{ActivityQuery, ActivityTerm, Status};
    ///
    /// let query: ActivityQuery = "status:failed NOT id:7".parse()?;
    /// let Ok(replaced) = query.replace_terms(|term| match &term.value {
    ///     ActivityTerm::Status(Status::Failed) => {
    ///         let ended = [Status::Failed, Status::Canceled].map(ActivityQuery::status);
    ///         Ok::<_, Infallible>(Some(ActivityQuery::any(ended)))
    ///     }
    ///     _ => Ok(None),
    /// });
    /// assert_eq!(replaced.to_string(), "status:failed OR status:canceled NOT id:7");
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// Returns the first error of `replace`.
    pub fn replace_terms<E>(
        &self,
        mut replace: impl FnMut(&Spanned<T>) -> Result<Option<Self>, E>,
    ) -> Result<Self, E> {
        self.change_terms(|term| {
            let with = |replacement: Self| Disposition::Replace(replacement.placed_at(term));
            replace(term).map(|replacement| replacement.map_or(Disposition::Keep, with))
        })
    }

    /// Like [`replace_terms`](Self::replace_terms), but replacements keep their own spans,
    /// and terms can be removed: a NOT is removed with its operand, and a group with its last
    /// part.
    ///
    /// # Errors
    /// Returns the first error of `change`.
    pub(crate) fn change_terms<E>(
        &self,
        mut change: impl FnMut(&Spanned<T>) -> Result<Disposition<Expr<T>>, E>,
    ) -> Result<Self, E> {
        let parents = parents(self.nodes());
        let mut nodes = Vec::with_capacity(self.nodes().len());
        // For each finished operand: where it begins, and how many operands it contributes
        // to the group around it.
        let mut done: Vec<(usize, usize)> = Vec::new();
        for (node, parent) in self.nodes().iter().zip(parents) {
            let start = match node {
                Node::Term(term) => {
                    let start = nodes.len();
                    match change(term)? {
                        Disposition::Keep => nodes.push(Node::Term(term.clone())),
                        Disposition::Replace(replacement) => put_in(&mut nodes, replacement, term),
                        Disposition::Remove => {}
                    }
                    start
                }
                Node::Not(extent) => {
                    let start = done.pop().map_or(0, |(start, _)| start);
                    if start < nodes.len() {
                        negate(&mut nodes);
                        if let Some(Node::Not(own)) = nodes.last_mut() {
                            *own = *extent;
                        }
                    }
                    start
                }
                Node::Group { connective, count, extent, .. } => {
                    let parts = done.split_off(done.len().saturating_sub(*count));
                    let start = parts.first().map_or(0, |(start, _)| *start);
                    let count = parts.iter().map(|(_, count)| count).sum();
                    close(&mut nodes, start, *connective, count);
                    if count > 1 {
                        set_extent(&mut nodes, *extent);
                    }
                    start
                }
            };
            let count = match parent {
                _ if start == nodes.len() => 0,
                None => 1,
                Some(connective) => dissolve(&mut nodes, connective),
            };
            done.push((start, count));
        }
        Ok(Self::from_nodes(nodes))
    }
}

fn put_in<T: Language>(nodes: &mut Vec<Node<T>>, replacement: Expr<T>, term: &Spanned<T>) {
    let replacement = if replacement.is_everything() {
        let sample = Expr::term(T::sample().unwrap_or_else(|| term.value.clone()));
        (sample.clone() | !sample).placed_at(term)
    } else {
        replacement
    };
    nodes.extend(replacement.into_nodes());
}

impl<T: Language> Expr<T> {
    /// Sets the span of all terms, including those of nested queries, to that of this term.
    fn placed_at(self, term: &Spanned<T>) -> Self {
        self.with_places(&|_| term.with(()))
    }
}

impl<T> Expr<T> {
    /// Changes the spans of the terms, and removes those of groups and NOTs.
    pub(super) fn moved(self, mut place: impl FnMut(Spanned<T>) -> Spanned<T>) -> Self {
        let moved = |node| match node {
            Node::Term(term) => Node::Term(place(term)),
            Node::Not(_) => Node::Not(Extent::default()),
            Node::Group { connective, count, len, .. } => {
                Node::Group { connective, count, len, extent: Extent::default() }
            }
        };
        Self::from_nodes(self.into_nodes().into_iter().map(moved).collect())
    }
}

/// Returns, for each node, the connective that joins it with its neighbours, or `None` if it
/// is negated or alone.
fn parents<T>(nodes: &[Node<T>]) -> Vec<Option<Connective>> {
    let mut parents = vec![None; nodes.len()];
    // The open groups, last operand first, and how many operands each still expects.
    let mut open: Vec<(Option<Connective>, usize)> = Vec::new();
    for (node, parent) in nodes.iter().zip(&mut parents).rev() {
        while open.last().is_some_and(|(_, waiting)| *waiting == 0) {
            open.pop();
        }
        if let Some((connective, waiting)) = open.last_mut() {
            *parent = *connective;
            *waiting -= 1;
        }
        match node {
            Node::Term(_) => {}
            Node::Not(_) => open.push((None, 1)),
            Node::Group { connective, count, .. } => open.push((Some(*connective), *count)),
        }
    }
    parents
}
