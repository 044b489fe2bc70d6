//! Combines expressions. The parser, the constructors and `&`, `|`, `!` all use the same
//! three steps, which keep expressions flat.

use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not};

use super::expr::{Connective, Expr, Extent, Node};
use crate::query::language::Language;

/// Negates the last operand of the nodes; a double NOT cancels out.
pub(crate) fn negate<T>(nodes: &mut Vec<Node<T>>) {
    if let Some(Node::Not(_)) = nodes.last() {
        nodes.pop();
    } else {
        nodes.push(Node::Not(Extent::default()));
    }
}

/// Sets the extent of the NOT or group that ends the nodes.
pub(crate) fn set_extent<T>(nodes: &mut [Node<T>], extent: Extent) {
    match nodes.last_mut() {
        Some(Node::Not(own) | Node::Group { extent: own, .. }) => *own = extent,
        Some(Node::Term(_)) | None => {}
    }
}

/// Prepares the last operand of the nodes for a group of `connective`, and returns how many
/// operands it contributes: a group with the same connective dissolves into its operands.
pub(crate) fn dissolve<T>(nodes: &mut Vec<Node<T>>, connective: Connective) -> usize {
    match nodes.last() {
        Some(&Node::Group { connective: inner, count, .. }) if inner == connective => {
            nodes.pop();
            count
        }
        _ => 1,
    }
}

/// Closes a group of `count` operands that begin at node `start`; a single operand needs no
/// group.
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

/// Joins two operands, neither of which is empty.
fn join<T>(left: Expr<T>, right: Expr<T>, connective: Connective) -> Expr<T> {
    let (mut nodes, mut right) = (left.into_nodes(), right.into_nodes());
    let count = dissolve(&mut nodes, connective) + dissolve(&mut right, connective);
    nodes.append(&mut right);
    close(&mut nodes, 0, connective, count);
    Expr::from_nodes(nodes)
}

impl<T> Expr<T> {
    /// Combines queries with AND: selects what every one of them selects, or everything if
    /// there are none. The same as joining them with `&`.
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
    /// Combines the system's query with the user's query: selects what both of them select.
    ///
    /// Both become operands of one AND, so the user's query can't select anything that the
    /// system's query does not. This still holds when the query is printed and read again,
    /// because OR binds tighter than AND.
    ///
    /// Errors and explanations don't show the system's terms, which are
    /// [`withheld`](Self::withheld). The query's text does show them, and once it is read
    /// again, all of it counts as the user's.
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

    /// Combines queries with OR: selects what at least one of them selects, or nothing if
    /// there are none. The same as joining them with `|`.
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

    /// Returns the query that selects nothing.
    ///
    /// The language has no word for it, so it is written as a term and its negation. In a
    /// language without any terms, where nothing can be negated, this returns the query that
    /// selects everything.
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

/// Selects what both queries select.
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

/// Selects what at least one of the queries selects.
impl<T> BitOr for Expr<T> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        if self.is_everything() || other.is_everything() {
            return Self::everything();
        }
        join(self, other, Connective::Any)
    }
}

/// Narrows the query to what the other one selects, too.
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

/// Widens the query by what the other one selects.
impl<T> BitOrAssign for Expr<T> {
    fn bitor_assign(&mut self, other: Self) {
        *self = std::mem::take(self) | other;
    }
}

/// Creates the query of one term.
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

/// Selects what the query does not select.
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
    /// Negates an expression that has at least one term.
    pub(crate) fn negated(self) -> Self {
        let mut nodes = self.into_nodes();
        negate(&mut nodes);
        Self::from_nodes(nodes)
    }

    /// Maps every term of the query, possibly to a term of another language. Positions are
    /// kept.
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
