//! `aq computers` and `aq searches`.

use activity_query::ComputerTerm;
use activity_query::model::{Computer, SavedSearch};
use clap::Args;

use crate::arguments::{Clock, QueryText};
use crate::failure::{Exit, Failure};
use crate::listing::Layout;
use crate::store::{Asked, Source};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    query: QueryText,
    /// Show this many computers at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// Skip this many computers first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    #[command(flatten)]
    layout: Layout<Computer>,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

#[derive(Args)]
pub(crate) struct Searches {
    #[command(flatten)]
    layout: Layout<SavedSearch>,
    #[command(flatten)]
    source: Source,
}

/// Prints the computers that the query selects, as they come.
pub(crate) fn computers(arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.query.parse::<ComputerTerm>()?;
    #[cfg(feature = "server")]
    arguments.source.check_clock(&arguments.clock)?;
    let store = arguments.source.open_for_computers()?;
    let asked = Asked { text: &text, query: &query, now: arguments.clock.now() };
    let places = arguments.offset..arguments.offset.saturating_add(arguments.limit);
    let mut listing = arguments.layout.begin()?;
    store.each_page_of_computers(asked, places, &mut |page| listing.show(&page))?;
    listing.end()?;
    Ok(Exit::Success)
}

/// Prints the saved searches.
pub(crate) fn searches(arguments: &Searches) -> Result<Exit, Failure> {
    let mut listing = arguments.layout.begin()?;
    let searches = arguments.source.open_for_computers()?.searches()?;
    let _ = listing.show(&searches)?;
    listing.end()?;
    Ok(Exit::Success)
}
