//! Removes the parts that do not affect the result.

use std::convert::Infallible;

use crate::query::expr::Expr;
use crate::query::language::{Language, with_query};
use crate::query::replace::Disposition;
use crate::query::simplify::{SimplifyMode, analyze_until};
use crate::query::span::Spanned;

impl<T: Language> Expr<T> {
    /// Returns the query without redundant parts: those that are repeated, that something
    /// else implies or excludes, and that always or never match. In an OR, time ranges that
    /// overlap or touch are merged.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let simple = |text: &str| text.parse().map(|query: ActivityQuery| query.simplified().to_string());
    /// assert_eq!(simple("id:1 (id:1 OR id:2) NOT id:3 (status:failed OR id:4)")?, "id:1 status:failed");
    /// assert_eq!(simple("created-after:2011 created-after:2012")?, "created-after:2012");
    /// assert_eq!(
    ///     simple("(created-after:2011 created-before:2012) OR (created-after:2012 created-before:2014)")?,
    ///     "created-after:2011 created-before:2014",
    /// );
    /// assert_eq!(simple("computer:(tag:a (tag:a OR tag:b))")?, "computer:tag:a");
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    ///
    /// It matches the same records, and its canonical text is never longer. The work grows
    /// only with the length of the query, so in queries with many nearly equal groups not all
    /// redundant parts are found.
    #[must_use]
    pub fn simplified(&self) -> Self {
        let Ok(simple) = self.simplified_until(&mut || Ok::<_, Infallible>(()));
        simple
    }

    /// The same, unless `check` aborts it.
    pub(crate) fn simplified_until<E>(
        &self,
        check: &mut impl FnMut() -> Result<(), E>,
    ) -> Result<Self, E> {
        let inner = self.change_terms(|term| {
            let query = term.value.query().map(|query| query.simplified_until(check));
            let value = query.transpose()?.and_then(|query| with_query(&term.value, query));
            Ok(value.map_or(Disposition::Keep, |value| {
                Disposition::Replace(Self::term(term.with(value)))
            }))
        })?;
        let analysis = analyze_until(&inner, SimplifyMode::Rewrite, check)?;
        let simple = match analysis.verdict {
            Some(true) => Self::everything(),
            Some(false) => Self::nothing(),
            None => inner.with_dispositions(&analysis.terms),
        };
        let normal = simple.negation_normal();
        Ok([normal, inner].into_iter().fold(simple, shorter))
    }

    /// Applies a disposition to each term, in the order of the text.
    pub(crate) fn with_dispositions(&self, dispositions: &[Disposition<usize>]) -> Self {
        let terms: Vec<&Spanned<T>> = self.terms().collect();
        let mut dispositions = dispositions.iter();
        let Ok(changed) = self.change_terms(|_| {
            Ok::<_, Infallible>(match dispositions.next() {
                None | Some(Disposition::Keep) => Disposition::Keep,
                Some(Disposition::Remove) => Disposition::Remove,
                Some(Disposition::Replace(other)) => {
                    terms.get(*other).map_or(Disposition::Keep, |other| {
                        Disposition::Replace(Self::term((*other).clone()))
                    })
                }
            })
        });
        changed
    }
}

/// Returns the expression with the shorter text; if they are equally long, the first one.
fn shorter<T: Language>(one: Expr<T>, other: Expr<T>) -> Expr<T> {
    if other.to_string().len() < one.to_string().len() { other } else { one }
}
