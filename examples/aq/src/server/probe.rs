//! What a server says to queries that it may not know.

use std::ops::ControlFlow;

use activity_query::model::{Activity, Computer, Record};
use activity_query::{ActivityQuery, ComputerQuery, PageRequest};
use chrono::Utc;
use serde::Deserialize;

use super::fetch::PAGE;
use super::{Problem, Server};
use crate::failure::Failure;
use crate::store::Asked;

/// An answer, whatever it is.
pub(crate) enum Heard {
    /// The ids of the first records, in their order.
    Ids {
        ids: Vec<i64>,
        /// Whether there are no others.
        is_whole: bool,
    },
    /// The server refuses the query.
    Refused,
    /// The server fails over the query.
    Failed,
}

#[derive(Deserialize)]
struct WithId {
    id: i64,
}

impl Server {
    /// Asks for the first records of a query that is sent as it is.
    pub(crate) fn hear(&self, action: &str, text: &str) -> Result<Heard, Failure> {
        let answer = match self.client.read(action, &[("query", text.to_owned())]) {
            Ok(answer) => answer,
            Err(problem) => {
                return match problem.status() {
                    Some(400) => Ok(Heard::Refused),
                    Some(500) => Ok(Heard::Failed),
                    Some(_) | None => Err(problem.failure(&self.client)),
                };
            }
        };
        let records: Vec<WithId> = serde_json::from_str(&answer)
            .map_err(|_| Problem::unreadable(&answer).failure(&self.client))?;
        let is_whole = records.len() < PAGE;
        Ok(Heard::Ids { ids: records.into_iter().map(|own| own.id).collect(), is_whole })
    }

    /// The newest activities.
    pub(crate) fn newest(&self, page: &PageRequest) -> Result<Vec<Record<Activity>>, Failure> {
        let query = ActivityQuery::everything();
        let asked = Asked { text: "", query: &query, now: Utc::now() };
        let mut newest = Vec::new();
        self.each_page(asked, page, &mut |page| {
            newest.extend(page);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(newest)
    }

    /// The computers that a server sends first.
    pub(crate) fn first_computers(&self, most: usize) -> Result<Vec<Record<Computer>>, Failure> {
        let query = ComputerQuery::everything();
        let asked = Asked { text: "", query: &query, now: Utc::now() };
        let mut first = Vec::new();
        self.each_page_of_computers(asked, 0..most, &mut |page| {
            first.extend(page);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(first)
    }
}
