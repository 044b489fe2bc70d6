//! Properties of completion; its cases are in tests/cases/tools.

use std::cell::RefCell;
use std::iter;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use activity_query::complete::{Completion, CompletionKind, ValueProvider, ValueRequest};
use activity_query::diagnostic::TextEdit;
use activity_query::parse::CheckMode;
use activity_query::{
    ActivityTerm, ComputerQuery, ComputerTerm, Diagnostic, Expr, Language, Limits, MemoryStore,
    Span, Spanned,
};
use proptest::prelude::*;
use proptest::sample::Index;
use serde::Deserialize;

use crate::oracle::issue::IssueTerm;
use crate::strategy::{activity_text, any_text, computer_text, near_terms};
use crate::suite::{Known, read};

/// The known values in the completion cases of the suite.
fn known_values() -> Known {
    #[derive(Deserialize)]
    struct Completions {
        values: Known,
    }
    read::<Completions>("tools/completion.toml").values
}

#[test]
fn a_completion_serialises_as_documented() {
    let completion = Expr::<ActivityTerm>::complete("status:fai", 10, &());
    assert_eq!(
        serde_json::to_value(&completion).unwrap(),
        serde_json::json!({"span": [7, 10], "items": [
            {"text": "failed", "kind": "value", "help": "the status of the activity"},
        ]}),
    );
}

#[test]
fn suggestions_that_look_the_same_are_told_apart() {
    let tags = |_: &ValueRequest<'_>| {
        let tags = ["caf\u{e9}", "cafe\u{301}", "caf\u{e9} a", "caf\u{e9}\u{a0}a", "cafe"];
        tags.map(str::to_owned).to_vec()
    };
    let completion = Expr::<ComputerTerm>::complete("tag:", 4, &tags);
    let help: Vec<&str> = completion.items.iter().map(|item| item.help.as_str()).collect();
    let expected = [
        "has the tag",
        "has the tag (contains U+0301)",
        "has the tag",
        "has the tag (contains U+00A0)",
        "has the tag",
    ];
    assert_eq!(help, expected);
    let all = |_: &ValueRequest<'_>| vec!["a\u{301}\u{302}\u{303}\u{304}\u{301}".to_owned()];
    let completion = Expr::<ComputerTerm>::complete("tag:", 4, &all);
    let named = "has the tag (contains U+0301, U+0302, U+0303 and 1 more)";
    assert_eq!(completion.items[0].help, named);
}

static KNOWN: LazyLock<Known> = LazyLock::new(known_values);

fn errors<L: Language>(text: &str, checking: CheckMode) -> usize {
    let limits = Limits::new().diagnostics(usize::MAX);
    Expr::<L>::check(text, checking, &limits)
        .iter()
        .filter(|found| Diagnostic::is_error(found))
        .count()
}

/// Returns whether a value has to follow the text: `status:`, `>=`.
fn waits_for_value(text: &str) -> bool {
    text.trim_end().ends_with([':', '>', '<', '='])
}

/// Checks that no suggestion adds a mistake, at any cursor.
fn brings_no_mistake<L: Language>(
    text: &str,
    cursor: usize,
    values: &impl ValueProvider,
) -> Result<(), TestCaseError> {
    let completion = Expr::<L>::complete(text, cursor, values);
    prop_assert!(text.get(completion.span.range()).is_some());
    let at = cursor.min(text.len());
    prop_assert!(completion.span.start() <= at, "{:?} {}", text, cursor);
    let strict = errors::<L>(text, CheckMode::Strict);
    let typing = errors::<L>(text, CheckMode::Editing { cursor });
    for item in &completion.items {
        let fix = TextEdit { span: completion.span, text: item.text.clone() };
        let after = fix.apply(text);
        let cursor = completion.span.start() + item.text.len();
        let waits = item.kind == CompletionKind::Operator || waits_for_value(&item.text);
        if waits {
            let left = errors::<L>(&after, CheckMode::Editing { cursor });
            prop_assert!(left <= typing, "{:?} became {:?}", text, after);
        } else {
            let left = errors::<L>(&after, CheckMode::Strict);
            prop_assert!(left <= strict, "{:?} became {:?}", text, after);
        }
    }
    Ok(())
}

/// Collects the terms that hold no query, including those inside other terms.
struct Leaves(Vec<(Span, String)>);

impl Leaves {
    fn of<L: Language>(text: &str) -> Option<Self> {
        let mut leaves = Self(Vec::new());
        leaves.add(&text.parse::<Expr<L>>().ok()?);
        Some(leaves)
    }

    fn add<L: Language>(&mut self, query: &Expr<L>) {
        for term in query.terms() {
            let before = self.0.len();
            if let Some(query) = term.value.query() {
                self.add(query);
            }
            if self.0.len() == before {
                let text = format!("{} {}", L::NAME, Expr::term(term.value.clone()));
                self.0.push((term.span().unwrap(), text));
            }
        }
    }
}

