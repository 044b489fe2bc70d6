//! `aq completions`: what a shell runs when the key for completion is pressed.

mod candidates;
mod line;

use activity_query::diagnostic::visible;
use clap::{Args, ValueEnum};

use crate::failure::{Exit, Failure};
use crate::output::print;
use candidates::Candidate;
use line::Word;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
    /// The command line up to the cursor, whose last word is completed
    #[arg(long, hide = true)]
    line: Option<String>,
    /// The end of that word which the shell replaces, in bash
    #[arg(long, hide = true, requires = "line", default_value = "")]
    word: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// Prints the script for a shell, or what the script asks for.
pub(crate) fn completions(arguments: &Arguments) -> Result<Exit, Failure> {
    let shell = arguments.shell;
    match &arguments.line {
        None => print(match shell {
            Shell::Bash => include_str!("completions/aq.bash"),
            Shell::Zsh => include_str!("completions/aq.zsh"),
            Shell::Fish => include_str!("completions/aq.fish"),
        }),
        Some(line) => {
            let words = line::words(line, shell);
            let mut candidates = candidates::candidates(&words);
            candidates.retain(|own| visible(&own.text) == own.text);
            if let Some(word) = words.last() {
                keep_continuations(&mut candidates, &word.text);
            }
            let candidates = candidates.into_iter();
            print(&match (shell, words.last()) {
                (Shell::Bash, Some(word)) => of_bash(candidates, word, &arguments.word),
                (Shell::Bash, None) => String::new(),
                (Shell::Zsh | Shell::Fish, _) => with_help(candidates),
            })
        }
    }?;
    Ok(Exit::Success)
}

/// Leaves those that begin with the word, if there are any: a shell inserts what all
/// candidates begin with.
fn keep_continuations(candidates: &mut Vec<Candidate>, word: &str) {
    if candidates.iter().any(|own| own.text.starts_with(word)) {
        candidates.retain(|own| own.text.starts_with(word));
    }
}

/// A candidate a line, with what is said about it behind a tab. These shells quote
/// the candidate as the word on the line is quoted.
fn with_help(candidates: impl Iterator<Item = Candidate>) -> String {
    let parts = |Candidate { text, help }| [text, "\t".to_owned(), visible(&help), "\n".to_owned()];
    candidates.flat_map(parts).collect()
}

/// A candidate a line, in quotes as the word on the line, and without the beginning
/// of the word that bash leaves alone: for bash, a colon ends a word.
fn of_bash(candidates: impl Iterator<Item = Candidate>, word: &Word, replaced: &str) -> String {
    let Some(kept) = word.raw.strip_suffix(replaced) else { return String::new() };
    let written = candidates.filter_map(|own| word.completed(&own.text));
    let mut written: Vec<String> =
        written.filter_map(|own| own.strip_prefix(kept).map(str::to_owned)).collect();
    if let ([one], Some(_)) = (written.as_slice(), word.quote) {
        // Bash ends the quotes behind a candidate that is alone, but a query goes on.
        written.push(format!("{one} "));
    }
    written.iter().flat_map(|own| [own, "\n"]).collect()
}
