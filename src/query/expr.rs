//! [`Expr`]: terms combined with AND, OR and NOT.

mod fold;
mod place;

use std::fmt;

pub use fold::{Fold, Visit};

use crate::query::span::{Span, Spanned};

/// A boolean expression over terms: what both query languages share.
///
/// It is flat by construction: an AND directly inside an AND is one AND, an
/// OR inside an OR is one OR, a double NOT is none, and a group of one is
/// what it holds. The expression without any term selects everything.
///
/// Look at one through [`Expr::root`], fold it with [`Expr::fold`], list its
/// terms with [`Expr::terms`].
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
// The nodes stand in one vector, operands before their operator. Nothing is
// boxed, so clone, drop, compare and hash are a vector's, without recursion
// however deep the expression is, and a chain of n terms is one allocation.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Expr<T> {
    nodes: Vec<Node<T>>,
}

/// One node; the operands of `Not` and `Group` stand right before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node<T> {
    Term(Spanned<T>),
    Not(Extent),
    /// `count` operands, which take the `len` nodes before this one.
    Group {
        connective: Connective,
        count: usize,
        len: usize,
        extent: Extent,
    },
}

/// Where a NOT or a group stands, if it was read from a text: with its word,
/// with its parentheses. Like all places it is carried, never compared.
pub(crate) type Extent = Spanned<()>;

/// What joins the operands of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Connective {
    All,
    Any,
}

/// A part of an expression, as it is looked at.
#[derive(Debug)]
pub enum View<'a, T> {
    /// Every part must match: two or more parts, none of them an `All`; or
    /// no part at all, which is the query that selects everything.
    All(Parts<'a, T>),
    /// At least one part must match: two or more parts, none of them an `Any`.
    Any(Parts<'a, T>),
    /// The part must not match; it is no `Not` itself.
    Not(ExprRef<'a, T>),
    /// One term.
    Term(&'a Spanned<T>),
}

/// A borrowed expression: a whole one, or a part of one.
pub struct ExprRef<'a, T> {
    nodes: &'a [Node<T>],
}

/// The parts of a group, first to last.
#[derive(Debug)]
pub struct Parts<'a, T> {
    /// Last part first, as they are found.
    reversed: Vec<ExprRef<'a, T>>,
}

impl Connective {
    /// What joins the negated operands under a NOT.
    pub(crate) fn dual(self) -> Self {
        match self {
            Self::All => Self::Any,
            Self::Any => Self::All,
        }
    }
}

impl<T> Expr<T> {
    /// The query that selects everything: the empty text.
    #[must_use]
    pub const fn everything() -> Self {
        Self { nodes: Vec::new() }
    }

    /// An expression of one term.
    pub fn term(term: impl Into<Spanned<T>>) -> Self {
        Self { nodes: vec![Node::Term(term.into())] }
    }

    /// Whether this is [`Expr::everything`], the expression without a term.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The expression, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ExprRef<'_, T> {
        ExprRef { nodes: &self.nodes }
    }

    /// What stands at the top: the way to match on an expression.
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

    /// Every term, in the order of the text.
    pub fn terms(&self) -> impl Iterator<Item = &Spanned<T>> {
        self.as_ref().terms()
    }

    /// The smallest span that holds every term; `None` when no term has one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.as_ref().span()
    }

    pub(crate) fn nodes(&self) -> &[Node<T>] {
        &self.nodes
    }

    /// Takes nodes put together by the functions of `assemble`.
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
    /// What stands at the top of this part.
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

    /// Every term of this part, in the order of the text.
    pub fn terms(self) -> impl Iterator<Item = &'a Spanned<T>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Term(term) => Some(term),
            Node::Not(_) | Node::Group { .. } => None,
        })
    }

    /// The smallest span that holds every term; `None` when no term has one.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        self.terms().filter_map(Spanned::span).reduce(Span::cover)
    }
}

impl<T> ExprRef<'_, T> {
    /// Where this part stands in the text that it was read from: a NOT with
    /// its word, a group with its parentheses. Of what was put together
    /// otherwise, the smallest span that holds every term.
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

    /// The place that the parser noted, if this part was read from a text.
    pub(crate) fn own_place(self) -> Option<Span> {
        match self.nodes.last()? {
            Node::Term(term) => term.span(),
            Node::Not(extent) | Node::Group { extent, .. } => extent.span(),
        }
    }
}

impl<T: Clone> ExprRef<'_, T> {
    /// This part as an expression of its own.
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

/// Cuts the nodes of a group's operands into one slice an operand, last first.
fn split_parts<T>(mut nodes: &[Node<T>], count: usize) -> Vec<ExprRef<'_, T>> {
    let mut parts = Vec::with_capacity(count);
    while !nodes.is_empty() {
        let (rest, part) = nodes.split_at(nodes.len() - last_len(nodes));
        parts.push(ExprRef { nodes: part });
        nodes = rest;
    }
    parts
}

/// How many nodes the last operand takes. A NOT never holds a NOT, so one
/// look past it is enough.
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

/// The nodes in the order they are kept in, operands before their operator.
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
