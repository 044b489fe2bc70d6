//! A store in memory answers as the reference evaluator does, through any
//! changes of its records.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};

use activity_query::model::{Activity, Computer, Record, Time};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, Change, Context, Fleet, MemoryStore, Order, Page,
    Refusal, Selection, Status, StoreError,
};
use pollster::block_on;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use crate::strategy::config;
use crate::world::{access_groups, activity, computer, cursor_of, now, query, status};

/// Ids are below this: few, so that many are refused as there already.
const IDS: u32 = 60;

/// The records as a list, and what the store must do with them.
#[derive(Clone, Debug, Default)]
struct Records {
    activities: BTreeMap<ActivityId, Record<Activity>>,
    computers: BTreeMap<i64, Record<Computer>>,
    groups: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
enum Step {
    Append(Vec<Record<Activity>>),
    /// The activity of this id becomes this one.
    Update(Record<Activity>),
    Change(Change, ActivityQuery),
    PutComputer(Record<Computer>),
    RemoveComputer(u32),
    SetGroups(Vec<(String, String)>),
    Ask(Vec<(ActivityQuery, Asked)>),
}

#[derive(Clone, Debug)]
struct Asked {
    limit: usize,
    offset: usize,
    oldest_first: bool,
    /// The page begins after the activity of this index.
    after: Option<prop::sample::Index>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let limit = prop_oneof![0..8_usize, Just(1000), Just(usize::MAX)];
    let offset = prop_oneof![3 => Just(0), 3 => 0..40_usize, 1 => Just(usize::MAX)];
    (limit, offset, any::<bool>(), option::of(any::<prop::sample::Index>())).prop_map(
        |(limit, offset, oldest_first, after)| Asked { limit, offset, oldest_first, after },
    )
}

impl Records {
    fn fleet(&self) -> Fleet {
        Fleet::new(self.computers.values().map(|computer| computer.read().unwrap()))
            .with_access_groups(self.groups.clone())
    }

    /// The activities that match, oldest first.
    fn matches(&self, query: &ActivityQuery) -> Vec<&Record<Activity>> {
        let fleet = self.fleet();
        let context = Context::new(now(), &fleet);
        let matches = |activity: &&Record<Activity>| {
            query.matches(&activity.read().unwrap(), &context).unwrap()
        };
        let mut found: Vec<_> = self.activities.values().filter(matches).collect();
        found.sort_by_key(|activity| cursor_of(activity));
        found
    }

    fn refusals(&self, change: Change, query: &ActivityQuery) -> Vec<Refusal> {
        let mut refusals: Vec<Refusal> = self
            .matches(query)
            .into_iter()
            .map(|activity| activity.read().unwrap())
            .map(|activity| (activity.id, activity.activity_status))
            .filter(|(_, status)| match (change, status.get()) {
                (Change::Cancel, Some(status)) => {
                    matches!(status, Status::Canceled | Status::Failed | Status::Succeeded)
                }
                (Change::Approve, Some(status)) => *status != Status::Unapproved,
                (_, None) => true,
            })
            .map(|(id, status)| Refusal { id, change, status })
            .collect();
        refusals.sort_by_key(|refusal| refusal.id);
        refusals
    }

    fn change(&mut self, change: Change, query: &ActivityQuery) {
        if selects_everything(query) || !self.refusals(change, query).is_empty() {
            return;
        }
        let ids: Vec<ActivityId> = self.matches(query).iter().map(|found| *found.id()).collect();
        for id in ids {
            let activity = self.activities.get_mut(&id).unwrap();
            let (status, time) = match change {
                Change::Cancel => (Status::Canceled, "completion_time"),
                Change::Approve => {
                    let view = activity.read().unwrap();
                    let deliver = view.deliver_after_time.get().map(Time::instant);
                    let later = deliver > Some(now());
                    let status = if later { Status::Scheduled } else { Status::Undelivered };
                    (status, "approval_time")
                }
            };
            activity.set("activity_status", &status).unwrap();
            activity.set(time, "2024-07-11T00:00:00Z").unwrap();
            activity.set("modification_time", "2024-07-11T00:00:00Z").unwrap();
        }
    }

