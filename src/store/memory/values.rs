//! Values for completion: what the store holds.

use std::borrow::Cow;
use std::cmp::Reverse;

use hashbrown::HashMap;

use super::MemoryStore;
use super::computers::ValueCount;
use super::segment::Segment;
use super::state::State;
use crate::query::complete::{ValueProvider, ValueRequest};

/// How many values are looked at for one lookup. A fleet has fewer; past
/// this, some are not suggested.
const LOOKED_AT: usize = 100_000;

/// Knows the types, creators, tags, names and other texts that its records
/// have, and its saved searches and access groups.
///
/// The values begin with what was typed, or have it in them, ASCII case
/// ignored; those that more records have come first. Sizes, dates and numbers
/// of records are not suggested.
///
/// ```
/// use activity_query::{ActivityQuery, MemoryStore};
///
/// let store = MemoryStore::new();
/// store.put_computers([r#"{"id": 4, "tags": ["laptop", "lab"]}"#.parse()?]);
/// let completion = ActivityQuery::complete("computer:tag:lap", 16, &store);
/// assert_eq!(completion.items[0].text, "laptop");
/// # Ok::<(), activity_query::model::RecordError>(())
/// ```
impl ValueProvider for MemoryStore {
    fn values(&self, wanted: &ValueRequest<'_>) -> Vec<String> {
        let state = self.read();
        let held: Box<dyn Iterator<Item = ValueCount<'_>>> = match (wanted.language, wanted.field) {
            ("activity", Some("type")) => state.kinds(),
            ("activity", Some("creator")) => state.creators(),
            ("computer", Some("search")) => state.search_names(),
            ("computer", field) => state.computers.held(field, wanted.typed),
            // Languages of other crates, and fields that are no texts.
            _ => return Vec::new(),
        };
        best(held.take(LOOKED_AT), wanted)
    }
}

impl State {
    fn kinds(&self) -> Box<dyn Iterator<Item = ValueCount<'_>> + '_> {
        let kinds = self.segments().iter().flat_map(Segment::kinds_held);
        Box::new(kinds.map(|(kind, count)| (Cow::Borrowed(kind), count)))
    }

    fn creators(&self) -> Box<dyn Iterator<Item = ValueCount<'_>> + '_> {
        let creators = self.segments().iter().flat_map(Segment::creators_held);
        Box::new(creators.map(|(creator, count)| (Cow::Borrowed(creator), count)))
    }

    fn search_names(&self) -> Box<dyn Iterator<Item = ValueCount<'_>> + '_> {
        Box::new(self.searches().keys().map(|name| (Cow::Borrowed(name.as_str()), 0)))
    }
}

/// Where what was typed stands in a value, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    AtTheStart,
    Inside,
}

impl Stands {
    fn of(typed: &str, value: &str) -> Option<Self> {
        let (typed, value) = (typed.as_bytes(), value.as_bytes());
        let start = value.get(..typed.len())?;
        if start.eq_ignore_ascii_case(typed) {
            return Some(Self::AtTheStart);
        }
        let mut parts = value.windows(typed.len());
        parts.any(|part| part.eq_ignore_ascii_case(typed)).then_some(Self::Inside)
    }
}

/// Those that fit what was typed; the frequent ones first, then by their letters.
fn best<'a>(held: impl Iterator<Item = ValueCount<'a>>, wanted: &ValueRequest<'_>) -> Vec<String> {
    let mut fitting: HashMap<Cow<'a, str>, (Stands, u64)> = HashMap::new();
    for (value, count) in held {
        let Some(stands) = Stands::of(wanted.typed, &value) else { continue };
        fitting.entry(value).or_insert((stands, 0)).1 += count;
    }
    let mut ranked: Vec<_> = fitting
        .into_iter()
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, (stands, count))| (stands, Reverse(count), value))
        .collect();
    if wanted.most < ranked.len() {
        ranked.select_nth_unstable(wanted.most);
        ranked.truncate(wanted.most);
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, value)| value.into_owned()).collect()
}
