//! Time, as JavaScript counts it.

use activity_query::chrono::{DateTime, Utc};

/// An instant, in milliseconds since 1970, if there is one.
pub(crate) fn instant(now: Option<i64>) -> Option<DateTime<Utc>> {
    now.and_then(DateTime::from_timestamp_millis)
}
