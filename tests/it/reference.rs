//! Tests that the language reference and the README are correct: every example in them has
//! the stated result, and the reference is complete.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use activity_query::language::fields;
use activity_query::model::ACTIVITY_TYPES;
use activity_query::parse::Parsed;
use activity_query::{ActivityTerm, ComputerTerm, Expr, Language, Limits, ParseError, Status};

const REFERENCE: &str = include_str!("../../docs/language.md");
const README: &str = include_str!("../../README.md");

/// A fenced block: its label, and its lines.
struct Block<'a> {
    info: &'a str,
    lines: Vec<&'a str>,
}

/// Returns the blocks whose label begins with one of the two languages.
fn query_blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some(Block { info, lines: Vec::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push(line),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "the last block is not closed");
    blocks.retain(|block| matches!(language(block), "query" | "computer"));
    blocks
}

fn language<'a>(block: &Block<'a>) -> &'a str {
    block.info.split(',').next().unwrap_or_default()
}

fn parse<L: Language>(text: &str) -> Result<Parsed<L>, ParseError> {
    Expr::parse(text, &Limits::default())
}

fn read<L: Language>(text: &str) -> Parsed<L> {
    parse(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Checks the lines of a block, and returns their number.
fn check<L: Language>(block: &Block<'_>) -> usize {
    let kind = block.info.split_once(',').map_or("", |(_, kind)| kind);
    assert!(!block.lines.is_empty(), "a block `{}` is empty", block.info);
    for text in &block.lines {
        assert!(!text.trim().is_empty(), "a block `{}` has an empty line", block.info);
        match kind {
            "wrong" => assert!(parse::<L>(text).is_err(), "`{text}` is no mistake"),
            "warned" => assert!(!read::<L>(text).warnings.is_empty(), "`{text}` has no warning"),
            "" | "same" => {
                let parsed = read::<L>(text);
                assert!(parsed.warnings.is_empty(), "{}", parsed.report(text));
            }
            _ => panic!("a block can't be `{}`", block.info),
        }
    }
    if let ("same", Some(canonical)) = (kind, block.lines.last()) {
        for text in &block.lines {
            assert_eq!(read::<L>(text).query.to_string(), *canonical, "`{text}`");
            assert_eq!(read::<L>(text).query, read::<L>(canonical).query, "`{text}`");
        }
    }
    block.lines.len()
}

fn check_page(page: &str) -> usize {
    let check_block = |block: &Block<'_>| match language(block) {
        "query" => check::<ActivityTerm>(block),
        _ => check::<ComputerTerm>(block),
    };
    query_blocks(page).iter().map(check_block).sum()
}

#[test]
fn the_examples_of_the_reference_read_as_it_says() {
    let lines = check_page(REFERENCE);
    assert!(lines > 100, "only {lines} examples were found");
}

#[test]
fn the_examples_of_the_readme_read_as_it_says() {
    let lines = check_page(README);
    assert!(lines > 5, "only {lines} examples were found");
}

/// Returns whether the reference contains the word as code: `tag`, or as in `tag:TEXT`.
fn is_named(word: &str) -> bool {
    REFERENCE.contains(&format!("`{word}`")) || REFERENCE.contains(&format!("`{word}:"))
}

fn missing<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    words.into_iter().filter(|word| !is_named(word)).collect()
}

fn field_words<L: Language>() -> impl Iterator<Item = &'static str> {
    fields::<L>()
        .flat_map(|field| [field.name].into_iter().chain(field.kind.words().iter().copied()))
}

#[test]
fn the_reference_names_every_field_and_every_known_value() {
    assert_eq!(missing(field_words::<ActivityTerm>()), [""; 0]);
    assert_eq!(missing(field_words::<ComputerTerm>()), [""; 0]);
    assert_eq!(missing(Status::ALL.iter().map(|status| status.as_str())), [""; 0]);
    assert_eq!(missing(ACTIVITY_TYPES.iter().copied()), [""; 0]);
}
