//! The parser accepts what the normative grammar accepts, and reads the same
//! tree: grammar/query.pest over grammar/tokens.pest is the oracle.

use activity_query::{ActivityTerm, Code, ComputerTerm, Expr, Language, Limits, Takes};
use pest::Parser as _;
use pest::iterators::Pair;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::strategy;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    #[grammar = "../grammar/query.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// A language, and where the grammar begins to read it.
trait Entry: Language {
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
enum Rejected {
    /// The grammar does not accept the text.
    Shape,
    /// A term has a name or a value that is none.
    Term,
}

/// The tree of the text, by the grammar alone but for single terms.
fn tree<L: Entry>(text: &str) -> Result<Value, Rejected> {
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
        rule => panic!("{rule:?} is no computer query"),
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
    fields.any(|field| matches!(field.takes, Takes::Quantity { .. }))
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

/// Whether the code is about a name, a value or a size, which the grammar
/// does not know.
fn is_beyond_the_grammar(code: Code) -> bool {
    leaves_the_value_out(code)
        || matches!(
            code,
            Code::InvalidValue | Code::InvalidDate | Code::BareWord | Code::UnexpectedRange
        )
}

/// Whether the parser does not look at what follows the field, or at the rest
/// of the text, so that it can miss other mistakes there.
fn leaves_the_value_out(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownField
            | Code::MissingAttribute
            | Code::ForeignSyntax
            | Code::ConfusableCharacter
            | Code::TooDeep
            | Code::TooManyTerms
            | Code::TooManyMistakes
            | Code::TextTooLong
    )
}

fn is_of_shape(code: Code) -> bool {
    matches!(
        code,
        Code::UnclosedQuote
            | Code::UnclosedGroup
            | Code::UnopenedGroup
            | Code::EmptyGroup
            | Code::GluedGroup
            | Code::MissingOperand
            | Code::OperatorCase
            | Code::MissingValue
    )
}

/// How a comparison came out.
#[derive(Debug, PartialEq)]
enum Agreement {
    Accepted,
    RejectedByShape,
    RejectedByTerm,
}

fn compare<L: Entry>(text: &str) -> Result<Agreement, String> {
    let oracle = tree::<L>(text);
    let parsed = Expr::<L>::parse(text, &Limits::default());
    match (oracle, parsed) {
        (Ok(expected), Ok(parsed)) => {
            let actual = serde_json::to_value(parsed.query.tree()).unwrap();
            if actual == expected {
                return Ok(Agreement::Accepted);
            }
            Err(format!("{text:?}: the grammar reads {expected}, the parser {actual}"))
        }
        (Err(why), Ok(_)) => Err(format!("{text:?}: the grammar rejects it ({why:?})")),
        (Ok(_), Err(error)) => {
            Err(format!("{text:?}: the grammar accepts it and every term\n{error}"))
        }
        (Err(why), Err(error)) => {
            let errors = || error.diagnostics().iter().filter(|diagnostic| diagnostic.is_error());
            let agreed = errors().any(|diagnostic| leaves_the_value_out(diagnostic.code))
                || match why {
                    Rejected::Shape => errors().any(|diagnostic| is_of_shape(diagnostic.code)),
                    Rejected::Term => {
                        errors().all(|diagnostic| is_beyond_the_grammar(diagnostic.code))
                    }
                };
            match (agreed, why) {
                (true, Rejected::Shape) => Ok(Agreement::RejectedByShape),
                (true, Rejected::Term) => Ok(Agreement::RejectedByTerm),
                (false, why) => Err(format!("{text:?}: rejected by {why:?}\n{error}")),
            }
        }
    }
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    compare::<ActivityTerm>(text).map_err(TestCaseError::fail)?;
    compare::<ComputerTerm>(text).map_err(TestCaseError::fail)?;
    Ok(())
}

proptest! {
    #![proptest_config(strategy::config(1_000))]

    #[test]
    fn of_activity_queries(query in strategy::activity_query()) {
        let agreement = compare::<ActivityTerm>(&query.to_string());
        prop_assert_eq!(agreement, Ok(Agreement::Accepted));
    }

    #[test]
    fn of_computer_queries(query in strategy::computer_query()) {
        let agreement = compare::<ComputerTerm>(&query.to_string());
        prop_assert_eq!(agreement, Ok(Agreement::Accepted));
    }

    #[test]
    fn of_mutated_activity_queries(text in strategy::mutated(strategy::activity_text())) {
        agree(&text)?;
    }

    #[test]
    fn of_mutated_computer_queries(text in strategy::mutated(strategy::computer_text())) {
        agree(&text)?;
    }

    #[test]
    fn of_arbitrary_texts(text in strategy::arbitrary()) {
        agree(&text)?;
    }
}

proptest! {
    #![proptest_config(strategy::config(4_000))]

    #[test]
    fn of_near_queries(text in strategy::near_query()) {
        agree(&text)?;
    }

    #[test]
    fn of_near_queries_whose_fields_are_known(text in strategy::known_near_query()) {
        agree(&text)?;
    }
}

/// The near queries say something only if many of them are queries, and many
/// are rejected by their shape.
#[test]
fn near_queries_are_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut kinds = [0; 3];
    for _ in 0..500 {
        let text = strategy::known_near_query().new_tree(&mut runner).unwrap().current();
        match compare::<ComputerTerm>(&text).unwrap() {
            Agreement::Accepted => kinds[0] += 1,
            Agreement::RejectedByShape => kinds[1] += 1,
            Agreement::RejectedByTerm => kinds[2] += 1,
        }
    }
    assert!(kinds[0] > 50 && kinds[1] > 50, "{kinds:?}");
}

