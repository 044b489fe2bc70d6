//! [`ActivityQuery`] and its terms.

use chrono::{DateTime, Utc};

use crate::computer::ComputerQuery;
use crate::model::{ActivityId, Status};
use crate::property::{Column, Comparison, Moment, Question, Test};
use crate::query::expr::Expr;
use crate::query::terms::terms;
use crate::query::value::{PartialDate, Text};

/// A query that selects activities.
///
/// ```
/// use activity_query::{ActivityQuery, ComputerQuery, Status};
///
/// let query: ActivityQuery = "status:failed computer:tag:laptop".parse()?;
/// let same = ActivityQuery::status(Status::Failed)
///     & ActivityQuery::computer(ComputerQuery::tag("laptop"));
/// assert_eq!(query, same);
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub type ActivityQuery = Expr<ActivityTerm>;

terms! {
    /// A term of an [`ActivityQuery`]. All of them are documented.
    ActivityTerm;
    checked {
        /// `id:7`: the activity with this id.
        ///
        /// ```
        /// use activity_query::ActivityQuery;
        ///
        /// assert_eq!(ActivityQuery::id(7).to_string(), "id:7");
        /// assert_eq!(ActivityQuery::id(-7), ActivityQuery::nothing());
        /// ```
        Id(id: ActivityId) = id;
        /// `parent-id:7`: the children of this activity.
        ParentId(id: ActivityId) = parent_id;
        /// `creator:jane@example.com`: created by the person with this e-mail
        /// address, ASCII case ignored.
        Creator(email: Text) = creator;
        /// `type:RestartRequest`: has exactly this type.
        Type(kind: Text) = kind;
    }
    typed {
        /// `status:failed`: has this status.
        Status(status: Status) = status;
        /// `computer:tag:laptop`: its computer is known, and the query selects it.
        ///
        /// ```
        /// use activity_query::{ActivityQuery, ComputerQuery};
        ///
        /// let computers = ComputerQuery::tag("laptop") | ComputerQuery::title("My laptop");
        /// assert_eq!(
        ///     ActivityQuery::computer(computers).to_string(),
        ///     r#"computer:(tag:laptop OR title:"My laptop")"#,
        /// );
        /// ```
        Computer(query: ComputerQuery) = computer;
    }
    others {
        /// `created-after:2011-01`: created at the first instant of the date, or later.
        CreatedAfter(PartialDate),
        /// `created-before:2011-01`: created before the first instant of the date.
        CreatedBefore(PartialDate),
    }
}

/// Constructors that take a date, or an instant.
impl ActivityQuery {
    /// `created-after:2011-01`: created at the first instant of the date, or later.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, PartialDate};
    ///
    /// let since: PartialDate = "2011-01".parse()?;
    /// assert_eq!(ActivityQuery::created_after(since).to_string(), "created-after:2011-01");
    /// # Ok::<(), activity_query::ValueError>(())
    /// ```
    #[must_use]
    pub fn created_after(date: impl Into<PartialDate>) -> Self {
        Self::term(ActivityTerm::CreatedAfter(date.into()))
    }

    /// `created-before:2011-01`: created before the first instant of the date.
    #[must_use]
    pub fn created_before(date: impl Into<PartialDate>) -> Self {
        Self::term(ActivityTerm::CreatedBefore(date.into()))
    }

    /// Selects activities created at `from` or later, and before `until`.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use chrono::{TimeZone, Utc};
    ///
    /// let day = |day| Utc.with_ymd_and_hms(2024, 7, day, 0, 0, 0).unwrap();
    /// assert_eq!(
    ///     ActivityQuery::created_within(day(1), day(2)).to_string(),
    ///     "created-after:2024-07-01T00:00:00Z created-before:2024-07-02T00:00:00Z",
    /// );
    /// ```
    #[must_use]
    pub fn created_within(from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        Self::created_after(from) & Self::created_before(until)
    }
}

/// The question that a term asks, about the activity itself or about its computer.
#[derive(Clone, Debug)]
pub(crate) enum Asks<'a> {
    Own(Question<'a>),
    Computer(&'a ComputerQuery),
}

impl ActivityTerm {
    /// Returns the question that the term asks.
    pub(crate) fn asks(&self) -> Asks<'_> {
        use Column as C;
        Asks::Own(match self {
            Self::Id(id) => Question::one(C::ActivityId, Test::Number(id.get())),
            Self::ParentId(id) => Question::one(C::ParentId, Test::Number(id.get())),
            Self::Status(status) => Question::one(C::Status, Test::Is(status.as_str())),
            Self::CreatedAfter(date) => {
                Question::time(C::CreationTime, Comparison::AtLeast, Moment::At(date.start()))
            }
            Self::CreatedBefore(date) => {
                Question::time(C::CreationTime, Comparison::Below, Moment::At(date.start()))
            }
            Self::Creator(email) => Question::is(C::CreatorEmail, email),
            Self::Type(kind) => Question::is(C::Type, kind),
            Self::Computer(query) => return Asks::Computer(query),
        })
    }
}
