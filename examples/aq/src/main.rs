//! `aq`: activity queries on the command line.
//!
//! ```text
//! cargo run -p activity-query-cli -- find 'status:succeeded computer:tag:laptop'
//! ```

mod arguments;
mod change;
mod check;
mod columns;
mod complete;
mod completions;
mod computers;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod database;
mod explain;
mod failure;
mod find;
mod format;
mod highlight;
mod lint;
mod listing;
mod manual;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "server")]
mod probe;
#[cfg(feature = "server")]
mod server;
mod show;
#[cfg(feature = "sql")]
mod sql;
mod store;
mod types;
mod usage;
mod values;

use std::process::ExitCode;

use activity_query::store::Change;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "aq",
    version,
    about = "Find, cancel and approve activities; check, lint, format, complete and explain queries for them",
    long_about = "Find, cancel and approve activities; check, lint, format, complete and explain queries \
        for them.\n\nThe records come from files of JSON, from a Landscape server, or from a \
        small sample fleet if neither is named. Run `aq COMMAND --help` for more about a command."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find the activities that a query selects, newest first
    Find(find::Arguments),
    /// Find the computers that a query selects, by their ids
    Computers(computers::Arguments),
    /// List the saved searches
    Searches(computers::Searches),
    /// Cancel the activities that a query selects, all of them or none
    ///
    /// On a server, the activities are shown first, and a person is asked.
    Cancel(change::Arguments),
    /// Approve the activities that a query selects, all of them or none
    ///
    /// On a server, the activities are shown first, and a person is asked.
    Approve(change::Arguments),
    /// Check a query: print its canonical text, or its mistakes
    ///
    /// As JSON, the answer is an object with `canonical`, `query` and all `diagnostics`.
    Check(check::Arguments),
    /// Print a query in its canonical form, in another form, or with filters changed
    ///
    /// As JSON, the answer is an object with `text`.
    Format(format::Arguments),
    /// Report whatever may be wrong with a query: mistakes, and parts that have no effect
    ///
    /// As JSON, the answer is an object with all `diagnostics`.
    Lint(lint::Arguments),
    /// Suggest what can be written at the cursor
    ///
    /// As JSON, the answer is an object with `span`, the bytes that a suggestion replaces, and
    /// `items`.
    Complete(complete::Arguments),
    /// Show a query in colours: fields, values, operators, mistakes
    ///
    /// As JSON, the answer is an array of objects with `span` and `class`.
    Highlight(highlight::Arguments),
    /// Explain why a record matches or not, or which part of a query empties its result
    ///
    /// As JSON, the answer is an object with `matches`, `deciding` and `tree`, or with `records`,
    /// `matches` and `tree`.
    Explain(explain::Arguments),
    /// Print the SQL statement that selects what a query selects, and the values that are bound
    ///
    /// As JSON, the answer is an object with `statement` and `values`.
    #[cfg(feature = "sql")]
    Sql(sql::Arguments),
    /// Load records into a database, whose tables are created if there are none
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Load(database::Load),
    /// Write records as a data set of Parquet files
    #[cfg(feature = "parquet")]
    Export(parquet::Export),
    /// Ask a server which choices of the language reference it shares, reading only
    ///
    /// Questions are made of activities and computers that the server has. A choice is shared,
    /// or it differs, with what the server does instead, or it can't be told with the records
    /// there. The report has no names, addresses or ids in it.
    ///
    /// As JSON, the answer is an object with all `questions`, and the outcome of each is `shared`,
    /// `differs` or `untold`.
    #[cfg(feature = "server")]
    Probe(probe::Arguments),
    /// List the types of activities: the known ones, and those that the records have
    Types(types::Arguments),
    /// Print a script that completes commands, options and queries in a shell
    ///
    /// In bash, add `source <(aq completions bash)` to ~/.bashrc; in zsh, add
    /// `source <(aq completions zsh)` to ~/.zshrc, after `compinit`; in fish, add
    /// `aq completions fish | source` to ~/.config/fish/config.fish. Tags, titles and other values
    /// are suggested from the files that the options of the line name, if they are small. A
    /// database is not asked, and a server only for the names of its saved searches.
    Completions(completions::Arguments),
    /// Print a manual page: `aq man | man -l -`
    Man(manual::Arguments),
}

fn main() -> ExitCode {
    let command = match usage::parse() {
        Ok(Cli { command }) => command,
        Err(exit) => return exit.into(),
    };
    let answer = match command {
        Command::Find(arguments) => find::find(&arguments),
        Command::Computers(arguments) => computers::computers(&arguments),
        Command::Searches(arguments) => computers::searches(&arguments),
        Command::Cancel(arguments) => change::change(Change::Cancel, &arguments),
        Command::Approve(arguments) => change::change(Change::Approve, &arguments),
        Command::Check(arguments) => check::check(&arguments),
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
        #[cfg(feature = "server")]
        Command::Probe(arguments) => probe::probe(&arguments),
        Command::Types(arguments) => types::types(&arguments),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => manual::manual(&arguments),
    };
    let exit = answer.unwrap_or_else(|failure| {
        anstream::eprintln!("{}", show::report(failure.to_string().trim_end()));
        failure.exit()
    });
    exit.into()
}
