//! Every place that a term or a diagnostic names is one in the text.
#![no_main]

use activity_query::{ActivityTerm, ComputerTerm, Expr, Language, Limits, Span};
use libfuzzer_sys::fuzz_target;

fn check<L: Language>(text: &str) {
    let exists = |span: Span| assert!(text.get(span.range()).is_some(), "{text:?}: {span:?}");
    match Expr::<L>::parse(text, &Limits::default()) {
        Ok(parsed) => {
            for term in parsed.query.terms() {
                exists(term.span().expect("a parsed term stands somewhere"));
            }
            parsed.warnings.iter().for_each(|warning| exists(warning.span));
        }
        Err(error) => {
            for diagnostic in error.diagnostics() {
                exists(diagnostic.span);
                let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
                edits.for_each(|edit| exists(edit.span));
            }
        }
    }
}

fuzz_target!(|text: &str| {
    check::<ActivityTerm>(text);
    check::<ComputerTerm>(text);
});
