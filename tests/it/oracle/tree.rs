//! Builds the tree of a text with the normative grammar.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::ops::Range;

use activity_query::value::{NetworkDevice, SizedDevice};
use activity_query::{ActivityTerm, ComputerTerm, Language};
use pest::Parser as _;
use pest::iterators::Pair;
use serde_json::{Value, json};

use super::issue::IssueTerm;
use super::reading::{self, Bounds, Kind};

// The paths are relative to the package or to its `src`, so that they can be found from
// `fuzz`, too.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    #[grammar = "../grammar/query.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// A language: the entry rule of its grammar, and the kinds of its terms.
pub(super) trait Entry: Language {
    const ENTRY: Rule;
    /// A field that takes any text.
    const TEXT: &'static str;
    /// Whether a word without a field is a term.
    const HAS_KEYWORDS: bool;

    /// Returns the kind of a field, if there is one with this name.
    fn kind(field: &str) -> Option<Kind>;

    /// Adds the bounds of the dates, sizes and ranges in the term.
    fn bounds(&self, into: &mut Vec<Bounds>);
}

impl Entry for ActivityTerm {
    const ENTRY: Rule = Rule::activity_query;
    const TEXT: &'static str = "type";
    const HAS_KEYWORDS: bool = false;

    fn kind(field: &str) -> Option<Kind> {
        reading::of_activities(field)
    }

    fn bounds(&self, into: &mut Vec<Bounds>) {
        if let Self::CreatedAfter(date) | Self::CreatedBefore(date) = self {
            into.push(Bounds::Times(date.start(), date.end()));
        }
        if let Self::Computer(query) = self {
            query.terms().for_each(|term| term.value.bounds(into));
        }
    }
}

impl Entry for ComputerTerm {
    const ENTRY: Rule = Rule::computer_query;
    const TEXT: &'static str = "tag";
    const HAS_KEYWORDS: bool = true;

    fn kind(field: &str) -> Option<Kind> {
        reading::of_computers(field)
    }

    fn bounds(&self, into: &mut Vec<Bounds>) {
        if let Self::Cpu(SizedDevice::Size(size))
        | Self::Disk(SizedDevice::Size(size))
        | Self::Memory(SizedDevice::Size(size))
        | Self::Network(NetworkDevice::Capacity(size)) = self
        {
            into.push(Bounds::Sizes(size.least(), size.most()));
        }
    }
}

impl Entry for IssueTerm {
    const ENTRY: Rule = Rule::computer_query;
    const TEXT: &'static str = "title";
    const HAS_KEYWORDS: bool = true;

    fn kind(field: &str) -> Option<Kind> {
        reading::of_issues(field)
    }

    fn bounds(&self, into: &mut Vec<Bounds>) {
        match self {
            Self::Comments(range) => into.push(Bounds::Numbers(range.least(), range.most())),
            Self::Created(range) => into.push(Bounds::Span(range.start(), range.end())),
            Self::Word(_) | Self::Title(_) | Self::State(_) => {}
        }
    }
}

/// The result for a text that the grammar accepts.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The tree, if all terms are valid.
    pub(super) tree: Value,
    /// The bounds of dates, sizes and ranges, in the order of the text.
    pub(super) bounds: Vec<Bounds>,
    /// The ranges of the terms whose field or value is invalid.
    pub(super) wrong: Vec<Range<usize>>,
}

/// Reads the text with the grammar and the tables of the documents; returns `None` if the
/// grammar does not accept it.
pub(super) fn read<L: Entry>(text: &str) -> Option<Reading> {
    let mut reading = Reading::default();
    reading.tree = reading.whole::<L>(text)?;
    Some(reading)
}

impl Reading {
    fn whole<L: Entry>(&mut self, text: &str) -> Option<Value> {
        let mut pairs = Grammar::parse(L::ENTRY, text).ok()?;
        let all = pairs.next().unwrap().into_inner().next().unwrap();
        if all.as_rule() == Rule::EOI {
            return Some(json!({"all": []}));
        }
        self.layer::<L>(all)
    }

    fn layer<L: Entry>(&mut self, pair: Pair<'_, Rule>) -> Option<Value> {
        match pair.as_rule() {
            Rule::activity_all | Rule::computer_all => {
                joined("all", pair, |part| self.layer::<L>(part))
            }
            Rule::activity_any | Rule::computer_any => {
                joined("any", pair, |part| self.layer::<L>(part))
            }
            Rule::activity_group | Rule::computer_group => {
                self.layer::<L>(pair.into_inner().next().unwrap())
            }
            Rule::activity_unary | Rule::computer_unary => {
                let mut inner: Vec<_> = pair.into_inner().collect();
                let operand = self.layer::<L>(inner.pop().unwrap())?;
                Some(inner.iter().fold(operand, |operand, _| negated(&operand)))
            }
            Rule::activity_term => match pair.into_inner().next().unwrap() {
                term if term.as_rule() == Rule::computer => self.computer(term),
                term => Some(self.single::<L>(term)),
            },
            Rule::computer_term => Some(self.single::<L>(pair.into_inner().next().unwrap())),
            rule => panic!("{rule:?} is no layer"),
        }
    }

