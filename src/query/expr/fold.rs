//! Two ways to walk an expression: [`Fold`], from the terms up, and [`Visit`], in the order
//! of the text. Neither recurses.

use super::{Connective, Expr, ExprRef, Node, Parts, View};
use crate::query::span::Spanned;

/// Computes a value from an expression, from the terms up.
///
/// ```
/// use activity_query::{ActivityQuery, ActivityTerm, Spanned};
/// use activity_query::expr::Fold;
///
/// /// The largest number of records, if each term selects ten.
/// struct AtMost;
///
/// impl Fold<ActivityTerm> for AtMost {
///     type Output = u32;
///     type Error = String;
///     fn term(&mut self, _: &Spanned<ActivityTerm>) -> Result<u32, String> { Ok(10) }
///     fn not(&mut self, _: u32) -> Result<u32, String> { Err("no bound".to_owned()) }
///     fn all(&mut self, parts: Vec<u32>) -> Result<u32, String> {
///         parts.into_iter().min().ok_or_else(|| "no bound".to_owned())
///     }
///     fn any(&mut self, parts: Vec<u32>) -> Result<u32, String> { Ok(parts.into_iter().sum()) }
/// }
///
/// let query: ActivityQuery = "id:1 OR id:2 status:failed".parse()?;
/// assert_eq!(query.fold(&mut AtMost), Ok(10));
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub trait Fold<T> {
    /// The type of the values.
    type Output;
    /// The type of the errors; the first error ends the fold.
    type Error;

    /// Returns the value of a term.
    ///
    /// # Errors
    /// If the implementor can't handle this term.
    fn term(&mut self, term: &Spanned<T>) -> Result<Self::Output, Self::Error>;

    /// Returns the value of NOT of a part.
    ///
    /// # Errors
    /// If the implementor can't handle a NOT.
    fn not(&mut self, part: Self::Output) -> Result<Self::Output, Self::Error>;

    /// Returns the value of an AND; without parts it means everything.
    ///
    /// # Errors
    /// If the implementor can't handle an AND.
    fn all(&mut self, parts: Vec<Self::Output>) -> Result<Self::Output, Self::Error>;

    /// Returns the value of an OR.
    ///
    /// # Errors
    /// If the implementor can't handle an OR.
    fn any(&mut self, parts: Vec<Self::Output>) -> Result<Self::Output, Self::Error>;
}

/// Visits the parts of an expression in the order of its text.
///
/// By default the methods do nothing.
pub trait Visit<'a, T> {
    /// Enters a part: a term, a NOT or a group.
    fn enter(&mut self, part: ExprRef<'a, T>) {
        let _ = part;
    }

    /// Called between two parts of a group.
    fn between(&mut self) {}

    /// Leaves a part, after everything in it.
    fn leave(&mut self, part: ExprRef<'a, T>) {
        let _ = part;
    }
}

enum Step<'a, T> {
    Enter(ExprRef<'a, T>),
    Between,
    Leave(ExprRef<'a, T>),
}

impl<T> Expr<T> {
    /// Folds the expression, from the terms up.
    ///
    /// # Errors
    /// Returns the first error of the folder.
    pub fn fold<F: Fold<T>>(&self, folder: &mut F) -> Result<F::Output, F::Error> {
        let mut done: Vec<F::Output> = Vec::new();
        for node in self.nodes() {
            let output = match node {
                Node::Term(term) => folder.term(term)?,
                Node::Not(_) => match done.pop() {
                    Some(part) => folder.not(part)?,
                    None => folder.any(Vec::new())?,
                },
                Node::Group { connective, count, .. } => {
                    let parts = done.split_off(done.len().saturating_sub(*count));
                    match connective {
                        Connective::All => folder.all(parts)?,
                        Connective::Any => folder.any(parts)?,
                    }
                }
            };
            done.push(output);
        }
        match done.pop() {
            Some(output) => Ok(output),
            None => folder.all(Vec::new()),
        }
    }

    /// Visits the parts of the expression in the order of the text.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, ActivityTerm};
    /// use activity_query::expr::{ExprRef, Visit};
    ///
    /// #[derive(Default)]
    /// struct Depth { now: usize, most: usize }
    ///
    /// impl<'a> Visit<'a, ActivityTerm> for Depth {
    ///     fn enter(&mut self, _: ExprRef<'a, ActivityTerm>) {
    ///         self.now += 1;
    ///         self.most = self.most.max(self.now);
    ///     }
    ///     fn leave(&mut self, _: ExprRef<'a, ActivityTerm>) { self.now -= 1; }
    /// }
    ///
    /// let query: ActivityQuery = "id:1 NOT (id:2 OR id:3)".parse()?;
    /// let mut depth = Depth::default();
    /// query.visit(&mut depth);
    /// assert_eq!(depth.most, 4);
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    pub fn visit<'a, V: Visit<'a, T>>(&'a self, visitor: &mut V) {
        let mut steps = vec![Step::Enter(self.as_ref())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Between => visitor.between(),
                Step::Leave(part) => visitor.leave(part),
                Step::Enter(part) => {
                    visitor.enter(part);
                    steps.push(Step::Leave(part));
                    match part.view() {
                        View::Term(_) => {}
                        View::Not(operand) => steps.push(Step::Enter(operand)),
                        View::All(parts) | View::Any(parts) => push_parts(&mut steps, parts),
                    }
                }
            }
        }
    }
}

fn push_parts<'a, T>(steps: &mut Vec<Step<'a, T>>, parts: Parts<'a, T>) {
    for (index, part) in parts.into_reversed().into_iter().enumerate() {
        if index > 0 {
            steps.push(Step::Between);
        }
        steps.push(Step::Enter(part));
    }
}
