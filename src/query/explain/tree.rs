//! The parts of a query as a tree of JSON values.

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::outline::QueryPart;
use crate::query::span::Span;

/// The greatest depth of a tree.
const DEEPEST: usize = 256;

/// A part with its position in the tree, and its properties.
pub(super) trait TreeRow {
    fn part(&self) -> &QueryPart;
    fn depth(&self) -> usize;
    fn span(&self) -> Option<Span>;
    /// Writes its properties, the verdict first.
    fn say<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// A part and all parts inside it: rows, the first of which is the part itself.
pub(super) struct ExplanationTree<'a, R> {
    rows: &'a [R],
    depth: usize,
}

impl<'a, R: TreeRow> ExplanationTree<'a, R> {
    pub(super) fn new(rows: &'a [R]) -> Self {
        Self { rows, depth: 0 }
    }

    /// The direct parts of this one.
    fn parts(&self) -> Vec<ExplanationTree<'a, R>> {
        let Some((first, mut rest)) = self.rows.split_first() else { return Vec::new() };
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let next = rest.iter().skip(1).position(|row| row.depth() == first.depth() + 1);
            let (part, after) = rest.split_at(next.map_or(rest.len(), |next| next + 1));
            parts.push(ExplanationTree { rows: part, depth: self.depth + 1 });
            rest = after;
        }
        parts
    }
}

impl<R: TreeRow> Serialize for ExplanationTree<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.depth >= DEEPEST {
            return Err(S::Error::custom(format!(
                "the query is nested more than {DEEPEST} levels deep"
            )));
        }
        let Some(row) = self.rows.first() else { return serializer.serialize_none() };
        let mut map = serializer.serialize_map(None)?;
        row.say(&mut map)?;
        map.serialize_entry("span", &row.span())?;
        match row.part() {
            QueryPart::All => map.serialize_entry("all", &self.parts())?,
            QueryPart::Any => map.serialize_entry("any", &self.parts())?,
            QueryPart::Not => map.serialize_entry("not", &self.parts().first())?,
            QueryPart::Term(text) => map.serialize_entry("term", text)?,
            QueryPart::Nested(field) => {
                map.serialize_entry("field", field)?;
                map.serialize_entry("query", &self.parts().first())?;
            }
        }
        map.end()
    }
}
