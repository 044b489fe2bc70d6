//! The verdict on a record, from the verdicts of the terms.

use std::convert::Infallible;

use crate::query::expr::{Connective, Expr, Fold, Node};
use crate::query::span::Spanned;

impl<T> Expr<T> {
    /// Whether a record matches, where `term` tells whether a term is true of it.
    ///
    /// A language of your own needs no more to be evaluated. Queries of activities
    /// and of computers have [`matches`](Expr::<crate::ActivityTerm>::matches).
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
        // The verdicts of a query of up to 64 parts are the bits of one number, the
        // last operand lowest. That takes a query of six terms from 63 ns to 30; a
        // list of verdicts for every AND and OR would be allocated.
        if self.nodes().len() > 64 {
            let Ok(verdict) = self.fold(&mut Verdict(term));
            return verdict;
        }
        let mut verdicts: u64 = 0;
        for node in self.nodes() {
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
        self.is_everything() || verdicts & 1 == 1
    }
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
