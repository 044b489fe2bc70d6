//! A query as a tree of JSON values, for readers in other languages.

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use crate::query::expr::{Expr, ExprRef, Parts, View};
use crate::query::language::{Language, TermSyntax};

/// The greatest depth of a tree; queries within the default limits are less deep.
const DEEPEST: usize = 256;

impl<T: Language> Expr<T> {
    /// Returns the query as a tree that can be serialised.
    ///
    /// An AND is `{"all": […]}`, an OR `{"any": […]}`, a NOT `{"not": …}`; a
    /// term is `{"field": …, "value": …}`, or `{"field": …, "query": …}` when
    /// its value is a query, or `{"keyword": …}`. The query that selects
    /// everything is `{"all": []}`.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use serde_json::json;
    ///
    /// let query: ActivityQuery = "NOT status:failed computer:web01".parse()?;
    /// assert_eq!(serde_json::to_value(query.tree())?, json!({"all": [
    ///     {"not": {"field": "status", "value": "failed"}},
    ///     {"field": "computer", "query": {"keyword": "web01"}},
    /// ]}));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Serialising a query that is nested more than 256 levels deep is an error, because
    /// serialisers recurse.
    #[must_use]
    pub fn tree(&self) -> impl Serialize {
        Tree { part: self.as_ref(), depth: 0 }
    }
}

/// A part of a query, as a tree.
struct Tree<'a, T> {
    part: ExprRef<'a, T>,
    depth: usize,
}

impl<T: Language> Serialize for Tree<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.depth >= DEEPEST {
            return Err(S::Error::custom(format!(
                "the query is nested more than {DEEPEST} levels deep"
            )));
        }
        let depth = self.depth + 1;
        let mut map = serializer.serialize_map(None)?;
        match self.part.view() {
            View::All(parts) => map.serialize_entry("all", &trees(parts, depth))?,
            View::Any(parts) => map.serialize_entry("any", &trees(parts, depth))?,
            View::Not(part) => map.serialize_entry("not", &Tree { part, depth })?,
            View::Term(term) => match term.value.syntax() {
                TermSyntax::Keyword(text) => map.serialize_entry("keyword", text)?,
                TermSyntax::Text(field, value) => {
                    map.serialize_entry("field", field)?;
                    map.serialize_entry("value", &value)?;
                }
                TermSyntax::Range(field, range) => {
                    map.serialize_entry("field", field)?;
                    map.serialize_entry("value", &range)?;
                }
                TermSyntax::Query(field, query) => {
                    map.serialize_entry("field", field)?;
                    map.serialize_entry("query", &Tree { part: query.as_ref(), depth })?;
                }
            },
        }
        map.end()
    }
}

fn trees<T>(parts: Parts<'_, T>, depth: usize) -> Vec<Tree<'_, T>> {
    parts.map(|part| Tree { part, depth }).collect()
}
