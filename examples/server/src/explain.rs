//! Why an activity matches or not; how many match each part of a query.

use activity_query::model::Record;
use activity_query::store::RecordStore as _;
use activity_query::{Context, Fleet};

use crate::answer::{self, Answer};
use crate::call::{self, Call};
use crate::problem::Problem;
use crate::service::Service;
use crate::{activities, computers, legacy, searches};

/// How many terms a query may have whose parts are counted.
const MOST: usize = 200;

pub(crate) fn explain(service: &Service, call: &Call) -> Answer {
    let text = call.parameters.query();
    let query = legacy::query(text)?;
    let failed = |error| Problem::store(error, text);
    let searches = searches::all(service, call)?;
    let Some(id) = call.parameters.get("id") else {
        if query.terms().count() > MOST {
            let message =
                format!("the query has more than {MOST} terms: it has too many parts to count");
            return Err(Problem::bad("QueryTooLarge", message));
        }
        let query = query.expand(|name| searches::text_of(&searches, name));
        let query = query.map_err(|error| failed(error.into()))?;
        let counts = query.count_by(|queries| {
            service.store.ask(call, async |store| store.count_activities(queries, call.now).await)
        });
        return answer::of(&counts.map_err(failed)?);
    };
    let id = call::id(id, activities::AN_ID)?;
    let activity = activities::find(service, id, call)?.ok_or_else(|| activities::unknown(id))?;
    let activity = activity.read().map_err(Problem::internal)?;
    let computer = activity.computer_id.get().copied();
    let computers = computers::with_ids(service, computer.as_slice(), call)?;
    let computers = computers.iter().map(Record::read).collect::<Result<Vec<_>, _>>();
    let groups = service.store.ask(call, async |store| store.get_access_groups().await);
    let fleet = Fleet::new(computers.map_err(Problem::internal)?)
        .with_access_groups(groups.map_err(failed)?);
    let context = Context::new(call.now, &fleet).with_searches(&searches);
    let explanation = query.explain(&activity, &context);
    answer::of(&explanation.map_err(|error| Problem::query(error.diagnostics(), text))?)
}
