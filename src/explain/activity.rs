//! Describes what an activity has of what a term asks for.

use super::row::{single, wanted};
use crate::activity::{ActivityTerm, Asks};
use crate::evaluate::Context;
use crate::model::Activity;
use crate::property::{Comparison, Question, Row, Test};
use crate::query::explain::words::value;

/// Describes what the activity has.
pub(super) fn found(
    term: &ActivityTerm,
    activity: &Activity,
    context: &Context<'_>,
    matches: bool,
) -> String {
    match term.asks() {
        Asks::Own(Question::Row(tests)) => match tests.last() {
            Some((column, test)) => {
                let wanted = wanted(term);
                let own = single(*column, test, &Row::Activity(activity), (&wanted, matches));
                match test {
                    Test::Time(comparison, _)
                        if !matches && activity.creation_time.get().is_some() =>
                    {
                        let missed =
                            if *comparison == Comparison::Below { "not before" } else { "before" };
                        format!("{own}, {missed} {wanted}")
                    }
                    _ => own,
                }
            }
            None => String::new(),
        },
        Asks::Computer(_) => computer_of(activity, context),
        // These are questions about computers.
        Asks::Own(
            Question::Named(_)
            | Question::GroupOrBelow(_)
            | Question::NoticesAppliedIn(_)
            | Question::Search(_),
        ) => String::new(),
    }
}

fn computer_of(activity: &Activity, context: &Context<'_>) -> String {
    let Some(id) = activity.computer_id.get() else { return "no computer".to_owned() };
    match context.fleet().computer(*id) {
        None => format!("computer {id} is not known"),
        Some(computer) => match computer.title.get().or(computer.hostname.get()) {
            None => format!("computer is {id}"),
            Some(name) => format!("computer is {id}, {}", value(name)),
        },
    }
}
