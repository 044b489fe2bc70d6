//! Which records a query selects.

use std::cmp::Ordering;

use activity_query::model::{Activity, Computer, Record};
use activity_query::store::{Cursor, Order};
use activity_query::{ActivityQuery, ComputerQuery, Context, Page, PageRequest, ResolveError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Fleet, Known, resolved};
use crate::answer::{Answer, json, not_a_query, refused};

#[derive(Serialize)]
struct Found<'a> {
    ok: bool,
    /// As text: JavaScript reads large numbers of JSON inexactly.
    ids: Vec<String>,
    #[serde(flatten)]
    page: &'a Page,
}

#[derive(Serialize)]
struct FoundComputers<'a> {
    ok: bool,
    ids: Vec<String>,
    computers: &'a [&'a Record<Computer>],
}

#[wasm_bindgen]
impl Fleet {
    /// A page of the activities that a query selects; `page` is a `PageRequest` as JSON.
    ///
    /// # Errors
    /// If the page is not a request for one.
    pub fn find(&self, text: &str, page: &str, now: i64) -> Answer {
        let request: PageRequest = serde_json::from_str(page)?;
        let query: ActivityQuery = match text.parse() {
            Ok(query) => query,
            Err(error) => return not_a_query(&error),
        };
        match self.selected(&query, &self.context(now)) {
            Ok(selected) => {
                let page = paged(&selected, &request);
                let ids = page.activities.iter().map(|record| record.id().to_string()).collect();
                json(&Found { ok: true, ids, page: &page })
            }
            Err(error) => refused(text, error.diagnostics()),
        }
    }

    /// The computers that a query selects, by their ids.
    ///
    /// # Errors
    /// None that a caller could make.
    #[wasm_bindgen(js_name = findComputers)]
    pub fn find_computers(&self, text: &str, now: i64) -> Answer {
        let query: ComputerQuery = match text.parse() {
            Ok(query) => query,
            Err(error) => return not_a_query(&error),
        };
        match self.selected_computers(&query, &self.context(now)) {
            Ok(computers) => {
                let ids = computers.iter().map(|record| record.id().to_string()).collect();
                json(&FoundComputers { ok: true, ids, computers: &computers })
            }
            Err(error) => refused(text, error.diagnostics()),
        }
    }
}

impl Fleet {
    /// The activities that the query selects, in no order.
    fn selected(
        &self,
        query: &ActivityQuery,
        context: &Context<'_>,
    ) -> Result<Vec<&Known<Activity>>, ResolveError> {
        let query = resolved(query, context)?;
        let mut selected = Vec::new();
        for known in &self.activities {
            if query.matches(&known.fields, context)? {
                selected.push(known);
            }
        }
        Ok(selected)
    }

    fn selected_computers(
        &self,
        query: &ComputerQuery,
        context: &Context<'_>,
    ) -> Result<Vec<&Record<Computer>>, ResolveError> {
        let query = resolved(query, context)?;
        let mut selected = Vec::new();
        for (id, record) in &self.computers {
            let Some(fields) = self.around.computer(*id) else { continue };
            if query.matches(fields, context)? {
                selected.push(record);
            }
        }
        Ok(selected)
    }
}

/// The page of what was selected.
fn paged(selected: &[&Known<Activity>], request: &PageRequest) -> Page {
    let mut placed: Vec<(Cursor, &Record<Activity>)> =
        selected.iter().map(|known| (Cursor::of(&known.fields), &known.record)).collect();
    placed.sort_by(|(one, _), (other, _)| compared(*one, *other, request.order));
    if let Some(after) = request.after {
        placed.retain(|(place, _)| compared(*place, after, request.order).is_gt());
    }
    let mut rest = placed.into_iter().skip(request.offset);
    let shown: Vec<_> = rest.by_ref().take(request.limit).collect();
    let mut page = Page::default();
    page.total = request.count.then_some(selected.len() as u64);
    page.next = shown.last().filter(|_| rest.next().is_some()).map(|(place, _)| *place);
    page.activities = shown.into_iter().map(|(_, record)| record.clone()).collect();
    page
}

/// Activities without a time of creation come last, whatever the order.
fn compared(one: Cursor, other: Cursor, order: Order) -> Ordering {
    let has_none = one.created.is_none().cmp(&other.created.is_none());
    has_none.then(if order == Order::OldestFirst { one.cmp(&other) } else { other.cmp(&one) })
}
