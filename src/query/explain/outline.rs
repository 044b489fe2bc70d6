//! The parts of a query in the order of its text, including those of nested queries.

use crate::query::expr::{Expr, ExprRef, View, Visit};
use crate::query::language::{Language, TermSyntax};
use crate::query::print::TermText;
use crate::query::span::Span;

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryPart {
    /// Every part in it must match.
    All,
    /// At least one part in it must match.
    Any,
    /// The part in it must not match.
    Not,
    /// A term, as canonical text.
    Term(String),
    /// A term that holds a query, whose parts follow: its field, such as `computer`.
    Nested(&'static str),
}

/// All parts of a query, groups before their parts.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) nodes: Vec<OutlineNode>,
}

#[derive(Debug)]
pub(super) struct OutlineNode {
    /// The part around it.
    pub(super) parent: Option<usize>,
    pub(super) depth: usize,
    pub(super) span: Option<Span>,
    pub(super) part: QueryPart,
}

impl Outline {
    pub(super) fn of<L: Language>(query: &Expr<L>) -> Self {
        let mut outline = Self::default();
        query.visit(&mut Adder { outline: &mut outline, open: Vec::new() });
        outline.close()
    }

    fn push(&mut self, parent: Option<usize>, span: Option<Span>, part: QueryPart) -> usize {
        let around = parent.and_then(|at| self.nodes.get(at));
        let depth = around.map_or(0, |node| node.depth + 1);
        self.nodes.push(OutlineNode { parent, depth, span, part });
        self.nodes.len() - 1
    }

    /// Sets the span of every group to that of its parts.
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

struct Adder<'o> {
    outline: &'o mut Outline,
    /// The open parts, from the outermost to the innermost.
    open: Vec<usize>,
}

impl<'q, L: Language> Visit<'q, L> for Adder<'_> {
    fn enter(&mut self, part: ExprRef<'q, L>) {
        let parent = self.open.last().copied();
        self.open.push(self.outline.nodes.len());
        match part.view() {
            View::All(_) => self.outline.push(parent, part.own_place(), QueryPart::All),
            View::Any(_) => self.outline.push(parent, part.own_place(), QueryPart::Any),
            View::Not(_) => self.outline.push(parent, part.own_place(), QueryPart::Not),
            View::Term(term) => match term.value.syntax() {
                TermSyntax::Query(field, query) => {
                    let at = self.outline.push(parent, term.span(), QueryPart::Nested(field));
                    query.visit(self);
                    at
                }
                TermSyntax::Keyword(_) | TermSyntax::Text(..) | TermSyntax::Range(..) => {
                    let text = TermText(&term.value).to_string();
                    self.outline.push(parent, term.span(), QueryPart::Term(text))
                }
            },
        };
    }

    fn leave(&mut self, _: ExprRef<'q, L>) {
        self.open.pop();
    }
}
