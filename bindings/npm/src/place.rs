//! Places as JavaScript counts them, and what has one.

use activity_query::diagnostic::{Applicability, Code, Diagnostic, LineIndex, Severity, TextEdit};
use activity_query::{Fix, Span};
use serde::Serialize;

/// The start and the end of a part of the text, in UTF-16 code units.
pub(crate) type Range = [usize; 2];

/// Converts the places of a text.
pub(crate) struct Places<'t> {
    /// Nothing if the text is ASCII, where both count alike.
    index: Option<LineIndex<'t>>,
}

impl<'t> Places<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { index: (!text.is_ascii()).then(|| LineIndex::new(text)) }
    }

    pub(crate) fn utf16(&self, offset: usize) -> usize {
        self.index.as_ref().map_or(offset, |index| index.utf16(offset))
    }

    /// The byte at a place that JavaScript gave.
    #[cfg(feature = "edit")]
    pub(crate) fn byte(&self, utf16: u32) -> usize {
        let utf16 = usize::try_from(utf16).unwrap_or(usize::MAX);
        self.index.as_ref().map_or(utf16, |index| index.offset_of_utf16(utf16))
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        [self.utf16(span.start()), self.utf16(span.end())]
    }

    pub(crate) fn diagnostics<'a>(&self, found: &'a [Diagnostic]) -> Vec<DiagnosticView<'a>> {
        let view = |found: &'a Diagnostic| DiagnosticView {
            code: found.code,
            severity: found.severity,
            message: &found.message,
            span: self.range(found.span),
            fixes: found.fixes.iter().map(|fix| self.fix(fix)).collect(),
        };
        found.iter().map(view).collect()
    }

    fn fix<'a>(&self, fix: &'a Fix) -> FixView<'a> {
        FixView { applicability: fix.applicability, edits: self.edits(&fix.edits) }
    }

    pub(crate) fn edits<'a>(&self, edits: &'a [TextEdit]) -> Vec<EditView<'a>> {
        let view = |edit: &'a TextEdit| EditView { span: self.range(edit.span), text: &edit.text };
        edits.iter().map(view).collect()
    }
}

#[derive(Serialize)]
pub(crate) struct DiagnosticView<'a> {
    code: Code,
    severity: Severity,
    message: &'a str,
    span: Range,
    fixes: Vec<FixView<'a>>,
}

#[derive(Serialize)]
struct FixView<'a> {
    applicability: Applicability,
    edits: Vec<EditView<'a>>,
}

#[derive(Serialize)]
pub(crate) struct EditView<'a> {
    span: Range,
    text: &'a str,
}
