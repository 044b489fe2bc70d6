//! Cancel and approve: all that is selected, or nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::interrupt::Interrupt;
use super::lock::Turn;
use super::records::PackedRecord;
use super::state::{Location, SearchTexts, State};
use super::{MemoryError, MemoryStore};
use crate::activity::ActivityQuery;
use crate::model::{ActivityId, FieldValue, RecordError, Status};
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
        let (turn, selected) = self.to_change(selection, now, interrupt)?;
        let changed = changed(&turn.read(), &selected, change, now)?;
        let mut ids: Vec<ActivityId> = changed.iter().map(|changed| changed.id).collect();
        ids.sort_unstable();
        let replaced = turn.change(|state| apply(state, changed));
        drop(replaced);
        Ok(ids)
    }

    /// The activities of the selection, and the turn to change them.
    pub(super) fn to_change(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<(Turn<'_>, Vec<Location>), StoreError<MemoryError>> {
        let (query, turn) =
            self.resolved(selection, interrupt, || self.turn(), |turn| turn.read().search_texts())?;
        let state = turn.read();
        let selected = selected(&state, &query, now, interrupt)?;
        selection.check(ids(&state, &selected))?;
        Ok((turn, selected))
    }

    /// Counts what a change would select.
    pub(super) fn preview(
        &self,
        selection: &Selection,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Fingerprint, StoreError<MemoryError>> {
        let (query, state) =
            self.resolved(selection, interrupt, || self.read(), |state| state.search_texts())?;
        Ok(Fingerprint::of(ids(&state, &selected(&state, &query, now, interrupt)?)))
    }

    /// What to change by, and the turn or lock under which saved searches are those
    /// that it was resolved with. The selection is judged before it is taken: that
    /// may take long, and other calls don't wait for it.
    fn resolved<L>(
        &self,
        selection: &Selection,
        interrupt: &Interrupt<'_>,
        lock: impl Fn() -> L,
        texts: impl Fn(&L) -> SearchTexts,
    ) -> Result<(ActivityQuery, L), StoreError<MemoryError>> {
        let mut searches = self.read().search_texts();
        loop {
            let lookup = |name: &str| searches.get(name).map(String::as_str);
            let query = selection.resolve_until(lookup, || Ok(interrupt.check()?))?;
            let lock = lock();
            let now = texts(&lock);
            if Arc::ptr_eq(&searches, &now) {
                return Ok((query, lock));
            }
            searches = now;
        }
    }
}

/// What an activity becomes.
struct Changed {
    place: Location,
    id: ActivityId,
    status: Status,
    record: PackedRecord,
}

/// What the selected activities become; an error, if one can't be changed.
fn changed(
    state: &State,
    selected: &[Location],
    change: Change,
    now: DateTime<Utc>,
) -> Result<Vec<Changed>, StoreError<MemoryError>> {
    let mut refusals: Vec<Refusal> =
        selected.iter().filter_map(|place| refusal(state, *place, change)).collect();
    if !refusals.is_empty() {
        refusals.sort_unstable_by_key(|refusal| refusal.id);
        return Err(Refused { refusals }.into());
    }
    let mut packer = state.packer();
    let activities = selected.iter().filter_map(|place| Some((*place, state.activity(*place)?)));
    let changed = activities.map(|(place, mut activity)| {
        let status = change.apply(&mut activity, now)?;
        let record = packer.pack(activity.text());
        Ok(Changed { place, id: *activity.id(), status, record })
    });
    let changed: Result<_, RecordError> = changed.collect();
    changed.map_err(|error| StoreError::Store(error.into()))
}

/// Changes activities, and gives their old records back.
fn apply(state: &mut State, changed: Vec<Changed>) -> Vec<PackedRecord> {
    let mut replaced = Vec::with_capacity(changed.len());
    for Changed { place, status, record, .. } in changed {
        if let Some(segment) = state.segment_mut(place.segment) {
            replaced.extend(segment.change(place.position, status, record));
        }
    }
    replaced
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
