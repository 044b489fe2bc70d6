//! Counts the statuses, types and creators of what a query selects, in one walk.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use hashbrown::HashMap;

use super::dictionary::Dictionary;
use super::interrupt::Interrupt;
use super::state::State;
use super::{MemoryError, MemoryStore};
use crate::activity::ActivityQuery;
use crate::model::Status;
use crate::store::facets::largest;
use crate::store::{Facets, StoreError};

/// The counts of values; `None` counts the activities without one.
type Counts<'s> = HashMap<Option<&'s str>, u64>;

impl MemoryStore {
    pub(super) fn facets(
        &self,
        query: &ActivityQuery,
        most: usize,
        now: DateTime<Utc>,
        interrupt: &Interrupt<'_>,
    ) -> Result<Facets, StoreError<MemoryError>> {
        let state = self.read();
        let query = state.bind(query, now, interrupt)?;
        let (mut statuses, mut kinds, mut creators) =
            (Counts::default(), Counts::default(), Counts::default());
        for segment in state.segments() {
            let mut of_kinds = Tally::new(segment.kinds());
            let mut of_creators = Tally::new(segment.creators());
            State::walk(segment, &query, interrupt, |position| {
                let status = segment.status(position).map(Status::as_str);
                *statuses.entry(status).or_default() += 1;
                of_kinds.add(position);
                of_creators.add(position);
                ControlFlow::Continue(())
            })?;
            of_kinds.merge_into(&mut kinds);
            of_creators.merge_into(&mut creators);
        }
        Ok(Facets::new(
            largest(statuses, usize::MAX),
            largest(kinds, most),
            largest(creators, most),
        ))
    }
}

/// The counts of a segment's values, by their numbers.
struct Tally<'s> {
    dictionary: &'s Dictionary,
    counts: Vec<u64>,
    without: u64,
}

impl<'s> Tally<'s> {
    fn new(dictionary: &'s Dictionary) -> Self {
        Self { dictionary, counts: vec![0; dictionary.len()], without: 0 }
    }

    fn add(&mut self, position: u32) {
        let code = self.dictionary.code_at(position);
        match code.and_then(|code| self.counts.get_mut(code as usize)) {
            Some(count) => *count += 1,
            None => self.without += 1,
        }
    }

    fn merge_into(self, counts: &mut Counts<'s>) {
        *counts.entry(None).or_default() += self.without;
        for (text, code) in self.dictionary.codes() {
            let count = self.counts.get(code as usize).copied().unwrap_or_default();
            *counts.entry(Some(text)).or_default() += count;
        }
    }
}
