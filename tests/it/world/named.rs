//! Generates random access groups and saved searches, which queries refer to by name.

use activity_query::model::{Record, SavedSearch};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

use super::value::word;

/// The names of access groups; each group may be in the one before it.
pub(super) const GROUPS: [&str; 12] =
    ["global", "g1", "g2", "g3", "G3", "g5", "g6", "g7", "g8", "g%", "g_", "laptop"];

/// The names of saved searches; each search may refer to those before it.
pub(crate) const SEARCHES: [&str; 4] = ["blank", "farm", "web-2", "x"];

/// A deep tree of access groups, with a few that may form a cycle.
pub(crate) fn access_groups() -> BoxedStrategy<Vec<(String, String)>> {
    let named = |index: usize| GROUPS[index].to_owned();
    let tree = (1..GROUPS.len())
        .map(|index| {
            let parent = prop_oneof![8 => Just(index - 1), 1 => 0..index];
            parent.prop_map(move |parent| (named(index), named(parent))).boxed()
        })
        .collect::<Vec<_>>();
    let all = 0..GROUPS.len();
    let other = (all.clone(), all).prop_map(move |(one, other)| (named(one), named(other)));
    let others = vec(other, 0..2);
    let depth = prop_oneof![Just(GROUPS.len()), 0..GROUPS.len()];
    (tree, depth, prop::bool::weighted(0.2), others)
        .prop_map(|(mut tree, depth, is_odd, others)| {
            tree.truncate(depth);
            tree.extend(others.into_iter().filter(|_| is_odd));
            tree
        })
        .boxed()
}

/// A saved search for each name, some of them blank, all of which can be resolved.
pub(crate) fn searches() -> BoxedStrategy<Vec<Record<SavedSearch>>> {
    let texts = SEARCHES.iter().enumerate().map(|(index, _)| {
        let own = word().prop_map(|word| format!("tag:{word:?} OR {word:?}"));
        let others = &["", "  ", "\t", "needs:reboot", "NOT license-type:pro", "id:3 OR id:4"];
        let others = select(&others[..]).prop_map(str::to_owned);
        let mut texts = vec![own.boxed(), others.boxed()];
        if index > 0 {
            let other = select(&SEARCHES[..index]);
            texts.push(other.prop_map(|name| format!("NOT search:{name}")).boxed());
        }
        Union::new(texts).boxed()
    });
    texts
        .collect::<Vec<_>>()
        .prop_map(|texts| {
            let named = SEARCHES.iter().zip(texts);
            named.map(|(name, text)| Record::named(name, &text)).collect()
        })
        .boxed()
}

/// Saved searches for some of the names, possibly with mistakes, in cycles, or referring to
/// missing ones.
pub(crate) fn any_searches() -> BoxedStrategy<Vec<Record<SavedSearch>>> {
    let broken = select(&["tag:", "(", "search:x", "NOT search:farm", "search:gone"][..]);
    let broken = vec((any::<bool>(), select(&SEARCHES[..]), broken), 0..3);
    (searches(), vec(0..6_u32, SEARCHES.len()), broken)
        .prop_map(|(searches, kept, broken)| {
            let kept = searches.into_iter().zip(kept).filter(|(_, kept)| *kept > 0);
            let mut searches: Vec<_> = kept.map(|(search, _)| search).collect();
            for (is_used, name, text) in broken {
                if let Some(own) = searches.iter_mut().find(|own| is_used && own.id() == name) {
                    *own = Record::named(name, text);
                }
            }
            searches
        })
        .boxed()
}
