//! Evaluates terms on an activity.

use super::computer;
use super::context::Context;
use crate::activity::ActivityTerm;
use crate::model::Activity;

pub(crate) fn matches(term: &ActivityTerm, activity: &Activity, context: &Context<'_>) -> bool {
    match term {
        ActivityTerm::Id(id) => activity.id == *id,
        ActivityTerm::ParentId(id) => activity.parent_id.get() == Some(id),
        ActivityTerm::Status(status) => activity.activity_status.get() == Some(status),
        ActivityTerm::CreatedAfter(date) => {
            activity.creation_time.get().is_some_and(|time| time.instant() >= date.start())
        }
        ActivityTerm::CreatedBefore(date) => {
            activity.creation_time.get().is_some_and(|time| time.instant() < date.start())
        }
        ActivityTerm::Creator(email) => activity
            .creator
            .get()
            .and_then(|creator| creator.email.get())
            .is_some_and(|own| own.eq_ignore_ascii_case(email.as_str())),
        ActivityTerm::Computer(query) => {
            let id = activity.computer_id.get();
            let known = id.and_then(|id| context.fleet().computer(*id));
            known
                .is_some_and(|own| query.matches_with(|term| computer::matches(term, own, context)))
        }
        ActivityTerm::Type(kind) => activity.kind.get().is_some_and(|own| own == kind.as_str()),
    }
}