    fn accepts(&self, activities: &[Record<Activity>]) -> bool {
        let mut ids: Vec<ActivityId> = activities.iter().map(|activity| *activity.id()).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        ids.len() == all && ids.iter().all(|id| !self.activities.contains_key(id))
    }
}

/// As the tests of selections hold it against the reference.
fn selects_everything(query: &ActivityQuery) -> bool {
    Selection::new(query.clone()).resolve::<Infallible>(|_| None).is_err()
}

impl ReferenceStateMachine for Records {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Step> {
        let change = prop_oneof![Just(Change::Cancel), Just(Change::Approve)];
        let of_status = status().prop_map(ActivityQuery::status);
        let changed = (query(IDS), of_status, any::<bool>())
            .prop_map(|(query, status, narrow)| if narrow { query & status } else { query });
        prop_oneof![
            4 => vec(activity(IDS), 1..4).prop_map(Step::Append),
            2 => vec(activity(IDS), 8..20).prop_map(|mut activities| {
                activities.sort_by_key(cursor_of);
                activities.dedup_by_key(|activity| *activity.id());
                Step::Append(activities)
            }),
            3 => activity(IDS).prop_map(Step::Update),
            2 => (change, changed).prop_map(|(change, query)| Step::Change(change, query)),
            3 => computer().prop_map(Step::PutComputer),
            1 => (0..6_u32).prop_map(Step::RemoveComputer),
            1 => access_groups().prop_map(Step::SetGroups),
            5 => vec((query(IDS), asked()), 1..20).prop_map(Step::Ask),
        ]
        .boxed()
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        match step {
            Step::Append(activities) => {
                if state.accepts(activities) {
                    let added =
                        activities.iter().map(|activity| (*activity.id(), activity.clone()));
                    state.activities.extend(added);
                }
            }
            Step::Update(activity) => {
                if let Some(own) = state.activities.get_mut(activity.id()) {
                    *own = activity.clone();
                }
            }
            Step::Change(change, query) => state.change(*change, query),
            Step::PutComputer(computer) => {
                state.computers.insert(computer.id().get(), computer.clone());
            }
            Step::RemoveComputer(id) => {
                state.computers.remove(&i64::from(*id));
            }
            Step::SetGroups(groups) => state.groups.clone_from(groups),
            Step::Ask(_) => {}
        }
        state
    }
}

/// How many queries were checked.
static CHECKED: AtomicU64 = AtomicU64::new(0);

fn check(store: &MemoryStore, records: &Records, query: &ActivityQuery, asked: &Asked) {
    let mut expected = records.matches(query);
    let total = expected.len() as u64;
    assert_eq!(store.count(query, now()).unwrap(), total, "the count of {query}");
    let mut page = Page::first(asked.limit).skipping(asked.offset).counted();
    if asked.oldest_first {
        page = page.oldest_first();
    } else {
        expected.reverse();
    }
    if let (Some(index), false) = (&asked.after, records.activities.is_empty()) {
        let index = index.index(records.activities.len());
        let cursor = cursor_of(records.activities.values().nth(index).unwrap());
        page = page.after(cursor);
        expected.retain(|activity| match page.order {
            Order::NewestFirst => cursor_of(activity) < cursor,
            Order::OldestFirst => cursor_of(activity) > cursor,
        });
    }
    let mut expected = expected.into_iter().skip(asked.offset);
    let of_page: Vec<_> = expected.by_ref().take(asked.limit).collect();
    let found = block_on(store.get_activities(query, &page, now())).unwrap();
    assert_eq!(found.activities.iter().collect::<Vec<_>>(), of_page, "{page:?} of {query}");
    let next = of_page.last().map(|last| cursor_of(last));
    assert_eq!(found.next, next.filter(|_| expected.next().is_some()), "{page:?} of {query}");
    assert_eq!(found.total, Some(total));
}

struct StoreTest;

impl StateMachineTest for StoreTest {
    type SystemUnderTest = MemoryStore;
    type Reference = Records;

    fn init_test(_: &Records) -> MemoryStore {
        MemoryStore::new()
    }

    fn apply(store: MemoryStore, after: &Records, step: Step) -> MemoryStore {
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
                assert_eq!(store.len(), after.activities.len() as u64);
            }
            Step::Update(activity) => {
                let id = *activity.id();
                let updated = store.update(id, |own| {
                    *own = activity;
                    Ok(())
                });
                assert_eq!(updated.ok().as_ref(), after.activities.get(&id));
            }
            Step::Change(change, query) => {
                let selection = Selection::new(query.clone());
                let changed = block_on(async {
                    match change {
                        Change::Cancel => store.cancel_activities(&selection, now()).await,
                        Change::Approve => store.approve_activities(&selection, now()).await,
                    }
                });
                match changed {
                    Ok(ids) => {
                        assert!(ids.is_sorted());
                        for id in ids {
                            assert_eq!(store.activity(id).as_ref(), after.activities.get(&id));
                        }
                    }
                    Err(StoreError::Refused(refused)) => {
                        assert_eq!(refused.refusals, after.refusals(change, &query));
                    }
                    Err(error) => assert!(selects_everything(&query), "{error}"),
                }
            }
            Step::PutComputer(computer) => store.put_computers([computer]),
            Step::RemoveComputer(id) => {
                store.remove_computer(id.into());
            }
            Step::SetGroups(groups) => store.set_access_groups(groups),
            Step::Ask(queries) => {
                for (query, asked) in &queries {
                    check(&store, after, query, asked);
                    CHECKED.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        store
    }

    fn check_invariants(store: &MemoryStore, records: &Records) {
        let everything = Asked { limit: 100, offset: 0, oldest_first: true, after: None };
        check(store, records, &ActivityQuery::everything(), &everything);
    }

    fn teardown(_: MemoryStore, _: Records) {
        eprintln!("{} queries checked", CHECKED.load(Ordering::Relaxed));
    }
}

prop_state_machine! {
    #![proptest_config(config(400))]

    #[test]
    fn a_store_answers_as_the_reference_does(sequential 1..40 => StoreTest);
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
