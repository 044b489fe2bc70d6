//! Explains why an activity or a computer matches or does not, and which term empties a
//! result.

mod activity;
mod computer;
mod row;

pub use crate::query::explain::{Counted, Counts, Explain, Explained, Explanation, QueryPart};

use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::evaluate::{Context, activity_matches, computer_matches};
use crate::model::{Activity, Computer};
use crate::query::resolve::ResolveError;

/// An activity that a query can be explained for. [`ActivityQuery::explain`] creates one; so
/// does a custom language whose terms hold queries of activities.
#[derive(Clone, Copy, Debug)]
pub struct ActivityRecord<'c, 'a> {
    activity: &'a Activity,
    context: &'c Context<'a>,
}

impl<'c, 'a> ActivityRecord<'c, 'a> {
    /// Creates the record of an activity in its context.
    #[must_use]
    pub fn new(activity: &'a Activity, context: &'c Context<'a>) -> Self {
        Self { activity, context }
    }
}

impl<'c, 'a> Explain<ActivityTerm> for ActivityRecord<'c, 'a> {
    type Nested = ComputerRecord<'c, 'a>;

    fn matches(&self, term: &ActivityTerm) -> bool {
        activity_matches(term, self.activity, self.context)
    }

    fn found(&self, term: &ActivityTerm, matches: bool) -> String {
        activity::found(term, self.activity, self.context, matches)
    }

    fn nested(&self, _: &ActivityTerm) -> Option<ComputerRecord<'c, 'a>> {
        let computer = self.context.fleet().computer(*self.activity.computer_id.get()?)?;
        Some(ComputerRecord { computer, context: self.context })
    }
}

/// A computer that a query can be explained for. [`ComputerQuery::explain`] creates one; so
/// does a custom language whose terms hold queries of computers.
#[derive(Clone, Copy, Debug)]
pub struct ComputerRecord<'c, 'a> {
    computer: &'a Computer,
    context: &'c Context<'a>,
}

impl<'c, 'a> ComputerRecord<'c, 'a> {
    /// Creates the record of a computer at the time of the context.
    #[must_use]
    pub fn new(computer: &'a Computer, context: &'c Context<'a>) -> Self {
        Self { computer, context }
    }
}

impl Explain<ComputerTerm> for ComputerRecord<'_, '_> {
    type Nested = std::convert::Infallible;

    fn matches(&self, term: &ComputerTerm) -> bool {
        // A saved search that was not expanded is blank.
        matches!(term, ComputerTerm::Search(_))
            || computer_matches(term, self.computer, self.context)
    }

    fn found(&self, term: &ComputerTerm, matches: bool) -> String {
        computer::found(term, self.computer, self.context, matches)
    }
}

impl ActivityQuery {
    /// Explains why the activity matches or does not.
    ///
    /// ```
    /// use activity_query::model::Activity;
    /// use activity_query::{ActivityQuery, Context, Fleet};
    ///
    /// let activity: Activity = serde_json::from_str(r#"{"id": 7, "activity_status": "delivered"}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    ///
    /// let query: ActivityQuery = "id:7 NOT (status:delivered OR id:8)".parse()?;
    /// let explanation = query.explain(&activity, &context)?;
    /// assert!(!explanation.matches);
    /// let deciding: Vec<_> = explanation.parts.iter().filter(|part| part.deciding).collect();
    /// assert_eq!(deciding.len(), 1);
    /// assert_eq!(deciding[0].found.as_deref(), Some("status is delivered"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn explain(
        &self,
        activity: &Activity,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError> {
        let query = self.expand(|name| context.search(name))?;
        Ok(query.explain_with(&ActivityRecord { activity, context }))
    }

    /// Counts the activities that match the query and each part of it, which shows the term
    /// that empties a result.
    ///
    /// ```
    /// use activity_query::model::Activity;
    /// use activity_query::{ActivityQuery, Context, Fleet};
    ///
    /// let activities: Vec<Activity> = serde_json::from_str(
    ///     r#"[{"id": 1, "activity_status": "failed"}, {"id": 2, "activity_status": "failed"}]"#,
    /// )?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    ///
    /// let query: ActivityQuery = "status:failed id:7".parse()?;
    /// let counts = query.count(&activities, &context)?;
    /// assert_eq!((counts.records, counts.matches), (2, 0));
    /// assert_eq!((counts.parts[1].matches, counts.parts[1].without), (2, Some(0)));
    /// assert_eq!((counts.parts[2].matches, counts.parts[2].without), (0, Some(2)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn count<'a>(
        &self,
        activities: impl IntoIterator<Item = &'a Activity>,
        context: &Context<'a>,
    ) -> Result<Counts, ResolveError> {
        let query = self.expand(|name| context.search(name))?;
        let records = activities.into_iter();
        Ok(query.count_with(records.map(|activity| ActivityRecord { activity, context })))
    }
}

impl ComputerQuery {
    /// Explains why the computer matches or does not.
    ///
    /// ```
    /// use activity_query::model::Computer;
    /// use activity_query::{ComputerQuery, Context, Fleet};
    ///
    /// let computer: Computer = serde_json::from_str(r#"{"id": 4, "tags": ["web", "eu"]}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    /// let explanation = "tag:laptop".parse::<ComputerQuery>()?.explain(&computer, &context)?;
    /// assert_eq!(explanation.parts[0].found.as_deref(), Some("tags are web, eu, not laptop"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn explain(
        &self,
        computer: &Computer,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError> {
        let query = self.expand(|name| context.search(name))?;
        Ok(query.explain_with(&ComputerRecord { computer, context }))
    }

    /// Counts the computers that match the query and each part of it.
    ///
    /// ```
    /// use activity_query::model::Computer;
    /// use activity_query::{ComputerQuery, Context, Fleet};
    ///
    /// let computer: Computer = serde_json::from_str(r#"{"id": 4, "tags": ["web"]}"#)?;
    /// let fleet = Fleet::default();
    /// let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
    /// let counts = "NOT tag:web".parse::<ComputerQuery>()?.count([&computer], &context)?;
    /// assert_eq!((counts.parts[0].matches, counts.parts[1].matches), (0, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded.
    pub fn count<'a>(
        &self,
        computers: impl IntoIterator<Item = &'a Computer>,
        context: &Context<'a>,
    ) -> Result<Counts, ResolveError> {
        let query = self.expand(|name| context.search(name))?;
        let records = computers.into_iter();
        Ok(query.count_with(records.map(|computer| ComputerRecord { computer, context })))
    }
}
