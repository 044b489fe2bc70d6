//! `aq types`.

use activity_query::diagnostic::visible;
use clap::Args;

use crate::arguments::{Format, Report};
use crate::failure::{Exit, Failure};
use crate::output::{lines, print, print_json};
use crate::store::Source;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    source: Source,
}

/// Lists the types of activities.
pub(crate) fn types(arguments: &Arguments) -> Result<Exit, Failure> {
    let types = arguments.source.open()?.types()?;
    match arguments.format.format {
        Report::Human => print(&lines(&types.iter().map(|name| visible(name)).collect::<Vec<_>>())),
        Report::Json => print_json(&types),
    }?;
    Ok(Exit::Success)
}
