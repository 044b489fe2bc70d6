//! `aq explain`.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use activity_query::diagnostic::visible;
use activity_query::explain::{Counted, Counts, Explained, QueryPart};
use activity_query::model::SavedSearch;
use activity_query::{
    ActivityId, ActivityQuery, ActivityTerm, ComputerId, ComputerTerm, Context, Explanation, Fleet,
    PageRequest,
};
use anstyle::{AnsiColor, Style};
use chrono::{DateTime, Utc};
use clap::Args;

use crate::arguments::{AnyQueryText, Clock, Format, Report};
use crate::failure::{Exit, Failure};
use crate::output::{print_colored, print_json};
use crate::show::muted;
use crate::store::{Asked, Source, Store};
use activity_query_files::views;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("asked").required(true))]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: AnyQueryText,
    /// Explain why the activity with this id matches or not; with --computer, the computer
    #[arg(long, value_name = "ID", group = "asked", value_parser = clap::value_parser!(i64).range(0..))]
    id: Option<i64>,
    /// Count how many records match each part of the query
    #[arg(long, group = "asked")]
    counts: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

/// How many terms a query may have whose parts an engine counts.
const MOST: usize = 200;

/// Explains whether one record matches, or counts the records that match each part.
pub(crate) fn explain(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.text.computer { of_computers(arguments) } else { of_activities(arguments) }
}

fn of_activities(arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.text.query.parse::<ActivityTerm>()?;
    let store = arguments.source.open()?;
    let searches = if query.names_searches() { searches(&store)? } else { Vec::new() };
    let now = arguments.clock.now();
    let Some(id) = arguments.id else {
        let counts = counts(&query, &text, &store, &searches, now)?;
        return show_counts(arguments, &counts, ("activity", "activities"));
    };
    let missing = || Failure::Missing { kind: "activity", id };
    let activity = match ActivityId::try_from(id) {
        Ok(id) => store.activity(id)?.ok_or_else(missing)?,
        Err(_) => return Err(missing()),
    };
    let activity = activity.read().map_err(activity_query_files::Error::from)?;
    let computer = activity.computer_id.get();
    let computer = computer.map(|id| store.computer(*id)).transpose()?.flatten();
    let fleet = Fleet::new(views(computer.as_slice())?).with_access_groups(store.access_groups()?);
    let context = Context::new(now, &fleet).with_searches(&searches);
    let explanation = query.explain(&activity, &context);
    let explanation = explanation.map_err(|error| Failure::of_searches(&error, &text))?;
    show_explanation(arguments, &explanation, &format!("activity {id}"))
}

/// How many activities match each part of the query.
fn counts(
    query: &ActivityQuery,
    text: &str,
    store: &Store,
    searches: &[SavedSearch],
    now: DateTime<Utc>,
) -> Result<Counts, Failure> {
    let search = |name: &str| searches.iter().find(|search| search.name == name);
    let expanded = query.expand(|name| search(name).map(SavedSearch::search));
    let expanded = expanded.map_err(|error| Failure::of_searches(&error, text))?;
    if expanded.terms().count() <= MOST && store.counts() {
        return expanded.count_by(|queries| store.count_each(queries, now, text));
    }
    // An engine would be asked for each part, and for an AND without each of its parts;
    // a server counts nothing.
    let asked = Asked { text, query: &ActivityQuery::everything(), now };
    let activities = views(&store.find(asked, &PageRequest::first(usize::MAX))?)?;
    let fleet = Fleet::new(views(&store.computers(usize::MAX)?)?)
        .with_access_groups(store.access_groups()?);
    let context = Context::new(now, &fleet).with_searches(searches);
    let counts = query.count(&activities, &context);
    counts.map_err(|error| Failure::of_searches(&error, text))
}

fn of_computers(arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.text.query.parse::<ComputerTerm>()?;
    let store = arguments.source.open_for_computers()?;
    let searches = if query.names_searches() { searches(&store)? } else { Vec::new() };
    let computers = match arguments.id.map(ComputerId::try_from) {
        None => store.computers(usize::MAX)?,
        Some(id) => {
            id.ok().map(|id| store.computer(id)).transpose()?.flatten().into_iter().collect()
        }
    };
    let fleet = Fleet::new(views(&computers)?).with_access_groups(store.access_groups()?);
    let context = Context::new(arguments.clock.now(), &fleet).with_searches(&searches);
    let Some(id) = arguments.id else {
        let counts = query.count(fleet.computers(), &context);
        let counts = counts.map_err(|error| Failure::of_searches(&error, &text))?;
        return show_counts(arguments, &counts, ("computer", "computers"));
    };
    let computer = fleet.computers().next().ok_or(Failure::Missing { kind: "computer", id })?;
    let explanation = query.explain(computer, &context);
    let explanation = explanation.map_err(|error| Failure::of_searches(&error, &text))?;
    show_explanation(arguments, &explanation, &format!("computer {id}"))
}

fn searches(store: &Store) -> Result<Vec<SavedSearch>, Failure> {
    Ok(views(&store.searches()?)?)
}

fn show_explanation(
    arguments: &Arguments,
    explanation: &Explanation,
    record: &str,
) -> Result<Exit, Failure> {
    match arguments.format.format {
        Report::Json => print_json(explanation),
        Report::Human => print_colored(&verdicts(explanation, record)),
    }?;
    Ok(Exit::Success)
}

