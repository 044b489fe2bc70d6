//! `aq find`.

use activity_query::model::Activity;
use activity_query::{ActivityTerm, PageRequest};
use clap::Args;

use crate::arguments::{Clock, QueryText};
use crate::failure::{Exit, Failure};
use crate::listing::Layout;
use crate::store::{Asked, Source};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    query: QueryText,
    /// Show this many activities at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// Skip this many activities first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Show the oldest activities first
    #[arg(long)]
    oldest_first: bool,
    #[command(flatten)]
    layout: Layout<Activity>,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

/// Prints the activities that the query selects, as they come.
pub(crate) fn find(arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.query.parse::<ActivityTerm>()?;
    #[cfg(feature = "server")]
    arguments.source.check_clock(&arguments.clock)?;
    let store = arguments.source.open()?;
    let mut page = PageRequest::first(arguments.limit).skipping(arguments.offset);
    if arguments.oldest_first {
        page = page.oldest_first();
    }
    let asked = Asked { text: &text, query: &query, now: arguments.clock.now() };
    let mut listing = arguments.layout.begin()?;
    store.each_page(asked, &page, &mut |page| listing.show(&page))?;
    listing.end()?;
    Ok(Exit::Success)
}
