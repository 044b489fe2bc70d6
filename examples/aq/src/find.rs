//! `aq find`.

use activity_query::{ActivityTerm, PageRequest};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::arguments::{Clock, QueryText};
use crate::failure::{Exit, Failure};
use crate::output::{lines, print, print_colored, print_records};
use crate::store::{Asked, Source};
use crate::{columns, show};

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
    /// The format of the activities
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    format: Shown,
    /// The fields to show in a table, TSV or CSV, such as `id,creator.email,result_text`
    ///
    /// They are named as in the JSON of the records; a dot leads into an object. A record without a
    /// field has an empty cell. The default is
    /// `id,activity_status,type,computer_id,creator.email,creation_time,summary`.
    #[arg(
        long,
        value_name = "FIELD,…",
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new(),
        add = ArgValueCandidates::new(candidates)
    )]
    fields: Vec<String>,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    source: Source,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shown {
    /// A table on a terminal; elsewhere lines with tabs, without a heading
    Table,
    /// Tab-separated values with a heading; tabs, line breaks and backslashes in a text are written
    /// as `\t`, `\n`, `\r` and `\\`
    Tsv,
    /// Comma-separated values with a heading, quoted where they need it (RFC 4180); texts are not
    /// changed, so import the columns as text: a spreadsheet may read one that begins with `=`, `+`,
    /// `-` or `@` as a formula
    Csv,
    /// A JSON array of the records as they came; a terminal shows escapes of what is not visible
    Json,
    /// One id a line
    Ids,
}

impl Arguments {
    /// The fields that are shown.
    fn fields(&self) -> Result<Vec<String>, Failure> {
        match self.format {
            Shown::Json | Shown::Ids if !self.fields.is_empty() => {
                let message = "`--fields` chooses the columns of a table, TSV or CSV";
                Err(Failure::Usage(message.to_owned()))
            }
            Shown::Json | Shown::Ids => Ok(Vec::new()),
            Shown::Table | Shown::Tsv | Shown::Csv if self.fields.is_empty() => {
                Ok(columns::DEFAULT.map(str::to_owned).into())
            }
            Shown::Table | Shown::Tsv | Shown::Csv => Ok(self.fields.clone()),
        }
    }
}

fn candidates() -> Vec<CompletionCandidate> {
    columns::DOCUMENTED.iter().map(CompletionCandidate::new).collect()
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
    let fields = arguments.fields()?;
    columns::check(&fields, &page)?;
    match arguments.format {
        Shown::Ids => {
            let ids: Vec<String> = page.iter().map(|activity| activity.id().to_string()).collect();
            print(&lines(&ids))
        }
        Shown::Json => print_records(&page),
        Shown::Table => print_colored(&show::table(&fields, &page)?),
        Shown::Tsv => print(&columns::tsv(&fields, &page)),
        Shown::Csv => print(&columns::csv(&fields, &page)?),
    }?;
    Ok(Exit::Success)
}
