//! Tests that queries which messages suggest are valid.

use activity_query::{ActivityQuery, ActivityTerm, Code, ComputerTerm, Expr, Language};
use proptest::prelude::*;

use crate::strategy::{any_text, config, value};

/// Checks that every complete query that a message suggests can be parsed.
fn can_be_written<L: Language>(text: &str) -> Result<(), TestCaseError> {
    for found in Expr::<L>::lint(text).iter().filter(|found| found.code == Code::BareWord) {
        for (lead, end) in [("such as `", "`"), ("did you mean `", "`?")] {
            let Some((_, offer)) = found.message.split_once(lead) else { continue };
            // A term of several words is not the whole text.
            if found.message.starts_with("text of several words") {
                continue;
            }
            let offer = offer.strip_suffix(end).unwrap();
            prop_assert!(offer.parse::<Expr<L>>().is_ok(), "{:?}: {}", text, found.message);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn offered_queries_can_be_written(text in any_text(), value in value()) {
        can_be_written::<ActivityTerm>(&text)?;
        can_be_written::<ComputerTerm>(&text)?;
        can_be_written::<ActivityTerm>(&value)?;
        can_be_written::<ActivityTerm>(&format!("{value:?}"))?;
    }
}

#[test]
fn bare_words_are_completed_to_terms() {
    for (text, offer) in [
        ("x(", "computer:(\"x(\")"),
        ("web", "computer:web"),
        ("web(1)", "computer:web(1)"),
        ("my\" laptop\"", "computer:(\"my laptop\")"),
        ("7", "id:7"),
        ("99999999999999999999", "computer:99999999999999999999"),
        ("\"status:a b\"", "computer:(\"status:a b\")"),
        ("\"status:failed\"", "status:failed"),
    ] {
        let found = ActivityQuery::lint(text);
        let [mistake] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert!(mistake.message.contains(&format!("`{offer}`")), "{text}: {mistake}");
        assert_eq!(mistake.fixes[0].apply(text), offer);
    }
}
