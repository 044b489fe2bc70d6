//! Cancel and approve: all that is selected, or nothing.

use chrono::{DateTime, Utc};

use super::MemoryError;
use super::interrupt::Interrupt;
use super::state::{Place, State};
use crate::ast::ActivityQuery;
use crate::model::{Activity, ActivityId, Given, Record, RecordError, Status};
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
        .filter_map(|place| Some((place, state.activity(place)?)))
        .map(|(place, activity)| Ok((place, changed(activity, change, now)?)))
        .collect::<Result<_, RecordError>>()
        .map_err(|error| StoreError::Store(error.into()))?;
    let mut ids = Vec::with_capacity(changed.len());
    for (place, Changed { status, activity }) in changed {
        if let Some((segment, _)) = state.segment_mut(place.segment) {
            ids.push(*activity.id());
            segment.change(place.position, status, activity.into_text());
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

fn refusal(state: &State, place: Place, change: Change) -> Option<Refusal> {
    let segment = state.segments().get(place.segment)?;
    let (status, id) = (segment.status(place.position), segment.id(place.position));
    if change.is_allowed(status) {
        return None;
    }
    let status = match status {
        Some(status) => Given::Value(status),
        // The record tells what it has in the place of one.
        None => state.activity(place)?.read().ok()?.activity_status,
    };
    Some(Refusal { id, change, status })
}

/// What an activity becomes.
struct Changed {
    status: Status,
    activity: Record<Activity>,
}

fn changed(
    mut activity: Record<Activity>,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Changed, RecordError> {
    let status = change.apply(&mut activity, now)?;
    Ok(Changed { status, activity })
}
