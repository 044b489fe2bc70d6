//! Tests that a store in memory answers like the reference store, through any changes of its
//! records.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use activity_query::model::{Activity, Computer, Record, SavedSearch};
use activity_query::store::{AnyStore, Fingerprint};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, MemoryStore, Selection, StoreError,
};
use pollster::block_on;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use crate::strategy::config;
use crate::world::change::{Outcome, Request, request};
use crate::world::named::any_searches;
use crate::world::{
    Asked, World, access_groups, activities, activity, asked, computer, now, world_of,
};

/// The limit of ids: a small number, so that many are refused as duplicates.
const IDS: u32 = 60;

/// The reference store, the last preview, and the expected result of the last step.
#[derive(Clone, Debug)]
struct Reference {
    world: Arc<World>,
    previewed: Vec<(Request, Fingerprint)>,
    outcome: Option<Outcome>,
}

#[derive(Clone, Debug)]
enum Step {
    Append(Vec<Record<Activity>>),
    /// Replaces the activity with this id.
    Update(Record<Activity>),
    Preview(Request),
    Change(Request),
    Remove(ActivityId),
    RemoveSelected(Request),
    Clear,
    PutComputer(Record<Computer>),
    RemoveComputer(i64),
    SetGroups(Vec<(String, String)>),
    SetSearches(Vec<Record<SavedSearch>>),
    Ask(Vec<Asked>),
}

/// The change that was previewed before, whatever has changed since.
fn previewed(reference: &Reference) -> BoxedStrategy<Step> {
    let previewed = reference.previewed.clone();
    let world = Arc::clone(&reference.world);
    if previewed.is_empty() {
        return lazily(&world, |world| request(world).prop_map(Step::Preview).boxed());
    }
    any::<Index>()
        .prop_map(move |index| {
            let (request, fingerprint) = index.get(&previewed).clone();
            Step::Change(request.expecting(fingerprint))
        })
        .boxed()
}

/// A strategy about a world, created only when it is chosen.
fn lazily<T: std::fmt::Debug + 'static>(
    world: &Arc<World>,
    make: impl Fn(&World) -> BoxedStrategy<T> + 'static,
) -> BoxedStrategy<T> {
    Just(Arc::clone(world)).prop_flat_map(move |world| make(&world)).boxed()
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        prop_oneof![1 => Just(World::new(now())), 3 => world_of(40, 12)]
            .prop_map(|world| Self { world: world.into(), previewed: Vec::new(), outcome: None })
            .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Step> {
        let world = &state.world;
        let ids: Vec<i64> = world.computers().map(|own| own.id.get()).chain([3]).collect();
        prop_oneof![
            4 => vec(activity(IDS), 1..4).prop_map(Step::Append),
            2 => activities(IDS, 20).prop_map(Step::Append),
            3 => activity(IDS).prop_map(Step::Update),
            4 => lazily(world, |world| request(world).prop_map(Step::Change).boxed()),
            2 => lazily(world, |world| request(world).prop_map(Step::Preview).boxed()),
            2 => previewed(state),
            2 => (0..IDS).prop_map(|id| Step::Remove(id.into())),
            1 => lazily(world, |world| request(world).prop_map(Step::RemoveSelected).boxed()),
            1 => prop::bool::weighted(0.2)
                .prop_map(|all| if all { Step::Clear } else { Step::Remove(1.into()) }),
            3 => computer().prop_map(Step::PutComputer),
            1 => prop::sample::select(ids).prop_map(Step::RemoveComputer),
            1 => access_groups().prop_map(Step::SetGroups),
            1 => any_searches().prop_map(Step::SetSearches),
            5 => lazily(world, |world| vec(asked(world), 1..20).prop_map(Step::Ask).boxed()),
        ]
        .boxed()
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        if let Step::Ask(_) = step {
            return state;
        }
        let world = Arc::make_mut(&mut state.world);
        state.outcome = None;
        match step {
            Step::Append(activities) => {
                if world.accepts(activities) {
                    world.put(activities.clone());
                }
            }
            Step::Update(activity) => {
                if world.activity(*activity.id()).is_some() {
                    world.put([activity.clone()]);
                }
            }
            Step::Preview(request) => {
                let outcome = world.preview(request);
                if let Outcome::Previewed(fingerprint) = outcome {
                    state.previewed.push((request.clone(), fingerprint));
                }
                state.outcome = Some(outcome);
            }
            Step::Change(request) => state.outcome = Some(world.change(request)),
            Step::Remove(id) => {
                state.outcome = Some(Outcome::Changed(world.remove(*id).into_iter().collect()));
            }
            Step::RemoveSelected(request) => state.outcome = Some(world.remove_selected(request)),
            Step::Clear => world.clear(),
            Step::PutComputer(computer) => world.put_computers([computer.clone()]),
            Step::RemoveComputer(id) => world.remove_computer(*id),
            Step::SetGroups(groups) => world.set_groups(groups.clone()),
            Step::SetSearches(searches) => world.set_searches(searches.clone()),
            Step::Ask(_) => {}
        }
        state
    }
}

