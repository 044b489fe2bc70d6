//! Explains why a record matches or does not, and which term empties a result.

mod answer;
mod count;
mod decide;
mod outline;
mod tree;
pub(crate) mod words;

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

pub use answer::Explain;
pub use count::{Counted, Counts};
pub use outline::QueryPart;

use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::span::Span;
use answer::{answers, found, holds};
use decide::Decided;
use outline::Outline;
use tree::{ExplanationTree, TreeRow};

/// An explanation of why a record matches a query or does not.
///
/// It serialises as `{"matches": bool, "deciding": [spans], "tree": …}`. In the tree each
/// part has its `matches` and its `span`. A group has its parts in `all`, `any` or `not`; a
/// term has its text in `term`, what the record has in `found`, and whether it is `deciding`;
/// a term that holds a query has its field in `field` and the parts of the query in `query`.
/// The tree is null if there are no parts. A query nested more than 256 levels deep can't be
/// serialised, because serialisers recurse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Whether the record matches.
    pub matches: bool,
    /// Every part of the query in the order of the text, groups before their parts. For a
    /// [scoped](Expr::scoped) query these are the parts of the user's query. There are none
    /// if the system's query excludes the record, since the explanation must not reveal
    /// records that the user may not see.
    pub parts: Vec<Explained>,
}

/// A part of a query, and whether the record matches it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// The part.
    pub part: QueryPart,
    /// The number of parts around it.
    pub depth: usize,
    /// Its position in the text of the query; the parts of an expanded saved search have the
    /// position of the search's term.
    pub span: Option<Span>,
    /// Whether the record matches the part.
    pub matches: bool,
    /// Whether this is one of the terms that decide the verdict.
    pub deciding: bool,
    /// What the record has: `status is delivered, not failed`. `None` for groups.
    pub found: Option<String>,
}

impl<L: Language> Expr<L> {
    /// Explains why the record matches or does not. Queries of activities and of computers
    /// have [`explain`](Expr::<crate::ActivityTerm>::explain).
    pub fn explain_with(&self, record: &impl Explain<L>) -> Explanation {
        let (system, user) = self.clone().apart();
        if !holds(&system, record) {
            return Explanation { matches: false, parts: Vec::new() };
        }
        let outline = Outline::of(&user);
        let decided = Decided::new(&outline, answers(&user, record));
        let found = found(&user, record, &decided.verdicts);
        let deciding = decided.deciding(&outline);
        let verdicts = decided.verdicts.iter().copied().zip(deciding);
        let parts = outline.nodes.into_iter().zip(verdicts.zip(found)).enumerate();
        let parts = parts
            // Nothing is found for a nested query without a record.
            .filter(|(at, _)| !decided.is_unknown(*at))
            .map(|(_, (node, ((matches, deciding), found)))| Explained {
                part: node.part,
                depth: node.depth,
                span: node.span,
                matches,
                deciding,
                found,
            });
        Explanation { matches: decided.matches(), parts: parts.collect() }
    }
}

impl Explanation {
    /// The positions of the terms that decide the verdict: a smallest set of terms such that
    /// the verdict stays the same whatever the other terms are.
    ///
    /// ```
    /// use activity_query::model::Activity;
    /// use activity_query::{ActivityQuery, Context, Fleet, Span};
    ///
    /// let activity: Activity = serde_json::from_str(r#"{"id": 7}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    /// let query: ActivityQuery = "id:7 OR status:failed NOT id:8".parse()?;
    /// let explanation = query.explain(&activity, &context)?;
    /// assert_eq!(explanation.deciding(), [Span::new(0, 4), Span::new(26, 30)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn deciding(&self) -> Vec<Span> {
        let deciding = self.parts.iter().filter(|part| part.deciding);
        let mut spans: Vec<Span> = deciding.filter_map(|part| part.span).collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Explanation", 3)?;
        object.serialize_field("matches", &self.matches)?;
        object.serialize_field("deciding", &self.deciding())?;
        object.serialize_field("tree", &ExplanationTree::new(&self.parts))?;
        object.end()
    }
}

impl TreeRow for Explained {
    fn part(&self) -> &QueryPart {
        &self.part
    }

    fn depth(&self) -> usize {
        self.depth
    }

    fn span(&self) -> Option<Span> {
        self.span
    }

    fn say<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("matches", &self.matches)?;
        if let Some(found) = &self.found {
            map.serialize_entry("found", found)?;
            map.serialize_entry("deciding", &self.deciding)?;
        }
        Ok(())
    }
}
