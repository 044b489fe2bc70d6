//! What is logged of each change: who asked for what, and what came of it.

use std::fmt::Write as _;

use chrono::SecondsFormat;

use crate::call::Call;
use crate::legacy::Changed;
use crate::problem::Problem;

/// How many ids, and how many characters of a text, a line holds.
const IDS: usize = 20;
const LONGEST: usize = 200;

/// Logs a change that was asked for, whatever came of it. Texts are written
/// with their escapes, so that none can look like a line of its own.
pub(crate) fn log(call: &Call, action: &str, outcome: &Result<Changed, Problem>) {
    let given = |name| call.parameters.get(name).map(bounded);
    let outcome = match outcome {
        Ok(Changed::Activities(ids)) => {
            let mut text = format!("changed {}", ids.len());
            for (index, id) in ids.iter().take(IDS).enumerate() {
                let _ = write!(text, "{}{id}", if index == 0 { ": " } else { " " });
            }
            text + if ids.len() > IDS { " …" } else { "" }
        }
        Ok(Changed::Search(_)) => "changed".to_owned(),
        Err(problem) => problem.code.to_owned(),
    };
    tracing::info!(
        at = %call.now.to_rfc3339_opts(SecondsFormat::Millis, true),
        key = given("access_key_id"),
        caller = call.connection.map(|own| tracing::field::display(own.caller)),
        action,
        query = given("query"),
        name = given("name").or_else(|| given("title")),
        search = given("search"),
        outcome,
        "audit"
    );
}

/// The beginning of a text.
fn bounded(text: &str) -> String {
    let mut start: String = text.chars().take(LONGEST).collect();
    if start.len() < text.len() {
        let _ = write!(start, "… ({} bytes)", text.len());
    }
    start
}
