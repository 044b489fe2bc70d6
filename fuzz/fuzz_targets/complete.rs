//! Highlights cover any text, and no suggestion brings a mistake. The cursor
//! is the first `|`, or the end.
#![no_main]

use activity_query::{
    ActivityTerm, Checking, CompletionKind, ComputerTerm, Diagnostic, Expr, Language, Limits,
    Lookup, TextEdit,
};
use libfuzzer_sys::fuzz_target;

fn values(_: &Lookup<'_>) -> Vec<String> {
    ["web01", "My laptop", "C:\\", "a\"b", "(x", "OR", "Büro", ""].map(str::to_owned).to_vec()
}

fn errors<L: Language>(text: &str, checking: Checking) -> usize {
    let limits = Limits { diagnostics: usize::MAX, ..Limits::default() };
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
    let strict = errors::<L>(text, Checking::Strict);
    let typing = errors::<L>(text, Checking::Typing { cursor });
    let completion = Expr::<L>::complete(text, cursor, &values);
    for item in completion.items {
        let after = TextEdit { span: completion.span, text: item.text.clone() }.apply(text);
        let cursor = completion.span.start() + item.text.len();
        let waits = item.kind == CompletionKind::Operator || item.text.trim_end().ends_with(':');
        let fits = if waits {
            errors::<L>(&after, Checking::Typing { cursor }) <= typing
        } else {
            errors::<L>(&after, Checking::Strict) <= strict
        };
        assert!(fits, "{text:?} became {after:?}");
    }
}

fuzz_target!(|marked: &str| {
    let cursor = marked.find('|').unwrap_or(marked.len());
    let text = marked.replacen('|', "", 1);
    check::<ActivityTerm>(&text, cursor);
    check::<ComputerTerm>(&text, cursor);
});
