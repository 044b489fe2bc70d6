//! Tests lints on queries that never match for more reasons than a message names.

use activity_query::ActivityQuery;

#[test]
fn reasons_that_are_not_named_are_counted() {
    for (text, more) in [
        ("id:1 id:2 id:3 id:4", ""),
        ("id:1 id:2 id:3 id:4 id:5", "; there is 1 more reason"),
        ("computer:(id:1 id:2 id:3 id:4 id:5)", "; there is 1 more reason"),
        (
            "computer:(id:1 id:2 id:3 id:4 id:5) computer:(id:6 id:7 id:8 id:9 id:10)",
            "; there are 5 more reasons",
        ),
    ] {
        let lints = ActivityQuery::lint(text);
        let message = format!(
            "no activity can match: `id:1` and `id:2` exclude each other; \
             `id:1` and `id:3` exclude each other; `id:1` and `id:4` exclude each other{more}"
        );
        assert_eq!(lints.len(), 1, "{text}");
        assert_eq!(lints[0].message, message, "{text}");
    }
}
