//! Turns computers into activities, so that computer queries can be tested with stores of
//! activities.

use activity_query::ActivityId;
use activity_query::model::{Activity, Computer, Record};

/// An activity for each computer, with its id.
pub(crate) fn of_computers(computers: &[Record<Computer>]) -> Vec<Record<Activity>> {
    let activity = |computer: &Record<Computer>| {
        let mut activity = Record::with_id(ActivityId::try_from(computer.id().get()).unwrap());
        activity.set("computer_id", computer.id()).unwrap();
        activity
    };
    computers.iter().map(activity).collect()
}