/// How often each kind of step was checked.
static CHECKED: Mutex<BTreeMap<&'static str, u64>> = Mutex::new(BTreeMap::new());

fn count(what: &'static str) {
    *CHECKED.lock().unwrap().entry(what).or_default() += 1;
}

fn count_outcome(outcome: &Outcome) {
    count(match outcome {
        Outcome::Changed(changed) if changed.is_empty() => "changes of nothing",
        Outcome::Changed(_) => "changes",
        Outcome::Removed(_) => "removals of a selection",
        Outcome::Previewed(_) => "previews",
        Outcome::Query(_) => "changes by queries that are refused",
        Outcome::Refused(_) => "changes that are refused",
        Outcome::SelectionChanged(_) => "changes of another selection",
    });
}

fn check(store: &MemoryStore, world: &World, asked: &Asked) {
    let (query, page) = (&asked.query, asked.page(world));
    let found = block_on(store.get_activities(query, &page, world.now));
    let counted = store.count(query, world.now);
    match world.page(query, &page) {
        Ok(expected) => {
            let found = found.unwrap();
            assert_eq!(found.activities, expected.activities, "{page:?} of {query}");
            assert_eq!(found.next, expected.next, "{page:?} of {query}");
            let mut json = String::new();
            Record::write_array(&expected.activities, &mut json);
            let any: &dyn AnyStore = store;
            let written = block_on(any.get_activities_json(query, &page, world.now)).unwrap();
            assert!(written == json.as_bytes(), "{page:?} of {query} as JSON");
            assert_eq!(found.total, Some(expected.total), "the total of {query}");
            assert_eq!(counted.unwrap(), expected.total, "the count of {query}");
            count("queries");
        }
        Err(expected) => {
            let StoreError::Query(found) = found.unwrap_err() else { panic!("{query}") };
            assert_eq!(found, expected, "{query}");
            assert!(counted.is_err());
            count("queries that can't be resolved");
        }
    }
}

struct StoreTest;

impl StateMachineTest for StoreTest {
    type SystemUnderTest = MemoryStore;
    type Reference = Reference;

    fn init_test(reference: &Reference) -> MemoryStore {
        reference.world.memory()
    }

    fn apply(store: MemoryStore, after: &Reference, step: Step) -> MemoryStore {
        let world = &after.world;
        match step {
            Step::Append(activities) => {
                let before = store.len();
                let count = activities.len() as u64;
                match store.append(activities) {
                    Ok(()) => assert_eq!(store.len(), before + count),
                    Err(error) => {
                        assert!(error.to_string().starts_with("more than one activity"));
                        assert_eq!(store.len(), before);
                    }
                }
            }
            Step::Update(activity) => {
                let id = *activity.id();
                let updated = store.update(id, |own| {
                    *own = activity;
                    Ok(())
                });
                assert_eq!(updated.ok().as_ref(), world.activity(id));
            }
            Step::Preview(request) => {
                let outcome = block_on(request.preview(&store, world.now));
                assert_eq!(Some(&outcome), after.outcome.as_ref(), "{request:?}");
                count_outcome(&outcome);
            }
            Step::Change(request) => {
                let outcome = block_on(request.make(&store, world.now));
                assert_eq!(Some(&outcome), after.outcome.as_ref(), "{request:?}");
                count_outcome(&outcome);
            }
            Step::Remove(id) => {
                let outcome = Outcome::Changed(store.remove(id).into_iter().collect());
                assert_eq!(Some(&outcome), after.outcome.as_ref(), "{id:?}");
                assert_eq!(store.activity(id), None);
                count("removals");
            }
            Step::RemoveSelected(request) => {
                let outcome = request.remove(&store, world.now);
                assert_eq!(Some(&outcome), after.outcome.as_ref(), "{request:?}");
                count_outcome(&outcome);
            }
            Step::Clear => {
                store.clear();
                count("stores cleared");
            }
            Step::PutComputer(computer) => store.put_computers([computer]),
            Step::RemoveComputer(id) => {
                store.remove_computer(id.try_into().unwrap());
            }
            Step::SetGroups(groups) => store.set_access_groups(groups),
            Step::SetSearches(searches) => store.set_searches(searches),
            Step::Ask(all) => all.iter().for_each(|asked| check(&store, world, asked)),
        }
        store
    }

    /// Checks that the store contains exactly what the reference does.
    fn check_invariants(store: &MemoryStore, reference: &Reference) {
        let world = &reference.world;
        check(store, world, &Asked::everything());
        assert_eq!(store.len(), world.activities().count() as u64);
        for expected in world.activity_records() {
            assert_eq!(store.activity(*expected.id()), Some(expected));
        }
        assert_eq!(store.searches(), world.search_records());
        // If a group has two parents, the later one counts.
        let parents: BTreeMap<_, _> = world.groups().iter().cloned().collect();
        assert_eq!(store.access_groups().into_iter().collect::<BTreeMap<_, _>>(), parents);
        let computers = store.computers(&"".parse().unwrap(), 0..usize::MAX, world.now);
        assert_eq!(computers.unwrap(), world.computer_records());
    }
}

