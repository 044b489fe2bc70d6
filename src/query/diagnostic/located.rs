//! Diagnostics as JSON, with positions as editors count them.

use serde::Serialize;

use super::{Code, Diagnostic, Fix, Severity, TextEdit};
use crate::query::line_index::{LineColumn, LineIndex};
use crate::query::span::Span;
use crate::query::suggest::Applicability;

#[derive(Serialize)]
struct Located<'a> {
    code: Code,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: LineRange,
    start: LineColumn,
    end: LineColumn,
    fixes: Vec<LocatedFix<'a>>,
}

#[derive(Serialize)]
struct LocatedFix<'a> {
    applicability: Applicability,
    edits: Vec<LocatedEdit<'a>>,
}

#[derive(Serialize)]
struct LocatedEdit<'a> {
    #[serde(flatten)]
    place: LineRange,
    text: &'a str,
}

#[derive(Serialize)]
struct LineRange {
    span: Span,
    utf16: [usize; 2],
}

impl LineRange {
    fn new(span: Span, index: &LineIndex<'_>) -> Self {
        Self { span, utf16: [index.utf16(span.start()), index.utf16(span.end())] }
    }
}

impl<'a> LocatedFix<'a> {
    fn new(fix: &'a Fix, index: &LineIndex<'_>) -> Self {
        let edit = |edit: &'a TextEdit| LocatedEdit {
            place: LineRange::new(edit.span, index),
            text: &edit.text,
        };
        Self { applicability: fix.applicability, edits: fix.edits.iter().map(edit).collect() }
    }
}

impl Diagnostic {
    /// Returns the diagnostic as JSON for editors: its usual serialization, with `utf16`,
    /// `start` and `end` beside `span`. The index must be the one of the text.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    /// use activity_query::diagnostic::LineIndex;
    /// use serde_json::json;
    ///
    /// let text = "creator:\"é@x\"\nstatuss:failed";
    /// let error = text.parse::<ActivityQuery>().unwrap_err();
    /// let index = LineIndex::new(text);
    /// assert_eq!(
    ///     serde_json::to_value(error.diagnostics()[0].located(&index))?,
    ///     json!({
    ///         "code": "unknown-field",
    ///         "severity": "error",
    ///         "message": "unknown activity field `statuss`: did you mean `status`?",
    ///         "span": [15, 22],
    ///         "utf16": [14, 21],
    ///         "start": {"line": 2, "column": 1},
    ///         "end": {"line": 2, "column": 8},
    ///         "fixes": [{
    ///             "applicability": "certain",
    ///             "edits": [{"span": [15, 22], "utf16": [14, 21], "text": "status"}],
    ///         }],
    ///     })
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn located(&self, index: &LineIndex<'_>) -> impl Serialize {
        Located {
            code: self.code,
            severity: self.severity,
            message: &self.message,
            place: LineRange::new(self.span, index),
            start: index.line_column(self.span.start()),
            end: index.line_column(self.span.end()),
            fixes: self.fixes.iter().map(|fix| LocatedFix::new(fix, index)).collect(),
        }
    }
}
