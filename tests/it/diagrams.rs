//! Draws the syntax diagrams of the language reference from the grammar.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::mem::discriminant;
use std::path::PathBuf;

use pest_meta::ast::{Expr, Rule as AstRule};
use pest_meta::parser::{self, Rule};
use railroad::{
    Choice, Comment, Diagram, Empty, LabeledBox, Node, NonTerminal, Optional, Repeat, Sequence,
    SimpleEnd, SimpleStart, Stylesheet, Terminal, VerticalGrid,
};

use crate::diagnostics::is_current;

const GRAMMAR: &str =
    concat!(include_str!("../../grammar/tokens.pest"), include_str!("../../grammar/query.pest"));

/// The diagrams, and the rules in each of them.
const DIAGRAMS: &[(&str, &[&str])] = &[
    (
        "activities",
        &[
            "activity_query",
            "activity_all",
            "activity_any",
            "activity_unary",
            "activity_group",
            "activity_term",
            "computer",
            "whole_query",
            "bracketed",
            "late_keyword",
            "slip",
        ],
    ),
    (
        "computers",
        &[
            "computer_query",
            "computer_all",
            "computer_any",
            "computer_unary",
            "computer_group",
            "computer_term",
        ],
    ),
    (
        "values",
        &["values", "values_group", "values_all", "values_any", "values_unary", "one_value"],
    ),
    (
        "terms",
        &[
            "field_value",
            "keyword",
            "field",
            "name",
            "value",
            "late_value",
            "plain",
            "range",
            "bound",
            "part",
            "phrase",
            "quoted",
            "end_quote",
            "nothing",
            "empty",
        ],
    ),
    ("words", &["operator", "or_op", "and_op", "not_op", "blank", "letter", "word_end"]),
];

/// Rules that are only used by the parser.
const OF_THE_PARSER: &[&str] = &["text", "quote"];

type Drawn = Box<dyn Node>;

/// Returns the operands of a sequence of sequences, or of a choice of choices.
fn operands(expr: &Expr) -> Vec<Drawn> {
    let mut operands = Vec::new();
    let mut left = vec![expr];
    while let Some(next) = left.pop() {
        match next {
            Expr::Seq(first, second) | Expr::Choice(first, second)
                if discriminant(next) == discriminant(expr) =>
            {
                left.extend([&**second, &**first]);
            }
            _ => operands.push(draw(next)),
        }
    }
    operands
}

fn draw(expr: &Expr) -> Drawn {
    match expr {
        Expr::Str(text) => Box::new(Terminal::new(shown(text))),
        Expr::Insens(text) => Box::new(Terminal::new(format!("{text} in any case"))),
        Expr::Ident(rule) => named(rule),
        Expr::PosPred(next) => Box::new(Comment::new(format!("before {}", words(next)))),
        Expr::NegPred(next) => Box::new(Comment::new(format!("not {}", words(next)))),
        Expr::Seq(..) => Box::new(Sequence::new(operands(expr))),
        Expr::Choice(..) => Box::new(Choice::new(operands(expr))),
        Expr::Opt(inner) => Box::new(Optional::new(draw(inner))),
        Expr::Rep(inner) => {
            let empty: Drawn = Box::new(Empty);
            Box::new(Optional::new(Repeat::new(draw(inner), empty)))
        }
        Expr::RepOnce(inner) => {
            let empty: Drawn = Box::new(Empty);
            Box::new(Repeat::new(draw(inner), empty))
        }
        other => panic!("the grammar has come to use {other}, and nobody draws it"),
    }
}

fn named(rule: &str) -> Drawn {
    match rule {
        "SOI" | "EOI" => Box::new(Empty),
        "ANY" => Box::new(Terminal::new("any character".to_owned())),
        _ => Box::new(NonTerminal::new(rule.replace('_', " "))),
    }
}

/// Returns a text of the grammar as it is shown; a blank is shown by its name.
fn shown(text: &str) -> String {
    match text {
        " " => "blank".to_owned(),
        "\t" => "tab".to_owned(),
        "\n" => "new line".to_owned(),
        "\r" => "carriage return".to_owned(),
        "\u{c}" => "form feed".to_owned(),
        "\u{a0}" => "no-break space".to_owned(),
        _ => text.to_owned(),
    }
}

/// Describes what must or must not follow.
fn words(expr: &Expr) -> String {
    match expr {
        Expr::Str(text) => shown(text),
        Expr::Ident(rule) => match rule.as_str() {
            "EOI" => "the end".to_owned(),
            rule => rule.replace('_', " "),
        },
        Expr::Choice(first, second) => format!("{} or {}", words(first), words(second)),
        Expr::Seq(first, second) => format!("{} {}", words(first), words(second)),
        other => panic!("the grammar has come to look ahead for {other}, and nobody says it"),
    }
}

fn diagram(rules: &[AstRule], names: &[&str]) -> String {
    let rows = names.iter().map(|name| {
        let rule = rules.iter().find(|rule| rule.name == *name);
        let rule = rule.unwrap_or_else(|| panic!("there is no rule `{name}`"));
        let line: Vec<Drawn> = vec![Box::new(SimpleStart), draw(&rule.expr), Box::new(SimpleEnd)];
        let label = Comment::new(name.replace('_', " "));
        let row: Drawn = Box::new(LabeledBox::new(Sequence::new(line), label));
        row
    });
    let grid = VerticalGrid::new(rows.collect());
    Diagram::new_with_stylesheet(grid, &Stylesheet::Light).to_string()
}

#[test]
fn the_diagrams_show_the_grammar() {
    let pairs = parser::parse(Rule::grammar_rules, GRAMMAR).unwrap();
    let rules = parser::consume_rules(pairs).unwrap();
    let drawn = DIAGRAMS.iter().flat_map(|(_, names)| *names).chain(OF_THE_PARSER);
    let drawn: BTreeSet<&str> = drawn.copied().collect();
    let all: BTreeSet<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(drawn, all, "each rule has its place");

    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/diagrams");
    for (name, names) in DIAGRAMS {
        let is_current = is_current(&folder.join(format!("{name}.svg")), &diagram(&rules, names));
        assert!(is_current, "docs/diagrams/{name}.svg is stale: ACCEPT=1 cargo test mends it");
    }
}
