//! A query that is printed reads back as the same query, and prints the same.
#![no_main]

use activity_query::{ActivityTerm, ComputerTerm, Expr, Language};
use libfuzzer_sys::fuzz_target;

fn check<L: Language>(text: &str) {
    let Ok(query) = text.parse::<Expr<L>>() else { return };
    let canonical = query.to_string();
    match canonical.parse::<Expr<L>>() {
        Ok(again) => {
            assert_eq!(again, query, "{text:?} prints as {canonical:?}");
            assert_eq!(again.to_string(), canonical, "{text:?}");
        }
        Err(error) => panic!("{text:?} prints as {canonical:?}\n{error}"),
    }
}

fuzz_target!(|text: &str| {
    check::<ActivityTerm>(text);
    check::<ComputerTerm>(text);
});
