//! Why a record matches or does not, and which term empties a result.

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

/// Why a record matches a query, or does not.
///
/// It serialises as `{"matches": bool, "deciding": [spans], "tree": …}`. In
/// the tree each part has its `matches` and its `span`; a group has its parts
/// in `all`, `any` or `not`, a term its text in `term`, what the record has in
/// `found`, and whether it is `deciding`. A term that holds a query has its field
/// in `field` and the parts of the query in `query`. The tree is null if there is no part. A query that is
/// more than 256 parts deep can't be serialised: serialisers recurse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Whether the record matches.
    pub matches: bool,
    /// Every part of the query in the order of the text, a group before what
    /// is in it. Of a [scoped](Expr::scoped) query these are the parts
    /// of the user's; there is none if the system's does not allow the record,
    /// since nothing is told of what the user may not see.
    pub parts: Vec<Explained>,
}

/// A part of a query, and whether one record matches it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// What the part is.
    pub part: QueryPart,
    /// In how many other parts it stands.
    pub depth: usize,
    /// Where it stands in the text of the query; a saved search that was put
    /// in stands where its term does.
    pub span: Option<Span>,
    /// Whether the record matches it.
    pub matches: bool,
    /// Whether it is one of the terms that decide the verdict.
    pub deciding: bool,
    /// What the record has: `status is delivered, not failed`. Groups have
    /// nothing here.
    pub found: Option<String>,
}

impl<L: Language> Expr<L> {
    /// Why the record matches, or does not. Queries of activities and of computers
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
            // Without a record there is nothing to say on the query for it.
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
    /// Where the terms stand that decide the verdict: a smallest set of terms
    /// such that no other term can change it, whatever the other ones are.
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
