//! Any text is a query or has mistakes, in agreement with the normative grammar. A query
//! prints as a text that reads back as the same query; diagnostics have positions inside the
//! text, and fixes help.
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

/// One text out of this many is parsed with messages, since composing the message of a
/// mistake takes many times as long as finding it. If there are many mistakes, fewer texts
/// are, since the text is parsed again for each of their fixes.
const EXPLAINED: u64 = 16;

/// One of those texts out of this many is parsed again: with each fix applied, with small
/// limits, and as if it were being edited. If there are many mistakes, fewer texts are.
const AGAIN: u64 = 8;

/// Returns limits that leave out the warnings of a query, whose fixes would be tried.
fn unexplained() -> Limits {
    Limits::new().diagnostics(0)
}

/// Returns a number that determines how much of a text is checked; it is the same each time.
fn draw(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Returns whether the grammar can read the text, since it recurses and has no limits.
fn is_shallow(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'(').count() <= Limits::default().depth
}

fn is_error(found: &&Diagnostic) -> bool {
    found.is_error()
}

fn diagnostics<L: Entry>(text: &str) -> Vec<Diagnostic> {
    Expr::<L>::check(text, CheckMode::Strict, &Limits::default())
}

/// Checks that the canonical text is that of the query, and is canonical.
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

/// Checks that the spans of the diagnostics are inside the text.
fn are_in(text: &str, found: &[Diagnostic]) {
    let exists = |span: Span| assert!(text.get(span.range()).is_some(), "{text:?}: {span:?}");
    for diagnostic in found {
        exists(diagnostic.span);
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        edits.for_each(|edit| exists(edit.span));
    }
}

/// Checks that the fixed text has fewer mistakes, or as many and fewer warnings, and no new
/// kind of mistake.
fn helps<L: Entry>(text: &str, found: &[Diagnostic], fixed: &str) {
    let left = diagnostics::<L>(fixed);
    let (before, after) =
        (found.iter().filter(is_error).count(), left.iter().filter(is_error).count());
    let is_better = after < before || (after == before && left.len() < found.len());
    assert!(is_better, "{text:?} became {fixed:?}");
    let is_new = |one: &Diagnostic| found.iter().all(|had| had.code != one.code);
    assert!(!left.iter().filter(is_error).any(is_new), "{text:?} became {fixed:?}");
}

/// Checks that every fix can be applied, alone and with the others, and helps.
fn fixes_help<L: Entry>(text: &str, found: &[Diagnostic]) {
    for fix in found.iter().flat_map(|diagnostic| &diagnostic.fixes) {
        helps::<L>(text, found, &fix.apply(text));
    }
    if found.iter().any(|diagnostic| diagnostic.certain_fix().is_some()) {
        helps::<L>(text, found, &Diagnostic::fix_all(found, text));
    }
}

/// Draws the diagnostics of the text.
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

/// Checks that every fix helps, that small limits hold, and that the text has no more
/// mistakes while it is being edited.
fn explained_again<L: Entry>(text: &str, found: &[Diagnostic]) {
    fixes_help::<L>(text, found);
    let small = Limits::new().length(200).depth(3).terms(5).diagnostics(4);
    let parsed = Expr::<L>::parse(text, &small);
    is_sound(text, &parsed);
    are_in(text, &drawn(text, &parsed));
    let typing = CheckMode::Editing { cursor: text.len() };
    let typed = Expr::<L>::check(text, typing, &Limits::default());
    are_in(text, &typed);
    // A query in unclosed quotes is read only while it is being edited.
    let errors = |found: &[Diagnostic]| found.iter().filter(is_error).count();
    assert!(text.contains("computer:\"") || errors(&typed) <= errors(found), "{text:?}");
}

/// Checks that a query has no mistakes and that its terms have positions, and that any other
/// text has a mistake.
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
    // Highlighting finds mistakes without their messages; empty ones can't be shown.
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
