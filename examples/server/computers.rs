//! `GetComputers`.

use activity_query::model::{Activity, Computer};
use activity_query::{ComputerId, ComputerQuery, Limits};
use serde_json::{Map, Value, json};

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
    let found = service.store.computers(&parsed.query, places, call);
    let found = found.map_err(|error| Problem::store(error, text))?;
    let shown: Vec<Map<String, Value>> =
        found.iter().map(|computer| without(computer, &left_out)).collect::<Result<_, _>>()?;
    answer::of(&shown)
}

fn without(computer: &Computer, left_out: &[&str]) -> Result<Map<String, Value>, Problem> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(computer) else {
        return Err(Problem::internal("a computer can't be written"));
    };
    fields.retain(|name, _| !left_out.contains(&name.as_str()));
    Ok(fields)
}

/// The names of the known computers that the activities are for, by their ids.
pub(crate) fn names_of(
    service: &Service,
    activities: &[Activity],
    call: &Call,
) -> Result<Map<String, Value>, Problem> {
    let mut ids: Vec<ComputerId> =
        activities.iter().filter_map(|activity| activity.computer_id.get().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let name = |computer: &Computer| {
        let (title, hostname) = (computer.title.get(), computer.hostname.get());
        let name = json!({ "id": computer.id, "title": title, "hostname": hostname });
        (computer.id.to_string(), name)
    };
    Ok(with_ids(service, &ids, call)?.iter().map(name).collect())
}

/// The known ones of the computers with these ids.
pub(crate) fn with_ids(
    service: &Service,
    ids: &[ComputerId],
    call: &Call,
) -> Result<Vec<Computer>, Problem> {
    let found = service.store.computers_with(ids, call);
    found.map_err(|error| Problem::store(error, ""))
}
