//! [`PageRequest`]: the part of the matching activities to return, and their order.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::{Activity, ActivityId, Record, Time};

/// The time of an activity without a creation time, in columns of microseconds: before any
/// other time.
#[cfg(any(feature = "sql", feature = "parquet"))]
pub(super) const NEVER: i64 = i64::MIN;

/// The part of the matching activities to return: by default the newest 1000.
///
/// ```
/// use activity_query::PageRequest;
/// use activity_query::store::Order;
///
/// let page = PageRequest::default();
/// assert_eq!((page.limit, page.offset, page.order), (1000, 0, Order::NewestFirst));
/// let page = PageRequest::first(50).skipping(100).oldest_first().counted();
/// assert_eq!((page.limit, page.offset, page.order), (50, 100, Order::OldestFirst));
///
/// // From JSON or the parameters of a request, with defaults for missing fields.
/// let page: PageRequest = serde_json::from_str(
///     r#"{"limit": 50, "order": "oldest_first", "after": "2024-07-10T12:00:00Z,136"}"#,
/// )?;
/// assert_eq!((page.limit, page.order, page.count), (50, Order::OldestFirst, false));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PageRequest {
    /// The largest number of activities to return.
    pub limit: usize,
    /// The number of activities to skip.
    pub offset: usize,
    /// The order of the activities.
    pub order: Order,
    /// Only activities that come after this position, in the given order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// Whether to count all matching activities, in addition to returning the page.
    pub count: bool,
}

/// The order of activities: by creation time, ties by id in the same
/// direction. Activities without a creation time count as the oldest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Order {
    /// The latest first; if times are equal, the higher id first.
    #[default]
    NewestFirst,
    /// The earliest first; if times are equal, the lower id first.
    OldestFirst,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: 1000, offset: 0, order: Order::default(), after: None, count: false }
    }
}

impl PageRequest {
    /// Requests the first `limit` activities.
    ///
    /// ```
    /// use activity_query::store::{Order, PageRequest};
    ///
    /// let request = PageRequest::first(50).skipping(100).oldest_first().counted();
    /// assert_eq!((request.limit, request.offset, request.count), (50, 100, true));
    /// assert_eq!(request.order, Order::OldestFirst);
    /// ```
    #[must_use]
    pub fn first(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Skips the first `offset` activities.
    #[must_use]
    pub fn skipping(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    /// Starts with the oldest activity.
    #[must_use]
    pub fn oldest_first(self) -> Self {
        Self { order: Order::OldestFirst, ..self }
    }

    /// Starts after a position, such as the end of an earlier page.
    ///
    /// ```
    /// use activity_query::MemoryStore;
    /// use activity_query::store::{ActivityStore as _, PageRequest};
    ///
    /// # pollster::block_on(async {
    /// let store = MemoryStore::new();
    /// store.append([r#"{"id": 7}"#.parse()?, r#"{"id": 8}"#.parse()?])?;
    /// let (everything, now) = ("".parse()?, chrono::Utc::now());
    /// let mut request = PageRequest::first(1);
    /// let mut seen = Vec::new();
    /// loop {
    ///     let page = store.get_activities(&everything, &request, now).await?;
    ///     seen.extend(page.activities.iter().map(|activity| activity.id().get()));
    ///     let Some(next) = page.next else { break };
    ///     request = request.after(next);
    /// }
    /// assert_eq!(seen, [8, 7]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn after(self, cursor: Cursor) -> Self {
        Self { after: Some(cursor), ..self }
    }

    /// Also counts all matching activities.
    #[must_use]
    pub fn counted(self) -> Self {
        Self { count: true, ..self }
    }
}

/// A page of the activities that were found.
///
/// It serialises as `{"activities": […], "next": "2024-07-10T12:00:00Z,136", "total": 44}`,
/// without the fields that are `None`; `serde_json` writes the records byte for byte.
///
/// ```
/// use activity_query::store::Page;
///
/// let mut page = Page::default();
/// page.activities.push(r#"{"id":  7}"#.parse()?);
/// page.total = Some(1);
/// assert_eq!(serde_json::to_string(&page)?, r#"{"activities":[{"id":  7}],"total":1}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page {
    /// The activities of the page, in the requested order.
    pub activities: Vec<Record<Activity>>,
    /// The position where the next page starts, or `None` if this is the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
    /// The number of all matching activities, wherever the page starts, if it was requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// A position in the order of activities: after the activity with this creation time and id.
///
/// Unlike an offset, it stays the same while activities are added and changed. Its text is
/// the time and the id:
///
/// ```
/// use activity_query::store::Cursor;
///
/// let cursor: Cursor = "2024-07-10T12:00:00Z,136".parse()?;
/// assert_eq!(cursor.id, 136_u32.into());
/// assert_eq!(cursor.to_string(), "2024-07-10T12:00:00Z,136");
/// assert_eq!(",136".parse::<Cursor>()?.created, None);
/// # Ok::<(), activity_query::store::CursorError>(())
/// ```
///
/// It serialises as that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[non_exhaustive]
pub struct Cursor {
    /// The creation time, in whole microseconds; `None` comes before any time.
    pub created: Option<DateTime<Utc>>,
    /// The id.
    pub id: ActivityId,
}

impl Cursor {
    /// Creates the position of an activity with this creation time and id.
    #[must_use]
    pub fn new(created: Option<DateTime<Utc>>, id: impl Into<ActivityId>) -> Self {
        Self { created, id: id.into() }
    }

    /// Returns the position of an activity.
    ///
    /// ```
    /// use activity_query::model::Activity;
    /// use activity_query::store::Cursor;
    ///
    /// let mut activity = Activity::new(7.try_into()?);
    /// activity.creation_time =
    ///     activity_query::model::FieldValue::Value("2024-07-10T12:00:00Z".parse()?);
    /// assert_eq!(Cursor::of(&activity).to_string(), "2024-07-10T12:00:00Z,7");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(activity: &Activity) -> Self {
        Self { created: activity.creation_time.get().map(Time::instant), id: activity.id }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(created) = self.created {
            f.write_str(&created.to_rfc3339_opts(SecondsFormat::AutoSi, true))?;
        }
        write!(f, ",{}", self.id)
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.to_string()
    }
}

impl TryFrom<String> for Cursor {
    type Error = CursorError;

    fn try_from(text: String) -> Result<Self, CursorError> {
        text.parse()
    }
}

/// The error for a text that is not a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a cursor such as `2024-07-10T12:00:00Z,136`")]
pub struct CursorError(String);

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let read = || {
            let (created, id) = text.split_once(',')?;
            let created = match created {
                "" => None,
                created => Some(created.parse::<Time>().ok()?.instant()),
            };
            let id = id.parse::<u64>().ok()?.try_into().ok()?;
            Some(Self { created, id })
        };
        read().ok_or_else(|| CursorError(text.to_owned()))
    }
}
