//! Writes answers to standard output.

use std::io::{self, IsTerminal as _, Write};
use std::ops::ControlFlow;

use crate::failure::Failure;
use crate::show;

/// One item a line.
pub(crate) fn lines<S: AsRef<str>>(items: &[S]) -> String {
    items.iter().flat_map(|item| [item.as_ref(), "\n"]).collect()
}

/// Writes the answer as it is, but to a terminal only what is visible of it.
pub(crate) fn print(answer: &str) -> Result<(), Failure> {
    print_part(answer).map(drop)
}

/// The same, of an answer with further parts, which the reader may no longer want.
pub(crate) fn print_part(answer: &str) -> Result<ControlFlow<()>, Failure> {
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

/// The JSON of records, byte for byte, but for a terminal with escapes in it.
pub(crate) fn of_records(json: String) -> String {
    if io::stdout().is_terminal() { show::escaped(&json) } else { json }
}

/// Writes an answer with colours, which go to a terminal that wants them.
pub(crate) fn print_colored(answer: &str) -> Result<(), Failure> {
    print_colored_part(answer).map(drop)
}

/// The same, of an answer with further parts.
pub(crate) fn print_colored_part(answer: &str) -> Result<ControlFlow<()>, Failure> {
    write(anstream::stdout().lock(), answer)
}

fn to_json(answer: &impl serde::Serialize) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(answer);
    Ok(json.map_err(|error| failed(error.into()))? + "\n")
}

/// A reader that has seen enough, such as `head`, is not a failure.
fn write(mut output: impl Write, answer: &str) -> Result<ControlFlow<()>, Failure> {
    match output.write_all(answer.as_bytes()).and_then(|()| output.flush()) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: io::Error) -> Failure {
    Failure::Write { name: "standard output".to_owned(), error }
}
