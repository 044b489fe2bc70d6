//! The records that questions are made of.

use std::collections::{BTreeMap, BTreeSet};

use activity_query::model::{Activity, Computer};
use activity_query::{ActivityId, ActivityQuery, ComputerQuery, MemoryStore, PageRequest, Status};
use chrono::{DateTime, SubsecRound as _, Utc};

use super::question::Answer;
use crate::failure::Failure;
use crate::server::Server;
use activity_query_files::views;

/// How many activities there are, the newest ones: fewer than an answer has, so that those
/// of the sample that a query selects are in its answer.
const ACTIVITIES: usize = 500;
const COMPUTERS: usize = 500;
/// How many values of a kind are tried.
const VALUES: usize = 6;
const TIMES: usize = 60;

pub(super) struct Sample {
    pub(super) activities: Vec<Activity>,
    pub(super) computers: Vec<Computer>,
    store: MemoryStore,
    ids: BTreeSet<i64>,
    computer_ids: BTreeSet<i64>,
}

impl Sample {
    pub(super) fn of(server: &Server) -> Result<Self, Failure> {
        let store = MemoryStore::new();
        let activities = server.newest(&PageRequest::first(ACTIVITIES))?;
        let computers = server.first_computers(COMPUTERS)?;
        let views_of_both = (views(&activities)?, views(&computers)?);
        store.append(activities).map_err(Failure::of_engine)?;
        store.put_computers(computers);
        let (activities, computers) = views_of_both;
        let ids = activities.iter().map(|own| own.id.get()).collect();
        let computer_ids = computers.iter().map(|own| own.id.get()).collect();
        Ok(Self { activities, computers, store, ids, computer_ids })
    }

    pub(super) fn ids(&self) -> &BTreeSet<i64> {
        &self.ids
    }

    pub(super) fn computer_ids(&self) -> &BTreeSet<i64> {
        &self.computer_ids
    }

    pub(super) fn everything(&self) -> Answer {
        Answer::Set(self.ids.clone())
    }

    pub(super) fn every_computer(&self) -> Answer {
        Answer::Set(self.computer_ids.clone())
    }

    /// What this query selects here.
    pub(super) fn selected(&self, text: &str) -> Answer {
        let found = text.parse::<ActivityQuery>().ok().and_then(|query| {
            let page = PageRequest::first(ACTIVITIES);
            self.store.find_ids(&query, &page, Utc::now()).ok()
        });
        Answer::Set(found.unwrap_or_default().into_iter().map(ActivityId::get).collect())
    }

    pub(super) fn selected_computers(&self, text: &str) -> Answer {
        let found = text.parse::<ComputerQuery>().ok();
        let found =
            found.and_then(|query| self.store.computers(&query, 0..usize::MAX, Utc::now()).ok());
        Answer::Set(found.unwrap_or_default().iter().map(|own| own.id().get()).collect())
    }

    /// The activities for which this is true.
    pub(super) fn that(&self, is: impl Fn(&Activity) -> bool) -> Answer {
        Answer::Set(self.activities.iter().filter(|own| is(own)).map(|own| own.id.get()).collect())
    }

    pub(super) fn computers_that(&self, is: impl Fn(&Computer) -> bool) -> Answer {
        Answer::Set(self.computers.iter().filter(|own| is(own)).map(|own| own.id.get()).collect())
    }

    /// The types that most activities have.
    pub(super) fn types(&self) -> Vec<String> {
        let types = self.activities.iter().filter_map(|own| own.kind.get());
        most_frequent(types.map(ToString::to_string))
    }

    pub(super) fn statuses(&self) -> Vec<String> {
        let statuses = self.activities.iter().filter_map(|own| own.activity_status.get());
        most_frequent(statuses.map(Status::to_string))
    }

    pub(super) fn creators(&self) -> Vec<String> {
        let emails = self.activities.iter().filter_map(|own| own.creator.get()?.email.get());
        most_frequent(emails.cloned())
    }

    pub(super) fn parents(&self) -> Vec<String> {
        let parents = self.activities.iter().filter_map(|own| own.parent_id.get());
        most_frequent(parents.map(ToString::to_string))
    }

    /// The ids of known computers that activities are for.
    pub(super) fn computers_of_activities(&self) -> Vec<String> {
        let ids = self.activities.iter().filter_map(|own| own.computer_id.get());
        let known = ids.filter(|id| self.computer_ids.contains(&id.get()));
        most_frequent(known.map(ToString::to_string))
    }

    /// Some times of activities, evenly among all, in whole seconds.
    pub(super) fn times(&self) -> Vec<DateTime<Utc>> {
        let times = self.activities.iter().filter_map(|own| own.creation_time.get());
        let mut times: Vec<_> = times.map(|own| own.instant().trunc_subsecs(0)).collect();
        times.sort_unstable();
        times.dedup();
        let step = (times.len() / TIMES).max(1);
        times.into_iter().step_by(step).collect()
    }
}

/// The most frequent values that need no quotes, most frequent first.
pub(super) fn most_frequent(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@._+-".contains(c);
    for value in values.filter(|value| !value.is_empty() && value.chars().all(is_plain)) {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values.into_iter().take(VALUES).map(|(value, _)| value).collect()
}
