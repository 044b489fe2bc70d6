//! The verdicts on a fleet of records obey the laws of AND, OR and NOT, and
//! the text of a query decides as the query does.
#![no_main]

use std::sync::LazyLock;

use activity_query::model::{Activity, Computer, SavedSearch};
use activity_query::{ActivityQuery, ComputerQuery, Context, Fleet, Status};
use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;

struct Records {
    activities: Vec<Activity>,
    fleet: Fleet,
    searches: Vec<SavedSearch>,
}

static RECORDS: LazyLock<Records> = LazyLock::new(|| {
    let read = "the fixture fleet is valid";
    let computers: Vec<Computer> =
        serde_json::from_str(include_str!("../../tests/cases/fleet/computers.json")).expect(read);
    Records {
        activities: serde_json::from_str(include_str!("../../tests/cases/fleet/activities.json"))
            .expect(read),
        fleet: Fleet::new(computers),
        searches: serde_json::from_str(include_str!("../../tests/cases/fleet/searches.json"))
            .expect(read),
    }
});

fn context() -> Context<'static> {
    let now: DateTime<Utc> = DateTime::from_timestamp(1_720_656_000, 0).expect("a time");
    Context::new(now, &RECORDS.fleet).with_searches(&RECORDS.searches)
}

fn check(query: &ActivityQuery, text: &str) {
    let context = context();
    let other = ActivityQuery::status(Status::Failed);
    let printed: ActivityQuery = query.to_string().parse().expect("canonical text is a query");
    for activity in &RECORDS.activities {
        let decide = |query: &ActivityQuery| query.matches(activity, &context);
        let Ok(verdict) = decide(query) else { return };
        let failed = decide(&other) == Ok(true);
        assert_eq!(decide(&printed), Ok(verdict), "{text:?}");
        assert_eq!(decide(&!query.clone()), Ok(!verdict), "{text:?}");
        assert_eq!(decide(&(query.clone() & other.clone())), Ok(verdict && failed), "{text:?}");
        assert_eq!(decide(&(query.clone() | other.clone())), Ok(verdict || failed), "{text:?}");
    }
}

fuzz_target!(|text: &str| {
    if let Ok(query) = text.parse::<ActivityQuery>() {
        check(&query, text);
    }
    if let Ok(query) = text.parse::<ComputerQuery>() {
        check(&ActivityQuery::computer(query), text);
    }
});
