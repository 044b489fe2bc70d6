//! `aq --server`, against the example server and against servers that fail.

mod change;
mod fake;
mod faults;
mod find;
mod probe;
mod requests;
mod running;
#[cfg(unix)]
mod script;
mod tls;

use std::process::Output;

use self::running::Running;
use super::{command, text};

/// A run against a server at this URL, with keys unless they are none.
fn asked(url: &str, keys: Option<(&str, &str)>, arguments: &[&str], input: &str) -> Output {
    let mut command = command();
    command.args(arguments).env("LANDSCAPE_API_URI", url);
    if let Some((access, secret)) = keys {
        command.env("LANDSCAPE_API_KEY", access).env("LANDSCAPE_API_SECRET", secret);
    }
    super::run(command, input)
}

/// The answer of a run that ended well.
fn answer_of(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The report of a run that ended with this code, without an answer.
fn report_of(code: i32, output: &Output) -> String {
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    text(&output.stderr)
}
