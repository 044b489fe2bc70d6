//! The state of one parse: its limits and the mistakes found so far.

use super::Limits;
use super::classes::{ClassifiedSpan, TokenClass};
use super::context::CompletionContext;
use super::value::SourceMap;
use super::word::ByteRange;
use crate::query::diagnostic::{Code, Diagnostic, Fix, TextEdit};
use crate::query::span::Span;
use crate::query::suggest::Applicability;

/// The purpose of a parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseMode {
    /// To return the query, or its mistakes with their messages.
    Query,
    /// To return the positions of the mistakes; reading goes on after any number of them.
    Mistakes,
    /// The same, with the classified spans.
    Classes,
}

#[derive(Debug)]
pub(crate) struct Session {
    mode: ParseMode,
    pub(crate) limits: Limits,
    pub(crate) diagnostics: Vec<Diagnostic>,
    errors: usize,
    terms: usize,
    /// The number of open groups.
    pub(crate) depth: usize,
    /// The number of nested languages.
    pub(crate) nesting: usize,
    stopped: bool,
    /// The positions of the mistakes, if only those are wanted.
    pub(crate) mistakes: Vec<Span>,
    /// The classified spans in the order of the text, if they are wanted.
    pub(crate) classified: Vec<ClassifiedSpan>,
    /// The completion context, once the cursor is reached.
    pub(crate) context: Option<Box<CompletionContext>>,
    /// Whether classified spans or a completion context are wanted. This is one check for
    /// each term, since two checks take a tenth of the time of parsing a chain.
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

    /// Returns the number of mistakes found.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// Returns whether a limit was exceeded, so that the rest of the text is not read.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Returns whether messages are unused, so that a costly one can be left out.
    pub(crate) fn is_brief(&self) -> bool {
        self.mode != ParseMode::Query
    }

    /// Returns whether classified spans or a completion context are wanted.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Returns whether classified spans are wanted.
    pub(crate) fn is_classifying(&self) -> bool {
        self.mode == ParseMode::Classes
    }

    /// Records the class of a part of the text.
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
            // Warnings past the limit are left out; they don't make a query invalid.
            self.stopped = true;
            self.errors += 1;
            let most = self.limits.diagnostics;
            let message = format!("more than {most} mistakes and warnings: the rest is not read");
            self.diagnostics.push(Diagnostic::new(Code::TooManyMistakes, message, diagnostic.span));
        }
    }

    /// Counts a mistake without a message.
    pub(crate) fn mistake(&mut self, span: Span) {
        self.errors += 1;
        self.mistakes.push(span);
    }

    /// Counts a term; returns `false` if there are too many.
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

    /// Opens a group; returns `false` if it would be nested too deeply.
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
    /// Adds a certain fix, which is offered if it helps.
    pub(crate) fn certain(self, source: &SourceMap, place: ByteRange, text: &str) -> Self {
        self.fix_in(source, Applicability::Certain, &[(place, text)])
    }

    /// Adds a guess, which is offered if it helps.
    pub(crate) fn guess(self, source: &SourceMap, place: ByteRange, text: &str) -> Self {
        self.fix_in(source, Applicability::Guess, &[(place, text)])
    }

    /// Adds a fix of several edits; their texts are escaped as the source requires.
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
