//! What an activity has of what a term asks for.

use crate::activity::ActivityTerm;
use crate::evaluate::Context;
use crate::model::Activity;
use crate::query::explain::words::{fact, one, value};

/// What the activity has, in a few words.
pub(super) fn found(
    term: &ActivityTerm,
    activity: &Activity,
    context: &Context<'_>,
    matches: bool,
) -> String {
    let created = || activity.creation_time.get().map(ToString::to_string);
    match term {
        ActivityTerm::Id(id) => one("id", Some(&activity.id.to_string()), &id.to_string(), matches),
        ActivityTerm::ParentId(id) => {
            let own = activity.parent_id.get().map(ToString::to_string);
            one("parent", own.as_deref(), &id.to_string(), matches)
        }
        ActivityTerm::Status(status) => {
            let own = activity.activity_status.get().map(|own| own.as_str());
            one("status", own, status.as_str(), matches)
        }
        ActivityTerm::CreatedAfter(date) => {
            let missed = if matches { String::new() } else { format!(", before {date}") };
            fact("creation time", created().map(|own| format!("{own}{missed}")))
        }
        ActivityTerm::CreatedBefore(date) => {
            let missed = if matches { String::new() } else { format!(", not before {date}") };
            fact("creation time", created().map(|own| format!("{own}{missed}")))
        }
        ActivityTerm::Creator(email) => {
            let own = activity.creator.get().and_then(|creator| creator.email.get());
            one("creator", own.map(String::as_str), email.as_str(), matches)
        }
        ActivityTerm::Computer(_) => match activity.computer_id.get() {
            None => "no computer".to_owned(),
            Some(id) => match context.fleet().computer(*id) {
                None => format!("computer {id} is not known"),
                Some(computer) => match computer.title.get().or(computer.hostname.get()) {
                    None => format!("computer is {id}"),
                    Some(name) => format!("computer is {id}, {}", value(name)),
                },
            },
        },
        ActivityTerm::Type(kind) => {
            one("type", activity.kind.get().map(String::as_str), kind.as_str(), matches)
        }
    }
}
