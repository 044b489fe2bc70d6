//! [`Facets`]: the counts of what a query selects, by status, type and creator.

#[cfg(feature = "memory")]
use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

/// The number of activities that a query selects, and the numbers of each status, type and
/// creator among them: the answer of
/// [`RecordStore::count_facets`](super::RecordStore::count_facets).
///
/// All are counted at one moment. The values with the largest counts come first, then in the
/// order of their text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Facets {
    /// The number of activities.
    pub count: u64,
    /// The counts of all statuses that occur.
    pub statuses: Vec<FacetCount>,
    /// The counts of the most frequent types.
    pub types: Vec<FacetCount>,
    /// The counts of the most frequent creators, whose addresses are in lower case because
    /// queries ignore the case of ASCII letters in them.
    pub creators: Vec<FacetCount>,
}

/// The number of activities with a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FacetCount {
    /// The value, or `None` for the activities without one.
    pub value: Option<String>,
    /// The number of activities.
    pub count: u64,
}

impl Facets {
    #[cfg(any(feature = "memory", feature = "sqlite", feature = "postgres"))]
    pub(super) fn new(
        statuses: Vec<FacetCount>,
        types: Vec<FacetCount>,
        creators: Vec<FacetCount>,
    ) -> Self {
        // Every activity has one status or none.
        let count = statuses.iter().map(|status| status.count).sum();
        Self { count, statuses, types, creators }
    }
}

/// Returns the `most` values with the largest counts.
#[cfg(feature = "memory")]
pub(super) fn largest<'a>(
    counts: impl IntoIterator<Item = (Option<&'a str>, u64)>,
    most: usize,
) -> Vec<FacetCount> {
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    counts.sort_unstable_by_key(|(value, count)| (Reverse(*count), *value));
    let shown =
        |(value, count): (Option<&str>, u64)| FacetCount { value: value.map(str::to_owned), count };
    counts.into_iter().take(most).map(shown).collect()
}
