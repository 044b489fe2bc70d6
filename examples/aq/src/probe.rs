//! `aq probe`: which choices of the language reference a server shares.

mod answer;
mod dates;
mod operators;
mod question;
mod sample;
mod terms;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use clap::Args;
use serde_json::{Value, json};

use crate::arguments::{Format, Report};
use crate::failure::{Exit, Failure};
use crate::output::{print_colored, print_json};
use crate::server::{Access, Server};
use answer::Outcome;
use question::Question;
use sample::Sample;

#[derive(Args)]
// Its queries are written for what they ask.
#[command(mut_arg("as_written", |argument| argument.hide(true)))]
pub(crate) struct Arguments {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    access: Access,
}

/// Prints what the server does, choice by choice. Nothing in it comes from a record.
pub(crate) fn probe(arguments: &Arguments) -> Result<Exit, Failure> {
    let server = arguments.access.open()?;
    let sample = Sample::of(&server)?;
    let mut outcomes = Vec::new();
    for question in questions() {
        outcomes.push((question, settled(&server, question, &sample)?));
    }
    match arguments.format.format {
        Report::Human => print_colored(&table(&outcomes)),
        Report::Json => print_json(&report(&outcomes)),
    }?;
    Ok(Exit::Success)
}

/// All questions, by subject.
fn questions() -> impl Iterator<Item = &'static Question> {
    operators::QUESTIONS.iter().chain(terms::QUESTIONS).chain(dates::QUESTIONS)
}

/// The outcome of a question. Records may change between the sample and the question, so
/// that a difference counts if it is there with a new sample, too.
fn settled(server: &Server, question: &Question, sample: &Sample) -> Result<Outcome, Failure> {
    let first = answer::outcome(server, question, sample)?;
    match first {
        Outcome::Shared | Outcome::Untold => Ok(first),
        Outcome::Differs(_) => answer::outcome(server, question, &Sample::of(server)?),
    }
}

fn table(outcomes: &[(&Question, Outcome)]) -> String {
    let (mut shared, mut differ, mut untold) = (0, 0, 0);
    let mut shown = String::new();
    for (Question { choice, source, .. }, outcome) in outcomes {
        let (word, color, count) = match outcome {
            Outcome::Shared => ("shared", AnsiColor::Green, &mut shared),
            Outcome::Differs(_) => ("differs", AnsiColor::Red, &mut differ),
            Outcome::Untold => ("can't be told", AnsiColor::BrightBlack, &mut untold),
        };
        *count += 1;
        let (style, mark) = (Style::new().fg_color(Some(color.into())), source.mark());
        // Writing to a string does not fail.
        let _ = writeln!(shown, "{style}{word:13}{style:#}  {choice}{mark}");
        if let Outcome::Differs(instead) = outcome {
            let _ = writeln!(shown, "{:13}  instead: {instead}", "");
        }
    }
    let _ = writeln!(
        shown,
        "{shared} shared, {differ} differ, {untold} can't be told with the data there\n\
         ‡ seen in the web interface, † our choice, others documented"
    );
    shown
}

/// The report to share: no name, address, id or query in it.
fn report(outcomes: &[(&Question, Outcome)]) -> Value {
    let of = |(question, outcome): &(&Question, Outcome)| {
        let (word, instead) = match outcome {
            Outcome::Shared => ("shared", None),
            Outcome::Differs(instead) => ("differs", Some(instead)),
            Outcome::Untold => ("untold", None),
        };
        let Question { name, choice, source, .. } = question;
        let mut entry =
            json!({ "question": name, "choice": choice, "source": source.name(), "outcome": word });
        if let (Some(instead), Some(entry)) = (instead, entry.as_object_mut()) {
            entry.insert("instead".to_owned(), json!(instead));
        }
        entry
    };
    json!({ "aq": env!("CARGO_PKG_VERSION"), "questions": outcomes.iter().map(of).collect::<Vec<_>>() })
}
