//! Tests explanations: the verdict of each part, and the terms that decide.

use std::sync::LazyLock;

use activity_query::explain::{Counts, Explained, QueryPart};
use activity_query::model::{Activity, Computer};
use activity_query::{ActivityQuery, ComputerQuery, Context, Explanation, Expr, Fleet};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use crate::fixture::{Fixture, fixture};
use crate::strategy::{activity_query, computer_query, config, known_near_query, near_query};

static FIXTURE: LazyLock<Fixture> = LazyLock::new(fixture);

/// Returns whether the part is a group, whose verdict comes from its parts.
fn is_group(parts: &[Explained], at: usize) -> bool {
    let holds = parts.get(at + 1).is_some_and(|next| next.depth > parts[at].depth);
    holds || matches!(parts[at].part, QueryPart::All | QueryPart::Any | QueryPart::Not)
}

/// Returns the verdict of the first part, given those of the leaves.
fn verdict(parts: &[Explained], leaf: &dyn Fn(usize) -> bool) -> bool {
    fn of(parts: &[Explained], at: usize, leaf: &dyn Fn(usize) -> bool) -> bool {
        let depth = parts[at].depth;
        let inside = || {
            (at + 1..parts.len())
                .take_while(move |&next| parts[next].depth > depth)
                .filter(move |&next| parts[next].depth == depth + 1)
        };
        match parts[at].part {
            QueryPart::All => inside().all(|next| of(parts, next, leaf)),
            QueryPart::Any => inside().any(|next| of(parts, next, leaf)),
            QueryPart::Not => !of(parts, at + 1, leaf),
            QueryPart::Nested(_) if is_group(parts, at) => of(parts, at + 1, leaf),
            _ => leaf(at),
        }
    }
    of(parts, 0, leaf)
}

/// Returns the leaves.
fn leaves(parts: &[Explained]) -> Vec<usize> {
    (0..parts.len()).filter(|&at| !is_group(parts, at)).collect()
}

fn decides(parts: &[Explained], kept: &[usize], free: &[usize]) -> bool {
    (0..1_u32 << free.len()).all(|bits| {
        let leaf = |at: usize| match free.iter().position(|&other| other == at) {
            Some(bit) if !kept.contains(&at) => bits >> bit & 1 == 1,
            _ => parts[at].matches,
        };
        verdict(parts, &leaf) == parts[0].matches
    })
}

fn is_sound(explanation: &Explanation, matches: bool, bits: u64) -> Result<(), TestCaseError> {
    let parts = &explanation.parts;
    prop_assert_eq!(explanation.matches, matches);
    prop_assert_eq!(parts[0].matches, matches);
    for (at, part) in parts.iter().enumerate() {
        prop_assert_eq!(part.matches, verdict(&parts[at..], &|next| parts[at + next].matches));
        prop_assert!(!part.deciding || !is_group(parts, at), "{:?}", part);
        let words = !matches!(part.part, QueryPart::All | QueryPart::Any | QueryPart::Not);
        prop_assert_eq!(part.found.as_ref().is_some_and(|found| !found.is_empty()), words);
    }
    let flipped = |at: usize| {
        let part = &parts[at];
        if part.deciding { part.matches } else { bits >> (at % 64) & 1 == 1 }
    };
    prop_assert_eq!(verdict(parts, &flipped), matches, "{:?}", parts);
    let leaves = leaves(parts);
    let deciding: Vec<usize> = leaves.iter().copied().filter(|&at| parts[at].deciding).collect();
    if leaves.len() <= 7 && !deciding.is_empty() {
        // If no set with one term less decides, no smaller one does either.
        for bits in 0..1_u32 << leaves.len() {
            let is_in = |index: usize| bits >> index & 1 == 1;
            let (kept, free): (Vec<_>, Vec<_>) =
                leaves.iter().copied().enumerate().partition(|&(index, _)| is_in(index));
            if kept.len() + 1 == deciding.len() {
                let only = |list: Vec<(usize, usize)>| list.into_iter().map(|(_, at)| at).collect();
                let (kept, free): (Vec<usize>, Vec<usize>) = (only(kept), only(free));
                prop_assert!(!decides(parts, &kept, &free), "{:?} {:?}", kept, parts);
            }
        }
    }
    Ok(())
}

