//! Laws of completion; its cases are in tests/cases/tools.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use activity_query::{
    ActivityTerm, Checking, CompletionKind, ComputerTerm, Diagnostic, Expr, Language, Limits,
    TextEdit, Values,
};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::strategy::any_text;
use crate::tools::{Known, known_values};

#[test]
fn a_completion_serialises_as_documented() {
    let completion = Expr::<ActivityTerm>::complete("status:fai", 10, &());
    assert_eq!(
        serde_json::to_value(&completion).unwrap(),
        serde_json::json!({"span": [7, 10], "items": [
            {"text": "failed", "kind": "value", "help": "where the activity stands"},
        ]}),
    );
}

static KNOWN: LazyLock<Known> = LazyLock::new(known_values);

fn errors<L: Language>(text: &str, checking: Checking) -> usize {
    let limits = Limits { diagnostics: usize::MAX, ..Limits::default() };
    Expr::<L>::check(text, checking, &limits)
        .iter()
        .filter(|found| Diagnostic::is_error(found))
        .count()
}

/// No suggestion brings a mistake, at any cursor.
fn brings_no_mistake<L: Language>(
    text: &str,
    cursor: usize,
    values: &impl Values,
) -> Result<(), TestCaseError> {
    let completion = Expr::<L>::complete(text, cursor, values);
    prop_assert!(text.get(completion.span.range()).is_some());
    let at = cursor.min(text.len());
    prop_assert!(completion.span.start() <= at, "{:?} {}", text, cursor);
    let strict = errors::<L>(text, Checking::Strict);
    let typing = errors::<L>(text, Checking::Typing { cursor });
    for item in &completion.items {
        let fix = TextEdit { span: completion.span, text: item.text.clone() };
        let after = fix.apply(text);
        let cursor = completion.span.start() + item.text.len();
        let waits = item.kind == CompletionKind::Operator || item.text.trim_end().ends_with(':');
        if waits {
            let left = errors::<L>(&after, Checking::Typing { cursor });
            prop_assert!(left <= typing, "{:?} became {:?}", text, after);
        } else {
            let left = errors::<L>(&after, Checking::Strict);
            prop_assert!(left <= strict, "{:?} became {:?}", text, after);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::strategy::config(1_000))]

    #[test]
    fn no_suggestion_brings_a_mistake(text in any_text(), cursor in any::<Index>()) {
        let cursor = cursor.index(text.len() + 2);
        let values = &*KNOWN;
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
        let time = |work: &dyn Fn(&str)| {
            let start = Instant::now();
            work(&text[..text.len() / 4]);
            let few = start.elapsed();
            let start = Instant::now();
            work(&text);
            (few, start.elapsed())
        };
        let (few, all) = time(&|text| {
            let _ = Expr::<ActivityTerm>::complete(text, text.len(), &*KNOWN);
            let _ = Expr::<ComputerTerm>::complete(text, text.len() / 2, &*KNOWN);
        });
        assert!(all < 12 * few + Duration::from_millis(500), "{piece:?}: {few:?} {all:?}");
        let (few, all) = time(&|text| {
            let _ = Expr::<ActivityTerm>::highlight(text);
            let _ = Expr::<ComputerTerm>::highlight(text);
        });
        assert!(all < 12 * few + Duration::from_millis(500), "{piece:?}: {few:?} {all:?}");
        assert!(all < Duration::from_secs(2), "{piece:?}: {all:?}");
    }
}
