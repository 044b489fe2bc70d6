//! Conjunctive and disjunctive normal form.

mod negation;

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use crate::query::combine::close;
use crate::query::diagnostic::{Code, Diagnostic, report};
use crate::query::expr::{Connective, Expr, Extent, Node};
use crate::query::language::Language;
use crate::query::span::{Span, Spanned};

/// The error for a query that would have more terms than allowed in the requested form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("in this form, the part has more than {most} terms: allow more, or use several queries")]
#[non_exhaustive]
pub struct TooLarge {
    /// The number of terms that was allowed.
    pub most: usize,
    /// The position of the part that has more, or `None` if it was not read from a text.
    pub span: Option<Span>,
}

impl TooLarge {
    /// Draws the message below the part that it is about; `text` is the text of the query.
    #[must_use]
    pub fn report(&self, text: &str) -> String {
        let span = self.span.unwrap_or_default();
        report(text, &[Diagnostic::new(Code::TooManyTerms, self.to_string(), span)])
    }
}

impl<T: Language> Expr<T> {
    /// Returns the query as an AND of ORs of terms and their negations, with at most `most`
    /// terms.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "(id:1 status:failed) OR id:2".parse()?;
    /// let form = query.conjunctive(100)?;
    /// assert_eq!(form.to_string(), "id:1 OR id:2 status:failed OR id:2");
    /// assert!(query.conjunctive(3).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If there would be more terms: the form can be exponentially larger.
    pub fn conjunctive(&self, most: usize) -> Result<Self, TooLarge> {
        self.normal_form(Connective::All, most)
    }

    /// Returns the query as an OR of ANDs of terms and their negations, with at most `most`
    /// terms.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let query: ActivityQuery = "id:1 OR id:2 status:failed".parse()?;
    /// let form = query.disjunctive(100)?;
    /// assert_eq!(form.to_string(), "(id:1 status:failed) OR (id:2 status:failed)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If there would be more terms: the form can be exponentially larger.
    pub fn disjunctive(&self, most: usize) -> Result<Self, TooLarge> {
        self.normal_form(Connective::Any, most)
    }

    fn normal_form(&self, outer: Connective, most: usize) -> Result<Self, TooLarge> {
        if self.is_everything() {
            return Ok(Self::everything());
        }
        let normal = self.negation_normal();
        let terms = Terms::of(&normal);
        let mut clauses = distribute(&normal, &terms, Distribute { outer, most })?;
        let mut said = HashSet::new();
        clauses.retain(|clause| said.insert(clause.clone()));
        if clauses.is_empty() {
            return Ok(match outer {
                Connective::All => Self::everything(),
                Connective::Any => Self::nothing(),
            });
        }
        Ok(terms.expression(&clauses, outer))
    }
}

/// The index of a term in the table, doubled, with the lowest bit set if it is negated.
type LiteralCode = usize;

/// Literals in ascending order, without duplicates.
type Clause = Vec<LiteralCode>;

/// The distinct terms of a query.
struct Terms<'a, T> {
    distinct: Vec<&'a Spanned<T>>,
    /// For each term of the query, the index of the distinct term that it equals.
    index: Vec<usize>,
}

impl<'a, T: Language> Terms<'a, T> {
    fn of(query: &'a Expr<T>) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut distinct = Vec::new();
        let index = query.terms().map(|term| {
            *known.entry(Expr::term(term.value.clone()).to_string()).or_insert_with(|| {
                distinct.push(term);
                distinct.len() - 1
            })
        });
        let index = index.collect();
        Self { distinct, index }
    }

    fn expression(&self, clauses: &[Clause], outer: Connective) -> Expr<T> {
        let mut nodes = Vec::new();
        for clause in clauses {
            let start = nodes.len();
            for literal in clause {
                let Some(&term) = self.distinct.get(literal / 2) else { continue };
                nodes.push(Node::Term(term.clone()));
                if literal % 2 == 1 {
                    nodes.push(Node::Not(Extent::default()));
                }
            }
            close(&mut nodes, start, outer.dual(), clause.len());
        }
        close(&mut nodes, 0, outer, clauses.len());
        Expr::from_nodes(nodes)
    }
}

/// Distributes one connective over the other: `outer` joins the clauses.
#[derive(Clone, Copy)]
struct Distribute {
    outer: Connective,
    most: usize,
}

/// A part as clauses; without clauses it is neutral, like an AND of nothing.
struct ClauseSet {
    clauses: Vec<Clause>,
    span: Option<Span>,
}

fn distribute<T: Language>(
    normal: &Expr<T>,
    terms: &Terms<'_, T>,
    distribute: Distribute,
) -> Result<Vec<Clause>, TooLarge> {
    let mut done: Vec<ClauseSet> = Vec::new();
    let mut indices = terms.index.iter();
    for node in normal.nodes() {
        match node {
            Node::Term(term) => {
                let literal = indices.next().map_or(0, |index| index * 2);
                done.push(ClauseSet { clauses: vec![vec![literal]], span: term.span() });
            }
            // NOT of a term, since the query is in negation normal form.
            Node::Not(_) => {
                let literal =
                    done.last_mut().and_then(|part| part.clauses.first_mut()?.first_mut());
                if let Some(literal) = literal {
                    *literal ^= 1;
                }
            }
            Node::Group { connective, count, .. } => {
                let parts = done.split_off(done.len().saturating_sub(*count));
                let span = parts.iter().filter_map(|part| part.span).reduce(Span::cover);
                let parts = parts.into_iter().map(|part| part.clauses);
                let clauses = if *connective == distribute.outer {
                    distribute.check(parts.flatten().collect())
                } else {
                    distribute.product(parts.collect())
                };
                let Some(clauses) = clauses else {
                    return Err(TooLarge { most: distribute.most, span });
                };
                done.push(ClauseSet { clauses, span });
            }
        }
    }
    let part = done.pop().unwrap_or(ClauseSet { clauses: Vec::new(), span: None });
    let ClauseSet { clauses, span } = part;
    distribute.check(clauses).ok_or(TooLarge { most: distribute.most, span })
}

impl Distribute {
    fn check(self, clauses: Vec<Clause>) -> Option<Vec<Clause>> {
        (clauses.iter().map(Vec::len).sum::<usize>() <= self.most).then_some(clauses)
    }

    /// Combines each clause of one part with each clause of the others; `None` past the
    /// limit.
    fn product(self, parts: Vec<Vec<Clause>>) -> Option<Vec<Clause>> {
        // Parts of one clause are merged into one clause: a chain stays linear.
        let (single, many): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.len() == 1);
        let mut first: Clause = single.into_iter().flatten().flatten().collect();
        first.sort_unstable();
        first.dedup();
        let mut product = if is_settled(&first) { Vec::new() } else { vec![first] };
        for part in many {
            let mut made = 0;
            let mut next = Vec::new();
            for one in &product {
                for other in &part {
                    let mut clause = [one.as_slice(), other].concat();
                    clause.sort_unstable();
                    clause.dedup();
                    made += clause.len();
                    if made > self.most {
                        return None;
                    }
                    if !is_settled(&clause) {
                        next.push(clause);
                    }
                }
            }
            product = next;
        }
        self.check(product)
    }
}

/// Returns whether the clause contains a term and its negation, which makes it constant.
fn is_settled(clause: &Clause) -> bool {
    clause.windows(2).any(|pair| matches!(pair, [one, other] if one ^ other == 1))
}
