//! Tests that random worlds are good tests: for each kind of term, some world has records for
//! which it is true, and others.

use std::collections::BTreeMap;

use activity_query::language::{self, FieldInfo, ValueKind};
use activity_query::model::Record;
use activity_query::{ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Context, Language};
use chrono::TimeDelta;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

use crate::world::term::{self, Values, kind, kinds};
use crate::world::{World, world_of};

const WORLDS: usize = 24;
/// The largest number of terms of one kind for each world.
const TERMS: usize = 12;
/// The shares that make a good test, in percent.
const WORTH: std::ops::RangeInclusive<f64> = 2.0..=60.0;

/// The share of the records for which the terms of one kind are true, in percent.
#[derive(Default)]
struct Shares {
    all: Vec<f64>,
    /// The largest good share, and the number of worlds that have one.
    best: f64,
    worlds: usize,
    /// Whether a term changes its verdict a microsecond earlier or later.
    on_edge: bool,
}

/// Computes the verdicts of a term, at a time.
type Verdicts<'v> = &'v dyn Fn(Option<&str>, &str, &Context<'_>) -> Vec<bool>;

/// Evaluates the terms of each kind on a world.
fn ask<L: Language>(
    world: &World,
    fields: &[Values],
    verdicts: Verdicts<'_>,
    shares: &mut BTreeMap<String, Shares>,
) {
    let at = |micros: i64| Context::new(world.now + TimeDelta::microseconds(micros), world.fleet());
    let mut of_world: BTreeMap<String, Vec<(Option<&str>, &str)>> = BTreeMap::new();
    for Values { field: name, values } in fields {
        let field = name.map(|name| language::fields::<L>().find(|own| own.name == name).unwrap());
        for value in values {
            let kind = field.map_or("(keyword)".to_owned(), |field| kind(field, value));
            of_world.entry(kind).or_default().push((*name, value));
        }
    }
    for (kind, terms) in of_world {
        let own = shares.entry(kind).or_default();
        let mut is_worth = false;
        for (field, value) in terms.iter().step_by(terms.len().div_ceil(TERMS)) {
            let decided = verdicts(*field, value, &at(0));
            let share = share(decided.iter().filter(|own| **own).count(), decided.len());
            own.all.push(share);
            if WORTH.contains(&share) {
                is_worth = true;
                own.best = own.best.max(share);
            }
            let beside = [-1, 1].map(|micros| verdicts(*field, value, &at(micros)));
            own.on_edge |= beside.iter().any(|own| *own != decided);
        }
        own.worlds += usize::from(is_worth);
    }
}

fn share(count: usize, all: usize) -> f64 {
    let [count, all] = [count, all].map(|number| f64::from(u32::try_from(number).unwrap()));
    100.0 * count / all.max(1.0)
}

fn is_timed(field: &FieldInfo) -> bool {
    matches!(field.kind, ValueKind::Integer { .. })
}

/// Prints the table of one language, and checks each row.
fn check<L: Language>(shares: &BTreeMap<String, Shares>, others: &[&str]) {
    eprintln!("\n{:<36} {:>7} {:>7} {:>7}", L::NAME, "mean", "best", "worlds");
    let mut expected = kinds::<L>();
    expected.extend(others.iter().map(|&kind| kind.to_owned()));
    for kind in &expected {
        let Some(Shares { all, best, worlds, .. }) = shares.get(kind) else {
            panic!("no world is asked for `{kind}`")
        };
        let mean = all.iter().sum::<f64>() / share(all.len(), 100);
        eprintln!("{kind:<36} {mean:>6.1}% {best:>6.1}% {worlds:>7}");
        assert!(WORTH.contains(best), "no world has a share of `{kind}` that is worth asking for");
    }
    for field in language::fields::<L>().filter(|field| is_timed(field)) {
        // The time from release to application does not depend on the current time.
        let is_of_now = field.name != "usn-applied-in";
        assert!(shares[field.name].on_edge == is_of_now, "no time is on the edge: {}", field.name);
    }
    let unknown = shares.keys().filter(|kind| !expected.contains(kind));
    assert_eq!(unknown.collect::<Vec<_>>(), [""; 0]);
}

/// The texts of terms about computers.
fn texts(fields: &[Values]) -> Vec<String> {
    let text = |field, value: &String| term::term::<ComputerTerm>(field, value).to_string();
    fields
        .iter()
        .flat_map(|own| own.values.iter().map(move |value| text(own.field, value)))
        .collect()
}

#[test]
fn some_world_tests_each_kind_of_term() {
    let mut runner = TestRunner::deterministic();
    let (mut of_activities, mut of_computers) = (BTreeMap::new(), BTreeMap::new());
    for _ in 0..WORLDS {
        let world = world_of(60, 40).new_tree(&mut runner).unwrap().current();
        let activities = |field: Option<&str>, value: &str, context: &Context<'_>| {
            let query: ActivityQuery = term::term(field, value);
            let query = query.resolve(|name| world.search(name)).unwrap();
            world.activities().map(|own| query.matches(own, context).unwrap()).collect()
        };
        let computers = |field: Option<&str>, value: &str, context: &Context<'_>| {
            let query: ComputerQuery = term::term(field, value);
            let query = query.resolve(|name| world.search(name)).unwrap();
            world.computers().map(|own| query.matches(own, context).unwrap()).collect()
        };
        let (mut own, fleet) = (term::of_activities(&world), term::of_computers(&world));
        ask::<ComputerTerm>(&world, &fleet, &computers, &mut of_computers);
        own.push(Values { field: Some("computer"), values: texts(&fleet) });
        ask::<ActivityTerm>(&world, &own, &activities, &mut of_activities);
    }
    check::<ActivityTerm>(&of_activities, &[]);
    check::<ComputerTerm>(&of_computers, &["(keyword)"]);
}

#[test]
fn worlds_have_unusual_records_like_files() {
    let mut runner = TestRunner::deterministic();
    let worlds =
        std::iter::repeat_with(|| world_of(60, 40).new_tree(&mut runner).unwrap().current());
    let worlds: Vec<World> = worlds.take(WORLDS).collect();
    let records = |world: &World| {
        let activities = world.activity_records().into_iter().map(Record::into_text);
        let computers = world.computer_records().into_iter().map(Record::into_text);
        activities.chain(computers).collect::<Vec<_>>()
    };
    let records: Vec<Box<str>> = worlds.iter().flat_map(records).collect();
    for piece in [
        "\"id\":9223372036854775807",
        "\"computer_id\":9223372036854775807",
        "\"creation_time\":null",
        "\"creation_time\":\"None\"",
        ".999999999Z\"",
        ".000000001Z\"",
        "-09:30\"",
        "\"email\":null",
        "\"activity_status\":\"Odd\"",
        "\"title\":\"\"",
        "\"title\":[]",
        "\"tags\":[null",
        "\"license_id\":9223372036854775808",
        "\"cpu\":{",
        "\"cpu\":[",
    ] {
        assert!(records.iter().any(|record| record.contains(piece)), "{piece}");
    }
    let depth = |world: &World| world.fleet().access_group_and_above("laptop").count();
    assert!(worlds.iter().map(depth).max() > Some(8));
    assert!(worlds.iter().any(|world| world.search("blank").is_some_and(str::is_empty)));
}
