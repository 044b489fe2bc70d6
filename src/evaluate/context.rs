//! The context of an evaluation: the time, the computers, the saved searches.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::model::{Computer, ComputerId, SavedSearch};

/// The computers that activities are for, and their access groups.
///
/// ```
/// use activity_query::Fleet;
/// use activity_query::model::Computer;
///
/// let computer: Computer = serde_json::from_str(r#"{"id": 4, "access_group": "web"}"#)?;
/// let fleet = Fleet::new([computer]).with_access_groups([("web", "server"), ("server", "global")]);
/// assert!(fleet.computer(4_u32.into()).is_some());
/// assert_eq!(fleet.access_group_and_above("web").collect::<Vec<_>>(), ["web", "server", "global"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    computers: HashMap<ComputerId, Computer>,
    /// The parent of each access group that has one.
    parents: HashMap<String, String>,
}

impl Fleet {
    /// Creates a fleet of these computers; if an id occurs twice, the later one counts.
    pub fn new(computers: impl IntoIterator<Item = Computer>) -> Self {
        let computers = computers.into_iter().map(|computer| (computer.id, computer)).collect();
        Self { computers, parents: HashMap::new() }
    }

    /// Adds access groups: each group's name and its parent's.
    #[must_use]
    pub fn with_access_groups<N: Into<String>, P: Into<String>>(
        mut self,
        parents: impl IntoIterator<Item = (N, P)>,
    ) -> Self {
        self.parents.extend(parents.into_iter().map(|(name, parent)| (name.into(), parent.into())));
        self
    }

    /// Returns the computer with this id.
    #[must_use]
    pub fn computer(&self, id: ComputerId) -> Option<&Computer> {
        self.computers.get(&id)
    }

    /// Iterates over all computers, in no particular order.
    pub fn computers(&self) -> impl Iterator<Item = &Computer> {
        self.computers.values()
    }

    /// Iterates over the access group, its parent, its parent's parent, and so on.
    ///
    /// ```
    /// use activity_query::Fleet;
    ///
    /// let fleet = Fleet::new([]).with_access_groups([("web", "europe"), ("europe", "global")]);
    /// let groups: Vec<&str> = fleet.access_group_and_above("web").collect();
    /// assert_eq!(groups, ["web", "europe", "global"]);
    /// ```
    pub fn access_group_and_above<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        // If groups form a cycle, this ends once every group was visited.
        std::iter::successors(Some(name), |name| self.parents.get(*name).map(String::as_str))
            .take(self.parents.len() + 1)
    }
}

/// The context that a query is evaluated in.
///
/// The time always comes from the caller: the same query gives the same answer for the same
/// records in the same context.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    now: DateTime<Utc>,
    fleet: &'a Fleet,
    searches: HashMap<&'a str, &'a str>,
}

impl<'a> Context<'a> {
    /// Creates a context at this time, with the computers of a fleet.
    #[must_use]
    pub fn new(now: DateTime<Utc>, fleet: &'a Fleet) -> Self {
        Self { now, fleet, searches: HashMap::new() }
    }

    /// Adds saved searches; if a name occurs twice, the later one counts.
    #[must_use]
    pub fn with_searches(mut self, searches: impl IntoIterator<Item = &'a SavedSearch>) -> Self {
        let named = |search: &'a SavedSearch| (search.name.as_str(), search.search());
        self.searches.extend(searches.into_iter().map(named));
        self
    }

    /// Returns the time that "within days" and "hours ago" count from.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Returns the computers.
    #[must_use]
    pub fn fleet(&self) -> &'a Fleet {
        self.fleet
    }

    /// Returns the text of a saved search.
    #[must_use]
    pub fn search(&self, name: &str) -> Option<&'a str> {
        self.searches.get(name).copied()
    }
}
