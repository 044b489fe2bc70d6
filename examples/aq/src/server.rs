//! A Landscape server, asked by the methods of its API.

mod access;
mod call;
mod change;
mod fetch;
mod probe;
mod problem;
mod sign;
mod tls;

use std::ops::ControlFlow;

use activity_query::model::{AccessGroup, Activity, Record, SavedSearch};
use activity_query::rewrite::NotPortable;
use activity_query::{ActivityId, ActivityQuery, ComputerQuery, PageRequest};
use chrono::{DateTime, Utc};

use crate::failure::Failure;
use crate::store::Asked;
use activity_query_files::views;

pub(crate) use access::Access;
pub(crate) use call::Client;
pub(crate) use change::{Asking, Changed, change};
pub(crate) use probe::Heard;
pub(crate) use problem::Problem;

/// How many terms the text that is sent may have.
const MOST_TERMS: usize = 1000;

/// A server, and how queries are written for it.
pub(crate) struct Server {
    client: Client,
    wording: Wording,
}

/// How a query is sent.
#[derive(Clone, Copy)]
pub(crate) enum Wording {
    /// In the documented grammar.
    Portable,
    /// As it was written.
    AsWritten,
}

impl Server {
    /// The text that is sent for a query of activities.
    fn text(&self, asked: Asked<'_>) -> Result<String, Failure> {
        self.written(asked.text, || asked.query.portable(MOST_TERMS))
    }

    fn text_for_computers(&self, asked: Asked<'_, ComputerQuery>) -> Result<String, Failure> {
        self.written(asked.text, || Ok(asked.query.portable(MOST_TERMS)?))
    }

    fn written(
        &self,
        text: &str,
        portable: impl FnOnce() -> Result<String, NotPortable>,
    ) -> Result<String, Failure> {
        match self.wording {
            Wording::AsWritten => Ok(text.to_owned()),
            Wording::Portable => portable().map_err(|error| {
                let report = error.report(text);
                let hint = "hint: a server may not read what is not documented; `--as-written` \
                    sends the query as it is";
                Failure::Query(format!("{}\n{hint}", report.trim_end()))
            }),
        }
    }

    pub(crate) fn types(&self) -> Result<Vec<String>, Failure> {
        let answer = self.client.read("GetActivityTypes", &[]);
        let answer = answer.map_err(|problem| problem.failure(&self.client))?;
        serde_json::from_str(&answer)
            .map_err(|_| Problem::unreadable(&answer).failure(&self.client))
    }

    pub(crate) fn activity(&self, id: ActivityId) -> Result<Option<Record<Activity>>, Failure> {
        let query = ActivityQuery::id(id);
        let asked = Asked { text: &query.to_string(), query: &query, now: Utc::now() };
        let mut found = None;
        self.each_page(asked, &PageRequest::first(1), &mut |page| {
            found = page.into_iter().next();
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// How many activities each of the queries selects, which fetches them.
    pub(crate) fn count_each(
        &self,
        queries: &[ActivityQuery],
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>, Failure> {
        let count = |query: &ActivityQuery| {
            let (text, mut count) = (query.to_string(), 0);
            let asked = Asked { text: &text, query, now };
            self.each_page(asked, &PageRequest::first(usize::MAX), &mut |page| {
                count += u64::try_from(page.len()).unwrap_or(u64::MAX);
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(count)
        };
        queries.iter().map(count).collect()
    }

    pub(crate) fn searches(&self) -> Result<Vec<Record<SavedSearch>>, Failure> {
        let mut searches = Vec::new();
        self.fetch("GetSavedSearches", &[], 0..usize::MAX, &mut |page| {
            searches.extend(page);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(searches)
    }

    /// The names of the saved searches, for completion.
    pub(crate) fn names_of_searches(self) -> Vec<String> {
        let server = Self { client: self.client.impatient(), ..self };
        let searches = server.searches().unwrap_or_default();
        searches.iter().map(|search| search.id().clone()).collect()
    }

    /// The access groups: each one's name, and its parent's; none where the server has no
    /// such method, or not for these keys.
    pub(crate) fn access_groups(&self) -> Result<Vec<(String, String)>, Failure> {
        let answer = match self.client.read("GetAccessGroups", &[]) {
            Err(problem) if problem.is_of_method() => return Ok(Vec::new()),
            answer => answer.map_err(|problem| problem.failure(&self.client))?,
        };
        let groups: Vec<AccessGroup> = views(&self.records(&answer)?)?;
        let parent = |group: AccessGroup| {
            let parent = group.parent.get().filter(|parent| !parent.is_empty())?.clone();
            Some((group.name, parent))
        };
        Ok(groups.into_iter().filter_map(parent).collect())
    }
}
