//! How many records match each part of a query.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::decide::Decided;
use super::outline::{ExplainedRecord, NodeKind, Outline, QueryPart};
use super::scope::Outlines;
use super::tree::{ExplanationTree, TreeRow};
use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::evaluate::Context;
use crate::model::{Activity, Computer};
use crate::query::expr::{ExprRef, View, Visit};
use crate::query::span::Span;
use crate::resolve::ResolveError;

/// How many of some records match each part of a query.
///
/// It serialises as `{"records": …, "matches": …, "tree": …}`, the tree as
/// that of an [`Explanation`](super::Explanation), with numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// How many records there are; of a [scoped](ActivityQuery::scoped) query,
    /// how many the system's query allows. Nothing else is counted, and the parts
    /// are those of the user's query.
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
    pub part: QueryPart,
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
        let apart = self.expand(|name| context.search(name))?.apart();
        let records = activities.into_iter().map(ExplainedRecord::Activity);
        Ok(counts(&Outlines::new(&apart, Outline::of_activity), records, context))
    }
}

impl ActivityQuery {
    /// The same, counted by whoever has the activities: `count` says how many
    /// each of some queries selects.
    ///
    /// ```
    /// use activity_query::model::Record;
    /// use activity_query::{ActivityQuery, MemoryStore};
    ///
    /// let store = MemoryStore::new();
    /// store.append([1_u32, 2].map(Record::with_id))?;
    /// let now = chrono::Utc::now();
    ///
    /// let query: ActivityQuery = "status:failed id:1".parse()?;
    /// let counts = query.count_by(|queries| store.count_each(queries, now))?;
    /// assert_eq!((counts.records, counts.matches), (2, 0));
    /// assert_eq!((counts.parts[1].matches, counts.parts[1].without), (0, Some(1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A query has as many parts as terms and groups; an AND of many terms is
    /// asked once without each. Saved searches that
    /// [`expand`](Self::expand) does not expand stay terms.
    ///
    /// # Errors
    /// Those of `count`.
    pub fn count_by<E>(
        &self,
        count: impl FnOnce(&[Self]) -> Result<Vec<u64>, E>,
    ) -> Result<Counts, E> {
        let (system, user) = self.clone().apart();
        let outline = Outline::of_activity(&user);
        let mut queries = vec![Self::everything()];
        user.visit(&mut Queries(&mut queries));
        if let View::All(parts) = user.root() {
            let others = |left_out| {
                let others = parts.clone().enumerate().filter(move |(at, _)| *at != left_out);
                Self::all(others.map(|(_, part)| part.to_expr()))
            };
            queries.extend((0..parts.len()).map(others));
        }
        let queries: Vec<_> = queries.into_iter().map(|query| system.clone() & query).collect();
        let numbers = count(&queries)?;
        let mut numbers = numbers.into_iter().map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        let records = numbers.next().unwrap_or_default();
        let mut counts = Counts::of(&outline, records);
        for part in &mut counts.parts {
            part.matches = numbers.next().unwrap_or_default();
        }
        for without in counts.parts.iter_mut().filter_map(|part| part.without.as_mut()) {
            *without = numbers.next().unwrap_or_default();
        }
        counts.matches = counts.parts.first().map_or(records, |part| part.matches);
        Ok(counts)
    }
}

/// Collects the query of each part, in the order of an outline.
struct Queries<'o>(&'o mut Vec<ActivityQuery>);

impl<'q> Visit<'q, ActivityTerm> for Queries<'_> {
    fn enter(&mut self, part: ExprRef<'q, ActivityTerm>) {
        self.0.push(part.to_expr());
        if let View::Term(term) = part.view()
            && let ActivityTerm::Computer(query) = &term.value
        {
            query.visit(self);
        }
    }
}

impl<'q> Visit<'q, ComputerTerm> for Queries<'_> {
    fn enter(&mut self, part: ExprRef<'q, ComputerTerm>) {
        self.0.push(ActivityQuery::computer(part.to_expr()));
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
        let apart = self.expand(|name| context.search(name))?.apart();
        let records = computers.into_iter().map(ExplainedRecord::Computer);
        Ok(counts(&Outlines::new(&apart, Outline::of_computer), records, context))
    }
}

fn counts<'a>(
    outlines: &Outlines<'_>,
    records: impl Iterator<Item = ExplainedRecord<'a>>,
    context: &Context<'a>,
) -> Counts {
    let outline = &outlines.user;
    let mut counts = Counts::of(outline, 0);
    for record in records.filter(|record| outlines.allow(*record, context)) {
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

impl Counts {
    /// The parts, of which nothing is counted yet.
    fn of(outline: &Outline<'_>, records: usize) -> Self {
        let is_and = matches!(outline.nodes.first().map(|node| node.kind), Some(NodeKind::All));
        let parts = outline.nodes.iter().map(|node| Counted {
            part: node.part(),
            depth: node.depth,
            span: node.span,
            matches: 0,
            without: (is_and && node.parent == Some(0)).then_some(0),
        });
        Self { records, matches: 0, parts: parts.collect() }
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Counts", 3)?;
        object.serialize_field("records", &self.records)?;
        object.serialize_field("matches", &self.matches)?;
        object.serialize_field("tree", &ExplanationTree::new(&self.parts))?;
        object.end()
    }
}

impl TreeRow for Counted {
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
        if let Some(without) = &self.without {
            map.serialize_entry("without", without)?;
        }
        Ok(())
    }
}
