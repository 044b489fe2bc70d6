//! [`Expr`]: terms combined with AND, OR and NOT.

mod fold;
mod place;

use std::fmt;

pub use fold::{Fold, Visit};

use crate::query::span::{Span, Spanned};

/// A boolean expression over terms: the structure that both query languages share.
///
/// It is flat by construction: an AND directly inside an AND is merged into it, and so is an
/// OR inside an OR; a double NOT cancels out, and a group of one part is that part. The
/// expression without terms selects everything.
///
/// Match on its structure with [`Expr::root`], fold it with [`Expr::fold`], list its terms
/// with [`Expr::terms`].
///
/// ```
/// use activity_query::{ActivityQuery, Status};
///
/// let failed = ActivityQuery::status(Status::Failed);
/// let query = failed.clone() & !(ActivityQuery::id(7) | ActivityQuery::id(8));
/// assert_eq!(query, "status:failed NOT (id:7 OR id:8)".parse()?);
/// assert_eq!(!!failed.clone(), failed);
/// # Ok::<(), activity_query::ParseError>(())
/// ```
// The nodes are in one vector, in post-order: operands before their operator. Nothing is
// boxed, so clone, drop, compare and hash are those of a vector, without recursion however
// deep the expression is, and a chain of n terms is one allocation.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Expr<T> {
    nodes: Vec<Node<T>>,
}

/// One node; the operands of `Not` and `Group` come right before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node<T> {
    Term(Spanned<T>),
    Not(Extent),
    /// `count` operands, which occupy the `len` nodes before this one.
    Group {
        connective: Connective,
        count: usize,
        len: usize,
        extent: Extent,
    },
}

/// The position of a NOT with its word or of a group with its parentheses, if it was read
/// from a text. Like all positions, it is ignored by comparisons.
pub(crate) type Extent = Spanned<()>;

/// The operator that joins the operands of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Connective {
    All,
    Any,
}

/// The top of an expression, to match on.
#[derive(Debug)]
pub enum View<'a, T> {
    /// Every part must match. There are two or more parts, none of them an `All`, or no parts
    /// at all: then it is the query that selects everything.
    All(Parts<'a, T>),
    /// At least one part must match. There are two or more parts, none of them an `Any`.
    Any(Parts<'a, T>),
    /// The part must not match. It is not itself a `Not`.
    Not(ExprRef<'a, T>),
    /// One term.
    Term(&'a Spanned<T>),
}

/// A borrowed expression, or a part of one.
pub struct ExprRef<'a, T> {
    nodes: &'a [Node<T>],
}

/// The parts of a group, first to last.
#[derive(Debug)]
pub struct Parts<'a, T> {
    /// The parts that are left, last part first, as they are found.
    reversed: Vec<ExprRef<'a, T>>,
}

impl Connective {
    /// Returns the connective that joins the negated operands once a NOT is moved inside.
    pub(crate) fn dual(self) -> Self {
        match self {
            Self::All => Self::Any,
            Self::Any => Self::All,
        }
    }
}

impl<T> Expr<T> {
    /// Returns the query that selects everything: the empty text.
    #[must_use]
    pub const fn everything() -> Self {
        Self { nodes: Vec::new() }
    }

    /// Creates an expression of one term.
    pub fn term(term: impl Into<Spanned<T>>) -> Self {
        Self { nodes: vec![Node::Term(term.into())] }
    }

    /// Returns `true` if this is [`Expr::everything`], the expression without terms.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// assert!(" ".parse::<ActivityQuery>()?.is_everything());
    /// assert!(!"id:7".parse::<ActivityQuery>()?.is_everything());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Borrows the expression.
    #[must_use]
    pub fn as_ref(&self) -> ExprRef<'_, T> {
        ExprRef { nodes: &self.nodes }
    }

    /// Returns the top of the expression, to match on.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::expr::View;
    ///
    /// let query: ActivityQuery = "status:failed OR status:canceled".parse()?;
    /// let View::Any(parts) = query.root() else { panic!("an OR") };
    /// assert_eq!(parts.len(), 2);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn root(&self) -> View<'_, T> {
        self.as_ref().view()
    }

    /// Iterates over the terms in the order of the text.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "status:failed OR NOT id:7".parse()?;
    /// let terms: Vec<String> = query.terms().map(|term| term.value.to_string()).collect();
    /// assert_eq!(terms, ["status:failed", "id:7"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn terms(&self) -> impl Iterator<Item = &Spanned<T>> {
        self.as_ref().terms()
    }

    /// Returns the smallest span that contains every term, or `None` if no term has a span.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.as_ref().span()
    }

    pub(crate) fn nodes(&self) -> &[Node<T>] {
        &self.nodes
    }

    /// Creates an expression from nodes that the functions of `combine` have built.
    pub(crate) fn from_nodes(nodes: Vec<Node<T>>) -> Self {
        Self { nodes }
    }

    pub(crate) fn into_nodes(self) -> Vec<Node<T>> {
        self.nodes
    }
}

