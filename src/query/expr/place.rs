//! Where each node stands, if every NOT were before a term.

use super::{Connective, Expr, Node};

/// Where a node stands, once every NOT has moved to the terms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NnfPosition {
    pub(crate) negated: bool,
    /// What joins it with its neighbours then; `None` for the whole.
    pub(crate) around: Option<Connective>,
}

impl<T> Expr<T> {
    /// The place of each node.
    pub(crate) fn nnf_positions(&self) -> Vec<NnfPosition> {
        let mut nnf_positions = vec![NnfPosition::default(); self.nodes().len()];
        // The operators that are open, and how many operands each waits for.
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
