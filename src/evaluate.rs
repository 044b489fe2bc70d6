//! The reference evaluator, which defines whether a record matches a query.
//!
//! This code follows the specification term by term, and every engine is tested against it. A
//! term about something that the record does not have is false, and its NOT is true.

mod activity;
mod computer;
mod context;
mod text;

pub(crate) use activity::matches as activity_matches;
pub(crate) use computer::matches as computer_matches;
pub use context::{Context, Fleet};

use crate::activity::ActivityQuery;
use crate::computer::ComputerQuery;
use crate::model::{Activity, Computer};
use crate::query::resolve::ResolveError;

impl ActivityQuery {
    /// Returns `true` if the activity matches the query.
    ///
    /// Saved searches are expanded first, on every call; to match many records,
    /// [`resolve`](Self::resolve) the query once.
    ///
    /// ```
    /// use activity_query::model::{Activity, Computer};
    /// use activity_query::{ActivityQuery, Context, Fleet};
    ///
    /// let computer: Computer = serde_json::from_str(r#"{"id": 4, "tags": ["laptop"]}"#)?;
    /// let activity: Activity =
    ///     serde_json::from_str(r#"{"id": 86, "activity_status": "failed", "computer_id": 4}"#)?;
    /// let fleet = Fleet::new([computer]);
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    ///
    /// let query: ActivityQuery = "status:failed computer:tag:laptop".parse()?;
    /// assert!(query.matches(&activity, &context)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn matches(
        &self,
        activity: &Activity,
        context: &Context<'_>,
    ) -> Result<bool, ResolveError> {
        if self.names_searches() {
            let query = self.resolve(|name| context.search(name))?;
            return Ok(query.matches_with(|term| activity::matches(term, activity, context)));
        }
        Ok(self.matches_with(|term| activity::matches(term, activity, context)))
    }
}

impl ComputerQuery {
    /// Returns `true` if the computer matches the query.
    ///
    /// Saved searches are expanded first, on every call; to match many records,
    /// [`resolve`](Self::resolve) the query once.
    ///
    /// ```
    /// use activity_query::model::Computer;
    /// use activity_query::{ComputerQuery, Context, Fleet};
    ///
    /// let computer: Computer = serde_json::from_str(r#"{"id": 4, "title": "My Laptop"}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    /// let query: ComputerQuery = "laptop NOT tag:server".parse()?;
    /// assert!(query.matches(&computer, &context)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn matches(
        &self,
        computer: &Computer,
        context: &Context<'_>,
    ) -> Result<bool, ResolveError> {
        if self.names_searches() {
            let query = self.resolve(|name| context.search(name))?;
            return Ok(query.matches_with(|term| computer::matches(term, computer, context)));
        }
        Ok(self.matches_with(|term| computer::matches(term, computer, context)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_queries_are_decided_as_short_ones_are() {
        for ids in [1, 2, 62, 63, 64, 65, 200] {
            let any = ActivityQuery::any((1..=ids).map(ActivityQuery::id));
            let both = any.clone() & ActivityQuery::parent_id(7);
            for verdict in [true, false] {
                assert_eq!(any.matches_with(|_| verdict), verdict, "{ids} terms");
                assert_eq!((!any.clone()).matches_with(|_| verdict), !verdict, "{ids} terms");
                assert_eq!(both.matches_with(|_| verdict), verdict, "{ids} terms");
            }
        }
    }
}
