//! `aq`: activity queries on the command line.
//!
//! ```text
//! cargo run -p activity-query-cli -- find 'status:succeeded computer:tag:laptop'
//! ```

mod change;
mod complete;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod database;
mod explain;
mod format;
mod highlight;
mod lint;
#[cfg(feature = "parquet")]
mod parquet;
mod show;
#[cfg(feature = "sql")]
mod sql;
mod store;
mod usage;

use std::convert::Infallible;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use activity_query::diagnostic::visible;
use activity_query::model::{Activity, Record, Time};
use activity_query::parse::Parsed;
use activity_query::store::Change;
use activity_query::{Diagnostic, Expr, Language, Limits, PageRequest, ParseError, StoreError};
use activity_query_files::{Failure, Input};
use chrono::Utc;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::json;

use store::{Asked, Source};

#[derive(Parser)]
#[command(
    name = "aq",
    version,
    about = "Find, cancel and approve activities; check, lint, format, complete and explain queries for them"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find the activities that a query selects, newest first
    Find(Find),
    /// Cancel the activities that a query selects, all of them or none
    Cancel(change::Arguments),
    /// Approve the activities that a query selects, all of them or none
    Approve(change::Arguments),
    /// Check a query: its mistakes, or its canonical text
    Check(Check),
    /// Print a query as its canonical text, in another form, or with a filter added, set or removed
    Format(format::Arguments),
    /// Say all that may be wrong with a query: mistakes, and parts that decide nothing
    Lint(lint::Arguments),
    /// Suggest what can be written where the cursor stands
    Complete(complete::Arguments),
    /// Show a text in colours: fields, values, operators, mistakes
    Highlight(highlight::Arguments),
    /// Explain why a record matches or not, or which part of a query empties its result
    Explain(explain::Arguments),
    /// Print the SQL that selects what a query selects, and the values that are bound
    #[cfg(feature = "sql")]
    Sql(sql::Arguments),
    /// Load records into a database
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Load(database::Load),
    /// Write records as a data set of Parquet files
    #[cfg(feature = "parquet")]
    Export(parquet::Export),
    /// List the types of activities: the known ones, and those in a file or a database
    Types(Types),
}

