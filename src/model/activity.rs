//! [`Activity`]: what was asked of a computer, and how it went.

mod indexed;

pub(crate) use indexed::Indexed;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::field::fields;
use super::record::{Fields, deserialize};
use super::{ActivityId, ComputerId, Given, Status, Time};

/// The fields of an activity that terms and changes read; its
/// [`Record`](super::Record) has all of them.
///
/// ```
/// use activity_query::Status;
/// use activity_query::model::Activity;
///
/// let json = r#"{"id": 73, "activity_status": "failed", "progress": 37, "computer_id": null}"#;
/// let activity: Activity = serde_json::from_str(json)?;
/// assert_eq!(activity.activity_status.get(), Some(&Status::Failed));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Activity {
    /// Its number.
    pub id: ActivityId,
    /// The activity that it is a part of.
    pub parent_id: Given<ActivityId>,
    /// Its status; activities that carry only a progress have none.
    pub activity_status: Given<Status>,
    /// When it was created.
    pub creation_time: Given<Time>,
    /// Who created it.
    pub creator: Given<Creator>,
    /// The computer it is for.
    pub computer_id: Given<ComputerId>,
    /// Its type, such as `RestartRequest`: `type` in JSON.
    pub kind: Given<String>,
    /// When it may be delivered at the earliest.
    pub deliver_after_time: Given<Time>,
    /// When it was approved.
    pub approval_time: Given<Time>,
    /// When it ended.
    pub completion_time: Given<Time>,
    /// When it was last changed.
    pub modification_time: Given<Time>,
}

impl Activity {
    /// An activity of which nothing is known but its number.
    #[must_use]
    pub fn new(id: ActivityId) -> Self {
        Self {
            id,
            parent_id: Given::Absent,
            activity_status: Given::Absent,
            creation_time: Given::Absent,
            creator: Given::Absent,
            computer_id: Given::Absent,
            kind: Given::Absent,
            deliver_after_time: Given::Absent,
            approval_time: Given::Absent,
            completion_time: Given::Absent,
            modification_time: Given::Absent,
        }
    }
}

fields! {
    Activity, "an activity", Self::new(ActivityId::read(0));
    "parent_id" strict parent_id,
    "activity_status" said activity_status,
    "creation_time" strict creation_time,
    "creator" said creator,
    "computer_id" strict computer_id,
    "type" said kind,
    "deliver_after_time" kept deliver_after_time,
    "approval_time" kept approval_time,
    "completion_time" kept completion_time,
    "modification_time" kept modification_time,
}

impl Fields for Activity {
    const KIND: &'static str = "activity";

    type Id = ActivityId;

    const ID: &'static str = "id";

    fn id(&self) -> ActivityId {
        self.id
    }

    fn set_id(&mut self, id: ActivityId) {
        self.id = id;
    }
}

impl<'de> Deserialize<'de> for Activity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize::<Self, Box<RawValue>, D>(deserializer)
    }
}

/// The person who created an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Creator {
    /// The e-mail address.
    pub email: Given<String>,
}

fields! {
    Creator, "an object with an `email`", Self::default();
    "email" said email,
}

impl Creator {
    /// The person with this e-mail address.
    #[must_use]
    pub fn with_email(email: impl Into<String>) -> Self {
        Self { email: Given::Value(email.into()) }
    }
}
