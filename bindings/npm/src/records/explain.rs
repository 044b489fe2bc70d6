//! Why a record matches or not, and which part empties a result.

use activity_query::explain::{Counts, QueryPart};
use activity_query::{ActivityQuery, ComputerId, ComputerQuery, Explanation, ResolveError, Span};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::Fleet;
use crate::answer::{Answer, json, not_a_query, refused};
use crate::language::Language;
use crate::place::{Places, Range};

/// A part of a query: `kind` is `all`, `any`, `not`, `term` or `query`.
#[derive(Serialize)]
struct PartView<'a> {
    kind: &'static str,
    /// The text of a term, or the field of one that holds a query.
    text: Option<&'a str>,
    depth: usize,
    span: Option<Range>,
}

impl<'a> PartView<'a> {
    fn new(part: &'a QueryPart, depth: usize, span: Option<Span>, places: &Places<'_>) -> Self {
        let (kind, text) = match part {
            QueryPart::Term(text) => ("term", Some(text.as_str())),
            QueryPart::Nested(field) => ("query", Some(*field)),
            QueryPart::Any => ("any", None),
            QueryPart::Not => ("not", None),
            _ => ("all", None),
        };
        Self { kind, text, depth, span: span.map(|span| places.range(span)) }
    }
}

#[derive(Serialize)]
struct ExplainedView<'a> {
    #[serde(flatten)]
    part: PartView<'a>,
    matches: bool,
    deciding: bool,
    found: Option<&'a str>,
}

#[derive(Serialize)]
struct ExplanationView<'a> {
    ok: bool,
    matches: bool,
    parts: Vec<ExplainedView<'a>>,
}

#[derive(Serialize)]
struct CountedView<'a> {
    #[serde(flatten)]
    part: PartView<'a>,
    matches: usize,
    without: Option<usize>,
}

#[derive(Serialize)]
struct CountsView<'a> {
    ok: bool,
    records: usize,
    matches: usize,
    parts: Vec<CountedView<'a>>,
}

#[wasm_bindgen]
impl Fleet {
    /// Why the record of this id matches, or not.
    ///
    /// # Errors
    /// If there is no record of this id.
    pub fn explain(&self, language: Language, text: &str, id: i64, now: i64) -> Answer {
        let unknown = |kind: &str| JsError::new(&format!("there is no {kind} {id}"));
        let context = self.context(now);
        match language {
            Language::Activity => {
                let query: ActivityQuery = match text.parse() {
                    Ok(query) => query,
                    Err(error) => return not_a_query(&error),
                };
                let mut activities = self.activities.iter();
                let known = activities.find(|known| known.fields.id.get() == id);
                let activity = &known.ok_or_else(|| unknown("activity"))?.fields;
                explanation(text, query.explain(activity, &context))
            }
            Language::Computer => {
                let query: ComputerQuery = match text.parse() {
                    Ok(query) => query,
                    Err(error) => return not_a_query(&error),
                };
                let known = ComputerId::try_from(id).ok().and_then(|id| self.around.computer(id));
                let computer = known.ok_or_else(|| unknown("computer"))?;
                explanation(text, query.explain(computer, &context))
            }
        }
    }

    /// How many records match each part of the query.
    ///
    /// # Errors
    /// None that a caller could make.
    pub fn count(&self, language: Language, text: &str, now: i64) -> Answer {
        let context = self.context(now);
        let counts = match language {
            Language::Activity => {
                let query: ActivityQuery = match text.parse() {
                    Ok(query) => query,
                    Err(error) => return not_a_query(&error),
                };
                query.count(self.activities.iter().map(|known| &known.fields), &context)
            }
            Language::Computer => {
                let query: ComputerQuery = match text.parse() {
                    Ok(query) => query,
                    Err(error) => return not_a_query(&error),
                };
                query.count(self.around.computers(), &context)
            }
        };
        match counts {
            Ok(counts) => counted(text, &counts),
            Err(error) => refused(text, error.diagnostics()),
        }
    }
}

fn explanation(text: &str, explanation: Result<Explanation, ResolveError>) -> Answer {
    let explanation = match explanation {
        Ok(explanation) => explanation,
        Err(error) => return refused(text, error.diagnostics()),
    };
    let places = Places::of(text);
    let parts = explanation.parts.iter().map(|row| ExplainedView {
        part: PartView::new(&row.part, row.depth, row.span, &places),
        matches: row.matches,
        deciding: row.deciding,
        found: row.found.as_deref(),
    });
    let parts = parts.collect();
    json(&ExplanationView { ok: true, matches: explanation.matches, parts })
}

fn counted(text: &str, counts: &Counts) -> Answer {
    let places = Places::of(text);
    let parts = counts.parts.iter().map(|row| CountedView {
        part: PartView::new(&row.part, row.depth, row.span, &places),
        matches: row.matches,
        without: row.without,
    });
    let parts = parts.collect();
    json(&CountsView { ok: true, records: counts.records, matches: counts.matches, parts })
}
