//! [`Activity`]: a task for a computer, and its status.

mod indexed;

pub(crate) use indexed::Indexed;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::field::fields;
use super::record::{FromRecord, deserialize};
use super::{ActivityId, ComputerId, FieldValue, Status, Time};

/// The fields of an activity that terms and changes read; the [`Record`](super::Record) has
/// all fields.
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
    /// The id.
    pub id: ActivityId,
    /// The id of the parent activity.
    pub parent_id: FieldValue<ActivityId>,
    /// The status. Activities that only carry a progress have none.
    pub activity_status: FieldValue<Status>,
    /// The time of its creation.
    pub creation_time: FieldValue<Time>,
    /// The person who created it.
    pub creator: FieldValue<Creator>,
    /// The id of the computer it is for.
    pub computer_id: FieldValue<ComputerId>,
    /// Its type, such as `RestartRequest`: `type` in JSON.
    pub kind: FieldValue<String>,
    /// The earliest time at which it may be delivered.
    pub deliver_after_time: FieldValue<Time>,
    /// The time of its approval.
    pub approval_time: FieldValue<Time>,
    /// The time at which it ended.
    pub completion_time: FieldValue<Time>,
    /// The time of its last change.
    pub modification_time: FieldValue<Time>,
}

impl Activity {
    /// Creates an activity that has only an id.
    #[must_use]
    pub fn new(id: ActivityId) -> Self {
        Self {
            id,
            parent_id: FieldValue::Absent,
            activity_status: FieldValue::Absent,
            creation_time: FieldValue::Absent,
            creator: FieldValue::Absent,
            computer_id: FieldValue::Absent,
            kind: FieldValue::Absent,
            deliver_after_time: FieldValue::Absent,
            approval_time: FieldValue::Absent,
            completion_time: FieldValue::Absent,
            modification_time: FieldValue::Absent,
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

impl FromRecord for Activity {
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
    pub email: FieldValue<String>,
}

fields! {
    Creator, "an object with an `email`", Self::default();
    "email" said email,
}

impl Creator {
    /// Creates a person with this e-mail address.
    #[must_use]
    pub fn with_email(email: impl Into<String>) -> Self {
        Self { email: FieldValue::Value(email.into()) }
    }
}
