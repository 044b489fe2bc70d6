//! Lists of records, in each of their formats, page by page.

use std::io::IsTerminal as _;
use std::marker::PhantomData;
use std::ops::ControlFlow;

use activity_query::model::Record;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::columns::{self, Listed, cell};
use crate::failure::Failure;
use crate::output::{lines, of_records, print, print_colored, print_colored_part, print_part};
use crate::show;

/// The format of a list of records.
#[derive(Args)]
pub(crate) struct Layout<T: Listed + Send + Sync + 'static> {
    /// The format of the records
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    format: Shown,
    #[arg(
        long,
        value_name = "FIELD,…",
        help = help::<T>(),
        long_help = long_help::<T>(),
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new(),
        add = ArgValueCandidates::new(candidates::<T>)
    )]
    fields: Vec<String>,
    #[arg(skip)]
    records: PhantomData<T>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
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

/// A list that is being printed.
pub(crate) struct Listing<T> {
    format: Shown,
    fields: Vec<String>,
    /// How many records were printed.
    count: usize,
    has_begun: bool,
    records: PhantomData<T>,
}

fn help<T: Listed>() -> String {
    let some = T::DEFAULT.iter().copied().take(3).collect::<Vec<_>>().join(",");
    format!("The fields to show in a table, TSV or CSV, such as `{some}`")
}

fn long_help<T: Listed>() -> String {
    format!(
        "{}\n\nThey are named as in the JSON of the records; a dot leads into an object, as in \
         `creator.email`. A record without a field has an empty cell. The default is `{}`.",
        help::<T>(),
        T::DEFAULT.join(",")
    )
}

fn candidates<T: Listed>() -> Vec<CompletionCandidate> {
    T::DOCUMENTED.iter().map(CompletionCandidate::new).collect()
}

impl<T: Listed + Send + Sync + 'static> Layout<T> {
    /// Begins a list of records.
    pub(crate) fn begin(&self) -> Result<Listing<T>, Failure> {
        let fields = match self.format {
            Shown::Json | Shown::Ids if !self.fields.is_empty() => {
                let message = "`--fields` chooses the columns of a table, TSV or CSV";
                return Err(Failure::Usage(message.to_owned()));
            }
            Shown::Json | Shown::Ids => Vec::new(),
            Shown::Table | Shown::Tsv | Shown::Csv if self.fields.is_empty() => {
                T::DEFAULT.iter().map(|field| (*field).to_owned()).collect()
            }
            Shown::Table | Shown::Tsv | Shown::Csv => self.fields.clone(),
        };
        let (format, records) = (self.format, PhantomData);
        Ok(Listing { format, fields, count: 0, has_begun: false, records })
    }
}

impl<T: Listed> Listing<T> {
    /// Prints a page, and tells whether the reader may want another one.
    pub(crate) fn show(&mut self, page: &[Record<T>]) -> Result<ControlFlow<()>, Failure> {
        if self.has_begun && page.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let fields = &self.fields;
        if !self.has_begun {
            columns::check(fields, page)?;
        }
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let has_records = self.count > 0;
        self.count += page.len();
        match self.format {
            Shown::Ids => {
                let ids: Vec<String> = page.iter().map(|record| record.id().to_string()).collect();
                print_part(&lines(&ids))
            }
            Shown::Json => {
                let mut json = String::from(if is_first { "[" } else { "" });
                for (index, record) in page.iter().enumerate() {
                    json.push_str(if has_records || index > 0 { ",\n  " } else { "\n  " });
                    json.push_str(record.text());
                }
                print_part(&of_records(json))
            }
            Shown::Table => print_colored_part(&show::table(fields, page)?),
            Shown::Tsv => {
                let heading = if is_first { fields.join("\t") + "\n" } else { String::new() };
                print_part(&(heading + &columns::tsv(fields, page)))
            }
            Shown::Csv => {
                let heading = is_first.then(|| fields.clone());
                let row = |record| fields.iter().map(|field| cell(record, field)).collect();
                print_part(&columns::csv(heading.into_iter().chain(page.iter().map(row)))?)
            }
        }
    }

    /// Prints the end of the list.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        if !self.has_begun {
            let _ = self.show(&[])?;
        }
        match self.format {
            Shown::Json if self.count > 0 => print("\n]\n"),
            Shown::Json => print("]\n"),
            Shown::Table if std::io::stdout().is_terminal() => {
                print_colored(&(show::count::<T>(self.count) + "\n"))
            }
            Shown::Table | Shown::Tsv | Shown::Csv | Shown::Ids => Ok(()),
        }
    }
}
