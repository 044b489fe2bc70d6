//! Tests readers and writers of one store at once: no reader sees a partial change, and no
//! change is lost. `STRESS_SECONDS` sets the duration in seconds; the default is 2.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use activity_query::model::{Activity, Computer, Record};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, MemoryStore, PageRequest, Selection, Status,
    StoreError,
};
use chrono::{DateTime, Utc};
use pollster::block_on;
use serde_json::json;

/// Activities are canceled and recreated one group at a time.
const GROUPS: u32 = 20;
const MEMBERS: u32 = 50;

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn member(id: u32, group: u32) -> Record<Activity> {
    // Half of them are out of order.
    let seconds = i64::from(id.rotate_left(7) % 1000);
    let created = DateTime::from_timestamp(seconds, 0).unwrap();
    let activity = json!({
        "id": id, "parent_id": group, "activity_status": "undelivered", "computer_id": group % 4,
        "creation_time": activity_query::model::Time::from(created), "count": 0,
    });
    serde_json::from_value(activity).unwrap()
}

/// Returns how often the counter of an activity was incremented.
fn count_of(activity: &Record<Activity>) -> u64 {
    activity.field("count").unwrap().parse().unwrap()
}

fn query(text: &str) -> ActivityQuery {
    text.parse().unwrap()
}

struct Stress {
    store: MemoryStore,
    stop: AtomicBool,
    next_id: AtomicU64,
    /// How often the counters of activities were incremented.
    raised: AtomicU64,
    rounds: AtomicU64,
    looks: AtomicU64,
}

