//! The tree of a text, by the normative grammar.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use activity_query::language::FieldKind;
use activity_query::{ActivityTerm, ComputerTerm, Expr, Language};
use pest::Parser as _;
use pest::iterators::Pair;
use serde_json::{Value, json};

// The files are found from the folder of the package or from its `src`: from
// `fuzz` as well as from here.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    #[grammar = "../grammar/query.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// A language, and where the grammar begins to read it.
pub(super) trait Entry: Language {
    const ENTRY: Rule;
}

impl Entry for ActivityTerm {
    const ENTRY: Rule = Rule::activity_query;
}

impl Entry for ComputerTerm {
    const ENTRY: Rule = Rule::computer_query;
}

/// Why there is no tree.
#[derive(Debug, PartialEq)]
pub(super) enum Rejected {
    /// The grammar does not accept the text.
    Shape,
    /// A term has a name or a value that is none.
    Term,
}

/// The tree of the text, by the grammar alone but for single terms.
pub(super) fn tree<L: Entry>(text: &str) -> Result<Value, Rejected> {
    let mut pairs = Grammar::parse(L::ENTRY, text).map_err(|_| Rejected::Shape)?;
    let all = pairs.next().unwrap().into_inner().next().unwrap();
    if all.as_rule() == Rule::EOI {
        return Ok(json!({"all": []}));
    }
    layer(all)
}

fn layer(pair: Pair<'_, Rule>) -> Result<Value, Rejected> {
    match pair.as_rule() {
        Rule::activity_all | Rule::computer_all => joined("all", pair, layer),
        Rule::activity_any | Rule::computer_any => joined("any", pair, layer),
        Rule::activity_group | Rule::computer_group => layer(pair.into_inner().next().unwrap()),
        Rule::activity_unary | Rule::computer_unary => {
            let mut inner: Vec<_> = pair.into_inner().collect();
            let operand = layer(inner.pop().unwrap())?;
            Ok(inner.iter().fold(operand, |operand, _| negated(&operand)))
        }
        Rule::activity_term => match pair.clone().into_inner().next().unwrap() {
            term if term.as_rule() == Rule::computer => computer(term),
            term => single::<ActivityTerm>(term),
        },
        Rule::computer_term => single::<ComputerTerm>(pair.into_inner().next().unwrap()),
        rule => panic!("{rule:?} is no layer"),
    }
}

/// The tree of a group of values of a field.
fn values<L: Language>(field: &str, pair: Pair<'_, Rule>) -> Result<Value, Rejected> {
    match pair.as_rule() {
        Rule::values_all => joined("all", pair, |part| values::<L>(field, part)),
        Rule::values_any => joined("any", pair, |part| values::<L>(field, part)),
        Rule::values | Rule::values_group => values::<L>(field, pair.into_inner().next().unwrap()),
        Rule::values_unary => {
            let mut inner: Vec<_> = pair.into_inner().collect();
            let operand = values::<L>(field, inner.pop().unwrap())?;
            Ok(inner.iter().fold(operand, |operand, _| negated(&operand)))
        }
        Rule::one_value => one_value::<L>(field, &pair),
        rule => panic!("{rule:?} is not a layer of values"),
    }
}

/// An AND or OR of the operands; one of one is that one, and one directly
/// inside another of its kind is a part of it.
fn joined<'t>(
    joint: &str,
    pair: Pair<'t, Rule>,
    layer: impl Fn(Pair<'t, Rule>) -> Result<Value, Rejected>,
) -> Result<Value, Rejected> {
    let operators = [Rule::and_op, Rule::or_op];
    let mut parts = Vec::new();
    // All of them are looked at: a mistake of shape counts more than one of a term.
    let mut rejected = None;
    for part in pair.into_inner().filter(|pair| !operators.contains(&pair.as_rule())) {
        match layer(part) {
            Ok(part) => match part.get(joint).and_then(Value::as_array) {
                Some(inner) => parts.extend(inner.iter().cloned()),
                None => parts.push(part),
            },
            Err(Rejected::Shape) => return Err(Rejected::Shape),
            Err(Rejected::Term) => rejected = Some(Rejected::Term),
        }
    }
    match (rejected, parts.as_slice()) {
        (Some(rejected), _) => Err(rejected),
        (None, [part]) => Ok(part.clone()),
        (None, _) => Ok(json!({ joint: parts })),
    }
}

fn negated(operand: &Value) -> Value {
    match operand.get("not") {
        Some(inner) => inner.clone(),
        None => json!({ "not": operand }),
    }
}

/// The term of an activity query that holds a computer query.
fn computer(pair: Pair<'_, Rule>) -> Result<Value, Rejected> {
    let inner = pair.into_inner().next().unwrap();
    let query = match inner.as_rule() {
        Rule::computer_group | Rule::computer_term => layer(inner)?,
        Rule::whole_query => tree::<ComputerTerm>(&said(&inner))?,
        Rule::bracketed | Rule::late_keyword => json!({ "keyword": said(&inner) }),
        rule => panic!("{rule:?} is not a computer query"),
    };
    Ok(json!({"field": "computer", "query": query}))
}

/// A term without a query in it. The grammar says which text is its value,
/// the table of fields what that value is.
fn single<L: Language>(pair: Pair<'_, Rule>) -> Result<Value, Rejected> {
    if pair.as_rule() == Rule::keyword {
        return match quoted_term::<L>("", &said(&pair)) {
            Some(_) => Ok(json!({ "keyword": said(&pair) })),
            None => Err(Rejected::Term),
        };
    }
    let mut inner = pair.into_inner();
    let field = inner.next().unwrap().as_str();
    let value = inner.next().unwrap();
    if value.as_rule() == Rule::values {
        return values::<L>(field, value);
    }
    one_value::<L>(field, &value)
}

fn one_value<L: Language>(field: &str, value: &Pair<'_, Rule>) -> Result<Value, Rejected> {
    let has_range = value.clone().into_inner().any(|pair| pair.as_rule() == Rule::range);
    if has_range && !takes_ranges::<L>(field) {
        return Err(Rejected::Term);
    }
    quoted_term::<L>(&format!("{field}:"), &said(value)).ok_or(Rejected::Term)
}

fn takes_ranges<L: Language>(name: &str) -> bool {
    let mut fields = L::FIELDS.iter().filter(|field| field.name == name);
    fields.any(|field| matches!(field.kind, FieldKind::Quantity { .. }))
}

/// The tree of one term, its value in quotes.
fn quoted_term<L: Language>(field: &str, value: &str) -> Option<Value> {
    let value = value.replace('\\', r"\\").replace('"', "\\\"");
    let query: Expr<L> = format!("{field}\"{value}\"").parse().ok()?;
    Some(serde_json::to_value(query.tree()).unwrap())
}

/// What the words of the pair say, without quotes and their escapes.
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