fn show_counts(
    arguments: &Arguments,
    counts: &Counts,
    records: (&str, &str),
) -> Result<Exit, Failure> {
    match arguments.format.format {
        Report::Json => print_json(counts),
        Report::Human => print_colored(&table(counts, records)),
    }?;
    Ok(Exit::Success)
}

/// The words for a part, indented below the parts that it is in.
fn label(part: &QueryPart, depth: usize) -> String {
    // Deeper indentation is of no help to a reader.
    let indent = "  ".repeat(depth.min(40));
    let words = match part {
        QueryPart::All => "all of",
        QueryPart::Any => "any of",
        QueryPart::Not => "not",
        QueryPart::Term(text) => text,
        QueryPart::Nested(field) => field,
        // The library may have more parts one day.
        _ => "",
    };
    indent + &visible(words)
}

/// The words for all parts, and how wide the column of them is.
fn labels<'a>(parts: impl Iterator<Item = (&'a QueryPart, usize)>) -> (Vec<String>, usize) {
    let parts: Vec<_> = parts.collect();
    let labels: Vec<String> = match parts.as_slice() {
        // The empty query.
        [(QueryPart::All, _)] => vec!["everything".to_owned()],
        parts => parts.iter().map(|(part, depth)| label(part, *depth)).collect(),
    };
    let width = labels.iter().map(|label| label.chars().count()).max();
    (labels, width.unwrap_or_default().min(48))
}

fn gap(width: usize, text: &str) -> usize {
    width.saturating_sub(text.chars().count())
}

/// The verdict on the record, and below it that of each part of the query.
fn verdicts(explanation: &Explanation, record: &str) -> String {
    let marks =
        if std::io::stdout().is_terminal() { ["✗  ", "✓  "] } else { ["no   ", "yes  "] };
    let [no, yes] = marks;
    let verdict = if explanation.matches { "matches" } else { "does not match" };
    let (labels, width) = labels(explanation.parts.iter().map(|part| (&part.part, part.depth)));
    let bold = Style::new().bold();
    // Writing to a string does not fail.
    let mut shown = String::new();
    let _ = writeln!(shown, "{bold}{record} {verdict}{bold:#}");
    for (Explained { matches, deciding, found, .. }, label) in explanation.parts.iter().zip(&labels)
    {
        let mark = if *matches { yes } else { no };
        let color = if *matches { AnsiColor::Green } else { AnsiColor::Red };
        let color = Style::new().fg_color(Some(color.into()));
        let name = if *deciding { bold } else { Style::new() };
        let _ = write!(shown, "{color}{mark}{color:#}{name}{label}{name:#}");
        if let Some(found) = found {
            let (gap, found) = (gap(width, label), visible(found));
            let _ = write!(shown, "{:gap$}  {found}", "");
        }
        let _ = if *deciding {
            writeln!(shown, "  {color}(decides){color:#}")
        } else {
            writeln!(shown)
        };
    }
    shown
}

/// How many records match each part, with the part that empties the result marked.
fn table(counts: &Counts, (one, many): (&str, &str)) -> String {
    let (labels, width) = labels(counts.parts.iter().map(|part| (&part.part, part.depth)));
    let (bold, muted) = (Style::new().bold(), muted());
    let red = bold.fg_color(Some(AnsiColor::Red.into()));
    let mut shown = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(
        shown,
        "{bold}{} of {} {} {}{bold:#}",
        counts.matches,
        counts.records,
        if counts.records == 1 { one } else { many },
        verb(counts.matches),
    );
    let digits = counts.records.to_string().len();
    let mut told = false;
    for (part, label) in counts.parts.iter().zip(&labels) {
        let note = emptying(counts, part);
        told |= note.is_some();
        let style = if note.is_some() { red } else { Style::new() };
        let matches = part.matches;
        let _ = write!(shown, "{style}{matches:>digits$}  {label}{style:#}");
        let gap = gap(width, label);
        let _ = match (note, part.without) {
            (Some(note), _) => writeln!(shown, "{:gap$}  {red}{note}{red:#}", ""),
            (None, Some(without)) if counts.matches > 0 => {
                let note = without_it(without);
                writeln!(shown, "{:gap$}  {muted}{note}{muted:#}", "")
            }
            (None, _) => writeln!(shown),
        };
    }
    if counts.matches == 0 && counts.records > 0 && !told {
        let _ = writeln!(shown, "each part matches {many}, but none matches all of them");
    }
    shown
}

fn without_it(count: usize) -> String {
    format!("without it, {count} {}", verb(count))
}

fn verb(count: usize) -> &'static str {
    if count == 1 { "matches" } else { "match" }
}

/// Why nothing is left, if it is for this part.
fn emptying(counts: &Counts, part: &Counted) -> Option<String> {
    if counts.matches > 0 || counts.records == 0 {
        return None;
    }
    match part.without {
        Some(without) if without > 0 => {
            Some(format!("empties the result: {}", without_it(without)))
        }
        Some(_) if part.matches == 0 => Some("matches nothing".to_owned()),
        None if part.depth == 0 && part.part != QueryPart::All => {
            Some("matches nothing".to_owned())
        }
        Some(_) | None => None,
    }
}
