//! A query bound to the store: terms that can be looked up in every segment.

use std::borrow::Cow;
use std::ops::Range;

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::batch::{SortKey, folded};
use super::bitset::DenseBitset;
use super::computers::Computers;
use super::interrupt::{Interrupt, Interrupted};
use super::set::Set;
use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::query::backend::{Backend, Compile};
use crate::query::expr::{Expr, Node};
use crate::query::span::Spanned;

/// What a term, or an OR of terms of one field, asks of an activity.
#[derive(Clone, Debug)]
pub(super) enum Leaf<'a> {
    /// This id.
    Id(i64),
    /// One of these ids.
    Ids(Vec<i64>),
    /// A child of one of these.
    Parents(Vec<i64>),
    /// One of these statuses: a bit for each, in the order of `Status::ALL`.
    Statuses(u16),
    /// Created in this span, in microseconds.
    Created(Range<i64>),
    /// Created by one of these, in lower case.
    Creators(Vec<Box<str>>),
    /// Of one of these types.
    Kinds(Vec<Box<str>>),
    /// For one of these computers, all of them known.
    Computers(DenseBitset),
    /// One of these computers: inside a computer query.
    Slots(Set<'a>),
}

/// Binds a query, whose saved searches were put in, to the store.
pub(super) fn bind<'a>(
    query: &ActivityQuery,
    computers: &'a Computers,
    now: DateTime<Utc>,
    interrupt: &Interrupt<'_>,
) -> Result<Expr<Leaf<'a>>, Interrupted> {
    Ok(query.compile(&Binder { computers, now, interrupt })?.into())
}

/// The slots of the known computers that a query selects, whose saved searches
/// were put in.
pub(super) fn select<'a>(
    query: &ComputerQuery,
    computers: &'a Computers,
    now: DateTime<Utc>,
    interrupt: &Interrupt<'_>,
) -> Result<Cow<'a, RoaringBitmap>, Interrupted> {
    Binder { computers, now, interrupt }.select(query)
}

struct Binder<'a, 'i> {
    computers: &'a Computers,
    now: DateTime<Utc>,
    interrupt: &'i Interrupt<'i>,
}

/// A bound part of a query. Most are one leaf, which is nothing to allocate: a
/// chain of 5,000 ids is bound in a quarter of the time.
enum Filter<'a> {
    Leaf(Leaf<'a>),
    Tree(Expr<Leaf<'a>>),
}

impl<'a> From<Filter<'a>> for Expr<Leaf<'a>> {
    fn from(filter: Filter<'a>) -> Self {
        match filter {
            Filter::Leaf(leaf) => Self::term(leaf),
            Filter::Tree(tree) => tree,
        }
    }
}

impl<'a> Binder<'a, '_> {
    fn select(&self, query: &ComputerQuery) -> Result<Cow<'a, RoaringBitmap>, Interrupted> {
        let slots = match query.compile(self)? {
            Filter::Leaf(Leaf::Slots(set)) => set,
            // The query without a term: every known computer.
            _ if query.is_everything() => Set::everything(),
            Filter::Leaf(_) | Filter::Tree(_) => Set::nothing(),
        };
        let known = Set::from(self.computers.known());
        Ok(Set::all([known, slots]).below(u32::MAX))
    }
}

impl<'a> Backend for Binder<'a, '_> {
    type Filter = Filter<'a>;
    type Error = Interrupted;

    /// Spans of time, statuses and computers become one of each, and what a NOT
    /// leaves out of them is left out at once.
    fn all(&self, parts: Vec<Self::Filter>) -> Result<Filter<'a>, Interrupted> {
        let (mut leaves, mut rest) = join(parts, Leaf::and);
        rest.retain(|part| match part.nodes() {
            [Node::Term(other), Node::Not(_)] => {
                !leaves.iter_mut().any(|leaf| leaf.minus(&other.value))
            }
            _ => true,
        });
        Ok(group(leaves, rest, |left, right| left & right)
            .unwrap_or(Filter::Tree(Expr::everything())))
    }

    /// Values of one field become one leaf: a thousand ids are one lookup of
    /// a thousand, not a thousand sets.
    fn any(&self, parts: Vec<Self::Filter>) -> Result<Filter<'a>, Interrupted> {
        let (leaves, rest) = join(parts, Leaf::or);
        Ok(group(leaves, rest, |left, right| left | right).unwrap_or(NOTHING))
    }

    fn not(&self, part: Self::Filter) -> Result<Filter<'a>, Interrupted> {
        Ok(match part {
            Filter::Leaf(Leaf::Slots(set)) => Filter::Leaf(Leaf::Slots(set.not())),
            Filter::Leaf(leaf) => Filter::Tree(Expr::term(leaf).negated()),
            Filter::Tree(tree) if tree.is_everything() => NOTHING,
            Filter::Tree(tree) => Filter::Tree(tree.negated()),
        })
    }
}

