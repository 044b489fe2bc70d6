//! A query bound to the store: terms that can be looked up in every segment.

use std::convert::Infallible;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::batch::{Key, folded};
use super::computers::Computers;
use super::set::Set;
use super::slots::Slots;
use crate::ast::{ActivityQuery, ActivityTerm, ComputerTerm, Expr, Node};
use crate::backend::Backend;
use crate::span::Spanned;

/// What a term, or an OR of terms of one field, asks of an activity.
#[derive(Clone, Debug)]
pub(super) enum Leaf<'a> {
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
    Computers(Slots),
    /// One of these computers: inside a computer query.
    Slots(Set<'a>),
}

/// Binds a query, whose saved searches were put in, to the store.
pub(super) fn bind<'a>(
    query: &ActivityQuery,
    computers: &'a Computers,
    now: DateTime<Utc>,
) -> Expr<Leaf<'a>> {
    let Ok(bound) = query.compile(&Binder { computers, now });
    bound
}

struct Binder<'a> {
    computers: &'a Computers,
    now: DateTime<Utc>,
}

impl<'a> Backend for Binder<'a> {
    type Filter = Expr<Leaf<'a>>;
    type Error = Infallible;

    fn activity(&self, term: &Spanned<ActivityTerm>) -> Result<Self::Filter, Infallible> {
        let leaf = match &term.value {
            ActivityTerm::Id(id) => Leaf::Ids(vec![id.get()]),
            ActivityTerm::ParentId(id) => Leaf::Parents(vec![id.get()]),
            ActivityTerm::Status(status) => Leaf::Statuses(1 << *status as u8),
            ActivityTerm::CreatedAfter(date) => {
                Leaf::Created(date.start().timestamp_micros()..i64::MAX)
            }
            ActivityTerm::CreatedBefore(date) => {
                Leaf::Created(Key::NEVER + 1..date.start().timestamp_micros())
            }
            ActivityTerm::Creator(email) => Leaf::Creators(vec![folded(email.as_str()).into()]),
            ActivityTerm::Computer(query) => {
                let slots = match alone(query.compile(self)?) {
                    Ok(Leaf::Slots(set)) => set,
                    // The query without a term: every known computer.
                    _ if query.is_everything() => Set::everything(),
                    Ok(_) | Err(_) => Set::nothing(),
                };
                let known = Set::from(self.computers.known());
                let slots = Set::all([known, slots]).below(u32::MAX);
                Leaf::Computers(slots.iter().collect())
            }
            ActivityTerm::Type(kind) => Leaf::Kinds(vec![kind.as_str().into()]),
        };
        Ok(Expr::term(leaf))
    }

    fn computer(&self, term: &Spanned<ComputerTerm>) -> Result<Self::Filter, Infallible> {
        Ok(Expr::term(Leaf::Slots(self.computers.select(&term.value, self.now))))
    }

    /// Spans of time, statuses and computers become one of each, and what a NOT
    /// leaves out of them is left out at once.
    fn all(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Infallible> {
        let (mut leaves, mut rest) = join(parts, Leaf::and);
        rest.retain(|part| match part.nodes() {
            [Node::Term(other), Node::Not] => {
                !leaves.iter_mut().any(|leaf| leaf.minus(&other.value))
            }
            _ => true,
        });
        let parts = leaves.into_iter().map(Expr::term).chain(rest);
        Ok(parts.fold(Expr::everything(), |left, right| left & right))
    }

    /// Values of one field become one leaf: a thousand ids are one lookup of
    /// a thousand, not a thousand sets.
    fn any(&self, parts: Vec<Self::Filter>) -> Result<Self::Filter, Infallible> {
        let (leaves, rest) = join(parts, Leaf::or);
        let parts = leaves.into_iter().map(Expr::term).chain(rest);
        Ok(parts.reduce(|left, right| left | right).unwrap_or_else(nothing))
    }

    fn not(&self, part: Self::Filter) -> Result<Self::Filter, Infallible> {
        if part.is_everything() {
            return Ok(nothing());
        }
        Ok(match alone(part) {
            Ok(Leaf::Slots(set)) => Expr::term(Leaf::Slots(set.not())),
            Ok(leaf) => Expr::term(leaf).negated(),
            Err(part) => part.negated(),
        })
    }
}

fn nothing<'a>() -> Expr<Leaf<'a>> {
    Expr::term(Leaf::Statuses(0))
}

/// The leaf that is the whole expression, or the expression.
fn alone(part: Expr<Leaf<'_>>) -> Result<Leaf<'_>, Expr<Leaf<'_>>> {
    match <[Node<Leaf<'_>>; 1]>::try_from(part.into_nodes()) {
        Ok([Node::Term(term)]) => Ok(term.value),
        Ok(nodes) => Err(Expr::from_nodes(nodes.into())),
        Err(nodes) => Err(Expr::from_nodes(nodes)),
    }
}

/// Joins the parts that are leaves where `join` can, at most one of a kind; and
/// the other parts.
fn join<'a>(
    parts: Vec<Expr<Leaf<'a>>>,
    join: impl Fn(&mut Leaf<'a>, Leaf<'a>) -> Option<Leaf<'a>>,
) -> (Vec<Leaf<'a>>, Vec<Expr<Leaf<'a>>>) {
    let mut joined: Vec<Leaf<'a>> = Vec::new();
    let mut rest = Vec::new();
    for part in parts {
        let leaf = match alone(part) {
            Ok(leaf) => leaf,
            Err(part) => {
                rest.push(part);
                continue;
            }
        };
        let kind = std::mem::discriminant(&leaf);
        match joined.iter_mut().find(|own| std::mem::discriminant(*own) == kind) {
            None => joined.push(leaf),
            Some(own) => rest.extend(join(own, leaf).map(Expr::term)),
        }
    }
    (joined, rest)
}

impl Leaf<'_> {
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
            (Self::Ids(own), Self::Ids(other)) | (Self::Parents(own), Self::Parents(other)) => {
                own.extend(other);
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