#[test]
fn a_store_answers_as_the_reference_does() {
    let config = config(200);
    let mut runner = TestRunner::new(config.clone());
    let outcome = runner.run(&Reference::sequential_strategy(1..40), |(world, steps, seen)| {
        StoreTest::test_sequential(config.clone(), world, steps, seen);
        Ok(())
    });
    outcome.unwrap();
    let checked = CHECKED.lock().unwrap();
    for (what, count) in &*checked {
        eprintln!("{count} {what}");
    }
    assert!(config.cases < 200 || checked.len() == 11, "not all can happen: {checked:?}");
}

/// Many are entered beside the store, in a segment of their own or in a copy of
/// the last one.
#[test]
fn many_activities_are_loaded_as_few_are() {
    let line = |id: u32, seconds: u32| {
        let created = chrono::DateTime::from_timestamp(i64::from(seconds), 0).unwrap();
        let created = activity_query::model::Time::from(created);
        format!(r#"{{"id":{id},"creation_time":"{created}","computer_id":{}}}"#, id % 7)
    };
    let store = MemoryStore::new();
    store.put_computers([r#"{"id": 3, "tags": ["web"]}"#.parse().unwrap()]);
    let mut ids = Vec::new();
    // The first are all there are, then some follow, some come late, and few follow.
    for (first, count, since) in [
        (0, 100_000, 500_000),
        (100_000, 100_000, 700_000),
        (200_000, 100_001, 0),
        (300_001, 9, 900_000),
    ] {
        let lines: Vec<String> =
            (0..count).map(|number| line(first + number, since + number)).collect();
        store.load(lines.join("\n").as_bytes(), |_| {}).unwrap();
        assert!(store.load(lines[count as usize - 1].as_bytes(), |_| {}).is_err());
        ids.extend((0..count).map(|number| (since + number, first + number)));
    }
    ids.sort_unstable();
    let all = activity_query::PageRequest::first(usize::MAX);
    let found = store.find_ids(&"computer:tag:web".parse().unwrap(), &all, now()).unwrap();
    let expected = ids.iter().rev().map(|(_, id)| *id).filter(|id| id % 7 == 3);
    assert!(found.into_iter().eq(expected.map(ActivityId::from)));
    assert_eq!(store.len(), ids.len() as u64);
}

#[test]
fn changes_are_dated_in_whole_seconds() {
    let store = MemoryStore::new();
    let lines = "{\"id\":1,\"activity_status\":\"delivered\"}\n{\"id\":2,\"activity_status\":\"unapproved\",\"deliver_after_time\":\"2024-07-11T00:00:00.9Z\"}";
    store.load(lines.as_bytes(), |_| {}).unwrap();
    let now = "2024-07-11T00:00:00.987654321Z".parse().unwrap();
    let one = |id: u32| Selection::new(ActivityQuery::id(id));
    block_on(store.cancel_activities(&one(1), now)).unwrap();
    block_on(store.approve_activities(&one(2), now)).unwrap();
    let text = |id: u32| store.activity(id.into()).unwrap().into_text();
    assert_eq!(
        &*text(1),
        r#"{"id":1,"activity_status":"canceled","completion_time":"2024-07-11T00:00:00Z","modification_time":"2024-07-11T00:00:00Z"}"#,
    );
    assert_eq!(
        &*text(2),
        r#"{"id":2,"activity_status":"undelivered","deliver_after_time":"2024-07-11T00:00:00.9Z","approval_time":"2024-07-11T00:00:00Z","modification_time":"2024-07-11T00:00:00Z"}"#,
    );
}

#[test]
fn the_memory_of_a_store_is_that_of_its_columns_lists_and_records() {
    let number = 20_000;
    let line = |id| format!(r#"{{"id":{id},"activity_status":"failed","summary":"Restart it"}}"#);
    let lines: Vec<String> = (0..number).map(line).collect();
    let texts: usize = lines.iter().map(String::len).sum();
    let store = MemoryStore::new();
    store.load(lines.join("\n").as_bytes(), |_| {}).unwrap();
    let memory = store.memory();
    // Room for as many again may be reserved. What many have in common is kept once.
    let boxes = number * size_of::<Box<[u8]>>();
    assert!((boxes..texts / 2 + 2 * boxes).contains(&memory.records), "{memory:?}");
    assert!((texts..3 * texts).contains(&memory.newest), "{memory:?}");
    // Id, time of creation, status and computer; the table of ids and the lists take
    // no more than that again for each.
    let columns = number * (8 + 8 + 1 + 4);
    assert!((columns..4 * columns).contains(&memory.index), "{memory:?}");
}
