//! Cancel and approve: all that is selected, or nothing.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::interrupt::Interrupt;
use super::lock::Changing;
use super::state::{Location, State};
use super::{MemoryError, MemoryStore};
use crate::activity::ActivityQuery;
use crate::model::{Activity, ActivityId, FieldValue, Record, RecordError, Status};
use crate::store::{Change, Fingerprint, PageRequest, Refusal, Refused, Selection, StoreError};

impl MemoryStore {
    /// Changes every activity of the selection, or none; gives their ids.
    pub(super) fn change(
        &self,
        selection: &Selection,
        change: Change,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
        let (mut state, selected) = self.to_change(selection, now, interrupt)?;
        apply(&mut state, selected, change, now)
    }

    /// The activities of the selection, and the state to change them in.
    pub(super) fn to_change(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<(Changing<'_>, Vec<Location>), StoreError<MemoryError>> {
        let (query, state) = self.resolved(selection, interrupt, || self.write())?;
        let selected = selected(&state, &query, now, interrupt)?;
        selection.check(ids(&state, &selected))?;
        Ok((state, selected))
    }

    /// Counts what a change would select.
    pub(super) fn preview(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Fingerprint, StoreError<MemoryError>> {
        let (query, state) = self.resolved(selection, interrupt, || self.read())?;
        Ok(Fingerprint::of(ids(&state, &selected(&state, &query, now, interrupt)?)))
    }

    /// What to change by, and the lock under which saved searches are those that
    /// it was resolved with. The selection is judged before it is taken: that may
    /// take long, and other calls don't wait for it.
    fn resolved<L: Deref<Target = State>>(
        &self,
        selection: &Selection,
        interrupt: &Interrupt<'_>,
        lock: impl Fn() -> L,
    ) -> Result<(ActivityQuery, L), StoreError<MemoryError>> {
        let mut searches = Arc::clone(self.read().search_texts());
        loop {
            let lookup = |name: &str| searches.get(name).map(String::as_str);
            let query = selection.resolve_until(lookup, || Ok(interrupt.check()?))?;
            let state = lock();
            if Arc::ptr_eq(&searches, state.search_texts()) {
                return Ok((query, state));
            }
            searches = Arc::clone(state.search_texts());
        }
    }
}

/// Changes the selected activities, or none; gives their ids.
fn apply(
    state: &mut State,
    selected: Vec<Location>,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Vec<ActivityId>, StoreError<MemoryError>> {
    let mut refusals: Vec<Refusal> =
        selected.iter().filter_map(|place| refusal(state, *place, change)).collect();
    if !refusals.is_empty() {
        refusals.sort_unstable_by_key(|refusal| refusal.id);
        return Err(Refused { refusals }.into());
    }
    // What may fail comes first, so that nothing is left half done.
    let changed: Vec<(Location, Changed)> = selected
        .into_iter()
        .filter_map(|place| Some((place, state.activity(place)?)))
        .map(|(place, activity)| Ok((place, changed(activity, change, now)?)))
        .collect::<Result<_, RecordError>>()
        .map_err(|error| StoreError::Store(error.into()))?;
    let mut ids = Vec::with_capacity(changed.len());
    let mut packer = state.packer();
    for (place, Changed { status, activity }) in changed {
        if let Some((segment, _)) = state.segment_mut(place.segment) {
            ids.push(*activity.id());
            segment.change(place.position, status, packer.pack(activity.text()));
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

fn selected(
    state: &State,
    query: &ActivityQuery,
    now: DateTime<Utc>,
    interrupt: &Interrupt<'_>,
) -> Result<Vec<Location>, StoreError<MemoryError>> {
    let bound = state.bind(query, now, interrupt)?;
    Ok(state.find(&bound, &PageRequest::first(usize::MAX), interrupt)?)
}

fn ids(state: &State, places: &[Location]) -> impl Iterator<Item = ActivityId> {
    places.iter().filter_map(|place| state.id(*place))
}

fn refusal(state: &State, place: Location, change: Change) -> Option<Refusal> {
    let segment = state.segments().get(place.segment)?;
    let (status, id) = (segment.status(place.position), segment.id(place.position));
    if change.is_allowed(status) {
        return None;
    }
    let status = match status {
        Some(status) => FieldValue::Value(status),
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
