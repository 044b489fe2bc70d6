//! Matches by status over time.

use activity_query::model::Record;
use activity_query::store::RecordStore as _;
use activity_query::{ActivityQuery, ActivityStore as _, Page, PageRequest, Status};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::legacy;
use crate::parameters::invalid;
use crate::problem::Problem;
use crate::service::Service;

/// How many buckets there are at most, if it is not said, and if it is.
const BUCKETS: usize = 48;
const FEWEST: usize = 10;
const MOST: usize = 200;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The widths of buckets, in seconds: round, so that dates are.
const STEPS: [i64; 18] = [
    1,
    5,
    15,
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    7 * DAY,
    30 * DAY,
    90 * DAY,
    360 * DAY,
    3600 * DAY,
    36_000 * DAY,
    360_000 * DAY,
];

pub(crate) fn histogram(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let query = legacy::query(text)?;
    let most = call.parameters.number("buckets")?.unwrap_or(BUCKETS);
    if !(FEWEST..=MOST).contains(&most) {
        return Err(invalid("buckets", &most.to_string(), "a number from 10 to 200"));
    }
    // Activities without a creation time are nowhere in it.
    let created = query & ActivityQuery::created_after(DateTime::UNIX_EPOCH);
    let failed = |error| Problem::store(error, text);
    let find = |page: PageRequest| {
        let found = service
            .store
            .ask(call, async |store| store.get_activities(&created, &page, call.now).await);
        found.map_err(failed)
    };
    let first = find(PageRequest::first(1).oldest_first())?;
    let last = find(PageRequest::first(1))?;
    let Some((first, last)) = created_at(&first)?.zip(created_at(&last)?) else {
        return answer::of(&json!({ "buckets": [] }));
    };
    let span = (last - first).num_seconds();
    let fits = |step: &i64| span / step + 2 <= i64::try_from(most).unwrap_or(i64::MAX);
    let step = STEPS.into_iter().find(fits).unwrap_or(360_000 * DAY);
    let buckets = buckets(first, last, step);
    // Made as they are counted: there would be two thousand long ones.
    let queries = buckets.iter().flat_map(|(from, to)| {
        let within = created.clone() & ActivityQuery::created_within(*from, *to);
        let of_status = within.clone();
        let by_status = Status::ALL
            .into_iter()
            .map(move |status| of_status.clone() & ActivityQuery::status(status));
        by_status.chain([within])
    });
    let counts =
        service.store.ask(call, async |store| store.count_activities(queries, call.now).await);
    let counts = counts.map_err(failed)?;
    let counts = counts.chunks(Status::ALL.len() + 1);
    let shown: Vec<Value> = buckets
        .iter()
        .zip(counts)
        .map(|((from, _), counts)| json!({ "start": time(*from), "counts": by_status(counts) }))
        .collect();
    answer::of(&json!({
        "from": buckets.first().map(|(from, _)| time(*from)),
        "to": buckets.last().map(|(_, to)| time(*to)),
        "step_seconds": step,
        "buckets": shown,
    }))
}

/// When the activity of the page was created.
fn created_at(page: &Page) -> Result<Option<DateTime<Utc>>, Problem> {
    let first = page.activities.first().map(Record::read).transpose();
    let first = first.map_err(Problem::internal)?;
    Ok(first.and_then(|activity| Some(activity.creation_time.get()?.instant())))
}

/// From the round time before the first to the one after the last.
fn buckets(
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    step: i64,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let start = first.timestamp().div_euclid(step) * step;
    let starts = (0..).map(|index| start + index * step);
    let starts = starts.take_while(|start| *start <= last.timestamp());
    let step = TimeDelta::seconds(step);
    let bucket = |start| DateTime::from_timestamp(start, 0).map(|start| (start, start + step));
    starts.filter_map(bucket).collect()
}

/// Those of each status, and of none: the rest of all.
fn by_status(counts: &[u64]) -> Map<String, Value> {
    let all = counts.last().copied().unwrap_or_default();
    let own: u64 = counts.iter().take(Status::ALL.len()).sum();
    let named = Status::ALL.iter().map(|status| status.as_str()).zip(counts.iter().copied());
    let all = named.chain([("(none)", all.saturating_sub(own))]);
    all.filter(|(_, count)| *count > 0)
        .map(|(name, count)| (name.to_owned(), json!(count)))
        .collect()
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