#[derive(Args)]
struct Find {
    /// The query, such as 'status:failed computer:tag:laptop'; `-` reads it from standard input
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    source: Source,
    /// The time that "within days" and "hours ago" count from [default: the clock's]
    #[arg(long, value_name = "TIME")]
    now: Option<Time>,
    /// How many activities to show at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// How many activities to skip first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Show the oldest activities first
    #[arg(long)]
    oldest_first: bool,
    /// How to show them
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    format: Shown,
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

#[derive(Args)]
struct Text {
    /// The query; `-` reads it from standard input
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// It is a query for computers
    #[arg(long)]
    computer: bool,
}

#[derive(Args)]
struct Check {
    #[command(flatten)]
    text: Text,
    /// How to show the canonical text, or the mistakes; as JSON: `canonical`, `query` and all
    /// `diagnostics`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

#[derive(Args)]
struct Types {
    #[command(flatten)]
    source: Source,
    /// How to show them: one a line, or a JSON array
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

#[derive(Clone, Copy, ValueEnum)]
enum Report {
    /// For people to read
    Human,
    /// As JSON
    Json,
}

fn main() -> ExitCode {
    let command = match usage::parse() {
        Ok(Cli { command }) => command,
        Err(code) => return code,
    };
    let answer = match command {
        Command::Find(find) => self::find(&find),
        Command::Cancel(arguments) => change::change(Change::Cancel, &arguments),
        Command::Approve(arguments) => change::change(Change::Approve, &arguments),
        Command::Check(check) => self::check(&check),
        Command::Format(arguments) => format::format(&arguments),
        Command::Lint(arguments) => lint::lint(&arguments),
        Command::Complete(arguments) => complete::complete(&arguments),
        Command::Highlight(arguments) => highlight::highlight(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        #[cfg(feature = "sql")]
        Command::Sql(arguments) => sql::sql(&arguments),
        #[cfg(any(feature = "sqlite", feature = "postgres"))]
        Command::Load(load) => database::load(&load),
        #[cfg(feature = "parquet")]
        Command::Export(export) => parquet::export(&export),
        Command::Types(arguments) => types(&arguments),
    };
    match answer {
        Ok(code) => code,
        Err(failure) => {
            anstream::eprintln!("{}", show::report(failure.trim_end()));
            ExitCode::from(1)
        }
    }
}

fn find(find: &Find) -> Result<ExitCode, Failure> {
    let text = query_text(&find.query)?;
    let parsed = parse::<activity_query::ActivityTerm>(&text)?;
    warn(&text, &parsed);
    let store = find.source.open()?;
    let mut page = PageRequest::first(find.limit).skipping(find.offset);
    if find.oldest_first {
        page = page.oldest_first();
    }
    let now = find.now.as_ref().map_or_else(Utc::now, Time::instant);
    let page = store.find(Asked { text: &text, query: &parsed.query, now }, &page)?;
    match find.format {
        Shown::Ids => {
            let ids: Vec<String> = page.iter().map(|activity| activity.id().to_string()).collect();
            print(&lines(&ids))
        }
        Shown::Json => print_records(&page),
        Shown::Table => print_colored(&show::table(&page)?),
    }
}

/// What a store says why it gave no answer.
fn refusal<E: std::error::Error>(error: &StoreError<E>, text: &str) -> Failure {
    match error {
        StoreError::Query(_) | StoreError::Refused(_) => {
            error.report(text).unwrap_or_else(|| error.to_string())
        }
        _ => format!("error: {error}"),
    }
}

/// The report of a query that has no answer in any store.
fn diagnosed(error: impl Into<StoreError<Infallible>>, text: &str) -> Failure {
    refusal(&error.into(), text)
}

fn check(check: &Check) -> Result<ExitCode, Failure> {
    let text = query_text(&check.text.query)?;
    if check.text.computer {
        check_text::<activity_query::ComputerTerm>(&text, check.format)
    } else {
        check_text::<activity_query::ActivityTerm>(&text, check.format)
    }
}

fn check_text<T: Language>(text: &str, format: Report) -> Result<ExitCode, Failure> {
    let parsed = Expr::<T>::parse(text, &Limits::default());
    let code = ExitCode::from(u8::from(parsed.is_err()));
    match (format, parsed) {
        (Report::Human, Ok(parsed)) => {
            warn(text, &parsed);
            print(&format!("{}\n", parsed.query))
        }
        (Report::Human, Err(error)) => Err(error.report()),
        (Report::Json, Ok(Parsed { query, warnings, .. })) => {
            let tree = serde_json::to_value(query.tree()).map_err(|error| error.to_string())?;
            print_check(text, &json!(query.to_string()), &tree, &warnings).map(|_| code)
        }
        (Report::Json, Err(error)) => {
            let null = serde_json::Value::Null;
            print_check(text, &null, &null, error.diagnostics()).map(|_| code)
        }
    }
}

fn print_check(
    text: &str,
    canonical: &serde_json::Value,
    query: &serde_json::Value,
    diagnostics: &[Diagnostic],
) -> Result<ExitCode, Failure> {
    let diagnostics = show::diagnostics(text, diagnostics);
    print_json(&json!({ "canonical": canonical, "query": query, "diagnostics": diagnostics }))
}

fn types(arguments: &Types) -> Result<ExitCode, Failure> {
    let types = arguments.source.open()?.types()?;
    match arguments.format {
        Report::Human => print(&lines(&types.iter().map(|name| visible(name)).collect::<Vec<_>>())),
        Report::Json => print_json(&types),
    }
}

/// The query as it was given, in one argument or in several, or read from
/// standard input.
fn query_text(arguments: &[String]) -> Result<String, Failure> {
    match arguments {
        [dash] if dash == "-" => {
            let text = Input::standard()?.text()?;
            Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
        }
        [text] => Ok(text.clone()),
        words => match words.iter().find(|word| word.trim().contains(char::is_whitespace)) {
            // The shell has taken quotes off, and where they were is not known.
            Some(word) => Err(format!(
                "error: `{word}` is one argument with a blank in it: put single quotes around \
                 the whole query, as in 'title:\"My laptop\" tag:web'"
            )),
            None => Ok(words.join(" ")),
        },
    }
}

fn parse<T: Language>(text: &str) -> Result<Parsed<T>, Failure> {
    Expr::parse(text, &Limits::default()).map_err(|error: ParseError| error.report())
}

fn warn<T>(text: &str, parsed: &Parsed<T>) {
    if !parsed.warnings.is_empty() {
        anstream::eprintln!("{}", show::report(parsed.report(text).trim_end()));
    }
}

/// One item a line.
fn lines<S: AsRef<str>>(items: &[S]) -> String {
    items.iter().flat_map(|item| [item.as_ref(), "\n"]).collect()
}

/// Writes the answer as it is, but to a terminal only what is visible of it. A
/// reader that has seen enough, such as `head`, is fine.
fn print(answer: &str) -> Result<ExitCode, Failure> {
    let output = std::io::stdout().lock();
    if output.is_terminal() {
        write(output, &show::visible_lines(answer))
    } else {
        write(output, answer)
    }
}

fn print_json(answer: &impl serde::Serialize) -> Result<ExitCode, Failure> {
    print(&show::escaped(&to_json(answer)?))
}

/// Writes records byte for byte, but to a terminal with escapes in them.
fn print_records(records: &[Record<Activity>]) -> Result<ExitCode, Failure> {
    let json = to_json(&records)?;
    if std::io::stdout().is_terminal() { print(&show::escaped(&json)) } else { print(&json) }
}

fn to_json(answer: &impl serde::Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(answer);
    Ok(json.map_err(|error| format!("error: {error}"))? + "\n")
}

/// Writes an answer with colours, which go to a terminal that wants them.
fn print_colored(answer: &str) -> Result<ExitCode, Failure> {
    write(anstream::stdout().lock(), answer)
}

fn write(mut output: impl std::io::Write, answer: &str) -> Result<ExitCode, Failure> {
    match output.write_all(answer.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("error: standard output: {error}"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}
