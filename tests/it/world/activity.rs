//! Generates random activities, including unusual ones that occur in files.

use activity_query::model::{ACTIVITY_TYPES, Activity, Record};
use activity_query::{ActivityId, Status};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::value::{LARGE, field, number, object, one_of, record, strict, text, time, timed, word};

pub(crate) fn status() -> impl Strategy<Value = Status> + Clone {
    select(&Status::ALL[..])
}

/// An activity with an id below `ids`, or with a large one.
pub(crate) fn activity(ids: u32) -> BoxedStrategy<Record<Activity>> {
    let statuses = prop_oneof![
        12 => status().prop_map(|status| Value::from(status.as_str())),
        1 => one_of(&["Odd", "None", "Failed"]),
    ];
    let people = one_of(&["jane@example.com", "Jane@Example.com", "joe@example.com", "Straße@x"]);
    let kinds = prop_oneof![2 => select(&ACTIVITY_TYPES[..4]), 1 => select(ACTIVITY_TYPES)];
    let kinds = prop_oneof![4 => kinds.prop_map(Value::from), 1 => word().prop_map(Value::from)];
    let computer = prop_oneof![15 => 0..14_i64, 1 => select(&LARGE[..])];
    let fields = vec![
        ("parent_id", strict(number().prop_map(Value::from))),
        ("activity_status", field(statuses)),
        ("creation_time", strict(time().prop_map(Value::from))),
        ("creator", field(object(vec![("email", field(people)), ("name", text())]))),
        ("computer_id", strict(computer.prop_map(Value::from))),
        ("type", field(kinds)),
        ("deliver_after_time", timed()),
        ("summary", text()),
    ];
    let id = prop_oneof![20 => (0..ids).prop_map(i64::from), 1 => select(&LARGE[..])];
    record(id.boxed(), fields)
}

/// Activities with distinct ids.
pub(crate) fn activities(ids: u32, most: usize) -> BoxedStrategy<Vec<Record<Activity>>> {
    vec(activity(ids), 0..=most)
        .prop_map(|mut activities| {
            activities.sort_by_key(|activity: &Record<Activity>| -> ActivityId { *activity.id() });
            activities.dedup_by_key(|activity| *activity.id());
            activities
        })
        .boxed()
}
