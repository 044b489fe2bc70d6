//! The constraints of a term that holds a computer query.

use crate::computer::{ComputerQuery, ComputerTerm};
use crate::query::constraint::{Constraint, Constraints};
use crate::query::expr::View;
use crate::query::language::Language;

/// Requires that the computer is known and satisfies the query's constraints.
pub(super) fn of_computer(query: &ComputerQuery) -> Constraints<'static> {
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
