//! Prints a typed query as its canonical text: the inverse of parsing.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::query::expr::{Expr, ExprRef, View, Visit};
use crate::query::language::{Language, TermSyntax};

/// Prints the canonical text, which reads back as an equal query that prints the same.
///
/// ```
/// use activity_query::ActivityQuery;
///
/// let query: ActivityQuery = "(status:failed) AND (id:007 OR id:8)".parse()?;
/// assert_eq!(query.to_string(), "status:failed id:7 OR id:8");
/// # Ok::<(), activity_query::ParseError>(())
/// ```
impl<T: Language> fmt::Display for Expr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer { f, around: Vec::new(), result: Ok(()) };
        self.visit(&mut printer);
        printer.result
    }
}

/// A term as its canonical text, such as `computer:(tag:web title:eu)`.
pub(crate) struct TermText<'t, T>(pub(crate) &'t T);

impl<T: Language> fmt::Display for TermText<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_term(f, self.0)
    }
}

/// Serialises as the canonical text.
impl<T: Language> Serialize for Expr<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The context of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    All,
    Any,
    Not,
    Term,
}

struct Printer<'p, 'f> {
    f: &'p mut fmt::Formatter<'f>,
    around: Vec<Around>,
    result: fmt::Result,
}

impl Printer<'_, '_> {
    fn put(&mut self, text: &str) {
        self.result = self.result.and_then(|()| self.f.write_str(text));
    }

    /// Returns whether the group needs parentheses in this context: OR binds tighter than
    /// AND, and NOT tighter than both.
    fn needs_parentheses(&self, group: Around) -> bool {
        match self.around.last() {
            None | Some(Around::Term) => false,
            Some(Around::All) => group == Around::All,
            Some(Around::Any | Around::Not) => true,
        }
    }
}

impl<'a, T: Language> Visit<'a, T> for Printer<'_, '_> {
    fn enter(&mut self, part: ExprRef<'a, T>) {
        let around = match part.view() {
            View::Term(term) => {
                self.result = self.result.and_then(|()| write_term(self.f, &term.value));
                Around::Term
            }
            View::Not(_) => {
                self.put("NOT ");
                Around::Not
            }
            View::All(parts) if parts.len() == 0 => Around::All,
            View::All(_) => self.enter_group(Around::All),
            View::Any(_) => self.enter_group(Around::Any),
        };
        self.around.push(around);
    }

    fn between(&mut self) {
        match self.around.last() {
            Some(Around::Any) => self.put(" OR "),
            Some(Around::All | Around::Not | Around::Term) | None => self.put(" "),
        }
    }

    fn leave(&mut self, _: ExprRef<'a, T>) {
        let group = self.around.pop();
        if let Some(group @ (Around::All | Around::Any)) = group
            && self.needs_parentheses(group)
        {
            self.put(")");
        }
    }
}

impl Printer<'_, '_> {
    fn enter_group(&mut self, group: Around) -> Around {
        if self.needs_parentheses(group) {
            self.put("(");
        }
        group
    }
}

fn write_term<T: Language>(f: &mut fmt::Formatter<'_>, term: &T) -> fmt::Result {
    match term.syntax() {
        TermSyntax::Keyword(text) => f.write_str(&keyword(text)),
        TermSyntax::Text(field, value) => write!(f, "{field}:{}", quote_if_needed(&value)),
        TermSyntax::Range(field, range) => write!(f, "{field}:{range}"),
        TermSyntax::Query(field, query) => {
            write!(f, "{field}:")?;
            write_nested(f, query)
        }
    }
}

/// Writes the query as the value of a term.
fn write_nested<T: Language>(f: &mut fmt::Formatter<'_>, query: &Expr<T>) -> fmt::Result {
    match query.root() {
        // A text of blanks is the query without terms, and not an empty value.
        View::All(parts) if parts.len() == 0 => f.write_str("\" \""),
        View::Term(term) if stands_bare(&term.value) => write_term(f, &term.value),
        View::Term(_) | View::All(_) | View::Any(_) | View::Not(_) => write!(f, "({query})"),
    }
}

/// Returns whether the term may follow a colon directly: one in quotes would be read as a
/// whole query there.
fn stands_bare<T: Language>(term: &T) -> bool {
    match term.syntax() {
        TermSyntax::Keyword(text) => !keyword(text).starts_with('"'),
        TermSyntax::Text(..) | TermSyntax::Range(..) => true,
        TermSyntax::Query(..) => false,
    }
}

/// Returns the keyword as it is written: in quotes if it could be read as a term, an operator
/// or a group.
pub(crate) fn keyword(text: &str) -> Cow<'_, str> {
    if text.starts_with('(') || text.contains(':') || begins_like_operator(text) {
        return Cow::Owned(quote(text));
    }
    quote_if_needed(text)
}

/// Returns whether the keyword is an operator, or looks like one before a group.
fn begins_like_operator(text: &str) -> bool {
    let word = text.split_once('(').map_or(text, |(word, _)| word);
    matches!(word, "OR" | "AND" | "NOT")
}

/// Returns the value as it is written: in quotes unless it consists of ASCII letters, digits
/// and signs with balanced parentheses, and does not begin with a parenthesis, which would
/// open a group of values.
pub(crate) fn quote_if_needed(value: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'[');
    let begins_well = !value.is_empty() && !value.starts_with('(');
    if begins_well && value.bytes().all(plain) && is_balanced(value) {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(quote(value))
    }
}

/// Returns the value as it is written in a group of values, where one that could be read as
/// an operator also needs quotes.
pub(crate) fn group_value(value: &str) -> Cow<'_, str> {
    let operator = ["OR", "AND", "NOT"].iter().any(|own| own.eq_ignore_ascii_case(value));
    if operator { Cow::Owned(quote(value)) } else { quote_if_needed(value) }
}

/// Returns whether all parentheses are balanced.
fn is_balanced(value: &str) -> bool {
    let mut open = 0_usize;
    for byte in value.bytes() {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return false,
            b')' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// Returns the text in quotes.
pub(crate) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}
