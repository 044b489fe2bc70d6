//! Cancel and approve: all that is selected, or nothing.

use chrono::{DateTime, Utc};

use super::interrupt::Interrupt;
use super::state::{Place, State};
use super::{MemoryError, record};
use crate::ast::ActivityQuery;
use crate::model::{ActivityId, Status};
use crate::store::{Change, Page, Refusal, Refused, StoreError};

/// Changes every activity that the query selects, or none; gives their ids.
pub(super) fn change(
    state: &mut State,
    query: &ActivityQuery,
    change: Change,
    now: DateTime<Utc>,
    interrupt: &Interrupt<'_>,
) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
    if query.is_everything() {
        return Err(StoreError::empty_query());
    }
    let selected = state.bind(query, now, interrupt)?;
    let selected = state.find(&selected, &Page::first(usize::MAX), interrupt)?;
    let mut refusals: Vec<Refusal> =
        selected.iter().filter_map(|place| refusal(state, *place, change)).collect();
    if !refusals.is_empty() {
        refusals.sort_unstable_by_key(|refusal| refusal.id);
        return Err(Refused { refusals }.into());
    }
    // What may fail comes first, so that nothing is left half done.
    let changed: Vec<(Place, Changed)> = selected
        .into_iter()
        .filter_map(|place| Some((place, state.record(place)?)))
        .map(|(place, record)| Ok((place, changed(record, change, now)?)))
        .collect::<Result<_, MemoryError>>()
        .map_err(StoreError::Store)?;
    let mut ids = Vec::with_capacity(changed.len());
    for (place, Changed { id, status, record }) in changed {
        if let Some((segment, _)) = state.segment_mut(place.segment) {
            segment.change(place.position, status, record);
            ids.push(id);
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

fn refusal(state: &State, place: Place, change: Change) -> Option<Refusal> {
    let segment = state.segments().get(place.segment)?;
    let status = segment.status(place.position);
    let id = segment.id(place.position);
    (!change.is_allowed(status)).then_some(Refusal { id, change, status })
}

/// What an activity becomes.
struct Changed {
    id: ActivityId,
    status: Status,
    record: Box<str>,
}

fn changed(json: &str, change: Change, now: DateTime<Utc>) -> Result<Changed, MemoryError> {
    let mut activity = record::read(json)?;
    let status = change.apply(&mut activity, now);
    Ok(Changed { id: activity.id, status, record: record::write(&activity)? })
}
