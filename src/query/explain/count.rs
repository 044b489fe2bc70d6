//! How many records match each part of a query.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::answer::{Explain, answers, holds};
use super::decide::Decided;
use super::outline::{Outline, QueryPart};
use super::tree::{ExplanationTree, TreeRow};
use crate::query::expr::{Expr, ExprRef, View, Visit};
use crate::query::language::{Language, with_query};
use crate::query::span::Span;

/// How many of some records match each part of a query.
///
/// It serialises as `{"records": …, "matches": …, "tree": …}`, the tree as
/// that of an [`Explanation`](super::Explanation), with numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// How many records there are; of a [scoped](Expr::scoped) query,
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

impl<L: Language> Expr<L> {
    /// How many of the records match the query, and each part of it, so that the
    /// term that empties a result stands out.
    pub fn count_with<E: Explain<L>>(&self, records: impl IntoIterator<Item = E>) -> Counts {
        let (system, user) = self.clone().apart();
        let outline = Outline::of(&user);
        let mut counts = Counts::of(&outline, 0);
        for record in records.into_iter().filter(|record| holds(&system, record)) {
            let decided = Decided::new(&outline, answers(&user, &record));
            counts.records += 1;
            counts.matches += usize::from(decided.matches());
            let parts = counts.parts.iter().zip(&decided.verdicts);
            let refusing = parts.filter(|(part, own)| part.without.is_some() && !**own).count();
            for (part, &verdict) in counts.parts.iter_mut().zip(&decided.verdicts) {
                part.matches += usize::from(verdict);
                if let Some(without) = &mut part.without {
                    *without += usize::from(refusing == usize::from(!verdict));
                }
            }
        }
        counts
    }

    /// How many records match the query and each part of it, counted by the caller,
    /// who has the records: `count` gives how many each of some queries selects.
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
    /// [`expand`](crate::ActivityQuery::expand) does not expand stay terms.
    ///
    /// # Errors
    /// Those of `count`.
    pub fn count_by<E>(
        &self,
        count: impl FnOnce(&[Self]) -> Result<Vec<u64>, E>,
    ) -> Result<Counts, E> {
        let (system, user) = self.clone().apart();
        let outline = Outline::of(&user);
        let mut queries = vec![Self::everything()];
        collect(&user, &|part| part, &mut queries);
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

/// Collects the query of each part, in the order of an outline; `whole` makes a query
/// of the outermost language of one that is further in.
fn collect<L: Language, T>(
    query: &Expr<L>,
    whole: &dyn Fn(Expr<L>) -> Expr<T>,
    queries: &mut Vec<Expr<T>>,
) {
    query.visit(&mut Queries { whole, queries });
}

struct Queries<'a, L, T> {
    whole: &'a dyn Fn(Expr<L>) -> Expr<T>,
    queries: &'a mut Vec<Expr<T>>,
}

impl<'q, L: Language, T> Visit<'q, L> for Queries<'_, L, T> {
    fn enter(&mut self, part: ExprRef<'q, L>) {
        self.queries.push((self.whole)(part.to_expr()));
        let View::Term(term) = part.view() else { return };
        if let Some(query) = term.value.query() {
            let whole = |inner| {
                let term = with_query(&term.value, inner);
                (self.whole)(term.map_or_else(Expr::everything, Expr::term))
            };
            collect(query, &whole, self.queries);
        }
    }
}

impl Counts {
    /// The parts, of which nothing is counted yet.
    fn of(outline: &Outline, records: usize) -> Self {
        let is_and = outline.nodes.first().is_some_and(|node| node.part == QueryPart::All);
        let parts = outline.nodes.iter().map(|node| Counted {
            part: node.part.clone(),
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
