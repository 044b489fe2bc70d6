//! [`Diagnostic`]: a mistake in a query, or a remark on it.

mod code;
mod fix;
mod located;
mod report;
mod visible;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use code::{Code, Severity};
pub use fix::{Fix, TextEdit};
pub(crate) use fix::{drop_overlapping_fixes, edited};
pub(crate) use report::report;
pub use visible::visible;

use crate::query::span::Span;

/// A mistake in a query or a remark on it: what is wrong, where, and how to fix it.
///
/// ```
/// use activity_query::{ActivityQuery, Code};
///
/// let error = "status:faild".parse::<ActivityQuery>().unwrap_err();
/// let diagnostic = &error.diagnostics()[0];
/// assert_eq!(diagnostic.code, Code::InvalidValue);
/// assert_eq!(diagnostic.message, "`faild` is not a value of `status`: did you mean `failed`?");
/// assert_eq!(diagnostic.span.range(), 7..12);
/// assert_eq!(diagnostic.fixes[0].apply("status:faild"), "status:failed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of mistake; stable across versions.
    pub code: Code,
    /// The severity: errors prevent the query from being read, warnings do not.
    pub severity: Severity,
    /// What is wrong and what would be right: lower case, without a full stop.
    pub message: String,
    /// The position in the text that was given.
    pub span: Span,
    /// The fixes: one certain fix, or several guesses for a person to choose from. A fix
    /// never adds a mistake.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, message: impl Into<String>, span: Span) -> Self {
        let message = shortened(message.into());
        Self { code, severity: code.severity(), message, span, fixes: Vec::new() }
    }

    /// Creates the diagnostic for a system's part of a query that can't be answered; it
    /// reveals nothing else to the user.
    pub(crate) fn of_system() -> Self {
        let message = "the part of the query that the system added can't be answered";
        Self::new(Code::SystemQuery, message, Span::default())
    }

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Returns the fix that a tool may apply without asking, if there is one.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let certain = |text: &str| {
    ///     let found = ActivityQuery::lint(text);
    ///     found[0].certain_fix().map(|fix| fix.apply(text))
    /// };
    /// assert_eq!(certain("Status:failed").as_deref(), Some("status:failed"));
    /// assert_eq!(certain("type:Restart"), None);
    /// ```
    #[must_use]
    pub fn certain_fix(&self) -> Option<&Fix> {
        self.fixes.iter().find(|fix| fix.is_certain())
    }

    /// Draws the diagnostics, each below the line of the text that it is about.
    ///
    /// For each code, the first five diagnostics are drawn and the others counted; after 16
    /// KiB, the report only counts the remaining ones. So a report has at most 24 KiB,
    /// whatever the text is.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Diagnostic};
    ///
    /// let text = "id:1 id:2";
    /// assert_eq!(Diagnostic::report_all(&ActivityQuery::lint(text), text), "\
    /// warning[never-matches]: no activity can match: `id:1` and `id:2` exclude each other
    ///   |
    /// 1 | id:1 id:2
    ///   | ^^^^^^^^^
    /// ");
    /// ```
    #[must_use]
    pub fn report_all(diagnostics: &[Self], text: &str) -> String {
        report(text, diagnostics)
    }

    /// Returns `true` if this is an error, so that the query can't be read.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Prints the message alone.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Messages quote the text, which may be a megabyte: of a long message only the beginning and
/// the end are kept.
fn shortened(message: String) -> String {
    const START: usize = 200;
    const END: usize = 200;
    let length = message.chars().count();
    if length <= START + END {
        return message;
    }
    let start = message.chars().take(START);
    start.chain(['…']).chain(message.chars().skip(length - END)).collect()
}
