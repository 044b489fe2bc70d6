//! What one parse carries along: its limits and the mistakes found so far.

use super::Limits;
use super::classes::{ClassifiedSpan, TokenClass};
use super::context::CompletionContext;
use super::value::SourceMap;
use super::word::ByteRange;
use crate::query::diagnostic::{Code, Diagnostic, Fix, TextEdit};
use crate::query::span::Span;
use crate::query::suggest::Applicability;

/// What is wanted of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseMode {
    /// The query, or what is wrong with the text, in words.
    Query,
    /// Where the mistakes are; the rest is read on after any number of them.
    Mistakes,
    /// The same, and what each part of the text is.
    Classes,
}

#[derive(Debug)]
pub(crate) struct Session {
    mode: ParseMode,
    pub(crate) limits: Limits,
    pub(crate) diagnostics: Vec<Diagnostic>,
    errors: usize,
    terms: usize,
    /// How many groups are open.
    pub(crate) depth: usize,
    /// How many languages are inside each other.
    pub(crate) nesting: usize,
    stopped: bool,
    /// Where the mistakes are, if that is all that is wanted of them.
    pub(crate) mistakes: Vec<Span>,
    /// What each part of the text is, if that is wanted, in its order.
    pub(crate) classified: Vec<ClassifiedSpan>,
    /// What can be written at the cursor, once it was come to.
    pub(crate) context: Option<Box<CompletionContext>>,
    /// Whether classified spans or a completion context are wanted: one look a term, since two
    /// more took a tenth of the time of a chain.
    watched: bool,
}

impl Session {
    pub(crate) fn new(limits: Limits, mode: ParseMode, source: &SourceMap) -> Self {
        Self {
            mode,
            limits,
            diagnostics: Vec::new(),
            errors: 0,
            terms: 0,
            depth: 0,
            nesting: 0,
            stopped: false,
            mistakes: Vec::new(),
            classified: Vec::new(),
            context: None,
            watched: mode == ParseMode::Classes || source.cursor.is_some(),
        }
    }

    /// How many mistakes were found.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// Whether a limit was passed, so that the rest of the text is not read.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Whether nobody reads the messages, so that a costly one can be left out.
    pub(crate) fn is_brief(&self) -> bool {
        self.mode != ParseMode::Query
    }

    /// Whether somebody wants to know what the parts of the text are, or what
    /// can stand at the cursor.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Whether the parts of the text are wanted.
    pub(crate) fn is_classifying(&self) -> bool {
        self.mode == ParseMode::Classes
    }

    /// Says what a part of the text is.
    #[inline(never)]
    pub(crate) fn classify(
        &mut self,
        source: &SourceMap,
        (start, end): (usize, usize),
        class: TokenClass,
    ) {
        if self.mode == ParseMode::Classes && start < end {
            self.classified.push(ClassifiedSpan { span: source.span(start, end), class });
        }
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if self.stopped {
            return;
        }
        if self.is_brief() {
            if diagnostic.is_error() {
                self.mistake(diagnostic.span);
            }
            return;
        }
        let room = self.diagnostics.len() < self.limits.diagnostics;
        if room {
            self.errors += usize::from(diagnostic.is_error());
            self.diagnostics.push(diagnostic);
        } else if diagnostic.is_error() {
            // Warnings past the limit are left out; they refuse nothing.
            self.stopped = true;
            self.errors += 1;
            let most = self.limits.diagnostics;
            let message = format!("more than {most} mistakes and warnings: the rest is not read");
            self.diagnostics.push(Diagnostic::new(Code::TooManyMistakes, message, diagnostic.span));
        }
    }

    /// Counts a mistake whose message nobody reads.
    pub(crate) fn mistake(&mut self, span: Span) {
        self.errors += 1;
        self.mistakes.push(span);
    }

    /// Counts a term; says no when there are too many.
    #[inline]
    pub(crate) fn count_term(&mut self, source: &SourceMap, start: usize, end: usize) -> bool {
        self.terms += 1;
        if self.terms > self.limits.terms {
            self.stop_at_term(source, (start, end));
        }
        !self.stopped
    }

    #[cold]
    fn stop_at_term(&mut self, source: &SourceMap, (start, end): ByteRange) {
        if !self.stopped {
            let message = format!("the query has more than {} terms", self.limits.terms);
            self.report(Diagnostic::new(Code::TooManyTerms, message, source.span(start, end)));
            self.stopped = true;
        }
    }

    /// Opens a group; says no when that would be too deep.
    pub(crate) fn open_group(&mut self, source: &SourceMap, at: usize) -> bool {
        let fits = self.depth < self.limits.depth;
        if fits {
            self.depth += 1;
        } else {
            let message = format!("groups are nested more than {} deep", self.limits.depth);
            self.report(Diagnostic::new(Code::TooDeep, message, source.span(at, at + 1)));
        }
        fits
    }
}

impl Diagnostic {
    /// Adds a fix that is certain, and is offered if it helps.
    pub(crate) fn certain(self, source: &SourceMap, place: ByteRange, text: &str) -> Self {
        self.fix_in(source, Applicability::Certain, &[(place, text)])
    }

    /// Adds a fix that is a guess, and is offered if it helps.
    pub(crate) fn guess(self, source: &SourceMap, place: ByteRange, text: &str) -> Self {
        self.fix_in(source, Applicability::Guess, &[(place, text)])
    }

    /// Adds a fix of several edits; their texts are written so that they read
    /// well in the source.
    pub(crate) fn fix_in(
        self,
        source: &SourceMap,
        applicability: Applicability,
        edits: &[(ByteRange, impl AsRef<str>)],
    ) -> Self {
        let edit = |((start, end), text): &(ByteRange, _)| TextEdit {
            span: source.span(*start, *end),
            text: source.written(AsRef::<str>::as_ref(text)).into_owned(),
        };
        self.fix(Fix::new(applicability, edits.iter().map(edit).collect()))
    }
}
