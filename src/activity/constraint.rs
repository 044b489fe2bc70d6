//! What the terms of activities say.

use crate::activity::ActivityTerm;
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::query::constraint::{Claim, Claims};
use crate::query::expr::View;
use crate::query::language::Language;

/// An activity has one of everything, at most.
pub(crate) fn claims(term: &ActivityTerm) -> Claims<'_> {
    match term {
        ActivityTerm::Id(id) => Claims::new(Claim::is("id", id.to_string())),
        ActivityTerm::ParentId(id) => Claims::new(Claim::is("parent-id", id.to_string())),
        ActivityTerm::Status(status) => Claims::new(Claim::is("status", status.as_str())),
        ActivityTerm::CreatedAfter(date) => {
            Claims::new(Claim::at_least("created", date.start().timestamp_micros()))
        }
        ActivityTerm::CreatedBefore(date) => {
            Claims::new(Claim::below("created", date.start().timestamp_micros()))
        }
        ActivityTerm::Creator(email) => {
            Claims::new(Claim::is("creator", email.as_str().to_ascii_lowercase()))
        }
        ActivityTerm::Computer(query) => of_computer(query),
        ActivityTerm::Type(kind) => Claims::new(Claim::is("type", kind.as_str())),
    }
}

/// The computer is known, and what is said of it is true.
fn of_computer(query: &ComputerQuery) -> Claims<'static> {
    let known = Claim::has("computer", "");
    let whole = || Claims::new(Claim::has("computer", query.to_string()));
    let claims = match query.root() {
        View::Term(term) => {
            let claims = Claims::new(term.value.claims().own().through("computer"));
            with_all_of(claims, &term.value)
        }
        View::All(parts) if parts.len() == 0 => return Claims::new(known),
        View::All(parts) => parts.fold(whole(), |claims, part| match part.view() {
            View::Term(term) => with_all_of(claims, &term.value),
            View::All(_) | View::Any(_) | View::Not(_) => claims,
        }),
        View::Any(_) | View::Not(_) => whole(),
    };
    let claims = claims.and(known);
    if query.never_matches() { claims.never() } else { claims }
}

fn with_all_of(claims: Claims<'static>, term: &ComputerTerm) -> Claims<'static> {
    term.claims().all().fold(claims, |claims, claim| claims.and(claim.through("computer")))
}
