//! The parser accepts what the normative grammar accepts, and reads the same
//! tree: grammar/query.pest over grammar/tokens.pest is the oracle. The fuzz
//! target `parse` asks it as well.

use activity_query::{ActivityTerm, ComputerTerm, Expr, Limits};
use proptest::prelude::*;

use crate::strategy;

mod agreement;
mod tree;

use agreement::Agreement;
use tree::Entry;

fn compare<L: Entry>(text: &str) -> Result<Agreement, String> {
    agreement::compare(text, &Expr::<L>::parse(text, &Limits::default()))
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    compare::<ActivityTerm>(text).map_err(TestCaseError::fail)?;
    compare::<ComputerTerm>(text).map_err(TestCaseError::fail)?;
    Ok(())
}

proptest! {
    #![proptest_config(strategy::config(1_000))]

    #[test]
    fn of_activity_queries(query in strategy::activity_query()) {
        let agreement = compare::<ActivityTerm>(&query.to_string());
        prop_assert_eq!(agreement, Ok(Agreement::Accepted));
    }

    #[test]
    fn of_computer_queries(query in strategy::computer_query()) {
        let agreement = compare::<ComputerTerm>(&query.to_string());
        prop_assert_eq!(agreement, Ok(Agreement::Accepted));
    }

    #[test]
    fn of_mutated_activity_queries(text in strategy::mutated(strategy::activity_text())) {
        agree(&text)?;
    }

    #[test]
    fn of_mutated_computer_queries(text in strategy::mutated(strategy::computer_text())) {
        agree(&text)?;
    }

    #[test]
    fn of_arbitrary_texts(text in strategy::arbitrary()) {
        agree(&text)?;
    }
}

proptest! {
    #![proptest_config(strategy::config(4_000))]

    #[test]
    fn of_near_queries(text in strategy::near_query()) {
        agree(&text)?;
    }

    #[test]
    fn of_near_queries_whose_fields_are_known(text in strategy::known_near_query()) {
        agree(&text)?;
    }
}

/// The near queries say something only if many of them are queries, and many
/// are rejected by their shape.
#[test]
fn near_queries_are_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut kinds = [0; 3];
    for _ in 0..500 {
        let text = strategy::known_near_query().new_tree(&mut runner).unwrap().current();
        match compare::<ComputerTerm>(&text).unwrap() {
            Agreement::Accepted => kinds[0] += 1,
            Agreement::RejectedByShape => kinds[1] += 1,
            Agreement::RejectedByTerm => kinds[2] += 1,
        }
    }
    assert!(kinds[0] > 50 && kinds[1] > 50, "{kinds:?}");
}

/// Words that read as one text are one mistake, whatever is among them.
#[test]
fn of_text_of_several_words() {
    let agreement = compare::<ActivityTerm>("id:7id:7 computer:tag:a TO or");
    assert_eq!(agreement, Ok(Agreement::RejectedByShape));
}

/// What the examples beside the rules of the grammar say.
#[test]
fn of_examples() {
    let accepted = [
        "",
        " \t\u{A0}\n",
        "status:failed NOT (id:7 OR id:8)",
        "id:1 AND id:2",
        "NOT NOT id:1",
        "NOT (NOT id:1)",
        "computer:(tag:a OR tag:b)",
        "computer:(tag:a)id:7",
        "(id:1)id:2 (id:3)",
        "(id:1)OR id:2",
        r#"computer:"tag:a OR title:\"b c\"""#,
        r#"computer:" ""#,
        "computer: web01",
        "computer: \"tag:a tag:b\"",
        "computer:tag: \"x y\"",
        "computer:[a TO b]",
        "computer:[a TO b]:c",
        "computer:tag:(x)",
        "computer:tag:(a OR b) id:7",
        "computer:tag:(NOT a)",
        "computer:annotation:usg:(8",
        "computer:annotation:(owner:jane OR env:prod)",
        "computer:disk.size:([1Gb TO 2Gb] OR 4Gb)",
        "computer:tag:(a(b) OR c\"d e\" OR \"or\")",
        "status:(failed OR canceled)",
        "status:( failed )",
        "NOT status:((failed) OR (canceled AND NOT NOT failed))",
        "(id:(1 OR 2)) type:(a b)",
        "type:((a)b)",
        "computer:title:Server(1",
        "computer:NOT(web)",
        "computer:\"a\"b",
        "computer:or",
        "computer:(a or b)",
        "computer:cpu.size:[1Ghz TO 4Ghz]",
        "type:My\" \"type",
        "type:a\"(\"b",
        "created-after: 2011-01",
        "id:007",
    ];
    for text in accepted {
        assert_eq!(compare::<ActivityTerm>(text), Ok(Agreement::Accepted), "{text}");
    }
    let rejected = [
        "OR",
        "id:1 OR",
        "OR id:1",
        "id:1 AND OR id:2",
        "NOT AND id:1",
        "()",
        "(NOT)",
        "(id:1",
        "id:1)",
        "id:1 or id:2",
        "id:",
        "id:\"\"",
        "type:\"\"\"\"",
        "\"\"",
        "type: a(b)",
        "type:()",
        "type:(a OR)",
        "type:(a",
        "type:(a or b)",
        "type:(a)b",
        "type:(a)(b)",
        "type:(a)OR id:1",
        "type: (a)",
        "type:(a \"\")",
        "computer:tag:(a)b",
        "computer:tag: (a)",
        "type: a\"b\"",
        "type: NOT",
        "type: \"\"",
        "type:\"a",
        "computer:",
        "computer:()",
        "computer:\"\"",
        "computer:OR",
        "computer:(a OR)",
        "computer:\"a OR\"",
        "computer:(a",
        "computer: tag:a",
        "computer: (a)",
    ];
    for text in rejected {
        assert_eq!(compare::<ActivityTerm>(text), Ok(Agreement::RejectedByShape), "{text}");
    }
}

/// The two entries are the two languages.
#[test]
fn of_the_documented_queries() {
    for text in [
        "appserver tag:server OR distribution:jammy",
        "NOT access-group: server",
        "\"my laptop\" tag:a OR NOT (b c)",
        "a(b)c \"tag\":x a\"b\":c",
        "OR(b) NOT(web) \"OR\"",
    ] {
        assert_eq!(compare::<ComputerTerm>(text), Ok(Agreement::Accepted), "{text}");
    }
}
