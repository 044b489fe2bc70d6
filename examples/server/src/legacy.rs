//! The documented methods, at `/api/`.

use activity_query::store::{Change, FingerprintError};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore as _, Limits, PageRequest, Selection,
};
use serde::Serialize;
use serde_json::Value;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::problem::Problem;
use crate::service::Service;
use crate::{audit, computers, searches};

/// The versions of the methods, which do not differ in these.
const VERSIONS: [&str; 2] = ["2011-08-01", "2013-11-04"];
/// How many records an answer holds, if it is not said.
pub(crate) const LIMIT: usize = 1000;

/// A documented method: its name, its parameters, and what answers it.
struct Method(&'static str, &'static [&'static str], Does);

enum Does {
    Read(fn(&Service, &Call) -> Answer),
    Change(fn(&Service, &Call) -> Result<Changed, Problem>),
}

/// What a change came to, as it is answered.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Changed {
    Activities(Vec<ActivityId>),
    Search(Value),
}

const METHODS: &[Method] = &[
    Method("GetActivities", &["query", "limit", "offset"], Does::Read(activities)),
    Method("GetActivityTypes", &[], Does::Read(types)),
    Method("CancelActivities", &["query", "expected"], Does::Change(cancel)),
    Method("ApproveActivities", &["query", "expected"], Does::Change(approve)),
    Method("GetComputers", computers::PARAMETERS, Does::Read(computers::find)),
    Method("CreateSavedSearch", &["title", "search", "name"], Does::Change(searches::create)),
    Method("EditSavedSearch", &["name", "title", "search"], Does::Change(searches::edit)),
    Method("GetSavedSearches", &["limit", "offset"], Does::Read(searches::list)),
    Method("RemoveSavedSearch", &["name"], Does::Change(searches::remove)),
];

/// Calls the method that `action` names.
pub(crate) fn call(service: &Service, call: &Call) -> Answer {
    let given = &call.parameters;
    let action = given.needed("action")?;
    if let Some(version) = given.get("version")
        && !VERSIONS.contains(&version)
    {
        let message = format!("`version` must be `{}` or `{}`", VERSIONS[0], VERSIONS[1]);
        return Err(Problem::bad("InvalidParameter", message));
    }
    let Some(Method(name, parameters, does)) = METHODS.iter().find(|method| method.0 == action)
    else {
        let name: String = action.chars().take(40).collect();
        return Err(Problem::bad("UnknownAction", format!("there is no method `{name}`")));
    };
    given.check_names(&[&["action", "version"], *parameters].concat())?;
    match does {
        Does::Read(answer) => answer(service, call),
        Does::Change(change) => {
            let outcome = call.check_change(service).and_then(|()| change(service, call));
            audit::log(call, name, &outcome);
            answer::of(&outcome?)
        }
    }
}

/// The query of the call, or what is wrong with it.
pub(crate) fn query(text: &str) -> Result<ActivityQuery, Problem> {
    let parsed = ActivityQuery::parse(text, &Limits::default());
    Ok(parsed.map_err(|error| Problem::query(error.diagnostics(), text))?.query)
}

fn activities(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let query = query(text)?;
    let (limit, offset) = call.parameters.page(LIMIT)?;
    let page = PageRequest::first(limit).skipping(offset);
    let records = service
        .store
        .ask(call, async |store| store.get_activities_json(&query, &page, call.now).await);
    records.map_err(|error| Problem::store(error, text))
}

fn types(service: &Service, call: &Call) -> Answer {
    let types = service.store.ask(call, async |store| store.get_activity_types().await);
    answer::of(&types.map_err(|error| Problem::store(error, ""))?)
}

fn cancel(service: &Service, call: &Call) -> Result<Changed, Problem> {
    change(service, call, Change::Cancel)
}

fn approve(service: &Service, call: &Call) -> Result<Changed, Problem> {
    change(service, call, Change::Approve)
}

fn change(service: &Service, call: &Call, change: Change) -> Result<Changed, Problem> {
    let text = call.parameters.needed("query")?;
    let mut selection = Selection::new(query(text)?);
    if let Some(previewed) = call.parameters.get("expected") {
        let previewed = previewed.parse();
        let invalid = |error: FingerprintError| {
            Problem::bad("InvalidParameter", format!("`expected`: {error}"))
        };
        selection = selection.expecting(previewed.map_err(invalid)?);
    }
    let changed = service.store.change(call, async |store| match change {
        Change::Cancel => store.cancel_activities(&selection, call.now).await,
        Change::Approve => store.approve_activities(&selection, call.now).await,
    });
    changed.map(Changed::Activities).map_err(|error| Problem::store(error, text))
}
