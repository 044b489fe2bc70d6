//! Tests interrupted calls: they return nothing or a complete answer, and return in time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use activity_query::model::{Activity, Computer, Record};
use activity_query::{
    ActivityQuery, ActivityStore, MemoryStore, PageRequest, Selection, StoreError,
};
use chrono::DateTime;
use pollster::block_on;

const NOW: DateTime<chrono::Utc> = DateTime::UNIX_EPOCH;

fn store(activities: u32, computers: u32) -> MemoryStore {
    let store = MemoryStore::new();
    store.put_computers((0..computers).map(|id| {
        let text = format!(r#"{{"id": {id}, "title": "web-{id}", "tags": ["t{}"]}}"#, id % 7);
        serde_json::from_str::<Record<Computer>>(&text).unwrap()
    }));
    let activity = |id: u32| {
        let status = ["undelivered", "failed", "delivered"][id as usize % 3];
        let computer = id % computers;
        let text = format!(
            r#"{{"id": {id}, "activity_status": "{status}", "computer_id": {computer}, "creation_time": "2024-01-01T00:00:00Z"}}"#
        );
        serde_json::from_str::<Record<Activity>>(&text).unwrap()
    };
    store.append((0..activities).map(activity)).unwrap();
    store
}

/// Interrupts a call at each point where that is possible, and compares the results with the
/// complete answer.
fn at_each_point<T: PartialEq + std::fmt::Debug>(
    answer: impl Fn(&(dyn Fn() -> bool + Sync)) -> Result<T, bool>,
) {
    let whole = answer(&|| false).unwrap();
    for point in 0.. {
        assert!(point < 10_000, "it is asked without end");
        let asked = AtomicUsize::new(0);
        // The check is true only once, so it must be obeyed at once.
        match answer(&|| asked.fetch_add(1, Ordering::Relaxed) == point) {
            Ok(found) => {
                assert_eq!(found, whole);
                if asked.into_inner() <= point {
                    assert!(point > 0, "it is asked at least once");
                    return;
                }
            }
            Err(is_interrupted) => assert!(is_interrupted),
        }
    }
}

fn is_interrupted<E>(error: &StoreError<E>) -> bool {
    matches!(error, StoreError::Interrupted)
}

#[test]
fn an_answer_is_complete_or_an_error() {
    let store = store(20_000, 50);
    for text in [
        "computer:(tag:t1 OR tag:t2) NOT status:failed",
        "(status:failed computer:tag:t1) OR (status:delivered NOT computer:tag:t2)",
        "status:failed OR computer:web-7",
    ] {
        let query: ActivityQuery = text.parse().unwrap();
        let page = PageRequest::first(20).skipping(3000).counted();
        at_each_point(|is_over| {
            let found = block_on(store.until(is_over).get_activities(&query, &page, NOW));
            found
                .map(|page| (page.total, page.activities.len(), page.next))
                .map_err(|error| is_interrupted(&error))
        });
        at_each_point(|is_over| {
            let found = block_on(store.until(is_over).get_activities_json(&query, &page, NOW));
            found.map_err(|error| is_interrupted(&error))
        });
        let queries = [query.clone(), !query];
        at_each_point(|is_over| {
            let counts = store.until(is_over).count_each(&queries, NOW);
            counts.map_err(|error| is_interrupted(&error))
        });
    }
    let query = "tag:t1 OR NOT web-7".parse().unwrap();
    at_each_point(|is_over| {
        let found = store.until(is_over).computers(&query, 0..100, NOW);
        found.map_err(|error| is_interrupted(&error))
    });
}

#[test]
fn an_interrupted_change_changes_nothing() {
    let selection = Selection::new("computer:tag:t1 NOT status:failed".parse().unwrap());
    let canceled: ActivityQuery = "status:canceled".parse().unwrap();
    for point in 0..100 {
        let store = store(300, 50);
        let asked = AtomicUsize::new(0);
        let is_over = || asked.fetch_add(1, Ordering::Relaxed) == point;
        let changed = block_on(store.until(&is_over).cancel_activities(&selection, NOW));
        let count = store.count(&canceled, NOW).unwrap();
        match changed {
            Ok(ids) => {
                assert!(point > 0 && ids.len() as u64 == count && count > 0);
                return;
            }
            Err(error) => assert!(is_interrupted(&error) && count == 0, "{error}"),
        }
    }
}

/// Returns whether another thread can do this now, without waiting for a lock.
fn has_room_for(work: impl FnOnce() + Send + 'static) -> bool {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        work();
        done.send(())
    });
    is_done.recv_timeout(Duration::from_secs(10)).is_ok()
}

