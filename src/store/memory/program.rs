//! [`Program`]: decides activity by activity whether an expression selects it.

use super::matches::LeafMatches;
use super::segment::Segment;
use crate::query::expr::{Connective, Expr, Node};

/// Where a program ends.
const YES: usize = usize::MAX;
const NO: usize = usize::MAX - 1;

/// An expression as tests, each of which says where to go on: what an AND or
/// an OR no longer needs to know is never asked. It runs from the last step to
/// the first.
#[derive(Debug)]
pub(super) struct Program<'s> {
    segment: &'s Segment,
    steps: Vec<Instruction<'s>>,
    entry: usize,
}

#[derive(Debug)]
struct Instruction<'s> {
    part: LeafMatches<'s>,
    then: usize,
    otherwise: usize,
}

/// A group, or a NOT, some of whose operands are not done yet.
struct PendingGroup {
    connective: Option<Connective>,
    waiting: usize,
    /// Where its last operand that is not done goes on.
    then: usize,
    otherwise: usize,
}

impl<'s> Program<'s> {
    /// The expression is gone through from its end, so that the place where a
    /// test goes on is always known.
    pub(super) fn new(segment: &'s Segment, expr: Expr<LeafMatches<'s>>) -> Self {
        let mut steps: Vec<Instruction<'s>> = Vec::new();
        let mut open: Vec<PendingGroup> = Vec::new();
        let mut entry = YES;
        for node in expr.into_nodes().into_iter().rev() {
            let (then, otherwise) =
                open.last().map_or((YES, NO), |group| (group.then, group.otherwise));
            match node {
                Node::Not(_) => {
                    open.push(PendingGroup {
                        connective: None,
                        waiting: 1,
                        then: otherwise,
                        otherwise: then,
                    });
                }
                Node::Group { connective, count, .. } => {
                    open.push(PendingGroup {
                        connective: Some(connective),
                        waiting: count,
                        then,
                        otherwise,
                    });
                }
                Node::Term(term) => {
                    entry = steps.len();
                    steps.push(Instruction { part: term.value, then, otherwise });
                    close(&mut open, entry);
                }
            }
        }
        Self { segment, steps, entry }
    }

    /// About how many lookups decide one position, at most.
    pub(super) fn cost(&self) -> usize {
        self.steps.iter().map(|step| step.part.lookups()).sum()
    }

    /// Whether the expression selects the position.
    pub(super) fn selects(&self, position: u32) -> bool {
        let mut at = self.entry;
        while let Some(step) = self.steps.get(at) {
            let yes = step.part.selects(self.segment, position);
            at = if yes { step.then } else { step.otherwise };
        }
        at == YES
    }
}

/// An operand that begins at `entry` is done: the one before it goes on there,
/// and groups without another operand are done themselves.
fn close(open: &mut Vec<PendingGroup>, entry: usize) {
    while let Some(group) = open.last_mut() {
        group.waiting -= 1;
        if group.waiting > 0 {
            match group.connective {
                Some(Connective::All) => group.then = entry,
                Some(Connective::Any) => group.otherwise = entry,
                None => {}
            }
            return;
        }
        open.pop();
    }
}
