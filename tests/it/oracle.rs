//! Tests that the parser accepts what the normative grammar accepts, and builds the same
//! tree. The oracle is grammar/query.pest with grammar/tokens.pest, and an independent reader
//! of values. The fuzz target `parse` uses it as well.

use activity_query::language::fields;
use activity_query::{ActivityTerm, ComputerTerm, Expr, Limits};
use proptest::prelude::*;

use crate::strategy;

mod agreement;
pub(crate) mod issue;
mod ranges;
mod reading;
mod tree;

use agreement::Agreement;
use issue::IssueTerm;
use reading::{Bounds, Kind};
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
    fn of_issue_queries(query in strategy::issue_query()) {
        let agreement = compare::<IssueTerm>(&query.to_string());
        prop_assert_eq!(agreement, Ok(Agreement::Accepted));
    }

    #[test]
    fn of_mutated_issue_queries(text in strategy::mutated(strategy::issue_text())) {
        compare::<IssueTerm>(&text).map_err(TestCaseError::fail)?;
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

proptest! {
    #![proptest_config(strategy::config(1_500))]

    #[test]
    fn of_near_values_of_activities(text in strategy::near_terms::<ActivityTerm>()) {
        agree(&text)?;
    }

    #[test]
    fn of_near_values_of_issues(text in strategy::near_terms::<IssueTerm>()) {
        compare::<IssueTerm>(&text).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn of_near_values_of_computers(text in strategy::near_terms::<ComputerTerm>()) {
        agree(&text)?;
        agree(&format!("computer:({text})"))?;
    }
}

/// The tables of the oracle and those of the parser have the same fields.
#[test]
fn every_field_is_read_by_the_oracle() {
    let of_activities = fields::<ActivityTerm>().map(|field| field.name);
    for name in of_activities.filter(|name| *name != "computer") {
        assert!(ActivityTerm::kind(name).is_some(), "{name}");
    }
    for field in fields::<ComputerTerm>() {
        assert!(ComputerTerm::kind(field.name).is_some(), "{}", field.name);
    }
    for field in fields::<IssueTerm>() {
        assert!(IssueTerm::kind(field.name).is_some(), "{}", field.name);
    }
}

/// Tests the oracle itself on dates and sizes at the limits.
#[test]
fn of_edges() {
    let date = |text: &str| reading::read(Kind::Date, text).map(|said| said.bounds);
    for (text, start, end) in [
        ("0001", "0001-01-01T00:00:00Z", "0002-01-01T00:00:00Z"),
        ("9999", "9999-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"),
        ("2011-12", "2011-12-01T00:00:00Z", "2012-01-01T00:00:00Z"),
        ("2012-02", "2012-02-01T00:00:00Z", "2012-03-01T00:00:00Z"),
        ("2000-02-29", "2000-02-29T00:00:00Z", "2000-03-01T00:00:00Z"),
        ("2011-12-31T23", "2011-12-31T23:00:00Z", "2012-01-01T00:00:00Z"),
        ("2011-01-01T00:30+02:00", "2010-12-31T22:30:00Z", "2010-12-31T22:31:00Z"),
        ("2011-12-31T23:59:59-00:01", "2012-01-01T00:00:59Z", "2012-01-01T00:01:00Z"),
        ("2011-01-01T00:00:00.9Z", "2011-01-01T00:00:00.9Z", "2011-01-01T00:00:01Z"),
        (
            "2011-01-01T00:00:00.000001",
            "2011-01-01T00:00:00.000001Z",
            "2011-01-01T00:00:00.000002Z",
        ),
    ] {
        let bounds = Bounds::Times(start.parse().unwrap(), end.parse().unwrap());
        assert_eq!(date(text), Some(Some(bounds)), "{text}");
        agree(&format!("created-after:{text}")).unwrap();
    }
    for text in [
        "0000",
        "10000",
        "2011-13",
        "2011-2-01",
        "2011-02-29",
        "1900-02-29",
        "2011-01-01Z",
        "2011-01-01T",
        "2011-01-01T24",
        "2011-01-01T23:60",
        "2011-01-01T23:59:60",
        "2011-01-01T00:00:00.1234567",
        "2011-01-01T00+24:00",
        "2011-01-01T00+02",
        "2011-01-01T00:00z",
    ] {
        assert_eq!(date(text), None, "{text}");
        agree(&format!("created-before:{text}")).unwrap();
    }
    let size = |text: &str| reading::read(Kind::Size("b"), text).map(|said| said.text);
    for (text, canonical) in [
        ("0Tb", "0b"),
        ("18446744073709551615b", "18446744073709551615b"),
        ("1.123456789Tb", "1123456789kb"),
        ("[999Gb TO 1000GB]", "[999Gb TO 1Tb]"),
        ("[1Gb TO 1000Mb]", "1Gb"),
    ] {
        assert_eq!(size(text).as_deref(), Some(canonical), "{text}");
        agree(&format!("disk.size:{text}")).unwrap();
    }
    for text in ["18446744073709551616b", "18446744.1Tb", "1.0001kb", ".5kb", "5.kb", "1", "1hz"] {
        assert_eq!(size(text), None, "{text}");
        agree(&format!("disk.size:{text}")).unwrap();
    }
}

/// The same for ranges and comparisons.
#[test]
fn of_edges_of_ranges() {
    for (text, canonical) in [
        ("comments:>9223372036854775806", "comments:9223372036854775807"),
        ("comments:>=-9223372036854775808", "comments:*"),
        ("comments:[-9223372036854775808 TO 9]", "comments:<10"),
        ("comments:<-9223372036854775807", "comments:-9223372036854775808"),
        ("comments:-0", "comments:0"),
        ("comments:[007 TO *]", "comments:>6"),
        ("created:[2024-02-29 TO 2024-02]", "created:[2024-02-29 TO 2024-02]"),
        ("created:[* TO 2024]", "created:<=2024"),
        ("created:>9999", "created:>9999"),
        ("created:[2024-01-01T00:00Z TO 2024-01-01T00:00Z]", "created:2024-01-01T00:00Z"),
    ] {
        assert_eq!(compare::<IssueTerm>(text), Ok(Agreement::Accepted), "{text}");
        assert_eq!(text.parse::<Expr<IssueTerm>>().unwrap().to_string(), canonical);
    }
    for text in [
        "comments:>9223372036854775807",
        "comments:<-9223372036854775808",
        "comments:9223372036854775808",
        "comments:-9223372036854775809",
        "comments:[5 TO 4]",
        "comments:>*",
        "comments:[>5 TO *]",
        "comments:[5 TO 6]7",
        "comments:>",
        "comments:+5",
        "comments:1.5",
        "created:[2024-02 TO 2024-01]",
        "created:>",
        "created:>2024-13",
        "created:[2024 TO 2024-13]",
        "title:[a TO b]",
    ] {
        assert_eq!(compare::<IssueTerm>(text), Ok(Agreement::RejectedByTerm), "{text}");
    }
}

/// The near queries are only a good test if many of them are queries, and many are rejected
/// for their structure.
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

/// Words that are read as one text are one mistake, whatever they contain.
#[test]
fn of_text_of_several_words() {
    let agreement = compare::<ActivityTerm>("id:7id:7 computer:tag:a TO or");
    assert_eq!(agreement, Ok(Agreement::RejectedByShape));
}

/// Tests the examples beside the rules of the grammar.
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

/// The two entry rules are those of the two languages.
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
