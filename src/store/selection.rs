//! [`Selection`]: the activities to change, and the checks on it.

use std::convert::Infallible;

use super::{Fingerprint, SelectionChanged, StoreError};
use crate::activity::{ActivityQuery, ActivityTerm};
use crate::model::ActivityId;
use crate::query::simplify::{SimplifyMode, analyze_until};

/// The activities that a user asks to change, within those that the system allows.
///
/// Stores refuse a user's query that is empty or known to select everything, such as
/// `id:1 OR NOT id:1`, even within a scope, because it would change everything that the user
/// may see. They also refuse one that selects all activities with a computer, such as
/// `computer:search:all` if that saved search is blank. Saved searches are expanded for this
/// check, which doesn't block other calls. [`allow_everything`](Self::allow_everything)
/// disables the check.
///
/// ```
/// use activity_query::{ActivityQuery, ActivityStore, MemoryStore, Selection};
/// use activity_query::store::Scope;
///
/// let store = MemoryStore::new();
/// store.append([r#"{"id": 7, "activity_status": "waiting"}"#.parse()?])?;
///
/// # pollster::block_on(async {
/// let now = chrono::Utc::now();
/// let scope = Scope::new(!ActivityQuery::parent_id(4));
/// let typed = |text: &str| text.parse().map(|user| Selection::new(user).within(scope.clone()));
///
/// let error = store.cancel_activities(&typed("id:1 OR NOT id:1")?, now).await.unwrap_err();
/// assert!(error.to_string().starts_with("the query selects every activity"));
///
/// let waiting = typed("status:waiting")?;
/// let previewed = store.preview_change(&waiting, now).await?;
/// assert_eq!(previewed.count(), 1);
/// // Later, when the user has agreed:
/// let canceled = store.cancel_activities(&waiting.expecting(previewed), now).await?;
/// assert_eq!(canceled, [7_u32.into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    user: ActivityQuery,
    scope: Scope,
    everything: Everything,
    expected: Option<Fingerprint>,
}

/// The activities that the system allows a user to change.
///
/// It is a separate type, so that it can't be confused with the user's query. It has no
/// positions in the text that it was parsed from, and any problem with it is reported as
/// [`Code::SystemQuery`](crate::Code::SystemQuery), without details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope(ActivityQuery);

/// What to do with a user's query that selects everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Everything {
    Refused,
    Allowed,
}

impl Scope {
    /// Creates the scope of the activities that the system's query selects.
    #[must_use]
    pub fn new(system: ActivityQuery) -> Self {
        Self(system.withheld())
    }
}

impl Selection {
    /// Creates the selection of a user's query, without a scope.
    #[must_use]
    pub fn new(user: ActivityQuery) -> Self {
        let scope = Scope(ActivityQuery::everything());
        Self { user, scope, everything: Everything::Refused, expected: None }
    }

    /// Limits the selection to a scope. Further scopes narrow it further.
    #[must_use]
    pub fn within(mut self, scope: Scope) -> Self {
        self.scope = Scope(self.scope.0 & scope.0);
        self
    }

    /// Allows a user's query that is empty or selects everything: then all activities in the
    /// scope are changed.
    #[must_use]
    pub fn allow_everything(mut self) -> Self {
        self.everything = Everything::Allowed;
        self
    }

    /// Requires that the selection still has this fingerprint, which
    /// [`preview_change`](crate::ActivityStore::preview_change) returns. If activities were
    /// added to it or removed from it in the meantime, nothing is changed.
    #[must_use]
    pub fn expecting(mut self, previewed: Fingerprint) -> Self {
        self.expected = Some(previewed);
        self
    }

    /// Returns the query that selects these activities, as [`scoped`](ActivityQuery::scoped)
    /// does, for showing pages of them. It is not checked for selecting everything.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::store::{Scope, Selection};
    ///
    /// let selection = Selection::new("type:RestartRequest".parse()?)
    ///     .within(Scope::new(ActivityQuery::parent_id(4)));
    /// assert_eq!(selection.query().to_string(), "parent-id:4 type:RestartRequest");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn query(&self) -> ActivityQuery {
        ActivityQuery::scoped(self.scope.0.clone(), self.user.clone())
    }

    /// Returns `true` if the user's query or the scope refers to a saved search.
    #[must_use]
    pub fn names_searches(&self) -> bool {
        self.user.names_searches() || self.scope.0.names_searches()
    }

    /// Returns the query to change by, with every saved search expanded. This is for
    /// implementors of [`ActivityStore`](crate::ActivityStore).
    ///
    /// # Errors
    /// If the user's query is empty or selects everything, unless that is
    /// [allowed](Self::allow_everything), and the errors of
    /// [`resolve`](ActivityQuery::resolve).
    pub fn resolve<'s, E>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<ActivityQuery, StoreError<E>> {
        self.resolve_until(lookup, || Ok(()))
    }

    /// The same, unless `check` aborts it.
    pub(super) fn resolve_until<'s, E>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
        mut check: impl FnMut() -> Result<(), StoreError<E>>,
    ) -> Result<ActivityQuery, StoreError<E>> {
        let is_refused = self.everything == Everything::Refused;
        if is_refused && self.user.is_everything() {
            return Err(StoreError::empty_query());
        }
        let user = self.user.resolve(&lookup)?;
        if is_refused && selects_everything(&user, &mut check)? {
            return Err(StoreError::selects_everything(self.user.span()));
        }
        Ok(ActivityQuery::scoped(self.scope.0.resolve(&lookup)?, user))
    }

    /// Compares the activities that were found with those that are
    /// [expected](Self::expecting). This is for implementors of
    /// [`ActivityStore`](crate::ActivityStore).
    ///
    /// # Errors
    /// If they differ.
    pub fn check(&self, ids: impl IntoIterator<Item = ActivityId>) -> Result<(), SelectionChanged> {
        let Some(expected) = self.expected else { return Ok(()) };
        let found = Fingerprint::of(ids);
        if found == expected { Ok(()) } else { Err(SelectionChanged { expected, found }) }
    }
}

/// Returns whether the query is known to select every activity, or every one with a known
/// computer, as nearly all have; `check` may abort this.
fn selects_everything<E>(
    user: &ActivityQuery,
    check: &mut impl FnMut() -> Result<(), E>,
) -> Result<bool, E> {
    // No term is true of an activity that has nothing but an id that is not named, so that a
    // list of ids needs no further analysis. What computers there are is not known.
    let mut terms = user.terms().map(|term| &term.value);
    if !terms.any(|term| matches!(term, ActivityTerm::Computer(_))) && !user.matches_with(|_| false)
    {
        return Ok(false);
    }
    // Simplification leaves `computer:` queries empty that select every computer.
    let simple = user.simplified_until(check)?;
    let Ok(of_computers) = simple.replace_terms(|term| {
        let every = matches!(&term.value, ActivityTerm::Computer(query) if query.is_everything());
        Ok::<_, Infallible>(every.then(ActivityQuery::everything))
    });
    Ok(analyze_until(&of_computers, SimplifyMode::Rewrite, check)?.verdict == Some(true))
}
