//! Writes answers to standard output.

use std::io::{self, IsTerminal as _, Write};

use activity_query::model::{Activity, Record};

use crate::failure::Failure;
use crate::show;

/// One item a line.
pub(crate) fn lines<S: AsRef<str>>(items: &[S]) -> String {
    items.iter().flat_map(|item| [item.as_ref(), "\n"]).collect()
}

/// Writes the answer as it is, but to a terminal only what is visible of it.
pub(crate) fn print(answer: &str) -> Result<(), Failure> {
    let output = io::stdout().lock();
    if output.is_terminal() {
        write(output, &show::visible_lines(answer))
    } else {
        write(output, answer)
    }
}

pub(crate) fn print_json(answer: &impl serde::Serialize) -> Result<(), Failure> {
    print(&show::escaped(&to_json(answer)?))
}

/// Writes records byte for byte, but to a terminal with escapes in them.
pub(crate) fn print_records(records: &[Record<Activity>]) -> Result<(), Failure> {
    let json = to_json(&records)?;
    if io::stdout().is_terminal() { print(&show::escaped(&json)) } else { print(&json) }
}

/// Writes an answer with colours, which go to a terminal that wants them.
pub(crate) fn print_colored(answer: &str) -> Result<(), Failure> {
    write(anstream::stdout().lock(), answer)
}

fn to_json(answer: &impl serde::Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(answer);
    Ok(json.map_err(|error| failed(error.into()))? + "\n")
}

/// A reader that has seen enough, such as `head`, is not a failure.
fn write(mut output: impl Write, answer: &str) -> Result<(), Failure> {
    match output.write_all(answer.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(failed(error)),
        _ => Ok(()),
    }
}

fn failed(error: io::Error) -> Failure {
    Failure::Write { name: "standard output".to_owned(), error }
}
