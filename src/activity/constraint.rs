//! What the terms of activities say.

use crate::activity::ActivityTerm;
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::query::constraint::{Constraint, Constraints};
use crate::query::expr::View;
use crate::query::language::Language;

/// An activity has one of everything, at most.
pub(crate) fn constraints(term: &ActivityTerm) -> Constraints<'_> {
    match term {
        ActivityTerm::Id(id) => Constraints::new(Constraint::is("id", id.to_string())),
        ActivityTerm::ParentId(id) => Constraints::new(Constraint::is("parent-id", id.to_string())),
        ActivityTerm::Status(status) => Constraints::new(Constraint::is("status", status.as_str())),
        ActivityTerm::CreatedAfter(date) => {
            Constraints::new(Constraint::at_least("created", date.start().timestamp_micros()))
        }
        ActivityTerm::CreatedBefore(date) => {
            Constraints::new(Constraint::below("created", date.start().timestamp_micros()))
        }
        ActivityTerm::Creator(email) => {
            Constraints::new(Constraint::is("creator", email.as_str().to_ascii_lowercase()))
        }
        ActivityTerm::Computer(query) => of_computer(query),
        ActivityTerm::Type(kind) => Constraints::new(Constraint::is("type", kind.as_str())),
    }
}

/// The computer is known, and what is said of it is true.
fn of_computer(query: &ComputerQuery) -> Constraints<'static> {
    let known = Constraint::has("computer", "");
    let whole = || Constraints::new(Constraint::has("computer", query.to_string()));
    let constraints = match query.root() {
        View::Term(term) => {
            let constraints = Constraints::new(term.value.constraints().own().through("computer"));
            with_all_of(constraints, &term.value)
        }
        View::All(parts) if parts.len() == 0 => return Constraints::new(known),
        View::All(parts) => parts.fold(whole(), |constraints, part| match part.view() {
            View::Term(term) => with_all_of(constraints, &term.value),
            View::All(_) | View::Any(_) | View::Not(_) => constraints,
        }),
        View::Any(_) | View::Not(_) => whole(),
    };
    let constraints = constraints.and(known);
    if query.never_matches() { constraints.never() } else { constraints }
}

fn with_all_of(constraints: Constraints<'static>, term: &ComputerTerm) -> Constraints<'static> {
    term.constraints().all().fold(constraints, |constraints, constraint| {
        constraints.and(constraint.through("computer"))
    })
}
