//! How a server answers a question.

use std::collections::BTreeSet;

use super::question::{Answer, Asked, Question, Records};
use super::sample::Sample;
use crate::failure::Failure;
use crate::server::{Heard, Server};

/// What a server does.
pub(super) enum Outcome {
    /// The same.
    Shared,
    /// Something else, in words.
    Differs(&'static str),
    /// The records there tell nothing.
    Untold,
}

/// Asks the query that tells the choice from most others.
pub(super) fn outcome(
    server: &Server,
    question: &Question,
    sample: &Sample,
) -> Result<Outcome, Failure> {
    let mut best: Option<Asked> = None;
    for asked in (question.asked)(sample) {
        if asked.told() > best.as_ref().map_or(0, Asked::told) {
            best = Some(asked);
        }
    }
    let Some(asked) = best else { return Ok(Outcome::Untold) };
    let heard = match asked.of {
        Records::Activities => server.hear("GetActivities", &asked.text)?,
        Records::Computers => server.hear("GetComputers", &asked.text)?,
    };
    Ok(judged(&asked, sample, heard))
}

fn judged(asked: &Asked, sample: &Sample, heard: Heard) -> Outcome {
    let (ids, is_whole) = match heard {
        Heard::Refused => (None, true),
        Heard::Failed => return Outcome::Differs("the server fails"),
        Heard::Ids { ids, is_whole } => (Some(ids), is_whole),
    };
    let known = match asked.of {
        Records::Activities => sample.ids(),
        Records::Computers => sample.computer_ids(),
    };
    // Records that are not in the sample were not predicted.
    let ids: Option<Vec<i64>> =
        ids.map(|ids| ids.into_iter().filter(|id| known.contains(id)).collect());
    let is = |answer: &Answer| match (answer, &ids) {
        (Answer::Refused, None) => true,
        (Answer::Set(set), Some(ids)) => *set == ids.iter().copied().collect::<BTreeSet<_>>(),
        (Answer::List(list), Some(ids)) => list == ids,
        (Answer::Refused, Some(_)) | (Answer::Set(_) | Answer::List(_), None) => false,
    };
    if is(&asked.ours) {
        let is_told = asked.told() == asked.others.len();
        return if is_told { Outcome::Shared } else { Outcome::Untold };
    }
    match asked.others.iter().find(|(_, answer)| is(answer)) {
        Some((words, _)) => Outcome::Differs(words),
        None if is_whole => Outcome::Differs("something else"),
        // The rest of the sample may be on a page that was not fetched.
        None => Outcome::Untold,
    }
}
