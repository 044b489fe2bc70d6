//! Any text is a query or has an error, within small limits as well, and the
//! report of its mistakes can be drawn.
#![no_main]

use activity_query::{ActivityTerm, ComputerTerm, Diagnostic, Expr, Language, Limits};
use libfuzzer_sys::fuzz_target;

fn check<L: Language>(text: &str) {
    let small = Limits { length: 200, depth: 3, terms: 5, diagnostics: 4 };
    for limits in [Limits::default(), small] {
        match Expr::<L>::parse(text, &limits) {
            Ok(parsed) => {
                assert!(!parsed.warnings.iter().any(Diagnostic::is_error), "{text:?}");
                let _ = parsed.report(text);
            }
            Err(error) => {
                assert!(error.diagnostics().iter().any(Diagnostic::is_error), "{text:?}");
                assert!(!error.report().is_empty(), "{text:?}");
            }
        }
    }
}

fuzz_target!(|text: &str| {
    check::<ActivityTerm>(text);
    check::<ComputerTerm>(text);
});
