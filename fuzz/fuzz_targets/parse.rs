//! Any text is a query or has mistakes, as the normative grammar says. A query
//! prints as a text that reads back as the same query; what is said about a
//! text has its place in it, and fixes help.
#![no_main]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use activity_query::highlight::TokenClass;
use activity_query::parse::{CheckMode, Parsed};
use activity_query::{ActivityTerm, ComputerTerm, Diagnostic, Expr, Limits, ParseError, Span};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/oracle/agreement.rs"]
mod agreement;
#[path = "../../tests/it/oracle/issue.rs"]
mod issue;
#[path = "../../tests/it/oracle/ranges.rs"]
mod ranges;
#[path = "../../tests/it/oracle/reading.rs"]
mod reading;
#[path = "../../tests/it/oracle/tree.rs"]
mod tree;

use agreement::compare;
use issue::IssueTerm;
use tree::Entry;

/// One text in this many has its mistakes explained: to word a mistake takes many
/// times as long as to find it. Where there are many mistakes it is one in more,
/// since for each of their fixes the text is explained anew.
const EXPLAINED: u64 = 16;

/// One explained text in this many is explained again: with each fix applied,
/// within small limits, and while it is typed. Where there are many mistakes it is
/// one in more.
const AGAIN: u64 = 8;

/// Limits that leave out the remarks on a query, whose fixes would be tried.
fn unexplained() -> Limits {
    Limits::new().diagnostics(0)
}

/// A number that decides how much of a text is checked: always the same.
fn draw(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Whether the grammar can be asked: it recurses, and knows no limits.
fn is_shallow(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'(').count() <= Limits::default().depth
}

fn is_error(found: &&Diagnostic) -> bool {
    found.is_error()
}

fn diagnostics<L: Entry>(text: &str) -> Vec<Diagnostic> {
    Expr::<L>::check(text, CheckMode::Strict, &Limits::default())
}

/// The canonical text is the query, and is canonical.
fn prints_and_reads_back<L: Entry>(text: &str, query: &Expr<L>) {
    let canonical = query.to_string();
    match Expr::<L>::parse(&canonical, &unexplained()) {
        Ok(again) => {
            assert_eq!(again.query, *query, "{text:?} prints as {canonical:?}");
            assert_eq!(again.query.to_string(), canonical, "{text:?}");
        }
        Err(error) => panic!("{text:?} prints as {canonical:?}\n{error}"),
    }
}

/// The places of what was found are in the text.
fn are_in(text: &str, found: &[Diagnostic]) {
    let exists = |span: Span| assert!(text.get(span.range()).is_some(), "{text:?}: {span:?}");
    for diagnostic in found {
        exists(diagnostic.span);
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        edits.for_each(|edit| exists(edit.span));
    }
}

/// The fixed text has fewer mistakes, or as many and fewer remarks; no kind of
/// mistake is new.
fn helps<L: Entry>(text: &str, found: &[Diagnostic], fixed: &str) {
    let left = diagnostics::<L>(fixed);
    let (before, after) =
        (found.iter().filter(is_error).count(), left.iter().filter(is_error).count());
    let is_better = after < before || (after == before && left.len() < found.len());
    assert!(is_better, "{text:?} became {fixed:?}");
    let is_new = |one: &Diagnostic| found.iter().all(|had| had.code != one.code);
    assert!(!left.iter().filter(is_error).any(is_new), "{text:?} became {fixed:?}");
}

/// Every fix can be applied, alone and with the others, and helps.
fn fixes_help<L: Entry>(text: &str, found: &[Diagnostic]) {
    for fix in found.iter().flat_map(|diagnostic| &diagnostic.fixes) {
        helps::<L>(text, found, &fix.apply(text));
    }
    if found.iter().any(|diagnostic| diagnostic.certain_fix().is_some()) {
        helps::<L>(text, found, &Diagnostic::fix_all(found, text));
    }
}

/// What is said about the text, drawn.
fn drawn<L: Entry>(text: &str, parsed: &Result<Parsed<L>, ParseError>) -> Vec<Diagnostic> {
    match parsed {
        Ok(parsed) => {
            let _ = parsed.report(text);
            parsed.warnings.clone()
        }
        Err(error) => {
            assert!(!error.report().is_empty(), "{text:?}");
            error.diagnostics().to_vec()
        }
    }
}

/// Every fix helps, small limits hold, and while it is typed, the text has no
/// more mistakes.
fn explained_again<L: Entry>(text: &str, found: &[Diagnostic]) {
    fixes_help::<L>(text, found);
    let small = Limits::new().length(200).depth(3).terms(5).diagnostics(4);
    let parsed = Expr::<L>::parse(text, &small);
    is_sound(text, &parsed);
    are_in(text, &drawn(text, &parsed));
    let typing = CheckMode::Editing { cursor: text.len() };
    let typed = Expr::<L>::check(text, typing, &Limits::default());
    are_in(text, &typed);
    // A query in quotes that are not closed is read only while it is typed.
    let errors = |found: &[Diagnostic]| found.iter().filter(is_error).count();
    assert!(text.contains("computer:\"") || errors(&typed) <= errors(found), "{text:?}");
}

/// A query has no mistakes, and terms that have a place; another text has one.
fn is_sound<L: Entry>(text: &str, parsed: &Result<Parsed<L>, ParseError>) {
    match parsed {
        Ok(parsed) => {
            assert!(!parsed.warnings.iter().any(Diagnostic::is_error), "{text:?}");
            for term in parsed.query.terms() {
                let span = term.span().expect("a parsed term has a place");
                assert!(text.get(span.range()).is_some(), "{text:?}: {span:?}");
            }
        }
        Err(error) => assert!(error.diagnostics().iter().any(Diagnostic::is_error), "{text:?}"),
    }
}

fn check<L: Entry>(text: &str, draw: u64) {
    // Highlighting finds mistakes without wording them; those of no width it
    // can't show.
    let parts = Expr::<L>::highlight(text);
    let mistakes = parts.iter().filter(|part| part.class == TokenClass::Error).count() as u64;
    let share = EXPLAINED.max(mistakes.pow(2));
    let is_explained = draw.is_multiple_of(share);
    if mistakes > 0 && !is_explained {
        return;
    }
    let limits = if is_explained { Limits::default() } else { unexplained() };
    let parsed = Expr::<L>::parse(text, &limits);
    is_sound(text, &parsed);
    if is_shallow(text) {
        compare(text, &parsed).expect("the parser agrees with the grammar");
    }
    if let Ok(parsed) = &parsed {
        prints_and_reads_back(text, &parsed.query);
    }
    if is_explained {
        let found = drawn(text, &parsed);
        are_in(text, &found);
        if draw.is_multiple_of(share * AGAIN.max(mistakes)) {
            explained_again::<L>(text, &found);
        }
    }
}

fuzz_target!(|text: &str| {
    let draw = draw(text);
    check::<ActivityTerm>(text, draw);
    check::<ComputerTerm>(text, draw);
    check::<IssueTerm>(text, draw);
});
