//! What the last word of a command line can become.

use std::ffi::OsString;

use activity_query::complete::{Completion, ValueProvider as _, ValueRequest};
use activity_query::{ActivityQuery, ComputerQuery};
use chrono::Utc;
use clap::{Arg, ArgMatches, Command, FromArgMatches as _};

use super::line::Word;
use crate::store::Source;
use crate::usage::{self, Apart};

/// A text for the word, and one line about it.
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) help: String,
}

/// The candidates for the last word of a command line.
pub(super) fn candidates(words: &[Word]) -> Vec<Candidate> {
    let is_assignment = |word: &&Word| word.raw.contains('=') && word.raw != "=";
    let words: Vec<&str> =
        words.iter().skip_while(is_assignment).map(|word| word.text.as_str()).collect();
    let command = usage::command();
    of_query(&command, &words).unwrap_or_else(|| of_command(command, &words))
}

/// Those for the name of a command, an option or its value.
fn of_command(mut command: Command, words: &[&str]) -> Vec<Candidate> {
    let last = words.len().saturating_sub(1);
    let arguments = words.iter().map(OsString::from).collect();
    let folder = std::env::current_dir().ok();
    let found = clap_complete::engine::complete(&mut command, arguments, last, folder.as_deref());
    let found = found.unwrap_or_default().into_iter();
    let found = found.map(|candidate| Candidate {
        text: candidate.get_value().to_string_lossy().into_owned(),
        help: candidate.get_help().map(ToString::to_string).unwrap_or_default(),
    });
    found.collect()
}

/// Those for a query, if the word belongs to one.
fn of_query(command: &Command, words: &[&str]) -> Option<Vec<Candidate>> {
    let [_, name, before @ .., word] = words else { return None };
    let subcommand = command.find_subcommand(name).filter(|own| usage::takes_query(own))?;
    let Apart { options, words: mut query, waiting, is_ended } =
        usage::apart(subcommand, before.iter().map(OsString::from));
    if let Some(option) = waiting {
        if !is_filter(option) {
            return None;
        }
        query.clear();
    } else if word.starts_with('-') && !is_ended {
        return None;
    }
    let mut text: String =
        query.iter().map(|word| word.to_string_lossy().into_owned() + " ").collect();
    let start = text.len();
    text.push_str(word);
    let mut arguments = vec!["aq".into(), OsString::from(name)];
    arguments.extend(options);
    let matches = command.clone().ignore_errors(true).try_get_matches_from(arguments).ok()?;
    let (_, matches) = matches.subcommand()?;
    let completion = completion(subcommand, matches, &text);
    // A suggestion may replace more than the word, and then is none for it.
    let kept = text.get(start..completion.span.start())?;
    let candidate =
        |text: String, help| Candidate { text: format!("{kept}{}", text.trim_end()), help };
    Some(completion.items.into_iter().map(|item| candidate(item.text, item.help)).collect())
}

fn is_filter(option: &Arg) -> bool {
    option.get_value_names().is_some_and(|names| names.iter().any(|name| name == "FILTER"))
}

fn completion(subcommand: &Command, matches: &ArgMatches, text: &str) -> Completion {
    let has = |id: &str| subcommand.get_arguments().any(|argument| argument.get_id() == id);
    let source = if has("activities") { Source::from_arg_matches(matches).ok() } else { None };
    // Of files, or of the sample fleet, what does not take long to read.
    let store = source.as_ref().and_then(|source| source.small_files()?.store().ok());
    let store = store.unwrap_or_default();
    let values = |wanted: &ValueRequest<'_>| {
        #[cfg(feature = "server")]
        if let Some(source) = &source
            && wanted.field == Some("search")
            && source.names_server()
        {
            return source.server.names_of_searches();
        }
        store.values(wanted)
    };
    let values = values.at(Utc::now());
    // A line that is not finished may have no flags.
    let is_set = has("computer") && matches.get_one("computer").is_some_and(|is_set| *is_set);
    if is_set || subcommand.get_name() == "computers" {
        ComputerQuery::complete(text, text.len(), &values)
    } else {
        ActivityQuery::complete(text, text.len(), &values)
    }
}
