//! Tries candidates out before suggesting them: they must not add mistakes or change how the
//! rest of the text is read.

use crate::query::language::Language;
use crate::query::parse::{
    ClassifiedSpan, CompletionContext, Limits, ParseMode, SourceMap, look_at,
};
use crate::query::span::Span;

/// How a candidate is read; two that are read alike cause the same mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// A field, with its colon.
    Field,
    /// A field that takes a query, with its colon.
    QueryField,
    /// The name of a field before an existing colon, with the field unless it takes any text.
    Name(Option<&'static str>),
    /// A value, quoted or not.
    Value(Writing),
    /// A field of the nested language, with both colons.
    FieldInside,
    /// A field and its value, quoted or not.
    Term(Writing),
    /// The first part of a value.
    Begun,
    /// A keyword, quoted or not.
    Keyword(Writing),
    /// An operator.
    Operator(&'static str),
}

/// The mode in which a text is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    Typing,
    Strict,
}

/// How a text is written, as far as that affects how it is read: after a colon and a blank, a
/// bare word with another colon is not a value, and neither is an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Bare { parenthesis: bool, plain: bool },
    Quoted,
}

impl Writing {
    pub(super) fn of(text: &str) -> Self {
        if text.starts_with('"') {
            return Self::Quoted;
        }
        let word = text.trim_end();
        let operator = ["OR", "AND", "NOT"].iter().any(|own| own.eq_ignore_ascii_case(word));
        let plain = !operator && !text.contains(':');
        Self::Bare { parenthesis: text.contains('('), plain }
    }
}

impl Trial {
    /// Returns how to check the text with the candidate in it: as one that is being edited if
    /// something must follow the candidate, and strictly if the candidate is complete.
    fn checks(self) -> &'static [Check] {
        match self {
            Self::Field
            | Self::QueryField
            | Self::FieldInside
            | Self::Begun
            | Self::Operator(_) => &[Check::Typing],
            Self::Value(_) | Self::Term(_) | Self::Keyword(_) => &[Check::Strict],
            // The field may be incomplete; the value is there.
            Self::Name(_) => &[Check::Typing, Check::Strict],
        }
    }

    /// Returns a text to type after the candidate, if something must follow it.
    fn typed_on(self, offer: &str) -> &'static str {
        match self {
            // Without quotes, some fields would take the words behind it as the rest of
            // their text. After a blank the placeholder is attached to what must not change.
            Self::Field if offer.ends_with(':') => "\"x\"",
            Self::Field | Self::QueryField | Self::FieldInside | Self::Begun => "x",
            Self::Name(_)
            | Self::Value(_)
            | Self::Term(_)
            | Self::Keyword(_)
            | Self::Operator(_) => "",
        }
    }
}

/// Tries candidates out: only the first one of those that are read alike.
pub(super) struct Tried<'a> {
    text: &'a str,
    span: Span,
    context: &'a CompletionContext,
    /// The number of mistakes in the text while it is being edited.
    editing: usize,
    /// The result of reading the text strictly.
    strict: Reading,
    done: Vec<(Trial, bool)>,
}

/// The result of reading a text.
struct Reading {
    mistakes: usize,
    /// The classified spans, if they are needed.
    classified: Vec<ClassifiedSpan>,
}

impl Reading {
    fn of<T: Language>(text: &str) -> Self {
        let session =
            look_at::<T>(ParseMode::Classes, text, &Limits::default(), &SourceMap::default());
        Self { mistakes: session.errors(), classified: session.classified }
    }
}

impl<'a> Tried<'a> {
    pub(super) fn new<T: Language>(
        text: &'a str,
        span: Span,
        context: &'a CompletionContext,
        editing: usize,
    ) -> Self {
        Self { text, span, context, editing, strict: Reading::of::<T>(text), done: Vec::new() }
    }

    pub(super) fn fits<T: Language>(&mut self, trial: Trial, offer: &str) -> bool {
        if let Some((_, fits)) = self.done.iter().find(|(tried, _)| *tried == trial) {
            return *fits;
        }
        let fits = self.is_harmless::<T>(trial, offer).unwrap_or_default();
        self.done.push((trial, fits));
        fits
    }

    /// Returns whether the text with the candidate in it has no new mistake and its other
    /// terms are read as before, or `None` if the span does not fit the text.
    fn is_harmless<T: Language>(&self, trial: Trial, offer: &str) -> Option<bool> {
        let before = self.text.get(..self.span.start())?;
        let after = self.text.get(self.span.end()..)?;
        let written = self.context.source.written(offer);
        let text = format!("{before}{written}{after}");
        let brings_none = trial.checks().iter().all(|check| match check {
            Check::Typing => {
                let source = SourceMap::typed(before.len() + written.len());
                let limits = Limits::default();
                look_at::<T>(ParseMode::Mistakes, &text, &limits, &source).errors() <= self.editing
            }
            Check::Strict => Reading::of::<T>(&text).mistakes <= self.strict.mistakes,
        });
        if !brings_none {
            return Some(false);
        }
        let typed_on = self.context.source.written(trial.typed_on(offer));
        let text = format!("{before}{written}{typed_on}{after}");
        let classified = Reading::of::<T>(&text).classified;
        Some(self.keeps(
            trial,
            &self.strict.classified,
            &classified,
            written.len() + typed_on.len(),
        ))
    }

    /// Returns whether the classified spans around the candidate, which has this length, are
    /// unchanged.
    fn keeps(
        &self,
        trial: Trial,
        classified: &[ClassifiedSpan],
        beside: &[ClassifiedSpan],
        length: usize,
    ) -> bool {
        let (start, end) = (self.span.start(), self.span.end());
        let moved = |at: usize| at + length + start - end;
        // Another field changes how the value after it is classified.
        let own_end = match trial {
            Trial::Name(_) => end_of_term(classified, end),
            Trial::Field
            | Trial::QueryField
            | Trial::FieldInside
            | Trial::Value(_)
            | Trial::Term(_)
            | Trial::Begun
            | Trial::Keyword(_)
            | Trial::Operator(_) => end,
        };
        // Only an unclosed quote extends past the span, and it ends with the candidate.
        let mut around = classified.iter().filter_map(|mark| {
            let span = mark.span;
            if span.end() <= start {
                Some((span, mark.class))
            } else if span.start() >= own_end {
                Some((Span::new(moved(span.start()), moved(span.end())), mark.class))
            } else {
                None
            }
        });
        let mut beside = beside.iter();
        around.all(|(span, class)| beside.any(|mark| mark.span == span && mark.class == class))
    }
}

/// Returns the end of the run of adjacent spans that begins here.
fn end_of_term(classified: &[ClassifiedSpan], from: usize) -> usize {
    let following = classified.iter().filter(|mark| mark.span.start() >= from);
    following.fold(from, |end, mark| if mark.span.start() == end { mark.span.end() } else { end })
}