impl<T> Default for Expr<T> {
    fn default() -> Self {
        Self::everything()
    }
}

impl<'a, T> ExprRef<'a, T> {
    /// Returns the top of this part, to match on.
    #[must_use]
    pub fn view(self) -> View<'a, T> {
        match self.nodes.split_last() {
            None => View::All(Parts { reversed: Vec::new() }),
            Some((Node::Term(term), _)) => View::Term(term),
            Some((Node::Not(_), operand)) => View::Not(ExprRef { nodes: operand }),
            Some((Node::Group { connective, count, .. }, operands)) => {
                let parts = Parts { reversed: split_parts(operands, *count) };
                match connective {
                    Connective::All => View::All(parts),
                    Connective::Any => View::Any(parts),
                }
            }
        }
    }

    /// Iterates over the terms of this part in the order of the text.
    pub fn terms(self) -> impl Iterator<Item = &'a Spanned<T>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Term(term) => Some(term),
            Node::Not(_) | Node::Group { .. } => None,
        })
    }

    /// Returns the smallest span that contains every term, or `None` if no term has a span.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        self.terms().filter_map(Spanned::span).reduce(Span::cover)
    }
}

impl<T> ExprRef<'_, T> {
    /// Returns the position of this part in the text that it was read from: a NOT with its
    /// word, a group with its parentheses. If it was combined otherwise, returns the smallest
    /// span that contains every term.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::expr::View;
    ///
    /// let text = "id:1 NOT (id:2 OR id:3)";
    /// let query: ActivityQuery = text.parse()?;
    /// let View::All(mut parts) = query.root() else { panic!("an AND") };
    /// let negated = parts.nth(1).and_then(|part| part.place()).unwrap();
    /// assert_eq!(&text[negated.range()], "NOT (id:2 OR id:3)");
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn place(self) -> Option<Span> {
        self.own_place().or_else(|| self.span())
    }

    /// The position that the parser recorded, if this part was read from a text.
    pub(crate) fn own_place(self) -> Option<Span> {
        match self.nodes.last()? {
            Node::Term(term) => term.span(),
            Node::Not(extent) | Node::Group { extent, .. } => extent.span(),
        }
    }
}

impl<T: Clone> ExprRef<'_, T> {
    /// Copies this part into an expression of its own.
    #[must_use]
    pub fn to_expr(self) -> Expr<T> {
        Expr { nodes: self.nodes.to_vec() }
    }
}

impl<T> Clone for ExprRef<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ExprRef<'_, T> {}

/// Splits the nodes of a group's operands into one slice for each operand, last first.
fn split_parts<T>(mut nodes: &[Node<T>], count: usize) -> Vec<ExprRef<'_, T>> {
    let mut parts = Vec::with_capacity(count);
    while !nodes.is_empty() {
        let (rest, part) = nodes.split_at(nodes.len() - last_len(nodes));
        parts.push(ExprRef { nodes: part });
        nodes = rest;
    }
    parts
}

/// Returns the number of nodes of the last operand. A NOT never holds a NOT, so looking one
/// node past it is enough.
fn last_len<T>(nodes: &[Node<T>]) -> usize {
    let len = match nodes {
        [.., Node::Group { len, .. }, Node::Not(_)] => len + 2,
        [.., _, Node::Not(_)] => 2,
        [.., Node::Group { len, .. }] => len + 1,
        _ => 1,
    };
    len.min(nodes.len())
}

impl<T> Clone for Parts<'_, T> {
    fn clone(&self) -> Self {
        Self { reversed: self.reversed.clone() }
    }
}

impl<'a, T> Parts<'a, T> {
    /// The parts, last to first.
    pub(crate) fn into_reversed(self) -> Vec<ExprRef<'a, T>> {
        self.reversed
    }
}

impl<'a, T> Iterator for Parts<'a, T> {
    type Item = ExprRef<'a, T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.reversed.pop()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.reversed.len(), Some(self.reversed.len()))
    }
}

impl<T> ExactSizeIterator for Parts<'_, T> {}

/// Prints the nodes in the order they are stored in, operands before their operator.
impl<T: fmt::Debug> fmt::Debug for Expr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for ExprRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.nodes).finish()
    }
}
