//! The command line as people type it.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use crate::failure::Exit;
use crate::{Cli, manual, show};

/// The command that was typed, or how the run ends after its help or a report was
/// printed.
pub(crate) fn parse() -> Result<Cli, Exit> {
    let mut command = command();
    let arguments = arranged(&command, std::env::args_os().collect());
    let matches = command.try_get_matches_from_mut(arguments);
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| {
        if error.use_stderr() {
            anstream::eprintln!("{}", show::report(&error.to_string()));
            Exit::Usage
        } else {
            // A reader that has seen enough is fine.
            let _ = error.print();
            Exit::Success
        }
    })
}

/// All commands; those with a format have `--json`, too.
pub(crate) fn command() -> Command {
    let command =
        Cli::command().after_help(manual::after_help()).after_long_help(manual::after_long_help());
    let mut command = command.mut_subcommands(|command| {
        if !command.get_arguments().any(|argument| argument.get_id() == "format") {
            return command;
        }
        let json =
            Arg::new("json").long("json").help_heading(None::<&str>).action(ArgAction::SetTrue);
        command
            .mut_arg("format", |format| format.default_value_if("json", "true", "json"))
            .arg(json.conflicts_with("format").help("The same as `--format json`"))
    });
    command.build();
    command
}

/// The options first, then the words of the query. A query may begin with `-`,
/// or have words that do, and options may come before and after it.
fn arranged(command: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let subcommand = arguments.get(1).and_then(|name| command.find_subcommand(name));
    let Some(subcommand) = subcommand.filter(|own| takes_query(own)) else { return arguments };
    let mut arguments = arguments.into_iter();
    let mut arranged: Vec<OsString> = arguments.by_ref().take(2).collect();
    let Apart { options, words, .. } = apart(subcommand, arguments);
    arranged.extend(options);
    if !words.is_empty() {
        arranged.push("--".into());
        arranged.extend(words);
    }
    arranged
}

pub(crate) fn takes_query(subcommand: &Command) -> bool {
    subcommand.get_positionals().any(|argument| argument.get_id() == "query")
}

/// The arguments of a command that takes a query: options and words of the query.
pub(crate) struct Apart<'c> {
    /// The options, each with its value.
    pub(crate) options: Vec<OsString>,
    /// The words of the query.
    pub(crate) words: Vec<OsString>,
    /// The last option, if its value is still to come.
    pub(crate) waiting: Option<&'c Arg>,
    /// Whether `--` ended the options.
    pub(crate) is_ended: bool,
}

pub(crate) fn apart(
    subcommand: &Command,
    arguments: impl IntoIterator<Item = OsString>,
) -> Apart<'_> {
    let mut apart =
        Apart { options: Vec::new(), words: Vec::new(), waiting: None, is_ended: false };
    for argument in arguments {
        if apart.is_ended {
            apart.words.push(argument);
        } else if apart.waiting.take().is_some() {
            apart.options.push(argument);
        } else if argument == "--" {
            apart.is_ended = true;
        } else if argument.to_str().is_some_and(|argument| is_option(subcommand, argument)) {
            apart.waiting = taking_value(subcommand, &argument);
            apart.options.push(argument);
        } else {
            apart.words.push(argument);
        }
    }
    apart
}

/// Whether the argument is an option, known or not: `-laptop` is a word.
fn is_option(command: &Command, argument: &str) -> bool {
    let mut shorts = command.get_arguments().filter_map(Arg::get_short);
    argument.starts_with("--") || shorts.any(|short| argument == format!("-{short}"))
}

/// The option, if its value is the next argument.
fn taking_value<'c>(command: &'c Command, argument: &OsString) -> Option<&'c Arg> {
    let long = argument.to_str()?.strip_prefix("--")?;
    let option = command.get_arguments().find(|option| option.get_long() == Some(long));
    option.filter(|option| option.get_action().takes_values())
}