    /// Reads the term of an activity query that holds a computer query.
    fn computer(&mut self, pair: Pair<'_, Rule>) -> Option<Value> {
        let span = pair.as_span();
        let inner = pair.into_inner().next().unwrap();
        let query = match inner.as_rule() {
            Rule::computer_group | Rule::computer_term => self.layer::<ComputerTerm>(inner)?,
            Rule::whole_query => {
                let whole = read::<ComputerTerm>(&said(&inner))?;
                // Positions in quotes are shifted by escapes.
                if !whole.wrong.is_empty() {
                    self.wrong.push(span.start()..span.end());
                }
                self.bounds.extend(whole.bounds);
                whole.tree
            }
            Rule::bracketed | Rule::late_keyword => json!({ "keyword": said(&inner) }),
            rule => panic!("{rule:?} is not a computer query"),
        };
        Some(json!({"field": "computer", "query": query}))
    }

    /// Reads a term that holds no query. The grammar determines the text of its value.
    fn single<L: Entry>(&mut self, pair: Pair<'_, Rule>) -> Value {
        let span = pair.as_span();
        let tree = if pair.as_rule() == Rule::keyword {
            L::HAS_KEYWORDS.then(|| json!({ "keyword": said(&pair) }))
        } else {
            let mut inner = pair.into_inner();
            let field = inner.next().unwrap().as_str();
            L::kind(field).and_then(|kind| self.values(field, kind, inner.next().unwrap()))
        };
        tree.unwrap_or_else(|| {
            self.wrong.push(span.start()..span.end());
            Value::Null
        })
    }

    /// Returns the tree of a field's value or group of values, or `None` if the field does
    /// not take one of them.
    fn values(&mut self, field: &str, kind: Kind, pair: Pair<'_, Rule>) -> Option<Value> {
        match pair.as_rule() {
            Rule::values_all => joined("all", pair, |part| self.values(field, kind, part)),
            Rule::values_any => joined("any", pair, |part| self.values(field, kind, part)),
            Rule::values | Rule::values_group => {
                self.values(field, kind, pair.into_inner().next().unwrap())
            }
            Rule::values_unary => {
                let mut inner: Vec<_> = pair.into_inner().collect();
                let operand = self.values(field, kind, inner.pop().unwrap())?;
                Some(inner.iter().fold(operand, |operand, _| negated(&operand)))
            }
            Rule::one_value | Rule::value | Rule::late_value => {
                let mut parts = pair.clone().into_inner();
                if parts.any(|part| part.as_rule() == Rule::range) && !kind.takes_range() {
                    return None;
                }
                let said = reading::read(kind, &said(&pair))?;
                self.bounds.extend(said.bounds);
                Some(json!({"field": field, "value": said.text}))
            }
            rule => panic!("{rule:?} is not a layer of values"),
        }
    }
}

/// Joins operands with AND or OR; a single operand is returned as it is, and a nested AND or
/// OR of the same kind is merged.
fn joined<'t>(
    joint: &str,
    pair: Pair<'t, Rule>,
    mut layer: impl FnMut(Pair<'t, Rule>) -> Option<Value>,
) -> Option<Value> {
    let operators = [Rule::and_op, Rule::or_op];
    let mut parts = Vec::new();
    for part in pair.into_inner().filter(|pair| !operators.contains(&pair.as_rule())) {
        let part = layer(part)?;
        match part.get(joint).and_then(Value::as_array) {
            Some(inner) => parts.extend(inner.iter().cloned()),
            None => parts.push(part),
        }
    }
    match parts.as_slice() {
        [part] => Some(part.clone()),
        _ => Some(json!({ joint: parts })),
    }
}

fn negated(operand: &Value) -> Value {
    match operand.get("not") {
        Some(inner) => inner.clone(),
        None => json!({ "not": operand }),
    }
}

/// Returns the text of the pair, without quotes and escapes.
fn said(pair: &Pair<'_, Rule>) -> String {
    let (text, start) = (pair.as_str(), pair.as_span().start());
    let mut said = String::new();
    let mut at = 0;
    let phrases = pair.clone().into_inner().flatten();
    for phrase in phrases.filter(|pair| pair.as_rule() == Rule::phrase) {
        let span = phrase.as_span();
        said.push_str(&text[at..span.start() - start]);
        let mut rest = phrase.into_inner().next().unwrap().as_str();
        while let Some(c) = rest.chars().next() {
            let escape = rest.starts_with("\\\\") || rest.starts_with("\\\"");
            let skip = usize::from(escape);
            let c = rest[skip..].chars().next().unwrap_or(c);
            said.push(c);
            rest = &rest[skip + c.len_utf8()..];
        }
        at = span.end() - start;
    }
    said.push_str(&text[at..]);
    said
}
