//! How expressions are put together: by the parser, by constructors and by
//! `&`, `|`, `!`, all through the same three steps that keep them flat.

use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not};

use super::expr::{Connective, Expr, Extent, Node};
use crate::query::language::Language;

/// Negates the operand that ends the nodes; a double NOT is none.
pub(crate) fn negate<T>(nodes: &mut Vec<Node<T>>) {
    if let Some(Node::Not(_)) = nodes.last() {
        nodes.pop();
    } else {
        nodes.push(Node::Not(Extent::default()));
    }
}

/// Says where the NOT or the group stands that ends the nodes.
pub(crate) fn set_extent<T>(nodes: &mut [Node<T>], extent: Extent) {
    match nodes.last_mut() {
        Some(Node::Not(own) | Node::Group { extent: own, .. }) => *own = extent,
        Some(Node::Term(_)) | None => {}
    }
}

/// Makes the operand that ends the nodes ready to stand in a group of
/// `connective`, and says how many operands it brings: a group of the same connective
/// dissolves into its own.
pub(crate) fn dissolve<T>(nodes: &mut Vec<Node<T>>, connective: Connective) -> usize {
    match nodes.last() {
        Some(&Node::Group { connective: inner, count, .. }) if inner == connective => {
            nodes.pop();
            count
        }
        _ => 1,
    }
}

/// Closes a group of `count` operands that begin at node `start`; one operand
/// stands for itself.
pub(crate) fn close<T>(
    nodes: &mut Vec<Node<T>>,
    start: usize,
    connective: Connective,
    count: usize,
) {
    if count > 1 {
        let len = nodes.len() - start;
        nodes.push(Node::Group { connective, count, len, extent: Extent::default() });
    }
}

/// Both operands joined; neither is empty.
fn join<T>(left: Expr<T>, right: Expr<T>, connective: Connective) -> Expr<T> {
    let (mut nodes, mut right) = (left.into_nodes(), right.into_nodes());
    let count = dissolve(&mut nodes, connective) + dissolve(&mut right, connective);
    nodes.append(&mut right);
    close(&mut nodes, 0, connective, count);
    Expr::from_nodes(nodes)
}

impl<T> Expr<T> {
    /// Everything that every one of the queries selects; everything, if there
    /// is none. The same as joining them with `&`.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query = ActivityQuery::all([ActivityQuery::id(1), ActivityQuery::parent_id(2)]);
    /// assert_eq!(query.to_string(), "id:1 parent-id:2");
    /// ```
    #[must_use]
    pub fn all(queries: impl IntoIterator<Item = Self>) -> Self {
        queries.into_iter().fold(Self::everything(), |left, right| left & right)
    }
}

impl<T: Language> Expr<T> {
    /// What the system's query and the user's query both select.
    ///
    /// Both stand under one AND, whatever the user wrote: nothing in the
    /// user's query can select what the system's does not. That stays so when
    /// the query is printed and read again, because OR binds tighter than AND.
    ///
    /// Errors and explanations don't show the system's terms, which are
    /// [`withheld`](Self::withheld). The text of the query does; read again, all
    /// of it counts as the user's.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let system = ActivityQuery::parent_id(4);
    /// let user = "status:failed OR status:canceled".parse()?;
    /// let query = ActivityQuery::scoped(system, user);
    /// assert_eq!(query.to_string(), "parent-id:4 status:failed OR status:canceled");
    /// assert_eq!(query, query.to_string().parse()?);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn scoped(system: Self, user: Self) -> Self {
        system.withheld() & user
    }

    /// Everything that at least one of the queries selects; nothing, if there
    /// is none. The same as joining them with `|`.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query = ActivityQuery::any((1..4).map(ActivityQuery::id));
    /// assert_eq!(query.to_string(), "id:1 OR id:2 OR id:3");
    /// ```
    #[must_use]
    pub fn any(queries: impl IntoIterator<Item = Self>) -> Self {
        queries.into_iter().reduce(|left, right| left | right).unwrap_or_else(Self::nothing)
    }

    /// The query that selects nothing.
    ///
    /// The language has no word for it; it is said as a term and its negation. A
    /// language without a term can't say it, and this is its only query.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// assert_eq!(ActivityQuery::nothing().to_string(), "id:0 NOT id:0");
    /// assert_eq!(!ActivityQuery::everything(), ActivityQuery::nothing());
    /// ```
    #[must_use]
    pub fn nothing() -> Self {
        let Some(sample) = T::sample() else { return Self::everything() };
        let term = Self::term(sample);
        term.clone() & !term
    }
}

/// What both queries select.
impl<T> BitAnd for Expr<T> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        match (self.is_everything(), other.is_everything()) {
            (true, _) => other,
            (_, true) => self,
            (false, false) => join(self, other, Connective::All),
        }
    }
}

/// What at least one of the queries selects.
impl<T> BitOr for Expr<T> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        if self.is_everything() || other.is_everything() {
            return Self::everything();
        }
        join(self, other, Connective::Any)
    }
}

/// What the query already selects, as far as the other one selects it, too.
///
/// ```
/// use activity_query::{ActivityQuery, Status};
///
/// let mut query: ActivityQuery = "computer:tag:web".parse()?;
/// query &= ActivityQuery::status(Status::Failed);
/// assert_eq!(query.to_string(), "computer:tag:web status:failed");
/// # Ok::<(), activity_query::ParseError>(())
/// ```
impl<T> BitAndAssign for Expr<T> {
    fn bitand_assign(&mut self, other: Self) {
        *self = std::mem::take(self) & other;
    }
}

/// What the query already selects, and what the other one selects.
impl<T> BitOrAssign for Expr<T> {
    fn bitor_assign(&mut self, other: Self) {
        *self = std::mem::take(self) | other;
    }
}

/// The query of one term.
///
/// ```
/// use activity_query::{ActivityQuery, ActivityTerm, Status};
///
/// let query = ActivityQuery::from(ActivityTerm::Status(Status::Failed));
/// assert_eq!(query.to_string(), "status:failed");
/// ```
impl<T: Language> From<T> for Expr<T> {
    fn from(term: T) -> Self {
        Self::term(term)
    }
}

/// What the query does not select.
impl<T: Language> Not for Expr<T> {
    type Output = Self;

    fn not(self) -> Self {
        if self.is_everything() {
            return Self::nothing();
        }
        self.negated()
    }
}

impl<T> Expr<T> {
    /// The NOT of an expression that has a term.
    pub(crate) fn negated(self) -> Self {
        let mut nodes = self.into_nodes();
        negate(&mut nodes);
        Self::from_nodes(nodes)
    }

    /// The query with every term turned into another one, of another language
    /// perhaps. Places are kept.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, ActivityTerm, Span};
    ///
    /// let query: ActivityQuery = "id:7 OR id:8".parse()?;
    /// let parents = query.map(|term| match term {
    ///     ActivityTerm::Id(id) => ActivityTerm::ParentId(*id),
    ///     other => other.clone(),
    /// });
    /// assert_eq!(parents.to_string(), "parent-id:7 OR parent-id:8");
    /// assert_eq!(parents.span(), Some(Span::new(0, 12)));
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn map<'a, U>(&'a self, mut other: impl FnMut(&'a T) -> U) -> Expr<U> {
        let nodes = self.nodes().iter().map(|node| match node {
            Node::Term(term) => Node::Term(term.with(other(&term.value))),
            Node::Not(extent) => Node::Not(*extent),
            Node::Group { connective, count, len, extent } => {
                Node::Group { connective: *connective, count: *count, len: *len, extent: *extent }
            }
        });
        Expr::from_nodes(nodes.collect())
    }
}