/// Checks that no suggestion changes its surroundings: every other term is read as before,
/// even after the value is typed that a field needs.
fn leaves_the_rest<L: Language>(
    text: &str,
    cursor: usize,
    values: &impl ValueProvider,
) -> Result<(), TestCaseError> {
    let Completion { span, items, .. } = Expr::<L>::complete(text, cursor, values);
    let at = cursor.min(text.len());
    prop_assert!(span.start() <= at, "{:?} {}", text, cursor);
    prop_assert!(at <= span.end() || !text.is_char_boundary(at), "{:?} {}", text, cursor);
    let Ok(query) = text.parse::<Expr<L>>() else { return Ok(()) };
    // The values of a group change with their field.
    if text[span.end()..].starts_with(":(") {
        return Ok(());
    }
    // A term with another field may read its value as another one.
    let is_renamed = |term: &&Spanned<L>| term.span().unwrap().start() == span.start();
    let renamed = query.terms().find(is_renamed).and_then(Spanned::span);
    let renamed = renamed.filter(|_| text[span.end()..].starts_with(':'));
    let is_in_renamed = |own: Span| {
        renamed.is_some_and(|term| term.start() <= own.start() && own.end() <= term.end())
    };
    let mut before = Leaves(Vec::new());
    before.add(&query);
    for item in &items {
        let waits = waits_for_value(&item.text);
        let typed: &[&str] = if waits { &["x", "7", "1Gb", "2011", "failed"] } else { &[""] };
        let written = |typed: &&str| {
            let edit = TextEdit { span, text: format!("{}{typed}", item.text) };
            (edit.text.len(), edit.apply(text))
        };
        let read = |(length, text): (usize, String)| {
            Leaves::of::<L>(&text).map(|leaves| (length, text, leaves.0))
        };
        let Some((length, after, leaves)) = typed.iter().map(written).find_map(read) else {
            continue;
        };
        for (own, term) in &before.0 {
            let is_behind = own.start() >= span.end();
            if own.end() > span.start() && !is_behind {
                continue;
            }
            let moved =
                |at: usize| if is_behind { at + length + span.start() - span.end() } else { at };
            let expected = (Span::new(moved(own.start()), moved(own.end())), term.clone());
            // A name or value at the cursor is a part of its own term.
            let is_own = (own.start() <= at && at <= own.end()) || is_in_renamed(*own);
            prop_assert!(is_own || leaves.contains(&expected), "{:?} became {:?}", text, after);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::strategy::config(1_000))]

    #[test]
    fn every_suggestion_leaves_the_rest(
        texts in (any_text(), activity_text(), computer_text()),
        cursor in any::<Index>(),
    ) {
        let values = &KNOWN.at(chrono::DateTime::UNIX_EPOCH);
        for text in [&texts.0, &texts.1, &texts.2] {
            let cursor = cursor.index(text.len() + 1);
            leaves_the_rest::<ActivityTerm>(text, cursor, values)?;
            leaves_the_rest::<ComputerTerm>(text, cursor, values)?;
        }
    }

    #[test]
    fn suggestions_fit_issue_queries(text in near_terms::<IssueTerm>(), cursor in any::<Index>()) {
        let values = &KNOWN.at(chrono::DateTime::UNIX_EPOCH);
        leaves_the_rest::<IssueTerm>(&text, cursor.index(text.len() + 1), values)?;
        brings_no_mistake::<IssueTerm>(&text, cursor.index(text.len() + 2), values)?;
    }

    #[test]
    fn no_suggestion_adds_a_mistake(text in any_text(), cursor in any::<Index>()) {
        let cursor = cursor.index(text.len() + 2);
        let values = &KNOWN.at(chrono::DateTime::UNIX_EPOCH);
        brings_no_mistake::<ActivityTerm>(&text, cursor, values)?;
        brings_no_mistake::<ComputerTerm>(&text, cursor, values)?;
    }
}

#[test]
fn long_texts_are_completed_and_highlighted_in_linear_time() {
    const LENGTH: usize = 256 << 10;
    for piece in [
        "status:failed OR ",
        "(",
        "computer:(",
        "\"",
        "a ",
        "foo:x ",
        "x(",
        ":[",
        "tag: ",
        "NOT ",
        "statu:x ",
    ] {
        let text = piece.repeat(LENGTH / piece.len());
        // The cursor is between whole pieces: elsewhere there is less to do.
        let quarter = piece.repeat(LENGTH / piece.len() / 4);
        // Other processes may slow down some attempts, but not all of them.
        let linear = |most: Duration, work: &dyn Fn(&str)| {
            let took = |text: &str| {
                let start = Instant::now();
                work(text);
                start.elapsed()
            };
            let mut times = iter::repeat_with(|| (took(&quarter), took(&text))).take(6);
            let is_linear = |&(few, all): &(Duration, Duration)| {
                all < most && all < 12 * few + Duration::from_millis(500)
            };
            assert!(times.any(|times| is_linear(&times)), "{piece:?}");
        };
        linear(Duration::MAX, &|text| {
            let _ = Expr::<ActivityTerm>::complete(text, text.len(), &*KNOWN);
            let _ = Expr::<ComputerTerm>::complete(text, text.len() / 2, &*KNOWN);
        });
        linear(Duration::from_secs(2), &|text| {
            let _ = Expr::<ActivityTerm>::highlight(text);
            let _ = Expr::<ComputerTerm>::highlight(text);
        });
    }
}

/// A store looks up values of records, not the words of the language.
#[test]
fn a_store_provides_no_values_for_closed_sets() {
    let store = MemoryStore::new();
    let computer = r#"{"id": 1, "tags": ["web"], "reboot_required_flag": true,
        "license_type": "pro", "has_pro_management": true, "has_release_upgrades": true,
        "profiles": [{"type": "upgrade", "id": 2, "name": "nightly"}]}"#;
    store.put_computers([computer.parse().unwrap()]);
    let given = RefCell::new(Vec::<String>::new());
    let provider = |wanted: &ValueRequest<'_>| {
        let values = store.values(wanted);
        given.borrow_mut().extend(values.clone());
        values
    };
    for field in ["needs", "has", "license-type", "has-pro-management", "release-upgrade", "tag"] {
        let text = format!("{field}:");
        let completion = ComputerQuery::complete(&text, text.len(), &provider);
        assert!(!completion.items.is_empty(), "{field}");
        assert_eq!(given.take(), if field == "tag" { vec!["web"] } else { Vec::new() }, "{field}");
    }
}
