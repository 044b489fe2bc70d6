//! Changes on a server: shown first, and made when a person agrees.

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::{self, BufRead as _};
use std::ops::ControlFlow;

use activity_query::diagnostic::visible;
use activity_query::model::{Activity, Record, SavedSearch};
use activity_query::store::{Change, Fingerprint};
use activity_query::{ActivityId, PageRequest};

use super::{Problem, Server};
use crate::columns::cell;
use crate::failure::Failure;
use crate::show;
use crate::store::{Asked, Wanted};
use activity_query_files::views;

/// How many activities are shown one by one.
const SHOWN: usize = 5;
/// How many kinds of activities are counted one by one.
const KINDS: usize = 20;
/// How many activities a change can be limited to.
const MOST: usize = 10_000;

/// Whether a person is asked before a change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// A person is asked, and what was not shown is not changed.
    First,
    /// There is no question, and only what was previewed is changed.
    Previewed,
    /// There is no question, and whatever the query selects is changed.
    Never,
    /// Nothing is changed.
    Preview,
}

/// How a change ended.
pub(crate) enum Changed {
    Ids(Vec<ActivityId>),
    Previewed(Fingerprint),
    Declined,
}

/// What a query selects.
#[derive(Default)]
struct Selected {
    ids: Vec<ActivityId>,
    kinds: BTreeMap<(String, String), usize>,
    newest: Vec<Record<Activity>>,
}

/// Changes what the query selects, once it was shown.
pub(crate) fn change(
    server: &Server,
    change: Change,
    wanted: &Wanted<'_>,
    asking: Asking,
) -> Result<Changed, Failure> {
    let Wanted { text, selection, now } = wanted;
    let searches = if selection.names_searches() { server.searches()? } else { Vec::new() };
    let searches: Vec<SavedSearch> = views(&searches)?;
    let search = |name: &str| searches.iter().find(|search| search.name == name);
    selection
        .resolve::<Infallible>(|name| search(name).map(SavedSearch::search))
        .map_err(|error| Failure::of_store(error, text))?;
    let query = selection.query();
    let asked = Asked { text, query: &query, now: *now };
    let selected = Selected::of(server, asked)?;
    let host = &server.client.address.host;
    let ids = || selected.ids.iter().copied();
    selection.check(ids()).map_err(|error| Failure::Store(error.to_string()))?;
    anstream::eprint!("{}", selected.summary(host));
    if asking == Asking::Preview {
        return Ok(Changed::Previewed(Fingerprint::of(ids())));
    }
    if selected.ids.is_empty() {
        return Ok(Changed::Ids(Vec::new()));
    }
    let mut sent = server.text(asked)?;
    if asking != Asking::Never && selected.ids.len() > MOST {
        let message = format!(
            "the query selects {} activities, and a change of what was shown can have {MOST}: \
             narrow the query, or change whatever it selects with `--yes` alone",
            selected.ids.len()
        );
        return Err(Failure::Usage(message));
    }
    let count = selected.ids.len();
    if asking == Asking::First && !confirm(change, count, host)? {
        return Ok(Changed::Declined);
    }
    if asking != Asking::Never {
        // What is selected by now, but was not shown, is left alone.
        let shown = ids().map(|id| format!("id:{id}")).collect::<Vec<_>>().join(" OR ");
        sent = if sent.is_empty() { shown } else { format!("{sent} {shown}") };
    }
    let changed = server.client.change(action(change), sent);
    let changed = changed.map_err(|problem| problem.failure_of_change(&server.client))?;
    let changed: Vec<ActivityId> = ids_of(&changed)
        .ok_or_else(|| Problem::unreadable(&changed).failure_of_change(&server.client))?;
    if asking != Asking::Never {
        compare(&selected.ids, &changed);
    }
    Ok(Changed::Ids(changed))
}

/// Tells if other activities were changed than those that were shown.
fn compare(shown: &[ActivityId], changed: &[ActivityId]) {
    let without = |ids: &[ActivityId], others: &[ActivityId]| {
        let others: HashSet<_> = others.iter().collect();
        ids.iter().filter(|id| !others.contains(id)).count()
    };
    let left = without(shown, changed);
    if left > 0 {
        let were = if left == 1 { "was" } else { "were" };
        anstream::eprintln!("{left} of them changed in the meantime, and {were} left alone");
    }
    if without(changed, shown) > 0 {
        let message = "activities were changed that were not shown: this server reads `OR` \
            differently, which `aq probe` shows";
        anstream::eprintln!("{}", show::report(&format!("warning: {message}")));
    }
}

fn action(change: Change) -> &'static str {
    match change {
        Change::Cancel => "CancelActivities",
        Change::Approve => "ApproveActivities",
    }
}

/// The ids that a server answers with, as numbers.
fn ids_of(answer: &str) -> Option<Vec<ActivityId>> {
    let ids: Vec<u64> = serde_json::from_str(answer).ok()?;
    ids.into_iter().map(|id| id.try_into().ok()).collect()
}

/// Asks on the terminal; what is not a yes is a no.
fn confirm(change: Change, count: usize, host: &str) -> Result<bool, Failure> {
    let verb = match change {
        Change::Cancel => "Cancel",
        Change::Approve => "Approve",
    };
    let these =
        if count == 1 { "this activity".to_owned() } else { format!("these {count} activities") };
    eprint!("{verb} {these} on {host}? [y/N] ");
    let failed = |error| Failure::Write { name: "the question".to_owned(), error };
    io::Write::flush(&mut io::stderr()).map_err(failed)?;
    let mut answer = String::new();
    if io::stdin().lock().read_line(&mut answer).map_err(failed)? == 0 {
        eprintln!();
        let message =
            "there was no answer, so nothing was changed: `--yes` changes without a question";
        return Err(Failure::Usage(message.to_owned()));
    }
    let answer = answer.trim();
    Ok(answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes"))
}

impl Selected {
    fn of(server: &Server, asked: Asked<'_>) -> Result<Self, Failure> {
        let mut selected = Self::default();
        server.each_page(asked, &PageRequest::first(usize::MAX), &mut |page| {
            for record in page {
                selected.ids.push(*record.id());
                let kind = (cell(&record, "activity_status"), cell(&record, "type"));
                *selected.kinds.entry(kind).or_default() += 1;
                if selected.newest.len() < SHOWN {
                    selected.newest.push(record);
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(selected)
    }

    /// How many there are of each kind, and the newest of them.
    fn summary(&self, host: &str) -> String {
        let count = self.ids.len();
        let mut shown = format!("{} selected on {host}\n", show::count::<Activity>(count));
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for ((status, kind), count) in kinds.iter().take(KINDS) {
            shown.push_str(&visible(&format!("{count:>7}  {status}  {kind}")));
            shown.push('\n');
        }
        if let Some(more) = kinds.len().checked_sub(KINDS).filter(|more| *more > 0) {
            // Writing to a string does not fail.
            let _ = writeln!(shown, "         and {more} other kinds");
        }
        if count > SHOWN {
            shown.push_str("the newest of them:\n");
        }
        for record in &self.newest {
            let fields = ["id", "activity_status", "type", "creation_time", "summary"];
            let cells = fields.map(|field| cell(record, field));
            shown.push_str(&visible(&format!("  {}", cells.join("  "))));
            shown.push('\n');
        }
        shown
    }
}
