//! [`Change`]: canceling or approving activities.

use chrono::{DateTime, SecondsFormat, Utc};

use serde::{Deserialize, Serialize};

use crate::model::{Activity, Record, RecordError, Status};

/// A change of activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// `CancelActivities`.
    Cancel,
    /// `ApproveActivities`.
    Approve,
}

impl Change {
    /// Returns `true` if an activity with this status can be changed in this way.
    ///
    /// The life cycle of activities is documented. That only unapproved activities can be
    /// approved follows from the documentation's example.
    ///
    /// ```
    /// use activity_query::Status;
    /// use activity_query::store::Change;
    ///
    /// assert!(Change::Cancel.is_allowed(Some(Status::Scheduled)));
    /// assert!(!Change::Cancel.is_allowed(Some(Status::Failed)));
    /// assert!(!Change::Approve.is_allowed(None));
    /// ```
    #[must_use]
    pub fn is_allowed(self, status: Option<Status>) -> bool {
        match (self, status) {
            (
                Self::Cancel,
                Some(
                    Status::Undelivered
                    | Status::Scheduled
                    | Status::Waiting
                    | Status::Blocked
                    | Status::Unapproved
                    | Status::Delivered,
                ),
            )
            | (Self::Approve, Some(Status::Unapproved)) => true,
            (Self::Cancel, Some(Status::Canceled | Status::Failed | Status::Succeeded) | None)
            | (
                Self::Approve,
                Some(
                    Status::Undelivered
                    | Status::Delivered
                    | Status::Canceled
                    | Status::Failed
                    | Status::Succeeded
                    | Status::Scheduled
                    | Status::Waiting
                    | Status::Blocked,
                )
                | None,
            ) => false,
        }
    }

    /// Changes an activity, and returns its new status. The times that it writes have whole
    /// seconds, like all documented ones, because clients only read that format.
    pub(super) fn apply(
        self,
        activity: &mut Record<Activity>,
        now: DateTime<Utc>,
    ) -> Result<Status, RecordError> {
        let (status, time) = match self {
            Self::Cancel => (Status::Canceled, "completion_time"),
            Self::Approve => {
                let deliver_after = activity.read()?.deliver_after_time;
                let later = deliver_after.get().is_some_and(|at| at.instant() > now);
                let status = if later { Status::Scheduled } else { Status::Undelivered };
                (status, "approval_time")
            }
        };
        let now = now.to_rfc3339_opts(SecondsFormat::Secs, true);
        let (word, now) = (format!("\"{status}\""), format!("\"{now}\""));
        activity.edit(&[("activity_status", &word), (time, &now), ("modification_time", &now)])?;
        Ok(status)
    }
}
