//! Negation normal form.

use crate::query::expr::{Expr, Extent, Node};

impl<T: Clone> Expr<T> {
    /// Returns the query with every NOT before a term: negation normal form.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "NOT (id:1 status:failed OR id:2)".parse()?;
    /// assert_eq!(query.negation_normal().to_string(), "NOT id:1 OR (NOT status:failed NOT id:2)");
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn negation_normal(&self) -> Self {
        let mut nodes = Vec::with_capacity(self.nodes().len());
        // For each finished operand: where it begins, and how many operands it contributes
        // to the group around it.
        let mut done: Vec<(usize, usize)> = Vec::new();
        for (node, place) in self.nodes().iter().zip(self.nnf_positions()) {
            match node {
                Node::Term(term) => {
                    done.push((nodes.len(), 1));
                    nodes.push(Node::Term(term.clone()));
                    if place.negated {
                        nodes.push(Node::Not(Extent::default()));
                    }
                }
                // Its operand already includes the NOT.
                Node::Not(_) => {}
                Node::Group { connective, count, .. } => {
                    let parts = done.split_off(done.len().saturating_sub(*count));
                    let start = parts.first().map_or(0, |(start, _)| *start);
                    let connective = if place.negated { connective.dual() } else { *connective };
                    let count = parts.iter().map(|(_, count)| count).sum();
                    if place.around == Some(connective) {
                        done.push((start, count));
                    } else {
                        let len = nodes.len() - start;
                        nodes.push(Node::Group {
                            connective,
                            count,
                            len,
                            extent: Extent::default(),
                        });
                        done.push((start, 1));
                    }
                }
            }
        }
        Self::from_nodes(nodes)
    }
}