fn explains_activities(
    query: &ActivityQuery,
    index: Index,
    bits: u64,
) -> Result<(), TestCaseError> {
    let context = FIXTURE.context();
    let activity = index.get(&FIXTURE.activities);
    match query.matches(activity, &context) {
        Ok(matches) => is_sound(&query.explain(activity, &context).unwrap(), matches, bits),
        Err(error) => {
            prop_assert_eq!(query.explain(activity, &context).unwrap_err(), error);
            Ok(())
        }
    }
}

fn explains_computers(query: &ComputerQuery, index: Index, bits: u64) -> Result<(), TestCaseError> {
    let context = FIXTURE.context();
    let mut computers: Vec<&Computer> = FIXTURE.fleet.computers().collect();
    computers.sort_by_key(|computer| computer.id);
    let computer = index.get(&computers);
    match query.matches(computer, &context) {
        Ok(matches) => is_sound(&query.explain(computer, &context).unwrap(), matches, bits),
        Err(error) => {
            prop_assert_eq!(query.explain(computer, &context).unwrap_err(), error);
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn the_deciding_terms_are_sufficient(
        query in activity_query(),
        inner in computer_query(),
        texts in (near_query(), known_near_query()),
        index in any::<Index>(),
        bits in any::<u64>(),
    ) {
        explains_activities(&query, index, bits)?;
        explains_computers(&inner, index, bits)?;
        if let Ok(query) = texts.0.parse() {
            explains_activities(&query, index, bits)?;
        }
        if let Ok(query) = texts.1.parse() {
            explains_computers(&query, index, bits)?;
            explains_activities(&ActivityQuery::computer(query), index, bits)?;
        }
    }

    #[test]
    fn counts_are_those_of_each_part(query in activity_query()) {
        let context = FIXTURE.context();
        let Ok(counts) = query.count(&FIXTURE.activities, &context) else { return Ok(()) };
        let count = |query: &ActivityQuery| {
            let matches = |activity: &&Activity| query.matches(activity, &context).unwrap();
            FIXTURE.activities.iter().filter(matches).count()
        };
        prop_assert_eq!(counts.records, FIXTURE.activities.len());
        prop_assert_eq!(counts.matches, count(&query));
        if let activity_query::expr::View::All(parts) = query.root() {
            let parts: Vec<ActivityQuery> = parts.map(activity_query::expr::ExprRef::to_expr).collect();
            let counted: Vec<_> = counts.parts.iter().filter(|part| part.depth == 1).collect();
            prop_assert_eq!(counted.len(), parts.len());
            for (index, part) in parts.iter().enumerate() {
                let others = parts.iter().enumerate().filter(|(other, _)| *other != index);
                let others = Expr::all(others.map(|(_, part)| part.clone()));
                prop_assert_eq!(counted[index].matches, count(part));
                prop_assert_eq!(counted[index].without, Some(count(&others)));
            }
        }
    }
}

fn explain(query: &str, activity: serde_json::Value) -> Explanation {
    let computer = json!({
        "id": 4, "title": "My laptop", "hostname": "web01", "tags": ["web", "eu"],
        "distribution": "22.04", "access_group": "web", "reboot_required_flag": false,
        "last_ping_time": "2024-07-01T00:00:00Z", "annotations": {"owner": "jane"},
        "network_devices": [{"ip_address": "10.0.0.1", "mac_address": "00:11"}],
        "profiles": [{"id": 8, "type": "usg", "status": "pass"}], "alerts": ["computer-offline"],
        "grouped_hardware": {"cpu": [{"vendor": "Intel", "clock_speed": "2.66 GHz"}]},
        "license_id": 3,
    });
    let fleet = Fleet::new([serde_json::from_value(computer).unwrap()])
        .with_access_groups([("web", "server")]);
    let context = Context::new("2024-07-11T00:00:00Z".parse().unwrap(), &fleet);
    let activity: Activity = serde_json::from_value(activity).unwrap();
    query.parse::<ActivityQuery>().unwrap().explain(&activity, &context).unwrap()
}

#[test]
fn each_term_says_what_the_record_has() {
    let activity = || {
        json!({
            "id": 7, "activity_status": "delivered", "creation_time": "2024-07-10T10:00:00Z",
            "creator": {"email": "jane@example.com"}, "type": "RestartRequest", "computer_id": 4,
        })
    };
    for (query, expected) in [
        ("id:7", "id is 7"),
        ("id:8", "id is 7, not 8"),
        ("parent-id:8", "no parent"),
        ("status:failed", "status is delivered, not failed"),
        ("status:delivered", "status is delivered"),
        ("type:UsgActivity", "type is RestartRequest, not UsgActivity"),
        ("creator:JANE@example.com", "creator is jane@example.com"),
        ("creator:joe@example.com", "creator is jane@example.com, not joe@example.com"),
        ("created-after:2024-08", "creation time is 2024-07-10T10:00:00Z, before 2024-08"),
        ("created-before:2024-07", "creation time is 2024-07-10T10:00:00Z, not before 2024-07"),
        ("created-after:2024", "creation time is 2024-07-10T10:00:00Z"),
        ("computer:tag:db", "tags are web, eu, not db"),
        ("computer:tag:web", "tags are web, eu"),
        ("computer:db", "title and host name are \"My laptop\", web01, without db"),
        ("computer:title:x", "title is \"My laptop\", not x"),
        ("computer:distribution:jammy", "distribution is 22.04"),
        ("computer:access-group-recursive:db", "access groups are web, server, not db"),
        ("computer:alert:esm-disabled", "alerts are computer-offline, not esm-disabled"),
        ("computer:needs:reboot", "reboot flag is false"),
        ("computer:needs:license", "licence is 3"),
        ("computer:license-id:4", "licence is 3, not 4"),
        ("computer:contract:c", "no contract"),
        ("computer:last-ping:24", "last ping is 2024-07-01T00:00:00Z"),
        ("computer:annotation:own:joe", "annotations are owner:jane"),
        ("computer:annotation:cost", "no annotations with cost"),
        ("computer:ip:192", "IP addresses are 10.0.0.1, not 192"),
        ("computer:profile:usg:8:fail", "profiles are usg:8:pass, not usg:8:fail"),
        ("computer:has:upgrade-profile", "no upgrade profiles"),
        ("computer:cpu.vendor:amd", "vendors of processors are Intel, not amd"),
        (
            "computer:cpu.size:[3Ghz TO 4Ghz]",
            "sizes of processors are 2660Mhz, not \"[3Ghz TO 4Ghz]\"",
        ),
        ("computer:disk.size:1Gb", "no sizes of disks"),
        ("computer:usn-applied-in:3", "no security notices"),
    ] {
        let explanation = explain(query, activity());
        let last = explanation.parts.last().unwrap();
        assert_eq!(last.found.as_deref(), Some(expected), "{query}");
    }
    let explanation = explain("computer:tag:web", activity());
    assert_eq!(explanation.parts[0].found.as_deref(), Some("computer is 4, \"My laptop\""));
    let explanation = explain("computer:tag:web", json!({"id": 7, "computer_id": 9}));
    assert_eq!(explanation.parts[0].found.as_deref(), Some("computer 9 is not known"));
    assert_eq!(explanation.parts.len(), 1);
    let explanation = explain("NOT computer:tag:web", json!({"id": 7}));
    assert_eq!(explanation.parts[1].found.as_deref(), Some("no computer"));
    assert!(explanation.matches && explanation.parts[1].deciding);
}

#[test]
fn the_fewest_terms_decide() {
    let activity = || json!({"id": 7, "activity_status": "delivered", "computer_id": 4});
    for (query, deciding) in [
        ("", &[][..]),
        ("id:7", &["id:7"]),
        ("id:7 status:delivered", &["id:7", "status:delivered"]),
        ("id:7 status:failed", &["status:failed"]),
        ("id:7 OR status:failed", &["id:7"]),
        ("(id:7 status:delivered) OR id:7", &["id:7"]),
        ("NOT (id:8 status:failed)", &["id:8"]),
        ("NOT (id:8 OR status:failed)", &["id:8", "status:failed"]),
        ("id:7 computer:(tag:web NOT tag:db)", &["id:7", "tag:web", "tag:db"]),
        ("computer:(tag:db OR needs:reboot) id:7", &["tag:db", "needs:reboot"]),
        ("(id:8 OR id:9) status:failed", &["status:failed"]),
    ] {
        let explanation = explain(query, activity());
        let texts: Vec<&str> =
            explanation.deciding().into_iter().map(|span| &query[span.range()]).collect();
        assert_eq!(texts, deciding, "{query}");
    }
}

#[test]
fn an_explanation_serialises_as_documented() {
    let explanation = explain("NOT id:8 computer:tag:db", json!({"id": 7, "computer_id": 4}));
    assert_eq!(
        serde_json::to_value(&explanation).unwrap(),
        json!({
            "matches": false,
            "deciding": [[18, 24]],
            "tree": {"matches": false, "span": [0, 24], "all": [
                {"matches": true, "span": [0, 8], "not": {
                    "matches": false, "found": "id is 7, not 8", "deciding": false,
                    "span": [4, 8], "term": "id:8",
                }},
                {"matches": false, "found": "computer is 4, \"My laptop\"", "deciding": false,
                 "span": [9, 24], "field": "computer", "query": {
                    "matches": false, "found": "tags are web, eu, not db", "deciding": true,
                    "span": [18, 24], "term": "tag:db",
                }},
            ]},
        }),
    );
}

#[test]
fn a_group_is_placed_with_its_parentheses_and_a_not_with_its_word() {
    let text = "id:7 NOT (id:8 OR computer:(tag:db OR NOT tag:web)) status:(failed OR canceled)";
    let parts = explain(text, json!({"id": 7, "computer_id": 4})).parts;
    let places: Vec<&str> = parts
        .iter()
        .filter(|part| matches!(part.part, QueryPart::All | QueryPart::Any | QueryPart::Not))
        .map(|part| &text[part.span.unwrap().range()])
        .collect();
    assert_eq!(
        places,
        [
            text,
            "NOT (id:8 OR computer:(tag:db OR NOT tag:web))",
            "(id:8 OR computer:(tag:db OR NOT tag:web))",
            "(tag:db OR NOT tag:web)",
            "NOT tag:web",
            "status:(failed OR canceled)",
        ],
    );
}

#[test]
fn counts_serialise_as_documented() {
    let fleet = Fleet::default();
    let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    let activities: Vec<Activity> = serde_json::from_str(r#"[{"id": 1}, {"id": 2}]"#).unwrap();
    let query: ActivityQuery = "NOT id:1 id:3".parse().unwrap();
    assert_eq!(
        serde_json::to_value(query.count(&activities, &context).unwrap()).unwrap(),
        json!({"records": 2, "matches": 0, "tree": {"matches": 0, "span": [0, 13], "all": [
            {"matches": 1, "without": 0, "span": [0, 8],
             "not": {"matches": 1, "span": [4, 8], "term": "id:1"}},
            {"matches": 0, "without": 1, "span": [9, 13], "term": "id:3"},
        ]}}),
    );
}

#[test]
fn a_blank_saved_search_is_a_part_of_its_own() {
    let context = FIXTURE.context();
    let query: ActivityQuery = "id:2 computer:(search:all OR tag:x)".parse().unwrap();
    let names = |counts: &Counts| {
        let parts = counts.parts.iter().map(|part| match &part.part {
            QueryPart::Term(text) => text.clone(),
            other => format!("{other:?}"),
        });
        parts.collect::<Vec<_>>()
    };
    let counts = query.count(&FIXTURE.activities, &context).unwrap();
    assert_eq!(
        names(&counts),
        ["All", "id:2", "Nested(\"computer\")", "Any", "search:all", "tag:x"]
    );
    let known = |activity: &&Activity| {
        let id = activity.computer_id.get();
        id.is_some_and(|id| context.fleet().computer(*id).is_some())
    };
    assert_eq!(counts.parts[4].matches, FIXTURE.activities.iter().filter(known).count());
    let expanded = query.expand(|name| context.search(name)).unwrap();
    let counted = expanded.count_by(|parts| FIXTURE.store.count_each(parts, FIXTURE.now()));
    assert_eq!(counted.unwrap(), counts);
}

#[test]
fn a_deep_query_is_explained_on_a_small_stack() {
    let work = || {
        let query = (0..100_000).fold(ActivityQuery::id(1), |query, _| {
            !(query & ActivityQuery::id(2)) | ActivityQuery::id(3)
        });
        let fleet = Fleet::default();
        let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
        let activity: Activity = serde_json::from_str(r#"{"id": 3}"#).unwrap();
        let explanation = query.explain(&activity, &context).unwrap();
        assert!(explanation.matches);
        assert_eq!(query.count([&activity], &context).unwrap().matches, 1);
        explanation
    };
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let explanation = small.spawn(work).unwrap().join().unwrap();
    // This is as deep as serialisers go, which needs more than a small stack in a debug
    // build.
    assert!(serde_json::to_value(&explanation).is_err());
}
