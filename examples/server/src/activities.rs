//! Activities, a page or one of them.

use std::collections::BTreeMap;

use activity_query::model::{Activity, Record};
use activity_query::store::{Order, RecordStore as _};
use activity_query::{ActivityId, ActivityStore as _, PageRequest, Selection};
use axum::http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::json;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::computers::Name;
use crate::parameters::invalid;
use crate::problem::Problem;
use crate::service::Service;
use crate::{computers, legacy};

/// How many activities a page holds, if it is not said.
const LIMIT: usize = 50;

pub(crate) fn list(service: &Service, call: &Call) -> Answer {
    let given = &call.parameters;
    let text = given.query();
    let query = legacy::query(text)?;
    let (limit, offset) = given.page(LIMIT)?;
    let order = match given.get("order") {
        None | Some("newest") => Order::NewestFirst,
        Some("oldest") => Order::OldestFirst,
        Some(order) => return Err(invalid("order", order, "`newest` or `oldest`")),
    };
    let mut page = PageRequest::first(limit).skipping(offset).counted();
    page.order = order;
    let found =
        service.store.ask(call, async |store| store.get_activities(&query, &page, call.now).await);
    let found = found.map_err(|error| Problem::store(error, text))?;
    let count = found.total.unwrap_or_default();
    let next = offset.saturating_add(limit);
    let has_next = limit > 0 && u64::try_from(next).is_ok_and(|next| next < count);
    // Past the end, the page before is the last one that has activities.
    let end = offset.min(usize::try_from(count).unwrap_or(usize::MAX));
    let previous = (end > 0 && offset > 0 && limit > 0).then(|| end.saturating_sub(limit));
    let url = |offset: usize| url(&call.path, text, limit, offset, order);
    let beside = answer::of(&Beside {
        count,
        computers: computers::names_of(service, &found.activities, call)?,
        next: has_next.then(|| url(next)),
        previous: previous.map(url),
    })?;
    // The object, with one member more at its end.
    let mut json = String::from_utf8(beside).map_err(Problem::internal)?;
    json.pop();
    json.push_str(",\"results\":");
    Record::write_array(&found.activities, &mut json);
    json.push('}');
    Ok(json.into_bytes())
}

/// What a change of the query's activities would select.
pub(crate) fn preview(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.needed("query")?;
    let selection = Selection::new(legacy::query(text)?);
    let preview =
        service.store.ask(call, async |store| store.preview_change(&selection, call.now).await);
    let preview = preview.map_err(|error| Problem::store(error, text))?;
    answer::of(&json!({ "count": preview.count(), "fingerprint": preview.to_string() }))
}

/// How many types and creators are counted, the most frequent ones.
const FREQUENT: usize = 20;

/// Counts the query's activities by status, type and creator.
pub(crate) fn facets(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let query = legacy::query(text)?;
    let facets =
        service.store.ask(call, async |store| store.count_facets(&query, FREQUENT, call.now).await);
    answer::of(&facets.map_err(|error| Problem::store(error, text))?)
}

/// What is answered beside the activities of a page.
#[derive(Serialize)]
struct Beside {
    count: u64,
    /// The names of the known ones of their computers, by their ids.
    computers: BTreeMap<String, Name>,
    /// Where the pages beside this one are.
    next: Option<String>,
    previous: Option<String>,
}

fn url(path: &str, query: &str, limit: usize, offset: usize, order: Order) -> String {
    let query = utf8_percent_encode(query, NON_ALPHANUMERIC);
    let order = if order == Order::OldestFirst { "oldest" } else { "newest" };
    format!("{path}?query={query}&limit={limit}&offset={offset}&order={order}")
}

/// What an id that is none should have been.
pub(crate) const AN_ID: &str = "the id of an activity";

pub(crate) fn one(service: &Service, call: &Call) -> Answer {
    let id = call.id(AN_ID)?;
    answer::of(&find(service, id, call)?.ok_or_else(|| unknown(id))?)
}

pub(crate) fn find(
    service: &Service,
    id: ActivityId,
    call: &Call,
) -> Result<Option<Record<Activity>>, Problem> {
    let found = service.store.ask(call, async |store| store.get_activity(id).await);
    found.map_err(|error| Problem::store(error, ""))
}

pub(crate) fn unknown(id: ActivityId) -> Problem {
    let message = format!("there is no activity {id}");
    Problem::new(StatusCode::NOT_FOUND, "UnknownActivity", message)
}
