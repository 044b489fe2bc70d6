//! Finds the parts of a query that do not affect its result.
//!
//! The query is analyzed in negation normal form, where it is nested groups, ANDs and ORs in
//! turn. A part of an AND may assume that the terms beside it are true, and a part of an OR
//! that they are false; this also holds for parts further inside; see [`Assumptions`].
//! Whatever follows from the assumptions is redundant. The work grows with the length of the
//! query: terms are not compared pairwise.

mod absorb;
mod assumptions;
mod cause;
mod group;
mod pass;
mod rewrite;
mod window;

pub(crate) use cause::{Cause, Causes};
pub(crate) use group::{Polarity, TermRange};
pub(crate) use pass::Finding;

use std::convert::Infallible;

use crate::query::constraint::Constraints;
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::replace::Disposition;
use assumptions::Assumptions;
use group::NnfGroups;
use pass::Pass;

/// The purpose of the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SimplifyMode {
    /// To rewrite the query: each finding can enable further ones.
    Rewrite,
    /// To report lints: each finding holds in the query as it is written, independently of
    /// the others.
    Remark,
}

/// The largest number of passes, while they still help. Each pass can turn groups into single
/// terms, which lets others be removed.
const ROUNDS: usize = 4;

/// The results for a query.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// Whether the query matches all records or none; `None` if it depends on the record.
    pub(crate) verdict: Option<bool>,
    /// The reasons, as far as they can be expressed by pairs of terms.
    pub(crate) causes: Causes,
    /// For each term, in the order of the text: whether it is kept, removed, or replaced by
    /// which term.
    pub(crate) terms: Vec<Disposition<usize>>,
    /// The polarity of each term in negation normal form.
    pub(crate) polarities: Vec<Polarity>,
    /// The findings, in no particular order.
    pub(crate) findings: Vec<Finding>,
}

pub(crate) fn analyze<T: Language>(query: &Expr<T>, mode: SimplifyMode) -> Analysis {
    let Ok(analysis) = analyze_until(query, mode, &mut || Ok::<_, Infallible>(()));
    analysis
}

/// Analyzes the query, unless `check`, which is called for each group, aborts.
pub(crate) fn analyze_until<T: Language, E>(
    query: &Expr<T>,
    mode: SimplifyMode,
    check: &mut impl FnMut() -> Result<(), E>,
) -> Result<Analysis, E> {
    check()?;
    let constraints: Vec<Constraints<'_>> =
        query.terms().map(|term| term.value.constraints()).collect();
    let mut pass = Pass::new(NnfGroups::of(query), &constraints, mode);
    let rounds = match mode {
        SimplifyMode::Rewrite => ROUNDS,
        SimplifyMode::Remark => 1,
    };
    for _ in 0..rounds {
        if !pass.run(check)? {
            break;
        }
    }
    Ok(pass.finish())
}

/// A term, or its negation.
pub(crate) type Literal<'a, 'c> = (&'a Constraints<'c>, Polarity);

/// Returns whether the two are never true of the same record.
pub(crate) fn exclude(one: Literal<'_, '_>, other: Literal<'_, '_>) -> bool {
    let mut assumptions = Assumptions::default();
    assumptions.assume(0, one.0, one.1);
    assumptions.reason(other.0, other.1.flipped()).is_some()
}

impl<T: Language> Expr<T> {
    /// Returns `true` if the query is known to match no records, whatever they are. If this
    /// returns `false`, it may still match none.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let never = |text: &str| text.parse().map(|query: ActivityQuery| query.never_matches());
    /// assert!(never("id:1 id:2")?);
    /// assert!(never("created-after:2012 created-before:2011-06")?);
    /// assert!(!never("computer:tag:a computer:tag:b")?);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn never_matches(&self) -> bool {
        analyze(self, SimplifyMode::Rewrite).verdict == Some(false)
    }

    /// Returns `true` if the query is known to match every record, whatever the records are.
    /// If this returns `false`, it may still match all.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "NOT id:1 OR NOT id:2".parse()?;
    /// assert!(query.always_matches());
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn always_matches(&self) -> bool {
        analyze(self, SimplifyMode::Rewrite).verdict == Some(true)
    }
}
