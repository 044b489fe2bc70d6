//! A rewritten query matches the same records, simplifying never lengthens a query, and lints
//! are correct.
#![no_main]

use std::sync::LazyLock;

use activity_query::model::{Activity, Computer, SavedSearch};
use activity_query::{ActivityQuery, Code, Context, Diagnostic, Expr, Fleet, Language};
use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/oracle/issue.rs"]
mod issue;

use issue::{IssueTerm, State};

/// The largest number of terms of a rewritten query.
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

/// Returns the verdicts on all records, or `None` if a saved search can't be expanded.
fn verdicts(query: &ActivityQuery) -> Option<Vec<bool>> {
    let now = DateTime::from_timestamp(1_720_656_000, 0).expect("a time");
    let context = Context::new(now, &RECORDS.fleet).with_searches(&RECORDS.searches);
    RECORDS.activities.iter().map(|activity| query.matches(activity, &context).ok()).collect()
}

/// The verdicts on issues with values at and beside the edges of ranges.
fn verdicts_on_issues(query: &Expr<IssueTerm>) -> Option<Vec<bool>> {
    let times = [0, 1_704_067_199, 1_704_067_200, 1_735_689_599, 1_735_689_600];
    let created = times.map(|seconds| DateTime::from_timestamp(seconds, 0).expect("a time"));
    let mut verdicts = Vec::new();
    for comments in [i64::MIN, -1, 0, 1, 4, 5, 6, 19, 20, 21, i64::MAX] {
        for created in created {
            for (title, state) in [("", State::Open), ("Web app", State::Closed)] {
                let is_true = |term: &IssueTerm| term.is_true_of(title, state, comments, created);
                verdicts.push(query.matches_with(is_true));
            }
        }
    }
    Some(verdicts)
}

impl IssueTerm {
    fn is_true_of(&self, title: &str, own: State, comments: i64, created: DateTime<Utc>) -> bool {
        match self {
            Self::Word(word) => title.contains(word.as_str()),
            Self::Title(text) => title == text.as_str(),
            Self::State(state) => *state == own,
            Self::Comments(range) => range.holds(comments),
            Self::Created(range) => range.holds(created),
        }
    }
}

fn check<L: Language>(
    text: &str,
    query: &Expr<L>,
    portable: Option<Expr<L>>,
    verdicts: impl Fn(&Expr<L>) -> Option<Vec<bool>>,
) {
    let Some(decided) = verdicts(query) else { return };
    let simple = query.simplified();
    assert!(simple.to_string().len() <= query.to_string().len(), "{text:?} became {simple}");
    let forms = [query.conjunctive(MOST).ok(), query.disjunctive(MOST).ok(), portable];
    for form in [simple, query.negation_normal()].into_iter().chain(forms.into_iter().flatten()) {
        let again = verdicts(&form);
        assert!(again.is_none_or(|again| again == decided), "{text:?} became {form}");
    }
    for lint in Expr::<L>::lint(text) {
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
    match text.parse::<ActivityQuery>() {
        Ok(query) => {
            let portable = query.portable(MOST).ok().map(|text| text.parse().expect("a query"));
            check(text, &query, portable, verdicts);
        }
        Err(_) => assert!(!ActivityQuery::lint(text).is_empty()),
    }
    match text.parse::<Expr<IssueTerm>>() {
        Ok(query) => check(text, &query, None, verdicts_on_issues),
        Err(_) => assert!(!Expr::<IssueTerm>::lint(text).is_empty()),
    }
});
