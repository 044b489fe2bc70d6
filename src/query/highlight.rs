//! Classifies the parts of a text, for editors that colour it.

use serde::Serialize;

use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::parse::{ClassifiedSpan, Limits, ParseMode, SourceMap, TokenClass, look_at};
use crate::query::span::Span;
use crate::query::value::is_blank;

/// A part of a text with its class.
///
/// It serialises as `{"span": [start, end], "class": "field"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Highlight {
    /// The position in the text.
    pub span: Span,
    /// The class.
    pub class: TokenClass,
}

impl<T: Language> Expr<T> {
    /// Classifies every part of a text, whether the text is a query or not.
    ///
    /// The parts cover the text in order, without gaps. They come from the parser. No
    /// [`Limits`] apply, and the time is linear in the length of the text.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::highlight::TokenClass;
    ///
    /// let text = "status:faild OR computer:tag:a";
    /// let parts = ActivityQuery::highlight(text);
    /// let of = |class| parts.iter().find(|part| part.class == class).map(|part| &text[part.span.range()]);
    /// assert_eq!(of(TokenClass::Field), Some("status"));
    /// assert_eq!(of(TokenClass::Error), Some("faild"));
    /// assert_eq!(of(TokenClass::Operator), Some("OR"));
    /// assert_eq!(of(TokenClass::Text), Some("a"));
    /// ```
    #[must_use]
    pub fn highlight(text: &str) -> Vec<Highlight> {
        let limits = Limits {
            length: usize::MAX,
            depth: usize::MAX,
            terms: usize::MAX,
            diagnostics: usize::MAX,
        };
        let session = look_at::<T>(ParseMode::Classes, text, &limits, &SourceMap::default());
        let mut mistakes = session.mistakes;
        mistakes.sort_unstable();
        let mut parts = Painter { parts: Vec::new(), mistakes: &mistakes };
        let mut at = 0;
        for ClassifiedSpan { span, class } in session.classified {
            parts.gap(text, at, span.start());
            parts.add(span.start().max(at), span.end(), class);
            at = at.max(span.end());
        }
        parts.gap(text, at, text.len());
        parts.parts
    }
}

struct Painter<'m> {
    parts: Vec<Highlight>,
    /// The mistakes that may end after the last part.
    mistakes: &'m [Span],
}

impl Painter<'_> {
    /// Adds what the parser did not classify: blanks, and what it could not read.
    fn gap(&mut self, text: &str, start: usize, end: usize) {
        let gap = text.get(start..end).unwrap_or_default();
        let unread = gap.trim_start_matches(is_blank);
        let from = end - unread.len().min(end);
        let to = from + unread.trim_end_matches(is_blank).len();
        self.blank(start, from);
        self.push(from, to, TokenClass::Error);
        self.blank(to, end);
    }

    /// Adds a blank, which may itself be a mistake: `tag: (a OR b)`.
    fn blank(&mut self, start: usize, end: usize) {
        let mut near = self.mistakes.iter().take_while(|mistake| mistake.start() < end);
        if near.any(|mistake| start <= mistake.start() && mistake.end() <= end) {
            self.add(start, end, TokenClass::Blank);
        } else {
            self.push(start, end, TokenClass::Blank);
        }
    }

    /// Adds a part, of which the spans of mistakes are classified as errors.
    fn add(&mut self, start: usize, end: usize, class: TokenClass) {
        let mut at = start;
        while let Some((mistake, later)) = self.mistakes.split_first() {
            if mistake.start() >= end {
                break;
            }
            let (from, to) = (mistake.start().max(at), mistake.end().min(end));
            if from < to {
                self.push(at, from, class);
                self.push(from, to, TokenClass::Error);
                at = to;
            }
            if mistake.end() > end {
                break;
            }
            self.mistakes = later;
        }
        self.push(at, end, class);
    }

    fn push(&mut self, start: usize, end: usize, class: TokenClass) {
        if start < end {
            self.parts.push(Highlight { span: Span::new(start, end), class });
        }
    }
}
