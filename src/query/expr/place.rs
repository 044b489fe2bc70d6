//! The position of each node in negation normal form, where every NOT is before a term.

use super::{Connective, Expr, Node};

/// The position of a node in negation normal form.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NnfPosition {
    pub(crate) negated: bool,
    /// The connective that joins it with its neighbours, or `None` for the whole expression.
    pub(crate) around: Option<Connective>,
}

impl<T> Expr<T> {
    /// Returns the position of each node.
    pub(crate) fn nnf_positions(&self) -> Vec<NnfPosition> {
        let mut nnf_positions = vec![NnfPosition::default(); self.nodes().len()];
        // The operators that are open, and how many operands each of them still expects.
        let mut open: Vec<(NnfPosition, usize)> = Vec::new();
        for (node, place) in self.nodes().iter().zip(&mut nnf_positions).rev() {
            while open.last().is_some_and(|(_, waiting)| *waiting == 0) {
                open.pop();
            }
            if let Some((within, waiting)) = open.last_mut() {
                *place = *within;
                *waiting -= 1;
            }
            match node {
                Node::Term(_) => {}
                Node::Not(_) => open.push((NnfPosition { negated: !place.negated, ..*place }, 1)),
                Node::Group { connective, count, .. } => {
                    let connective = if place.negated { connective.dual() } else { *connective };
                    open.push((NnfPosition { around: Some(connective), ..*place }, *count));
                }
            }
        }
        nnf_positions
    }
}
