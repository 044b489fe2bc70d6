//! `aq find`.

use activity_query::{ActivityTerm, PageRequest};
use clap::{Args, ValueEnum};

use crate::arguments::{Clock, QueryText};
use crate::failure::{Exit, Failure};
use crate::output::{lines, print, print_colored, print_records};
use crate::show;
use crate::store::{Asked, Source};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    query: QueryText,
    /// The most activities to show
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// How many activities to skip first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Show the oldest activities first
    #[arg(long)]
    oldest_first: bool,
    /// The format of the activities
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    format: Shown,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shown {
    /// A table on a terminal; lines with tabs elsewhere
    Table,
    /// A JSON array of the records as they came; a terminal shows escapes of what is not visible
    Json,
    /// One id a line
    Ids,
}

/// Prints a page of the activities that the query selects.
pub(crate) fn find(arguments: &Arguments) -> Result<Exit, Failure> {
    let (text, query) = arguments.query.parse::<ActivityTerm>()?;
    let store = arguments.source.open()?;
    let mut page = PageRequest::first(arguments.limit).skipping(arguments.offset);
    if arguments.oldest_first {
        page = page.oldest_first();
    }
    let asked = Asked { text: &text, query: &query, now: arguments.clock.now() };
    let page = store.find(asked, &page)?;
    match arguments.format {
        Shown::Ids => {
            let ids: Vec<String> = page.iter().map(|activity| activity.id().to_string()).collect();
            print(&lines(&ids))
        }
        Shown::Json => print_records(&page),
        Shown::Table => print_colored(&show::table(&page)?),
    }?;
    Ok(Exit::Success)
}