impl Stress {
    fn runs(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    fn begin_group(&self, group: u32) {
        let first = self.next_id.fetch_add(u64::from(MEMBERS), Ordering::Relaxed);
        let first = u32::try_from(first).unwrap();
        self.store.append((first..first + MEMBERS).map(|id| member(id, group))).unwrap();
    }

    /// Cancels a whole group, then recreates it.
    fn cancel(&self, from: u32) {
        let mut group = from;
        while self.runs() {
            let cancel = Selection::new(query(&format!("parent-id:{group} NOT status:canceled")));
            let ids = block_on(self.store.cancel_activities(&cancel, now())).unwrap();
            assert_eq!(ids.len(), MEMBERS as usize, "a group is canceled whole");
            self.begin_group(group);
            self.rounds.fetch_add(1, Ordering::Relaxed);
            group = if group + 2 < GROUPS { group + 2 } else { from };
        }
    }

    /// Adds many activities at once, and removes them again.
    fn come_and_go(&self) {
        let own = GROUPS + 1;
        let many = Selection::new(query(&format!("parent-id:{own}")));
        while self.runs() {
            let first = self.next_id.fetch_add(u64::from(12 * MEMBERS), Ordering::Relaxed);
            let first = u32::try_from(first).unwrap();
            let new = (first..first + 12 * MEMBERS).map(|id| member(id, own));
            self.store.append(new).unwrap();
            let removed = self.store.remove_selected(&many, now()).unwrap();
            assert_eq!(removed.len(), 12 * MEMBERS as usize, "some are not removed");
        }
    }

    /// Checks that a cancel changes nothing if it is refused because one of its activities
    /// has failed.
    fn refused(&self) {
        let cancel = query(&format!("status:failed OR parent-id:1 OR parent-id:{GROUPS}"));
        let cancel = Selection::new(cancel);
        while self.runs() {
            let refused = block_on(self.store.cancel_activities(&cancel, now())).unwrap_err();
            let StoreError::Refused(refused) = refused else { panic!("{refused}") };
            assert_eq!(refused.refusals.len() % MEMBERS as usize, 1, "a group is half canceled");
        }
    }

    /// Increments the counters of activities, one by one.
    fn raise(&self) {
        let mut id = 0;
        while self.runs() {
            let raised = self.store.update(ActivityId::from(id), |activity| {
                activity.set("count", &(count_of(activity) + 1))
            });
            raised.unwrap();
            self.raised.fetch_add(1, Ordering::Relaxed);
            id = (id + 1) % MEMBERS;
        }
    }

    /// Adds a tag to a computer with all its activities, and removes it again.
    fn tag(&self) {
        let mut tagged = false;
        while self.runs() {
            tagged = !tagged;
            let tags = if tagged { json!(["on"]) } else { json!(["off"]) };
            let computers: Vec<Record<Computer>> = (0..4)
                .map(|id| serde_json::from_value(json!({"id": id, "tags": tags})).unwrap())
                .collect();
            self.store.put_computers(computers);
        }
    }

    /// Checks in every kind of answer that each group is canceled completely or not at all.
    fn look(&self) {
        while self.runs() {
            let all = PageRequest::first(usize::MAX);
            let found = block_on(self.store.get_activities(&query(""), &all, now())).unwrap();
            let mut groups: BTreeMap<i64, (u32, u32)> = BTreeMap::new();
            for activity in found.activities {
                let activity = activity.read().unwrap();
                let group = groups.entry(activity.parent_id.get().unwrap().get()).or_default();
                let status = activity.activity_status.get();
                if status == Some(&Status::Failed) {
                    continue;
                }
                let canceled = status == Some(&Status::Canceled);
                *(if canceled { &mut group.0 } else { &mut group.1 }) += 1;
                assert_eq!(canceled, activity.completion_time.get().is_some());
            }
            for (group, (canceled, other)) in groups {
                assert_eq!(canceled % MEMBERS, 0, "group {group} is half canceled");
                assert!(other % MEMBERS == 0, "group {group} has {other} that are not");
            }
            let on = self.store.count(&query("computer:tag:on NOT status:failed"), now()).unwrap();
            let counted = block_on(self.store.get_activities(
                &query("computer:(tag:on OR tag:off) NOT status:failed"),
                &PageRequest::first(0).counted(),
                now(),
            ));
            let either = counted.unwrap().total.unwrap();
            assert!(on == 0 || on.is_multiple_of(u64::from(MEMBERS)));
            assert!(either.is_multiple_of(u64::from(MEMBERS)));
            self.looks.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn no_change_is_partial_or_lost() {
    let seconds = std::env::var("STRESS_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let stress = Stress {
        store: MemoryStore::new(),
        stop: AtomicBool::new(false),
        next_id: AtomicU64::new(0),
        raised: AtomicU64::new(0),
        rounds: AtomicU64::new(0),
        looks: AtomicU64::new(0),
    };
    (0..GROUPS).for_each(|group| stress.begin_group(group));
    let mut failed = member(u32::MAX, GROUPS);
    failed.set("activity_status", &Status::Failed).unwrap();
    stress.store.append([failed]).unwrap();
    thread::scope(|scope| {
        let threads: Vec<thread::ScopedJoinHandle<'_, ()>> = vec![
            scope.spawn(|| stress.cancel(0)),
            scope.spawn(|| stress.cancel(1)),
            scope.spawn(|| stress.refused()),
            scope.spawn(|| stress.raise()),
            scope.spawn(|| stress.raise()),
            scope.spawn(|| stress.come_and_go()),
            scope.spawn(|| stress.tag()),
            scope.spawn(|| stress.look()),
            scope.spawn(|| stress.look()),
        ];
        let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(2));
        // A thread that finds a mistake ends the test at once.
        while Instant::now() < end && !threads.iter().any(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(20));
        }
        stress.stop.store(true, Ordering::Relaxed);
    });
    let counts = (0..MEMBERS).map(|id| count_of(&stress.store.activity(id.into()).unwrap()));
    assert_eq!(counts.sum::<u64>(), stress.raised.load(Ordering::Relaxed), "updates were lost");
    let (rounds, looks) = (stress.rounds.into_inner(), stress.looks.into_inner());
    assert!(rounds > 0 && looks > 0, "{rounds} groups canceled, {looks} looks");
    eprintln!("{rounds} groups canceled, {looks} looks, {} updates", stress.raised.into_inner());
}
