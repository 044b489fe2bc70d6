//! A text with its classified spans, and the role that each span has in the text around it.

use crate::query::expr::Connective;
use crate::query::language::Language;
use crate::query::parse::{ClassifiedSpan, Limits, ParseMode, SourceMap, TokenClass, look_at};
use crate::query::span::Span;

/// A text with its classified spans.
#[derive(Debug)]
pub(crate) struct ClassifiedText<'a> {
    text: &'a str,
    classified: Vec<ClassifiedSpan>,
}

/// The role of a span in the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Open,
    Close,
    Not,
    Connective(Connective),
    Word,
}

impl<'a> ClassifiedText<'a> {
    pub(crate) fn new<T: Language>(text: &'a str) -> Self {
        let session =
            look_at::<T>(ParseMode::Classes, text, &Limits::default(), &SourceMap::default());
        Self { text, classified: session.classified }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn classified(&self) -> &[ClassifiedSpan] {
        &self.classified
    }

    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Returns the first mark of the group that this parenthesis opens. In a group of values
    /// that is the mark of their field.
    pub(crate) fn start_of_group(&self, open: usize) -> usize {
        let class = |mark: usize| self.classified.get(mark).map(|mark| mark.class);
        let before = |count: usize| open.checked_sub(count).and_then(class);
        if before(1) != Some(TokenClass::Colon) || before(2) != Some(TokenClass::Field) {
            return open;
        }
        // A group of terms begins with a term, whatever is around it.
        let mut inner = self.classified.iter().skip(open + 1).map(|mark| mark.class);
        match inner.find(|class| !matches!(class, TokenClass::Group | TokenClass::Operator)) {
            Some(TokenClass::Field | TokenClass::Keyword) | None => open,
            Some(_) => open - 2,
        }
    }

    pub(crate) fn role(&self, mark: usize) -> Option<Role> {
        let mark = self.classified.get(mark)?;
        Some(match (mark.class, self.slice(mark.span)) {
            (TokenClass::Group, "(") => Role::Open,
            (TokenClass::Group, _) => Role::Close,
            (TokenClass::Operator, "NOT") => Role::Not,
            (TokenClass::Operator, "OR") => Role::Connective(Connective::Any),
            (TokenClass::Operator, _) => Role::Connective(Connective::All),
            _ => Role::Word,
        })
    }
}
