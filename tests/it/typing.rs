//! Tests texts that are being edited: `|` is the cursor.

use std::collections::BTreeSet;

use activity_query::highlight::TokenClass;
use activity_query::parse::CheckMode;
use activity_query::{ActivityTerm, Code, ComputerTerm, Diagnostic, Expr, Language, Limits, Span};
use proptest::prelude::*;

use crate::oracle::issue::IssueTerm;
use crate::strategy::{any_text, near_terms};
use crate::suite::with_cursor;

/// Returns the codes of the mistakes while the text is being edited.
fn typing<L: Language>(marked: &str) -> Vec<Code> {
    let (text, cursor) = with_cursor(marked);
    let found = Expr::<L>::check(&text, CheckMode::Editing { cursor }, &Limits::default());
    found.iter().filter(|found| found.is_error()).map(|found| found.code).collect()
}

#[test]
fn what_is_unfinished_at_the_cursor_is_not_yet_a_mistake() {
    for marked in [
        "|",
        "stat|",
        "status|",
        "status:|",
        "status:fai|",
        "status:fai| id:7",
        "st|atus:failed",
        "status: |",
        "status: | id:7",
        "status: fai|",
        "creator:\"|",
        "creator:\"|\"",
        "creator:\"Jane D|",
        "created-after:2011-|",
        "NOT |",
        "NOT|",
        "id:1 OR |",
        "id:1 OR|",
        "id:1 AN|",
        "id:1 or|",
        "id:1 OR | OR id:2",
        "| OR id:2",
        "id:1 OR NOT |",
        "(|",
        "(|)",
        "( | )",
        "(id:1 |",
        "(id:1| OR id:2",
        "((id:1) NOT |",
        "computer:|",
        "computer:tag:|",
        "computer:ta|",
        "computer:(|",
        "computer:(tag:a |",
        "computer:(tag:a OR |)",
        "computer:NOT|",
        "computer:\"|",
        "computer:\"|\"",
        "computer:\"tag:a OR ta|",
        "computer:\"tag:a OR |\"",
        "computer:\"title:\\\"My la|",
        "computer:needs:reb|",
        "(status:failed OR computer:(tag:a needs:reb|",
        "computer:(disk.size:[1Gb TO c|omputer:(cpu.size:x))",
    ] {
        assert_eq!(typing::<ActivityTerm>(marked), [], "{marked}");
    }
    for marked in [
        "profile:usg:8:|",
        "disk.size:[1G|",
        "disk.size:[1Gb |",
        "disk.size:[1Gb T|",
        "(disk.size:[1Gb TO |",
        "disk.size:[1Gb TO 2G| x",
        "profile:us|",
        "cpu|",
        "cpu.|",
        "\"|",
        "web or|",
    ] {
        assert_eq!(typing::<ComputerTerm>(marked), [], "{marked}");
    }
}

#[test]
fn what_is_unfinished_of_a_range_is_not_yet_a_mistake() {
    for marked in [
        "comments:>|",
        "comments:>=1|",
        "comments:[|",
        "comments:[5|",
        "comments:[5 T|",
        "comments:[5 TO *|",
        "comments:[5 TO 2| state:open",
        "comments:5..|",
        "created:>2024-|",
        "created:[2024-01-01T10:30 TO 2024-02-01T10:3|",
        "created:(2024 OR >=|",
    ] {
        assert_eq!(typing::<IssueTerm>(marked), [], "{marked}");
    }
    assert_eq!(typing::<IssueTerm>("comments:> state:open|"), [Code::InvalidValue]);
}

#[test]
fn mistakes_away_from_the_cursor_are_reported() {
    for (marked, code) in [
        ("statu:fai|", Code::UnknownField),
        ("status:fai |", Code::InvalidValue),
        ("|status:fai", Code::InvalidValue),
        ("OR id:1 |", Code::MissingOperand),
        ("id:1 OR AND id:2 |", Code::MissingOperand),
        ("|(id:1", Code::UnclosedGroup),
        ("id:1)|", Code::UnopenedGroup),
        ("() |", Code::EmptyGroup),
        ("| creator:\"Jane", Code::UnclosedQuote),
        ("computer:(statu:x tag:|)", Code::UnknownField),
        ("computer:\"statu:x ta|", Code::UnknownField),
    ] {
        assert!(typing::<ActivityTerm>(marked).contains(&code), "{marked}");
    }
}

#[test]
fn a_value_that_is_typed_is_an_operand_all_the_same() {
    for marked in [
        "(computer:cpu.size:[1Ghz TO |4Ghz] OR)",
        "computer:(cpu.size:[1Ghz T|O 4Ghz] AND )",
        "(status:fai| OR)",
    ] {
        assert_eq!(typing::<ActivityTerm>(marked), [Code::MissingOperand], "{marked}");
    }
}

