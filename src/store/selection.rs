//! [`Selection`]: what a change is asked for, and the guards around it.

use std::convert::Infallible;

use super::{Fingerprint, SelectionChanged, StoreError};
use crate::activity::{ActivityQuery, ActivityTerm};
use crate::model::ActivityId;
use crate::query::simplify::{SimplifyMode, analyze_until};

/// The activities that a user asks to change, within what the system allows.
///
/// Stores refuse a user's query that is empty, or that is known to select
/// everything, such as `id:1 OR NOT id:1`, also when there is a scope: it would
/// change all that the system lets the user see. So they do if it selects all
/// activities that have a computer, as `computer:search:all` does if that saved
/// search is blank. Saved searches are expanded before that is decided, and no
/// other call waits meanwhile. [`allow_everything`](Self::allow_everything) lifts
/// this.
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

/// The activities that the system lets a user change.
///
/// It is a type of its own, so that it can't be taken for the user's query. It
/// keeps no places of the text it was read from, and what goes wrong with it is
/// told as [`Code::SystemQuery`](crate::Code::SystemQuery), without details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope(ActivityQuery);

/// What becomes of a user's query that selects everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Everything {
    Refused,
    Allowed,
}

impl Scope {
    /// The activities that the system's query selects.
    #[must_use]
    pub fn new(system: ActivityQuery) -> Self {
        Self(system.withheld())
    }
}

impl Selection {
    /// What the user's query selects, without a scope.
    #[must_use]
    pub fn new(user: ActivityQuery) -> Self {
        let scope = Scope(ActivityQuery::everything());
        Self { user, scope, everything: Everything::Refused, expected: None }
    }

    /// The same, within a scope. A further scope narrows it further.
    #[must_use]
    pub fn within(mut self, scope: Scope) -> Self {
        self.scope = Scope(self.scope.0 & scope.0);
        self
    }

    /// The same, also if the user's query is empty or selects everything: then
    /// all activities in the scope are changed.
    #[must_use]
    pub fn allow_everything(mut self) -> Self {
        self.everything = Everything::Allowed;
        self
    }

    /// The same, to be changed only if it still has this fingerprint, which
    /// [`preview_change`](crate::ActivityStore::preview_change) gives. If
    /// activities have come or gone since, nothing is changed.
    #[must_use]
    pub fn expecting(mut self, previewed: Fingerprint) -> Self {
        self.expected = Some(previewed);
        self
    }

    /// The query that selects these activities, to show pages of them: as
    /// [`scoped`](ActivityQuery::scoped). Nothing guards it.
    #[must_use]
    pub fn query(&self) -> ActivityQuery {
        ActivityQuery::scoped(self.scope.0.clone(), self.user.clone())
    }

    /// Whether the user's query or the scope names a saved search.
    #[must_use]
    pub fn names_searches(&self) -> bool {
        self.user.names_searches() || self.scope.0.names_searches()
    }

    /// The query to change by, with every saved search expanded: for those who
    /// write an [`ActivityStore`](crate::ActivityStore).
    ///
    /// # Errors
    /// When the user's query is empty or selects everything, unless that is
    /// [allowed](Self::allow_everything), and those of
    /// [`resolve`](ActivityQuery::resolve).
    pub fn resolve<'s, E>(
        &self,
        lookup: impl Fn(&str) -> Option<&'s str>,
    ) -> Result<ActivityQuery, StoreError<E>> {
        self.resolve_until(lookup, || Ok(()))
    }

    /// The same, unless `check` breaks it off.
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
    /// [expected](Self::expecting): for those who write an
    /// [`ActivityStore`](crate::ActivityStore).
    ///
    /// # Errors
    /// When they are not the same.
    pub fn check(&self, ids: impl IntoIterator<Item = ActivityId>) -> Result<(), SelectionChanged> {
        let Some(expected) = self.expected else { return Ok(()) };
        let found = Fingerprint::of(ids);
        if found == expected { Ok(()) } else { Err(SelectionChanged { expected, found }) }
    }
}

/// Whether the query is known to select every activity, or every one of a known
/// computer, as nearly all are; unless `check` breaks that off.
fn selects_everything<E>(
    user: &ActivityQuery,
    check: &mut impl FnMut() -> Result<(), E>,
) -> Result<bool, E> {
    // Of the queries for computers, it leaves those empty that select every one.
    let simple = user.simplified_until(check)?;
    let Ok(of_computers) = simple.replace_terms(|term| {
        let every = matches!(&term.value, ActivityTerm::Computer(query) if query.is_everything());
        Ok::<_, Infallible>(every.then(ActivityQuery::everything))
    });
    Ok(analyze_until(&of_computers, SimplifyMode::Rewrite, check)?.verdict == Some(true))
}
