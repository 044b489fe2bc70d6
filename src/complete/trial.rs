//! Offers are tried out before they are made: what they bring, and what becomes
//! of the text around them.

use super::offer::{Check, Offer, Trial};
use crate::language::Language;
use crate::parse::{Aim, Limits, Mark, Origin, Spot, look_at};
use crate::span::Span;

/// Tries out what is offered: of offers that are read alike, the first one.
pub(super) struct Tried<'a> {
    text: &'a str,
    span: Span,
    spot: &'a Spot,
    /// How many mistakes there are while the text is typed.
    typing: usize,
    /// What is read strictly.
    strict: Reading,
    done: Vec<(Trial, bool)>,
}

/// What is read in a text.
struct Reading {
    mistakes: usize,
    /// The parts, as far as they are asked for.
    marks: Vec<Mark>,
}

impl Reading {
    fn of<T: Language>(text: &str) -> Self {
        let session = look_at::<T>(Aim::Marks, text, &Limits::default(), &Origin::default());
        Self { mistakes: session.errors(), marks: session.marks }
    }
}

impl<'a> Tried<'a> {
    pub(super) fn new<T: Language>(
        text: &'a str,
        span: Span,
        spot: &'a Spot,
        typing: usize,
    ) -> Self {
        Self { text, span, spot, typing, strict: Reading::of::<T>(text), done: Vec::new() }
    }

    pub(super) fn fits<T: Language>(&mut self, offer: &Offer) -> bool {
        if let Some((_, fits)) = self.done.iter().find(|(trial, _)| *trial == offer.trial) {
            return *fits;
        }
        let fits = self.is_harmless::<T>(offer).unwrap_or_default();
        self.done.push((offer.trial, fits));
        fits
    }

    /// Whether the text with the offer in it has no new mistake, and the terms
    /// around are read as they were; `None` if the span does not fit the text.
    fn is_harmless<T: Language>(&self, offer: &Offer) -> Option<bool> {
        let before = self.text.get(..self.span.start())?;
        let after = self.text.get(self.span.end()..)?;
        let written = self.spot.origin.written(&offer.text);
        let text = format!("{before}{written}{after}");
        let brings_none = offer.trial.checks().iter().all(|check| match check {
            Check::Typing => {
                let origin = Origin::typed(before.len() + written.len());
                let limits = Limits::default();
                look_at::<T>(Aim::Mistakes, &text, &limits, &origin).errors() <= self.typing
            }
            Check::Strict => Reading::of::<T>(&text).mistakes <= self.strict.mistakes,
        });
        if !brings_none {
            return Some(false);
        }
        let typed_on = offer.trial.typed_on();
        let text = format!("{before}{written}{typed_on}{after}");
        let marks = Reading::of::<T>(&text).marks;
        Some(self.keeps(offer.trial, &self.strict.marks, &marks, written.len() + typed_on.len()))
    }

    /// Whether the parts around the span are the same beside an offer of that
    /// length.
    fn keeps(&self, trial: Trial, marks: &[Mark], beside: &[Mark], length: usize) -> bool {
        let (start, end) = (self.span.start(), self.span.end());
        let moved = |at: usize| at + length + start - end;
        // With another field, the value after it becomes another part.
        let own_end = match trial {
            Trial::Name(_) => end_of_term(marks, end),
            Trial::Field(_)
            | Trial::Value(_)
            | Trial::Begun
            | Trial::Keyword(_)
            | Trial::Operator(_) => end,
        };
        // What reaches out of the span is a quote that is not closed: it ends
        // with the offer.
        let mut around = marks.iter().filter_map(|mark| {
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

/// Where the parts end that follow each other without a gap from there on.
fn end_of_term(marks: &[Mark], from: usize) -> usize {
    let following = marks.iter().filter(|mark| mark.span.start() >= from);
    following.fold(from, |end, mark| if mark.span.start() == end { mark.span.end() } else { end })
}
