//! The dates that are suggested, counted from the current time.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

/// Returns dates as they are written, with their help, the latest first.
pub(super) fn dates(now: DateTime<Utc>) -> impl Iterator<Item = (String, &'static str)> {
    let today = now.date_naive();
    let ago = |days| today.checked_sub_days(Days::new(days));
    let dates: [(Option<NaiveDate>, &str); 5] = [
        (Some(today), "today"),
        (ago(1), "yesterday"),
        (ago(7), "7 days ago"),
        (ago(30), "30 days ago"),
        (today.with_day(1), "the first of this month"),
    ];
    dates.into_iter().filter_map(|(date, name)| Some((date?.to_string(), name)))
}
