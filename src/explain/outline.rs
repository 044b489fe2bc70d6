//! The parts of a query in the order of its text, those of the query for
//! computers among them.

use crate::activity::{ActivityQuery, ActivityTerm};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::evaluate::Context;
use crate::model::{Activity, Computer};
use crate::query::expr::{Expr, ExprRef, View, Visit};
use crate::query::span::{Span, Spanned};

/// What a part of a query is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryPart {
    /// Every part in it must match.
    All,
    /// At least one part in it must match.
    Any,
    /// The part in it must not match.
    Not,
    /// A term: its canonical text.
    Term(String),
    /// `computer:`, with the query for the computer in it.
    Computer,
}

/// All parts of a query, each group before what is in it.
#[derive(Debug, Default)]
pub(super) struct Outline<'q> {
    pub(super) nodes: Vec<OutlineNode<'q>>,
}

#[derive(Debug)]
pub(super) struct OutlineNode<'q> {
    /// The part it stands in.
    pub(super) parent: Option<usize>,
    pub(super) depth: usize,
    pub(super) span: Option<Span>,
    pub(super) kind: NodeKind<'q>,
    of_computer: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum NodeKind<'q> {
    All,
    Any,
    Not,
    /// A term about the activity; one that holds a query for the computer has
    /// that in it.
    Activity(&'q ActivityTerm),
    /// A term about the computer.
    Computer(&'q ComputerTerm),
}

/// The record that is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) enum ExplainedRecord<'a> {
    Activity(&'a Activity),
    Computer(&'a Computer),
}

impl<'a> ExplainedRecord<'a> {
    pub(super) fn activity(self) -> Option<&'a Activity> {
        match self {
            Self::Activity(activity) => Some(activity),
            Self::Computer(_) => None,
        }
    }

    /// The computer, or the one that the activity is for, if that is known.
    pub(super) fn computer(self, context: &Context<'a>) -> Option<&'a Computer> {
        match self {
            Self::Activity(activity) => context.fleet().computer(*activity.computer_id.get()?),
            Self::Computer(computer) => Some(computer),
        }
    }
}

impl OutlineNode<'_> {
    /// Whether it stands in the query for the computer of an activity.
    pub(super) fn is_of_computer(&self) -> bool {
        self.of_computer
    }

    pub(super) fn part(&self) -> QueryPart {
        match self.kind {
            NodeKind::All => QueryPart::All,
            NodeKind::Any => QueryPart::Any,
            NodeKind::Not => QueryPart::Not,
            NodeKind::Activity(ActivityTerm::Computer(_)) => QueryPart::Computer,
            NodeKind::Activity(term) => QueryPart::Term(Expr::term(term.clone()).to_string()),
            NodeKind::Computer(term) => QueryPart::Term(Expr::term(term.clone()).to_string()),
        }
    }
}

impl<'q> Outline<'q> {
    pub(super) fn of_activity(query: &'q ActivityQuery) -> Self {
        let mut outline = Self::default();
        outline.add(query, None, |outline, term, parent| {
            let at = outline.push(parent, term.span(), NodeKind::Activity(&term.value));
            if let ActivityTerm::Computer(query) = &term.value {
                outline.add(query, Some(at), Self::computer_term);
            }
        });
        outline.close()
    }

    pub(super) fn of_computer(query: &'q ComputerQuery) -> Self {
        let mut outline = Self::default();
        outline.add(query, None, Self::computer_term);
        outline.close()
    }

    fn computer_term(&mut self, term: &'q Spanned<ComputerTerm>, parent: Option<usize>) {
        self.push(parent, term.span(), NodeKind::Computer(&term.value));
    }

    fn add<T>(
        &mut self,
        query: &'q Expr<T>,
        parent: Option<usize>,
        term: fn(&mut Self, &'q Spanned<T>, Option<usize>),
    ) {
        query.visit(&mut Adder { outline: self, open: parent.into_iter().collect(), term });
    }

    fn push(&mut self, parent: Option<usize>, span: Option<Span>, kind: NodeKind<'q>) -> usize {
        let around = parent.and_then(|at| self.nodes.get(at));
        let depth = around.map_or(0, |node| node.depth + 1);
        let of_computer = around.is_some_and(|node| {
            node.of_computer || matches!(node.kind, NodeKind::Activity(ActivityTerm::Computer(_)))
        });
        self.nodes.push(OutlineNode { parent, depth, span, kind, of_computer });
        self.nodes.len() - 1
    }

    /// Gives every group the span of what is in it.
    fn close(mut self) -> Self {
        for at in (0..self.nodes.len()).rev() {
            let Some(&OutlineNode { parent: Some(parent), span: Some(span), .. }) =
                self.nodes.get(at)
            else {
                continue;
            };
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.span = Some(parent.span.map_or(span, |own| own.cover(span)));
            }
        }
        self
    }
}

struct Adder<'o, 'q, T> {
    outline: &'o mut Outline<'q>,
    /// The parts that are open, from the outermost to the innermost.
    open: Vec<usize>,
    term: fn(&mut Outline<'q>, &'q Spanned<T>, Option<usize>),
}

impl<'q, T> Visit<'q, T> for Adder<'_, 'q, T> {
    fn enter(&mut self, part: ExprRef<'q, T>) {
        let parent = self.open.last().copied();
        self.open.push(self.outline.nodes.len());
        match part.view() {
            View::All(_) => self.outline.push(parent, part.own_place(), NodeKind::All),
            View::Any(_) => self.outline.push(parent, part.own_place(), NodeKind::Any),
            View::Not(_) => self.outline.push(parent, part.own_place(), NodeKind::Not),
            View::Term(term) => {
                (self.term)(self.outline, term, parent);
                0
            }
        };
    }

    fn leave(&mut self, _: ExprRef<'q, T>) {
        self.open.pop();
    }
}
