//! How many records match each part of a query.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::decide::Decided;
use super::outline::{Kind, Outline, Part, Record};
use super::tree::{Row, Tree};
use crate::ast::{ActivityQuery, ComputerQuery};
use crate::evaluate::Context;
use crate::model::{Activity, Computer};
use crate::resolve::ResolveError;
use crate::span::Span;

/// How many of some records match each part of a query.
///
/// It serialises as `{"records": …, "matches": …, "tree": …}`, the tree as
/// that of an [`Explanation`](super::Explanation), with numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// How many records there are.
    pub records: usize,
    /// How many of them match the query.
    pub matches: usize,
    /// Every part of the query in the order of the text, a group before what
    /// is in it.
    pub parts: Vec<Counted>,
}

/// A part of a query, and how many records match it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counted {
    /// What the part is.
    pub part: Part,
    /// In how many other parts it stands.
    pub depth: usize,
    /// Where it stands in the text of the query.
    pub span: Option<Span>,
    /// How many records match it. Of activities, a part of the query for
    /// computers matches those whose computer does.
    pub matches: usize,
    /// For the parts of the AND at the top: how many records would match the
    /// query without this part.
    pub without: Option<usize>,
}

impl ActivityQuery {
    /// How many of the activities match the query, and each part of it, so
    /// that the term that empties a result stands out.
    ///
    /// ```
    /// use activity_query::model::Activity;
    /// use activity_query::{ActivityQuery, Context, Fleet};
    ///
    /// let activities: Vec<Activity> = serde_json::from_str(
    ///     r#"[{"id": 1, "activity_status": "failed"}, {"id": 2, "activity_status": "failed"}]"#,
    /// )?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    ///
    /// let query: ActivityQuery = "status:failed id:7".parse()?;
    /// let counts = query.count(&activities, &context)?;
    /// assert_eq!((counts.records, counts.matches), (2, 0));
    /// assert_eq!((counts.parts[1].matches, counts.parts[1].without), (2, Some(0)));
    /// assert_eq!((counts.parts[2].matches, counts.parts[2].without), (0, Some(2)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in.
    pub fn count<'a>(
        &self,
        activities: impl IntoIterator<Item = &'a Activity>,
        context: &Context<'a>,
    ) -> Result<Counts, ResolveError> {
        let query = self.resolve(|name| context.search(name))?;
        let records = activities.into_iter().map(Record::Activity);
        Ok(counts(&Outline::of_activity(&query), records, context))
    }
}

impl ComputerQuery {
    /// How many of the computers match the query, and each part of it.
    ///
    /// ```
    /// use activity_query::model::Computer;
    /// use activity_query::{ComputerQuery, Context, Fleet};
    ///
    /// let computer: Computer = serde_json::from_str(r#"{"id": 4, "tags": ["web"]}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    /// let counts = "NOT tag:web".parse::<ComputerQuery>()?.count([&computer], &context)?;
    /// assert_eq!((counts.parts[0].matches, counts.parts[1].matches), (0, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the query names a saved search that can't be put in.
    pub fn count<'a>(
        &self,
        computers: impl IntoIterator<Item = &'a Computer>,
        context: &Context<'a>,
    ) -> Result<Counts, ResolveError> {
        let query = self.resolve(|name| context.search(name))?;
        let records = computers.into_iter().map(Record::Computer);
        Ok(counts(&Outline::of_computer(&query), records, context))
    }
}

fn counts<'a>(
    outline: &Outline<'_>,
    records: impl Iterator<Item = Record<'a>>,
    context: &Context<'a>,
) -> Counts {
    let is_and = matches!(outline.nodes.first().map(|node| node.kind), Some(Kind::All));
    let conjunct = |at: Option<usize>| is_and && at == Some(0);
    let mut counts = Counts {
        records: 0,
        matches: 0,
        parts: outline
            .nodes
            .iter()
            .map(|node| Counted {
                part: node.part(),
                depth: node.depth,
                span: node.span,
                matches: 0,
                without: conjunct(node.parent).then_some(0),
            })
            .collect(),
    };
    for record in records {
        let decided = Decided::new(outline, record, context);
        counts.records += 1;
        counts.matches += usize::from(decided.matches());
        let parts = counts.parts.iter().zip(&decided.verdicts);
        let refusing = parts.filter(|(part, verdict)| part.without.is_some() && !**verdict).count();
        for (part, &verdict) in counts.parts.iter_mut().zip(&decided.verdicts) {
            part.matches += usize::from(verdict);
            if let Some(without) = &mut part.without {
                *without += usize::from(refusing == usize::from(!verdict));
            }
        }
    }
    counts
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Counts", 3)?;
        object.serialize_field("records", &self.records)?;
        object.serialize_field("matches", &self.matches)?;
        object.serialize_field("tree", &Tree::new(&self.parts))?;
        object.end()
    }
}

impl Row for Counted {
    fn part(&self) -> &Part {
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
        if let Some(without) = &self.without {
            map.serialize_entry("without", without)?;
        }
        Ok(())
    }
}
