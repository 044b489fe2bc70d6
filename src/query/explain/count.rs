//! Counts the records that match each part of a query.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::answer::{Explain, answers, holds};
use super::decide::Decided;
use super::outline::{Outline, QueryPart};
use super::tree::{ExplanationTree, TreeRow};
use crate::query::expr::{Expr, ExprRef, View, Visit};
use crate::query::language::{Language, with_query};
use crate::query::span::Span;

/// The number of records that match each part of a query.
///
/// It serialises as `{"records": …, "matches": …, "tree": …}`. The tree is like that of an
/// [`Explanation`](super::Explanation), with numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// The number of records; for a [scoped](Expr::scoped) query, of those that the system's
    /// query allows. Others are not counted, and the parts are those of the user's query.
    pub records: usize,
    /// The number of records that match the query.
    pub matches: usize,
    /// Every part of the query in the order of the text, groups before their parts.
    pub parts: Vec<Counted>,
}

/// A part of a query, and the number of records that match it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counted {
    /// The part.
    pub part: QueryPart,
    /// The number of parts around it.
    pub depth: usize,
    /// Its position in the text of the query.
    pub span: Option<Span>,
    /// The number of records that match it. An activity matches a part of a computer query if
    /// its computer does.
    pub matches: usize,
    /// For the parts of the AND at the top: the number of records that would match the query
    /// without this part.
    pub without: Option<usize>,
}

impl<L: Language> Expr<L> {
    /// Counts the records that match the query and each part of it, which shows the term that
    /// empties a result.
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

    /// Counts the records that match the query and each part of it with the help of the
    /// caller, who has the records: `count` returns how many records each of some queries
    /// selects.
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
    /// There is one query for each term and group, and one more for each operand of the AND
    /// at the top, without that operand. Saved searches that
    /// [`expand`](crate::ActivityQuery::expand) does not expand stay terms.
    ///
    /// # Errors
    /// Returns the error of `count`.
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

/// Collects the query of each part, in the order of the outline; `whole` turns a nested query
/// into one of the outermost language.
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
    /// Returns the parts with all counts at zero.
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
