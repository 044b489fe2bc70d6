//! A query written another way decides as it does, simplifying lengthens none,
//! and what a lint says of it is so.
#![no_main]

use std::sync::LazyLock;

use activity_query::model::{Activity, Computer, SavedSearch};
use activity_query::{ActivityQuery, Code, Context, Diagnostic, Fleet};
use chrono::DateTime;
use libfuzzer_sys::fuzz_target;

/// How many terms another form may have.
const MOST: usize = 300;

struct Records {
    activities: Vec<Activity>,
    fleet: Fleet,
    searches: Vec<SavedSearch>,
}

static RECORDS: LazyLock<Records> = LazyLock::new(|| {
    let read = "the fixture fleet is valid";
    let computers: Vec<Computer> =
        serde_json::from_str(include_str!("../../tests/cases/fleet/computers.json")).expect(read);
    let activities =
        serde_json::from_str(include_str!("../../tests/cases/fleet/activities.json")).expect(read);
    let searches =
        serde_json::from_str(include_str!("../../tests/cases/fleet/searches.json")).expect(read);
    Records { activities, fleet: Fleet::new(computers), searches }
});

/// The verdicts on all records; none, if a saved search can't be put in.
fn verdicts(query: &ActivityQuery) -> Option<Vec<bool>> {
    let now = DateTime::from_timestamp(1_720_656_000, 0).expect("a time");
    let context = Context::new(now, &RECORDS.fleet).with_searches(&RECORDS.searches);
    RECORDS.activities.iter().map(|activity| query.matches(activity, &context).ok()).collect()
}

fn check(text: &str, query: &ActivityQuery) {
    let Some(decided) = verdicts(query) else { return };
    let simple = query.simplified();
    assert!(simple.to_string().len() <= query.to_string().len(), "{text:?} became {simple}");
    let portable = query.portable(MOST).ok().map(|text| text.parse().expect("a query"));
    let forms = [query.conjunctive(MOST).ok(), query.disjunctive(MOST).ok(), portable];
    for form in [simple, query.negation_normal()].into_iter().chain(forms.into_iter().flatten()) {
        let again = verdicts(&form);
        assert!(again.is_none_or(|again| again == decided), "{text:?} became {form}");
    }
    for lint in ActivityQuery::lint(text) {
        match lint.code {
            Code::NeverMatches => assert!(!decided.contains(&true), "{text:?}"),
            Code::AlwaysMatches => assert!(!decided.contains(&false), "{text:?}"),
            Code::IdlePart | Code::DuplicatePart | Code::SubsumedPart | Code::AmbiguousOr => {
                let fixed = Diagnostic::fix_all(std::slice::from_ref(&lint), text);
                let again = verdicts(&fixed.parse().expect("a fixed query is a query"));
                assert!(again.is_none_or(|again| again == decided), "{text:?} became {fixed:?}");
            }
            _ => {}
        }
    }
}

fuzz_target!(|text: &str| {
    match text.parse() {
        Ok(query) => check(text, &query),
        Err(_) => assert!(!ActivityQuery::lint(text).is_empty()),
    }
});
