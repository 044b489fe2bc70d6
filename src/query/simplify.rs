//! Which parts of a query decide nothing where they stand.
//!
//! A query is looked at with every NOT moved to its terms: then it is groups
//! in groups, ANDs and ORs in turn. Whoever stands in an AND may take the
//! terms beside it as true, and in an OR as false, also further in; see
//! [`Assumptions`]. What follows from those assumptions is needless. The work grows with
//! the length of the query: no term is compared with every other one.

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

/// What the query is analyzed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SimplifyMode {
    /// To be written anew. What was found makes more be found.
    Rewrite,
    /// To be remarked on. Each finding holds in the query as it is written,
    /// whether others are followed or not.
    Remark,
}

/// How often a query is gone through at most, while that still helps. Each
/// time, what became a single term lets others be left out.
const ROUNDS: usize = 4;

/// What is known of a query.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// Whether all records match, or none; `None` if it depends on the record.
    pub(crate) verdict: Option<bool>,
    /// Why, as far as two terms each are enough to say so.
    pub(crate) causes: Causes,
    /// Of each term, in the order of the text: what becomes of it, or which term
    /// replaces it.
    pub(crate) terms: Vec<Disposition<usize>>,
    /// Of each term, whether it is negated once every NOT has moved to the terms.
    pub(crate) polarities: Vec<Polarity>,
    /// What was found, in no order.
    pub(crate) findings: Vec<Finding>,
}

pub(crate) fn analyze<T: Language>(query: &Expr<T>, mode: SimplifyMode) -> Analysis {
    let Ok(analysis) = analyze_until(query, mode, &mut || Ok::<_, Infallible>(()));
    analysis
}

/// The same, unless `check` breaks it off, which is asked at each group.
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

/// Whether the two are never true of the same record.
pub(crate) fn exclude(one: Literal<'_, '_>, other: Literal<'_, '_>) -> bool {
    let mut assumptions = Assumptions::default();
    assumptions.assume(0, one.0, one.1);
    assumptions.reason(other.0, other.1.flipped()).is_some()
}

impl<T: Language> Expr<T> {
    /// Whether the query is known to match no record, whatever the records
    /// are. One that is not known to may still match none.
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

    /// Whether the query is known to match every record, whatever the records
    /// are. One that is not known to may still match all.
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
