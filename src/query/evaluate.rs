//! Combines the verdicts of the terms to the verdict on a record.

use std::convert::Infallible;

use crate::query::expr::{Connective, Expr, Fold, Node};
use crate::query::span::Spanned;

impl<T> Expr<T> {
    /// Returns whether a record matches, where `term` returns whether a term is true of it.
    ///
    /// A custom language needs nothing else for evaluation. Queries of activities and of
    /// computers have [`matches`](Expr::<crate::ActivityTerm>::matches).
    ///
    /// ```
    /// use activity_query::language::{FieldKind, NoBase, NoQuery, TermSyntax};
    /// use activity_query::{Expr, Field, Language, Text};
    ///
    /// struct Deployment { service: &'static str, build: i64 }
    ///
    /// #[derive(Clone, Debug, PartialEq)]
    /// enum Term { Service(Text), Build(i64) }
    ///
    /// impl Language for Term {
    ///     type Nested = NoQuery;
    ///     type Base = NoBase;
    ///     const NAME: &'static str = "deployment";
    ///     const FIELDS: &'static [Field<Self>] = &[
    ///         Field::new("service", FieldKind::Text(Self::Service), "what was deployed"),
    ///         Field::new("build", FieldKind::Id(Self::Build), "the number of the build"),
    ///     ];
    ///     fn syntax(&self) -> TermSyntax<'_> {
    ///         match self {
    ///             Self::Service(name) => TermSyntax::text("service", name.as_str()),
    ///             Self::Build(number) => TermSyntax::text("build", number.to_string()),
    ///         }
    ///     }
    /// }
    ///
    /// impl Term {
    ///     fn is_true_of(&self, deployment: &Deployment) -> bool {
    ///         match self {
    ///             Self::Service(name) => deployment.service == name.as_str(),
    ///             Self::Build(number) => deployment.build == *number,
    ///         }
    ///     }
    /// }
    ///
    /// let query: Expr<Term> = "service:shop NOT build:17".parse()?;
    /// let deployment = Deployment { service: "shop", build: 18 };
    /// assert!(query.matches_with(|term| term.is_true_of(&deployment)));
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    pub fn matches_with(&self, mut term: impl FnMut(&T) -> bool) -> bool {
        // The verdicts of a query of up to 64 nodes are the bits of one number, with the
        // last operand in the lowest bit. This makes a query of six terms take 30 ns instead
        // of 63, because no list of verdicts is allocated for an AND or OR.
        if self.nodes().len() > 64 {
            let Ok(verdict) = self.fold(&mut Verdict(term));
            return verdict;
        }
        let mut verdicts: u64 = 0;
        for node in self.nodes() {
            verdicts = match node {
                Node::Term(own) => verdicts << 1 | u64::from(term(&own.value)),
                Node::Not(_) => verdicts ^ 1,
                // There are fewer operands than nodes.
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
        self.is_everything() || verdicts & 1 == 1
    }
}

/// Folds verdicts with AND, OR and NOT.
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
