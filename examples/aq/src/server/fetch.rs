//! Pages of records, fetched as they are shown.

use std::collections::HashSet;
use std::ops::Range;

use activity_query::ComputerQuery;
use activity_query::PageRequest;
use activity_query::model::{Activity, Computer, FromRecord, Record};
use activity_query::store::{Order, RecordFile};
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

use super::{Problem, Server};
use crate::failure::Failure;
use crate::store::{Asked, Page};

/// How many records a page has: as many as a server sends if it is not told.
pub(super) const PAGE: usize = 1000;
/// What is asked for so that a computer can be explained here.
const DETAILS: [&str; 3] = ["with_network", "with_hardware", "with_annotations"];

impl Server {
    pub(crate) fn each_page(
        &self,
        asked: Asked<'_>,
        page: &PageRequest,
        show: &mut Page<'_, Activity>,
    ) -> Result<(), Failure> {
        if page.order != Order::NewestFirst {
            let message = "a server has the newest activities first: it takes no `--oldest-first`";
            return Err(Failure::Usage(message.to_owned()));
        }
        let places = page.offset..page.offset.saturating_add(page.limit);
        self.fetch("GetActivities", &query(self.text(asked)?), places, show)
    }

    pub(crate) fn each_page_of_computers(
        &self,
        asked: Asked<'_, ComputerQuery>,
        places: Range<usize>,
        show: &mut Page<'_, Computer>,
    ) -> Result<(), Failure> {
        let mut parameters = query(self.text_for_computers(asked)?);
        parameters.extend(DETAILS.map(|name| (name, "true".to_owned())));
        self.fetch("GetComputers", &parameters, places, show)
    }

    /// Fetches the records at these places, and shows each page before the next one is
    /// fetched. Records that new ones move to another page are shown once.
    pub(super) fn fetch<T: FromRecord>(
        &self,
        action: &str,
        parameters: &[(&'static str, String)],
        places: Range<usize>,
        show: &mut Page<'_, T>,
    ) -> Result<(), Failure> {
        let bar = bar(&self.client.address.host);
        let mut seen = HashSet::new();
        let mut start = places.start;
        while start < places.end {
            let wanted = PAGE.min(places.end - start);
            let mut parameters = parameters.to_vec();
            // What a server takes by itself is not said, as the client in Python does.
            for (name, number, default) in [("limit", wanted, 1000), ("offset", start, 0)] {
                if number != default {
                    parameters.push((name, number.to_string()));
                }
            }
            let answer = self.client.read(action, &parameters);
            let answer = answer.map_err(|problem| problem.failure(&self.client))?;
            let mut page: Vec<Record<T>> = self.records(&answer)?;
            let count = page.len();
            page.truncate(wanted);
            page.retain(|record| seen.insert(record.id().clone()));
            if page.is_empty() && count > 0 {
                let again = Problem::Unreadable("it is the page before, again".to_owned());
                return Err(again.failure(&self.client));
            }
            bar.inc(u64::try_from(page.len()).unwrap_or_default());
            let is_last = count < wanted;
            if bar.suspend(|| show(page))?.is_break() || is_last {
                break;
            }
            start += wanted;
        }
        Ok(())
    }

    /// The records of an answer.
    pub(super) fn records<T: FromRecord>(&self, answer: &str) -> Result<Vec<Record<T>>, Failure> {
        let file = if answer.trim_start().starts_with('[') {
            RecordFile::read(answer).map_err(|error| Problem::Unreadable(format!("{error}")))
        } else {
            Err(Problem::unreadable(answer))
        };
        Ok(file.map_err(|problem| problem.failure(&self.client))?.into_records())
    }
}

/// The query, unless it is the empty one.
fn query(text: String) -> Vec<(&'static str, String)> {
    if text.is_empty() { Vec::new() } else { vec![("query", text)] }
}

/// What a terminal shows while pages come; it is gone at the end.
fn bar(host: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_finish(ProgressFinish::AndClear);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}: {human_pos} records") {
        bar.set_style(style);
    }
    bar.set_message(host.to_owned());
    bar
}
