//! Highlights cover any text, and no suggestion adds a mistake. The cursor is the first `|`,
//! or the end.
#![no_main]

use activity_query::complete::{CompletionKind, ValueRequest};
use activity_query::diagnostic::TextEdit;
use activity_query::parse::CheckMode;
use activity_query::{ActivityTerm, ComputerTerm, Diagnostic, Expr, Language, Limits};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/oracle/issue.rs"]
mod issue;

fn values(_: &ValueRequest<'_>) -> Vec<String> {
    ["web01", "My laptop", "C:\\", "a\"b", "(x", "OR", "Büro", ""].map(str::to_owned).to_vec()
}

fn errors<L: Language>(text: &str, checking: CheckMode) -> usize {
    let limits = Limits::new().diagnostics(usize::MAX);
    Expr::<L>::check(text, checking, &limits)
        .iter()
        .filter(|found| Diagnostic::is_error(found))
        .count()
}

fn check<L: Language>(text: &str, cursor: usize) {
    let mut at = 0;
    for part in Expr::<L>::highlight(text) {
        assert_eq!(part.span.start(), at, "{text:?}");
        at = part.span.end();
    }
    assert_eq!(at, text.len(), "{text:?}");
    let strict = errors::<L>(text, CheckMode::Strict);
    let typing = errors::<L>(text, CheckMode::Editing { cursor });
    let completion = Expr::<L>::complete(text, cursor, &values);
    for item in completion.items {
        let after = TextEdit { span: completion.span, text: item.text.clone() }.apply(text);
        let cursor = completion.span.start() + item.text.len();
        let waits = item.kind == CompletionKind::Operator
            || item.text.trim_end().ends_with([':', '<', '>', '=']);
        let fits = if waits {
            errors::<L>(&after, CheckMode::Editing { cursor }) <= typing
        } else {
            errors::<L>(&after, CheckMode::Strict) <= strict
        };
        assert!(fits, "{text:?} became {after:?}");
    }
}

fuzz_target!(|marked: &str| {
    let cursor = marked.find('|').unwrap_or(marked.len());
    let text = marked.replacen('|', "", 1);
    check::<ActivityTerm>(&text, cursor);
    check::<ComputerTerm>(&text, cursor);
    check::<issue::IssueTerm>(&text, cursor);
});
