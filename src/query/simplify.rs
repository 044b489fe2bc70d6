//! Which parts of a query decide nothing where they stand.
//!
//! A query is looked at with every NOT moved to its terms: then it is groups
//! in groups, ANDs and ORs in turn. Whoever stands in an AND may take the
//! terms beside it as true, and in an OR as false, also further in; see
//! [`Facts`]. What follows from those facts is needless. The work grows with
//! the length of the query: no term is compared with every other one.

mod absorb;
mod cause;
mod cluster;
mod facts;
mod rewrite;
mod sweep;
mod window;

pub(crate) use cause::{Cause, Causes};
pub(crate) use cluster::{Sign, Stretch};
pub(crate) use sweep::Finding;

use std::convert::Infallible;

use crate::query::constraint::Claims;
use crate::query::expr::Expr;
use crate::query::language::Language;
use cluster::Clusters;
use facts::Facts;
use sweep::Sweep;

/// What the query is reduced for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
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
pub(crate) struct Reduced {
    /// Whether all records match, or none; `None` if it depends on the record.
    pub(crate) verdict: Option<bool>,
    /// Why, as far as two terms each are enough to say so.
    pub(crate) causes: Causes,
    /// Of each term, in the order of the text: what becomes of it.
    pub(crate) terms: Vec<Fate>,
    /// Of each term, whether it is negated once every NOT has moved to the terms.
    pub(crate) signs: Vec<Sign>,
    /// What was found, in no order.
    pub(crate) findings: Vec<Finding>,
}

/// What becomes of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    Gone,
    /// The term of this number stands in its place.
    Replaced(usize),
}

pub(crate) fn reduce<T: Language>(query: &Expr<T>, aim: Aim) -> Reduced {
    let Ok(reduced) = reduce_until(query, aim, &mut || Ok::<_, Infallible>(()));
    reduced
}

/// The same, unless `check` breaks it off, which is asked at each group.
pub(crate) fn reduce_until<T: Language, E>(
    query: &Expr<T>,
    aim: Aim,
    check: &mut impl FnMut() -> Result<(), E>,
) -> Result<Reduced, E> {
    check()?;
    let claims: Vec<Claims<'_>> = query.terms().map(|term| term.value.claims()).collect();
    let mut sweep = Sweep::new(Clusters::of(query), &claims, aim);
    let rounds = match aim {
        Aim::Rewrite => ROUNDS,
        Aim::Remark => 1,
    };
    for _ in 0..rounds {
        if !sweep.run(check)? {
            break;
        }
    }
    Ok(sweep.finish())
}

/// A term, or its negation.
pub(crate) type Literal<'a, 'c> = (&'a Claims<'c>, Sign);

/// Whether the two are never true of the same record.
pub(crate) fn exclude(one: Literal<'_, '_>, other: Literal<'_, '_>) -> bool {
    let mut facts = Facts::default();
    facts.assume(0, one.0, one.1);
    facts.reason(other.0, other.1.flipped()).is_some()
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
        reduce(self, Aim::Rewrite).verdict == Some(false)
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
        reduce(self, Aim::Rewrite).verdict == Some(true)
    }
}
