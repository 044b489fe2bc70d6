//! The documented methods, at `/api/`.

use activity_query::{ActivityQuery, Change, Limits, Page};

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::service::Service;
use crate::{computers, searches};

/// The versions of the methods, which do not differ in these.
const VERSIONS: [&str; 2] = ["2011-08-01", "2013-11-04"];
/// How many records an answer holds, if it is not said.
pub(crate) const LIMIT: usize = 1000;

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
    match action {
        "GetActivities" => activities(service, given),
        "GetActivityTypes" => {
            answer::of(&service.store.types().map_err(|error| Problem::store(error, ""))?)
        }
        "CancelActivities" => change(service, given, Change::Cancel),
        "ApproveActivities" => change(service, given, Change::Approve),
        "GetComputers" => computers::find(service, given),
        "CreateSavedSearch" => searches::create(service, given),
        "EditSavedSearch" => searches::edit(service, given),
        "GetSavedSearches" => searches::list(service, given),
        "RemoveSavedSearch" => searches::remove(service, given),
        other => {
            let name: String = other.chars().take(40).collect();
            Err(Problem::bad("UnknownAction", format!("there is no method `{name}`")))
        }
    }
}

/// The query of the call, or what is wrong with it.
pub(crate) fn query(text: &str) -> Result<ActivityQuery, Problem> {
    let parsed = ActivityQuery::parse(text, &Limits::default());
    Ok(parsed.map_err(|error| Problem::query(error.diagnostics(), text))?.query)
}

fn activities(service: &Service, given: &Parameters) -> Answer {
    let text = given.query();
    let query = query(text)?;
    let (limit, offset) = given.page(LIMIT)?;
    let page = Page::first(limit).skipping(offset);
    let found = service.store.find(&query, &page, service.now());
    answer::of(&found.map_err(|error| Problem::store(error, text))?.activities)
}

fn change(service: &Service, given: &Parameters, change: Change) -> Answer {
    let text = given.needed("query")?;
    let query = query(text)?;
    let changed = service.store.change(change, &query, service.now());
    let ids = changed.map_err(|error| Problem::store(error, text))?;
    tracing::info!(?change, activities = ids.len(), "changed");
    answer::of(&ids)
}
