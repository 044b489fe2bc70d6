//! Where each node stands, if every NOT were before a term.

use super::{Expr, Joint, Node};

/// Where a node stands, once every NOT has moved to the terms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) negated: bool,
    /// What joins it with its neighbours then; `None` for the whole.
    pub(crate) around: Option<Joint>,
}

impl<T> Expr<T> {
    /// The place of each node.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::default(); self.nodes().len()];
        // The operators that are open, and how many operands each waits for.
        let mut open: Vec<(Place, usize)> = Vec::new();
        for (node, place) in self.nodes().iter().zip(&mut places).rev() {
            while open.last().is_some_and(|(_, waiting)| *waiting == 0) {
                open.pop();
            }
            if let Some((within, waiting)) = open.last_mut() {
                *place = *within;
                *waiting -= 1;
            }
            match node {
                Node::Term(_) => {}
                Node::Not(_) => open.push((Place { negated: !place.negated, ..*place }, 1)),
                Node::Group { joint, count, .. } => {
                    let joint = if place.negated { joint.dual() } else { *joint };
                    open.push((Place { around: Some(joint), ..*place }, *count));
                }
            }
        }
        places
    }
}