fn covers<L: Language>(text: &str) -> Result<(), TestCaseError> {
    let parts = Expr::<L>::highlight(text);
    let mut at = 0;
    for part in &parts {
        prop_assert_eq!(part.span.start(), at, "{:?} {:?}", text, parts);
        prop_assert!(part.span.end() > at && text.is_char_boundary(part.span.end()));
        at = part.span.end();
    }
    prop_assert_eq!(at, text.len());
    let found = Expr::<L>::check(text, CheckMode::Strict, &Limits::default());
    let is_seen = |mistake: &Diagnostic| mistake.is_error() && !mistake.span.is_empty();
    let wrong = parts.iter().any(|part| part.class == TokenClass::Error);
    prop_assert_eq!(found.iter().any(is_seen), wrong, "{:?} {:?} {:?}", text, parts, found);
    if let Ok(query) = text.parse::<Expr<L>>() {
        for term in query.terms() {
            let span = term.span().unwrap();
            let starts = parts.iter().any(|part| part.span.start() == span.start());
            let ends = parts.iter().any(|part| part.span.end() == span.end());
            prop_assert!(starts && ends, "{:?} {:?}", text, parts);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::strategy::config(2_500))]

    #[test]
    fn highlights_cover_any_text_and_mark_its_mistakes(text in any_text()) {
        covers::<ActivityTerm>(&text)?;
        covers::<ComputerTerm>(&text)?;
    }

    /// A text that is being edited has no mistakes that it does not have when it is complete.
    #[test]
    fn typing_adds_no_mistake(text in any_text(), cursor in any::<prop::sample::Index>()) {
        let cursor = cursor.index(text.len() + 2);
        let errors = |checking| {
            let found = Expr::<ActivityTerm>::check(&text, checking, &Limits::default());
            found.iter().filter(|found| found.is_error()).count()
        };
        // A query in unclosed quotes is read only while it is being edited.
        let reads_more = text.contains("computer:\"");
        prop_assert!(reads_more || errors(CheckMode::Editing { cursor }) <= errors(CheckMode::Strict), "{}", text);
    }
}

/// Checks that all tools use the same tokens: the spans of the parser, the linter and the
/// completer consist of whole parts of the highlighted text, or are within one part. A
/// mistake inside another mistake is within its parts.
fn agree_on_tokens<L: Language>(text: &str, cursor: usize) -> Result<(), TestCaseError> {
    let parts = Expr::<L>::highlight(text);
    let mut edges: BTreeSet<usize> = parts.iter().map(|part| part.span.end()).collect();
    edges.insert(0);
    let is_whole = |span: Span| edges.contains(&span.start()) && edges.contains(&span.end());
    let is_piece = |span: Span| edges.range(span.start() + 1..span.end()).next().is_none();
    if let Ok(query) = text.parse::<Expr<L>>() {
        for term in query.terms() {
            prop_assert!(is_whole(term.span().unwrap()), "{:?} {:?}", text, term);
        }
    }
    for found in Expr::<L>::lint(text).iter().filter(|found| !found.span.is_empty()) {
        let is_within_mistakes = || {
            parts.iter().all(|part| {
                let is_apart =
                    part.span.end() <= found.span.start() || found.span.end() <= part.span.start();
                is_apart || part.class == TokenClass::Error
            })
        };
        let agrees = is_whole(found.span) || is_piece(found.span) || is_within_mistakes();
        prop_assert!(agrees, "{:?} {:?} {:?}", text, found, parts);
    }
    let replaced = Expr::<L>::complete(text, cursor, &()).span;
    // For completion, an unclosed quote ends at the cursor.
    let is_begun = edges.contains(&replaced.start()) && replaced.end() == cursor;
    let agrees = replaced.is_empty() || is_whole(replaced) || is_begun || is_piece(replaced);
    prop_assert!(agrees, "{:?} {} {:?} {:?}", text, cursor, replaced, parts);
    Ok(())
}

proptest! {
    #![proptest_config(crate::strategy::config(5_000))]

    #[test]
    fn all_tools_agree_on_tokens(text in any_text(), cursor in any::<prop::sample::Index>()) {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let cursors: Vec<usize> = std::iter::once(0).chain(ends).collect();
        let cursor = *cursor.get(&cursors);
        agree_on_tokens::<ActivityTerm>(&text, cursor)?;
        agree_on_tokens::<ComputerTerm>(&text, cursor)?;
    }

    #[test]
    fn all_tools_agree_on_issue_queries(
        text in near_terms::<IssueTerm>(),
        cursor in any::<prop::sample::Index>(),
    ) {
        covers::<IssueTerm>(&text)?;
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let cursors: Vec<usize> = std::iter::once(0).chain(ends).collect();
        agree_on_tokens::<IssueTerm>(&text, *cursor.get(&cursors))?;
    }
}
