//! Generates random queries about the records of a world, and pages of their results.

use std::sync::Arc;

use activity_query::{ActivityQuery, ComputerQuery, Expr, Language, PageRequest};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;

use super::term::{self, Values};
use super::{World, cursor_of, world_of};
use crate::strategy::expressions;

/// A term of one of the fields, all equally likely.
fn terms<L: Language>(fields: Vec<Values>) -> impl Strategy<Value = Expr<L>> {
    let fields = Arc::new(fields);
    any::<(Index, Index)>().prop_map(move |(field, value)| {
        let Values { field, values } = field.get(&fields);
        term::term(*field, &values[value.index(values.len())])
    })
}

/// Several terms of one field, joined by OR.
fn any_of<L: Language>(fields: Vec<Values>) -> impl Strategy<Value = Expr<L>> {
    let fields = Arc::new(fields);
    (any::<Index>(), vec(any::<Index>(), 0..6)).prop_map(move |(field, values)| {
        let Values { field, values: all } = field.get(&fields);
        Expr::any(values.iter().map(|value| term::term(*field, &all[value.index(all.len())])))
    })
}

/// A term about the computers of the world.
pub(crate) fn computer_term(world: &World) -> BoxedStrategy<ComputerQuery> {
    terms(term::of_computers(world)).boxed()
}

/// A term about the activities of the world, or about their computers.
pub(crate) fn activity_term(world: &World) -> BoxedStrategy<ActivityQuery> {
    let own = term::of_activities(world);
    prop_oneof![
        8 => terms(own.clone()),
        2 => any_of(own),
        3 => computer_term(world).prop_map(ActivityQuery::computer),
        3 => computer_query(world).prop_map(ActivityQuery::computer),
    ]
    .boxed()
}

/// A query about the computers of the world.
pub(crate) fn computer_query(world: &World) -> BoxedStrategy<ComputerQuery> {
    expressions(computer_term(world))
}

/// A query about the records of the world.
pub(crate) fn query(world: &World) -> BoxedStrategy<ActivityQuery> {
    expressions(activity_term(world))
}

/// A small world with several queries about it, since generating a world takes longer than a
/// query.
pub(crate) fn with_queries() -> BoxedStrategy<(World, Vec<ActivityQuery>)> {
    let about = |world: World| (Just(world.clone()), vec(query(&world), 8));
    world_of(6, 6).prop_flat_map(about).boxed()
}

/// A request to a store.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) query: ActivityQuery,
    page: PageRequest,
    after: Option<Index>,
}

impl Asked {
    /// All activities, oldest first.
    pub(crate) fn everything() -> Self {
        let page = PageRequest::first(usize::MAX).oldest_first().counted();
        Self { query: ActivityQuery::everything(), page, after: None }
    }

    /// Returns the page request, which may start after one of the activities.
    pub(crate) fn page(&self, world: &World) -> PageRequest {
        let after = self.after.filter(|_| world.has_activities());
        let after = after.map(|index| cursor_of(index.get(&world.activity_records())));
        let mut page = self.page.clone();
        page.after = after;
        page
    }
}

pub(crate) fn asked(world: &World) -> BoxedStrategy<Asked> {
    let limit = prop_oneof![0..8_usize, Just(1000), Just(usize::MAX)];
    let offset = prop_oneof![3 => Just(0), 1 => 0..20_usize, 1 => Just(usize::MAX)];
    let after = option::weighted(0.3, any::<Index>());
    (query(world), limit, offset, any::<bool>(), after)
        .prop_map(|(query, limit, offset, oldest_first, after)| {
            let page = PageRequest::first(limit).skipping(offset).counted();
            Asked { query, page: if oldest_first { page.oldest_first() } else { page }, after }
        })
        .boxed()
}