impl<'a> Compile<ActivityTerm> for Binder<'a, '_> {
    fn term(&self, term: &Spanned<ActivityTerm>) -> Result<Filter<'a>, Interrupted> {
        let leaf = match &term.value {
            ActivityTerm::Id(id) => Leaf::Id(id.get()),
            ActivityTerm::ParentId(id) => Leaf::Parents(vec![id.get()]),
            ActivityTerm::Status(status) => Leaf::Statuses(1 << *status as u8),
            ActivityTerm::CreatedAfter(date) => {
                Leaf::Created(date.start().timestamp_micros()..i64::MAX)
            }
            ActivityTerm::CreatedBefore(date) => {
                Leaf::Created(SortKey::NEVER + 1..date.start().timestamp_micros())
            }
            ActivityTerm::Creator(email) => Leaf::Creators(vec![folded(email.as_str()).into()]),
            ActivityTerm::Computer(query) => Leaf::Computers(self.select(query)?.iter().collect()),
            ActivityTerm::Type(kind) => Leaf::Kinds(vec![kind.as_str().into()]),
        };
        Ok(Filter::Leaf(leaf))
    }
}

impl<'a> Compile<ComputerTerm> for Binder<'a, '_> {
    fn term(&self, term: &Spanned<ComputerTerm>) -> Result<Filter<'a>, Interrupted> {
        self.interrupt.check()?;
        Ok(Filter::Leaf(Leaf::Slots(self.computers.select(&term.value, self.now))))
    }
}

const NOTHING: Filter<'static> = Filter::Leaf(Leaf::Statuses(0));

/// The leaves and the rest in one group; `None`, if there are none.
fn group<'a>(
    mut leaves: Vec<Leaf<'a>>,
    rest: Vec<Expr<Leaf<'a>>>,
    join: impl Fn(Expr<Leaf<'a>>, Expr<Leaf<'a>>) -> Expr<Leaf<'a>>,
) -> Option<Filter<'a>> {
    if rest.is_empty() && leaves.len() == 1 {
        return leaves.pop().map(Filter::Leaf);
    }
    leaves.into_iter().map(Expr::term).chain(rest).reduce(join).map(Filter::Tree)
}

/// Joins the parts that are leaves where `join` can, at most one of a kind; and
/// the other parts.
fn join<'a>(
    parts: Vec<Filter<'a>>,
    join: impl Fn(&mut Leaf<'a>, Leaf<'a>) -> Option<Leaf<'a>>,
) -> (Vec<Leaf<'a>>, Vec<Expr<Leaf<'a>>>) {
    let mut joined: Vec<Leaf<'a>> = Vec::new();
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Filter::Tree(tree) => rest.push(tree),
            Filter::Leaf(leaf) => {
                let kind = leaf.kind();
                match joined.iter_mut().find(|own| own.kind() == kind) {
                    None => joined.push(leaf),
                    Some(own) => rest.extend(join(own, leaf).map(Expr::term)),
                }
            }
        }
    }
    (joined, rest)
}

impl Leaf<'_> {
    /// What leaves must have in common to be joined.
    fn kind(&self) -> u8 {
        match self {
            Self::Id(_) | Self::Ids(_) => 0,
            Self::Parents(_) => 1,
            Self::Statuses(_) => 2,
            Self::Created(_) => 3,
            Self::Creators(_) => 4,
            Self::Kinds(_) => 5,
            Self::Computers(_) => 6,
            Self::Slots(_) => 7,
        }
    }

    /// Becomes what asks both, or gives the other back.
    fn and(&mut self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Statuses(own), Self::Statuses(other)) => *own &= other,
            (Self::Created(own), Self::Created(other)) => {
                *own = own.start.max(other.start)..own.end.min(other.end);
            }
            (Self::Computers(own), Self::Computers(other)) => own.join(&other, |a, b| a & b),
            (Self::Slots(own), Self::Slots(other)) => {
                *own = Set::all([std::mem::take(own), other]);
            }
            (_, other) => return Some(other),
        }
        None
    }

    /// Becomes what asks one or the other, or gives the other back.
    fn or(&mut self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Ids(own), Self::Id(other)) => own.push(other),
            (Self::Ids(own), Self::Ids(other)) | (Self::Parents(own), Self::Parents(other)) => {
                own.extend(other);
            }
            (own @ Self::Id(_), other @ (Self::Id(_) | Self::Ids(_))) => {
                let ids = [&*own, &other].into_iter().flat_map(Self::ids).copied().collect();
                *own = Self::Ids(ids);
            }
            (Self::Creators(own), Self::Creators(other))
            | (Self::Kinds(own), Self::Kinds(other)) => own.extend(other),
            (Self::Statuses(own), Self::Statuses(other)) => *own |= other,
            (Self::Computers(own), Self::Computers(other)) => own.join(&other, |a, b| a | b),
            (Self::Slots(own), Self::Slots(other)) => {
                *own = Set::any([std::mem::take(own), other]);
            }
            (_, other) => return Some(other),
        }
        None
    }

    /// The ids that are asked for.
    fn ids(&self) -> &[i64] {
        match self {
            Self::Id(id) => std::slice::from_ref(id),
            Self::Ids(ids) => ids,
            Self::Parents(_)
            | Self::Statuses(_)
            | Self::Created(_)
            | Self::Creators(_)
            | Self::Kinds(_)
            | Self::Computers(_)
            | Self::Slots(_) => &[],
        }
    }

    /// Leaves out what the other asks for, and says whether it can.
    fn minus(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Statuses(own), Self::Statuses(other)) => *own &= !other,
            (Self::Computers(own), Self::Computers(other)) => own.join(other, |a, b| a & !b),
            _ => return false,
        }
        true
    }
}