#[test]
fn a_selection_is_checked_while_the_store_is_open_to_others() {
    // A change uses the saved searches of its own time, not earlier ones.
    for after in ["id:3", " "] {
        let selection =
            Selection::new("computer:search:some OR NOT computer:id:1".parse().unwrap());
        let asked = AtomicUsize::new(0);
        let store = Arc::new(store(300, 50));
        let is_over = || {
            if asked.fetch_add(1, Ordering::Relaxed) == 0 {
                let store = Arc::clone(&store);
                assert!(has_room_for(move || store.set_searches([Record::named("some", after)])));
            }
            false
        };
        let begin = || {
            store.set_searches([Record::named("some", "tag:t1")]);
            asked.store(0, Ordering::Relaxed);
            store.until(&is_over)
        };
        let previewed = block_on(begin().preview_change(&selection, NOW));
        let canceled = block_on(begin().cancel_activities(&selection, NOW));
        if after == " " {
            for error in [previewed.unwrap_err(), canceled.unwrap_err()] {
                assert!(error.to_string().starts_with("the query selects every activity"));
            }
        } else {
            assert_eq!(previewed.unwrap().count(), 294);
            let StoreError::Refused(refused) = canceled.unwrap_err() else { panic!("no refusal") };
            assert_eq!(refused.refusals.len(), 98);
        }
    }
}

#[test]
fn a_store_is_read_while_a_change_calls_its_caller() {
    let store = Arc::new(store(300, 50));
    let reads = || {
        let store = Arc::clone(&store);
        has_room_for(move || {
            let found =
                store.find_ids(&"computer:tag:t1".parse().unwrap(), &PageRequest::first(9), NOW);
            assert_eq!(found.unwrap().len(), 9);
        })
    };
    let computer: Record<Computer> = r#"{"id": 3, "tags": ["t1"]}"#.parse().unwrap();
    let activity: Record<Activity> = r#"{"id": 1000}"#.parse().unwrap();
    store.append([activity].into_iter().inspect(|_| assert!(reads()))).unwrap();
    store.put_computers([computer].into_iter().inspect(|_| assert!(reads())));
    store.set_access_groups([("web", "all")].into_iter().inspect(|_| assert!(reads())));
    store.set_searches([Record::named("some", "id:3")].into_iter().inspect(|_| assert!(reads())));
    store.update_searches(|_| assert!(reads()));
    let changed = store.update_computer(3_u32.into(), |_| {
        assert!(reads());
        Ok(())
    });
    assert!(changed.unwrap());
    let changed = store.update(3_u32.into(), |_| {
        assert!(reads());
        Ok(())
    });
    assert_eq!(*changed.unwrap().id(), 3_u32.into());
}

#[test]
fn checking_a_selection_can_be_interrupted() {
    let store = store(3, 3);
    let everything = Selection::new("id:1 OR NOT id:1".parse().unwrap());
    let error = block_on(store.until(&|| true).cancel_activities(&everything, NOW)).unwrap_err();
    assert!(is_interrupted(&error), "{error}");
    // The check is called for each computer query, and for each group in it.
    let part = |at: u32| format!("computer:((tag:a{at} OR web) (tag:b{at} OR db) OR tag:c) ");
    let selection = Selection::new((0..500).map(part).collect::<String>().parse().unwrap());
    for point in [0, 1, 10, 1_000, 2_000] {
        let asked = AtomicUsize::new(0);
        let is_over = || asked.fetch_add(1, Ordering::Relaxed) == point;
        let error = block_on(store.until(&is_over).preview_change(&selection, NOW)).unwrap_err();
        assert!(is_interrupted(&error), "{error}");
        assert_eq!(asked.into_inner(), point + 1);
    }
}

#[test]
fn the_most_expensive_queries_end_in_time() {
    let store = store(20_000, 2_000);
    let many = |piece: &dyn Fn(u32) -> String| (0..15_000).map(piece).collect::<String>();
    let texts = [
        "computer:(NOT title:x) ".repeat(30_000),
        many(&|id| format!("(computer:id:{id} OR status:failed) ")),
        many(&|id| format!("creator:u{id}@x NOT parent-id:{id} OR status:failed ")),
    ];
    for text in texts {
        let query: ActivityQuery = text.parse().unwrap();
        let queries: Vec<ActivityQuery> = vec![query; 100];
        let begun = Instant::now();
        let is_over = || begun.elapsed() > Duration::from_millis(200);
        let error = store.until(&is_over).count_each(&queries, NOW).unwrap_err();
        assert!(is_interrupted(&error), "{error}");
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "{}: {took:?}", &text[..40]);
    }
}
