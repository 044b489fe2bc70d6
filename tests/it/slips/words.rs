//! A valid text in pieces, some of which are written in another way.

use std::ops::Range;

use activity_query::highlight::TokenClass;
use activity_query::{Expr, Language};
use proptest::sample::Index;

/// The pieces of a valid text.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) pieces: Vec<(TokenClass, String)>,
}

/// A run of pieces, and the text that replaces it.
pub(super) type Edit = (Range<usize>, String);

/// Adjacent operands inside one pair of parentheses, or outside of any.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) range: Range<usize>,
    /// The pieces of each operand, including `NOT`.
    pub(super) operands: Vec<Range<usize>>,
    /// The operator between each operand and the next.
    pub(super) joints: Vec<Joint>,
}

#[derive(Debug)]
pub(super) struct Joint {
    pub(super) range: Range<usize>,
    pub(super) is_or: bool,
}

/// Random choices, one after the other.
#[derive(Debug)]
pub(super) struct Choices(pub(super) Vec<Index>);

impl Choices {
    /// Returns one of these, or `None` if there are none.
    pub(super) fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() {
            return None;
        }
        Some(self.0.pop()?.get(all).clone())
    }
}

impl Words {
    pub(super) fn new<T: Language>(text: &str) -> Self {
        let mut pieces: Vec<(TokenClass, String)> = Vec::new();
        for part in Expr::<T>::highlight(text) {
            let text = &text[part.span.range()];
            // A computer query in quotes, `" "`, is one piece here.
            match pieces.last_mut() {
                Some((TokenClass::Quote, quote)) if quote == "\"" || quote == "\" " => {
                    *quote += text;
                }
                _ => pieces.push((part.class, text.to_owned())),
            }
        }
        Self { pieces }
    }

    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.pieces[range].iter().map(|(_, text)| text.as_str()).collect()
    }

    pub(super) fn is(&self, at: usize, class: TokenClass, text: &str) -> bool {
        self.pieces.get(at).is_some_and(|piece| *piece == (class, text.to_owned()))
    }

    pub(super) fn class(&self, at: usize) -> Option<TokenClass> {
        self.pieces.get(at).map(|(class, _)| *class)
    }

    /// Returns the pieces of these classes.
    pub(super) fn all(&self, classes: &[TokenClass]) -> Vec<usize> {
        let is_one = |&at: &usize| classes.contains(&self.pieces[at].0);
        (0..self.pieces.len()).filter(is_one).collect()
    }

    /// Returns the text with some pieces replaced.
    pub(super) fn edited(&self, mut edits: Vec<Edit>) -> String {
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut text = String::new();
        let mut at = 0;
        for (range, new) in edits {
            text += &self.text(at..range.start);
            text += &new;
            at = range.end;
        }
        text + &self.text(at..self.pieces.len())
    }

    /// Returns the whole text as a group, and each group in parentheses.
    pub(super) fn groups(&self) -> Vec<Group> {
        let opens = |at: &usize| self.is(*at, TokenClass::Group, "(");
        let inside = (0..self.pieces.len()).filter(opens).map(|at| self.group(at + 1));
        std::iter::once(self.group(0)).chain(inside).collect()
    }

    fn group(&self, start: usize) -> Group {
        let mut group = Group { range: start..start, operands: Vec::new(), joints: Vec::new() };
        let mut at = start;
        while at < self.pieces.len() && !self.is(at, TokenClass::Group, ")") {
            let end = self.operand(at);
            group.operands.push(at..end);
            group.range.end = end;
            at = end;
            if self.class(at) == Some(TokenClass::Blank) {
                let is_or = self.is(at + 1, TokenClass::Operator, "OR");
                let next = if is_or { at + 3 } else { at + 1 };
                group.joints.push(Joint { range: at..next, is_or });
                at = next;
            }
        }
        group
    }

    /// Returns the end of the operand that begins here.
    fn operand(&self, start: usize) -> usize {
        let mut at = start;
        while self.is(at, TokenClass::Operator, "NOT") {
            at += 2;
        }
        let mut depth = 0;
        while at < self.pieces.len() {
            let closes = self.is(at, TokenClass::Group, ")");
            if depth == 0 && (closes || self.pieces[at].0 == TokenClass::Blank) {
                break;
            }
            depth += usize::from(self.is(at, TokenClass::Group, "("));
            depth -= usize::from(closes);
            at += 1;
        }
        at
    }
}
