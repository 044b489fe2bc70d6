//! `GetComputers`.

use std::collections::BTreeMap;

use activity_query::model::{Activity, Computer, Record, RecordError};
use activity_query::store::RecordStore as _;
use activity_query::{ComputerId, ComputerQuery, Limits};
use axum::http::StatusCode;
use serde::Serialize;

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::legacy::LIMIT;
use crate::parameters::Flag;
use crate::problem::Problem;
use crate::service::Service;

/// What is left out of a computer unless it is asked for.
const EXTRAS: [(&str, &[&str]); 3] = [
    ("with_network", &["network_devices"]),
    ("with_hardware", &["hardware", "grouped_hardware"]),
    ("with_annotations", &["annotations"]),
];

pub(crate) const PARAMETERS: &[&str] =
    &["query", "limit", "offset", EXTRAS[0].0, EXTRAS[1].0, EXTRAS[2].0];

pub(crate) fn find(service: &Service, call: &Call) -> Answer {
    let given = &call.parameters;
    let text = given.query();
    let parsed = ComputerQuery::parse(text, &Limits::default());
    let parsed = parsed.map_err(|error| Problem::query(error.diagnostics(), text))?;
    let (limit, offset) = given.page(LIMIT)?;
    let mut left_out: Vec<&str> = Vec::new();
    for (flag, fields) in EXTRAS {
        if given.flag(flag)? == Flag::Unset {
            left_out.extend(fields);
        }
    }
    let places = offset..offset.saturating_add(limit);
    let found = service
        .store
        .ask(call, async |store| store.get_computers(&parsed.query, places, call.now).await);
    let found = found.map_err(|error| Problem::store(error, text))?;
    let shown = found.into_iter().map(|computer| without(computer, &left_out));
    answer::of(&shown.collect::<Result<Vec<_>, _>>().map_err(Problem::internal)?)
}

/// The computer with the id at the end of the path.
pub(crate) fn one(service: &Service, call: &Call) -> Answer {
    let id: ComputerId = call.id("the id of a computer")?;
    let found = with_ids(service, &[id], call)?;
    answer::of(found.first().ok_or_else(|| {
        let message = format!("there is no computer {id}");
        Problem::new(StatusCode::NOT_FOUND, "UnknownComputer", message)
    })?)
}

fn without(
    mut computer: Record<Computer>,
    left_out: &[&str],
) -> Result<Record<Computer>, RecordError> {
    left_out.iter().try_for_each(|name| computer.remove(name))?;
    Ok(computer)
}

/// What a computer is called.
#[derive(Serialize)]
pub(crate) struct Name {
    hostname: Option<String>,
    id: ComputerId,
    title: Option<String>,
}

/// The names of the known computers that the activities are for, by their ids.
pub(crate) fn names_of(
    service: &Service,
    activities: &[Record<Activity>],
    call: &Call,
) -> Result<BTreeMap<String, Name>, Problem> {
    let mut ids = Vec::with_capacity(activities.len());
    for activity in activities {
        ids.extend(activity.read().map_err(Problem::internal)?.computer_id.get());
    }
    ids.sort_unstable();
    ids.dedup();
    let name = |computer: Record<Computer>| {
        let computer = computer.read()?;
        let (hostname, title) = (computer.hostname.get().cloned(), computer.title.get().cloned());
        let name = Name { hostname, id: computer.id, title };
        Ok::<_, RecordError>((computer.id.to_string(), name))
    };
    with_ids(service, &ids, call)?
        .into_iter()
        .map(name)
        .collect::<Result<_, _>>()
        .map_err(Problem::internal)
}

/// The known ones of the computers with these ids.
pub(crate) fn with_ids(
    service: &Service,
    ids: &[ComputerId],
    call: &Call,
) -> Result<Vec<Record<Computer>>, Problem> {
    let found = service.store.ask(call, async |store| store.get_computers_with(ids).await);
    found.map_err(|error| Problem::store(error, ""))
}
