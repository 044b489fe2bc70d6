//! Why a record matches or does not, and which term empties a result.

mod activity;
mod computer;
mod count;
mod decide;
mod outline;
mod scope;
mod tree;
mod words;

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

pub use count::{Counted, Counts};
pub use outline::QueryPart;

use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::evaluate::Context;
use crate::model::{Activity, Computer};
use crate::query::span::Span;
use crate::resolve::ResolveError;
use decide::Decided;
use outline::{ExplainedRecord, Outline, OutlineNode};
use scope::Outlines;
use tree::{ExplanationTree, TreeRow};

/// Why a record matches a query, or does not.
///
/// It serialises as `{"matches": bool, "deciding": [spans], "tree": …}`. In
/// the tree each part has its `matches` and its `span`; a group has its parts
/// in `all`, `any` or `not`, a term its text in `term`, what the record has in
/// `found`, and whether it is `deciding`. The term of a computer has the parts
/// of its query in `query`. The tree is null if there is no part. A query that is
/// more than 256 parts deep can't be serialised: serialisers recurse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Whether the record matches.
    pub matches: bool,
    /// Every part of the query in the order of the text, a group before what
    /// is in it. Of a [scoped](ActivityQuery::scoped) query these are the parts
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

impl ActivityQuery {
    /// Why the activity matches, or does not.
    ///
    /// ```
    /// use activity_query::model::Activity;
    /// use activity_query::{ActivityQuery, Context, Fleet};
    ///
    /// let activity: Activity = serde_json::from_str(r#"{"id": 7, "activity_status": "delivered"}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    ///
    /// let query: ActivityQuery = "id:7 NOT (status:delivered OR id:8)".parse()?;
    /// let explanation = query.explain(&activity, &context)?;
    /// assert!(!explanation.matches);
    /// let deciding: Vec<_> = explanation.parts.iter().filter(|part| part.deciding).collect();
    /// assert_eq!(deciding.len(), 1);
    /// assert_eq!(deciding[0].found.as_deref(), Some("status is delivered"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in.
    pub fn explain(
        &self,
        activity: &Activity,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError> {
        let apart = self.expand(|name| context.search(name))?.apart();
        let outlines = Outlines::new(&apart, Outline::of_activity);
        Ok(explanation(&outlines, ExplainedRecord::Activity(activity), context))
    }
}

impl ComputerQuery {
    /// Why the computer matches, or does not.
    ///
    /// ```
    /// use activity_query::model::Computer;
    /// use activity_query::{ComputerQuery, Context, Fleet};
    ///
    /// let computer: Computer = serde_json::from_str(r#"{"id": 4, "tags": ["web", "eu"]}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    /// let explanation = "tag:laptop".parse::<ComputerQuery>()?.explain(&computer, &context)?;
    /// assert_eq!(explanation.parts[0].found.as_deref(), Some("tags are web, eu, not laptop"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in.
    pub fn explain(
        &self,
        computer: &Computer,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError> {
        let apart = self.expand(|name| context.search(name))?.apart();
        let outlines = Outlines::new(&apart, Outline::of_computer);
        Ok(explanation(&outlines, ExplainedRecord::Computer(computer), context))
    }
}

fn explanation(
    outlines: &Outlines<'_>,
    record: ExplainedRecord<'_>,
    context: &Context<'_>,
) -> Explanation {
    if !outlines.allow(record, context) {
        return Explanation { matches: false, parts: Vec::new() };
    }
    let outline = &outlines.user;
    let decided = Decided::new(outline, record, context);
    let deciding = decided.deciding(outline);
    // Without a computer there is nothing to say on the query for it.
    let known = record.computer(context).is_some();
    let parts = outline
        .nodes
        .iter()
        .zip(decided.verdicts.iter().zip(deciding))
        .filter(|(node, _)| known || !node.is_of_computer())
        .map(|(node, (&matches, deciding))| Explained {
            part: node.part(),
            depth: node.depth,
            span: node.span,
            matches,
            deciding,
            found: found(node, record, context, matches),
        })
        .collect();
    Explanation { matches: decided.matches(), parts }
}

/// What the record has of what the part asks for.
fn found(
    node: &OutlineNode<'_>,
    record: ExplainedRecord<'_>,
    context: &Context<'_>,
    matches: bool,
) -> Option<String> {
    match node.kind {
        outline::NodeKind::All | outline::NodeKind::Any | outline::NodeKind::Not => None,
        outline::NodeKind::Activity(term) => {
            record.activity().map(|activity| activity::found(term, activity, context, matches))
        }
        outline::NodeKind::Computer(term) => {
            record.computer(context).map(|own| computer::found(term, own, context, matches))
        }
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
