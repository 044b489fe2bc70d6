//! Tests whether two queries are equivalent for all verdicts of their terms.

use std::collections::BTreeSet;

use activity_query::expr::{ExprRef, View};
use activity_query::{Expr, Language};

/// With more terms, there are too many combinations to try.
const TERMS: usize = 12;

/// Returns whether the queries are equal, or agree for all verdicts of their terms.
pub(super) fn are_equivalent<T: Language>(one: &Expr<T>, other: &Expr<T>) -> bool {
    if one == other {
        return true;
    }
    let terms = |query: &Expr<T>| -> Vec<String> {
        query.terms().map(|term| Expr::<T>::term(term.clone()).to_string()).collect()
    };
    let all: BTreeSet<String> = terms(one).into_iter().chain(terms(other)).collect();
    let all: Vec<String> = all.into_iter().collect();
    let agree =
        |verdicts| holds(one.as_ref(), &all, verdicts) == holds(other.as_ref(), &all, verdicts);
    all.len() <= TERMS && (0..1_u32 << all.len()).all(agree)
}

/// Returns the verdict on a record, where bit `n` is the verdict of the term `n`.
fn holds<T: Language>(query: ExprRef<'_, T>, terms: &[String], verdicts: u32) -> bool {
    match query.view() {
        View::Term(_) => {
            let text = query.to_expr().to_string();
            let number = terms.iter().position(|term| *term == text).unwrap();
            verdicts & (1 << number) != 0
        }
        View::Not(part) => !holds(part, terms, verdicts),
        View::All(mut parts) => parts.all(|part| holds(part, terms, verdicts)),
        View::Any(mut parts) => parts.any(|part| holds(part, terms, verdicts)),
    }
}