/// What the examples beside the rules of the grammar say.
#[test]
fn of_examples() {
    let accepted = [
        "",
        " \t\u{A0}\n",
        "status:failed NOT (id:7 OR id:8)",
        "id:1 AND id:2",
        "NOT NOT id:1",
        "NOT (NOT id:1)",
        "computer:(tag:a OR tag:b)",
        "computer:(tag:a)id:7",
        "(id:1)id:2 (id:3)",
        "(id:1)OR id:2",
        r#"computer:"tag:a OR title:\"b c\"""#,
        r#"computer:" ""#,
        "computer: web01",
        "computer: \"tag:a tag:b\"",
        "computer:tag: \"x y\"",
        "computer:[a TO b]",
        "computer:[a TO b]:c",
        "computer:tag:(x)",
        "computer:tag:(a OR b) id:7",
        "computer:tag:(NOT a)",
        "computer:annotation:usg:(8",
        "computer:annotation:(owner:jane OR env:prod)",
        "computer:disk.size:([1Gb TO 2Gb] OR 4Gb)",
        "computer:tag:(a(b) OR c\"d e\" OR \"or\")",
        "status:(failed OR canceled)",
        "status:( failed )",
        "NOT status:((failed) OR (canceled AND NOT NOT failed))",
        "(id:(1 OR 2)) type:(a b)",
        "type:((a)b)",
        "computer:title:Server(1",
        "computer:NOT(web)",
        "computer:\"a\"b",
        "computer:or",
        "computer:(a or b)",
        "computer:cpu.size:[1Ghz TO 4Ghz]",
        "type:My\" \"type",
        "type:a\"(\"b",
        "created-after: 2011-01",
        "id:007",
    ];
    for text in accepted {
        assert_eq!(compare::<ActivityTerm>(text), Ok(Agreement::Accepted), "{text}");
    }
    let rejected = [
        "OR",
        "id:1 OR",
        "OR id:1",
        "id:1 AND OR id:2",
        "NOT AND id:1",
        "()",
        "(NOT)",
        "(id:1",
        "id:1)",
        "id:1 or id:2",
        "id:",
        "id:\"\"",
        "type:\"\"\"\"",
        "\"\"",
        "type: a(b)",
        "type:()",
        "type:(a OR)",
        "type:(a",
        "type:(a or b)",
        "type:(a)b",
        "type:(a)(b)",
        "type:(a)OR id:1",
        "type: (a)",
        "type:(a \"\")",
        "computer:tag:(a)b",
        "computer:tag: (a)",
        "type: a\"b\"",
        "type: NOT",
        "type: \"\"",
        "type:\"a",
        "computer:",
        "computer:()",
        "computer:\"\"",
        "computer:OR",
        "computer:(a OR)",
        "computer:\"a OR\"",
        "computer:(a",
        "computer: tag:a",
        "computer: (a)",
    ];
    for text in rejected {
        assert_eq!(compare::<ActivityTerm>(text), Ok(Agreement::RejectedByShape), "{text}");
    }
}

/// The two entries are the two languages.
#[test]
fn of_the_documented_queries() {
    for text in [
        "appserver tag:server OR distribution:jammy",
        "NOT access-group: server",
        "\"my laptop\" tag:a OR NOT (b c)",
        "a(b)c \"tag\":x a\"b\":c",
        "OR(b) NOT(web) \"OR\"",
    ] {
        assert_eq!(compare::<ComputerTerm>(text), Ok(Agreement::Accepted), "{text}");
    }
}
