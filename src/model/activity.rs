//! [`Activity`]: what was asked of a computer, and how it went.

mod indexed;
mod read;

pub(crate) use indexed::Indexed;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ActivityId, ComputerId, Given, Status, Time};

/// An activity, as `GetActivities` gives it.
///
/// ```
/// use activity_query::Status;
/// use activity_query::model::Activity;
///
/// let json = r#"{"id": 73, "activity_status": "failed", "progress": 37, "computer_id": null}"#;
/// let activity: Activity = serde_json::from_str(json)?;
/// assert_eq!(activity.activity_status.get(), Some(&Status::Failed));
/// assert_eq!(activity.rest["progress"], 37);
/// let same: serde_json::Value = serde_json::from_str(json)?;
/// assert_eq!(serde_json::to_value(&activity)?, same);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A creation time that is no time is an error, and so is a `parent_id` or a
/// `computer_id` that is no id: they would silently select nothing. The text
/// `None`, which servers write for null, is kept as it is. What is no status,
/// or no time in the other fields, is kept as it is too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Activity {
    /// Its number.
    pub id: ActivityId,
    /// The activity that it is a part of.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub parent_id: Given<ActivityId>,
    /// Where it stands; activities that carry only a progress have none.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub activity_status: Given<Status>,
    /// When it was created.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub creation_time: Given<Time>,
    /// Who created it.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub creator: Given<Creator>,
    /// The computer it is for.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub computer_id: Given<ComputerId>,
    /// Its type, such as `RestartRequest`: `type` in JSON.
    #[serde(rename = "type", skip_serializing_if = "Given::is_absent")]
    pub kind: Given<String>,
    /// When it may be delivered at the earliest.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub deliver_after_time: Given<Time>,
    /// When it was approved.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub approval_time: Given<Time>,
    /// When it ended.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub completion_time: Given<Time>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub modification_time: Given<Time>,
    /// Every other field, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
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
            rest: Map::new(),
        }
    }
}

/// The person who created an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Map<String, Value>")]
pub struct Creator {
    /// The e-mail address.
    #[serde(skip_serializing_if = "Given::is_absent")]
    pub email: Given<String>,
    /// Every other field, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
