//! [`Diagnostic`]: a mistake in a query, or a remark on it.

mod code;
mod report;

use std::fmt;

use serde::Serialize;

pub use code::{Code, Severity};
pub(crate) use report::{floor, report};

use crate::span::Span;

/// A mistake in a query, or a remark on it: what, where, and how to mend it.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of mistake it is; stable across versions.
    pub code: Code,
    /// Whether the query can't be read, or only deserves a remark.
    pub severity: Severity,
    /// What is wrong, and what would be right: lower case, without a stop.
    pub message: String,
    /// Where, in the text that was given.
    pub span: Span,
    /// A repair, if there is one: together these changes of the text mend
    /// this mistake, and bring no new one.
    pub fixes: Vec<Fix>,
}

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to replace it with.
    pub text: String,
}

impl Fix {
    /// The text after this change.
    ///
    /// A span that does not fit the text changes nothing.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let (Some(before), Some(after)) =
            (text.get(..self.span.start()), text.get(self.span.end()..))
        else {
            return text.to_owned();
        };
        format!("{before}{}{after}", self.text)
    }

    /// The text after all these changes; of two that overlap, the one that
    /// stands later in the text is left out.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Fix};
    ///
    /// let text = "statuss:failed typ:RestartRequest";
    /// let error = text.parse::<ActivityQuery>().unwrap_err();
    /// let fixes = error.diagnostics().iter().flat_map(|diagnostic| &diagnostic.fixes);
    /// assert_eq!(Fix::apply_all(fixes, text), "status:failed type:RestartRequest");
    /// ```
    pub fn apply_all<'a>(fixes: impl IntoIterator<Item = &'a Self>, text: &str) -> String {
        let mut fixes: Vec<&Self> = fixes.into_iter().collect();
        fixes.sort_by_key(|fix| fix.span);
        let mut result = String::with_capacity(text.len());
        let mut at = 0;
        for fix in fixes {
            let Some(before) = text.get(at..fix.span.start()) else { continue };
            if text.is_char_boundary(fix.span.end()) {
                result.push_str(before);
                result.push_str(&fix.text);
                at = fix.span.end();
            }
        }
        result.push_str(text.get(at..).unwrap_or_default());
        result
    }
}

impl Diagnostic {
    pub(crate) fn new(code: Code, message: impl Into<String>, span: Span) -> Self {
        let message = shortened(message.into());
        Self { code, severity: code.severity(), message, span, fixes: Vec::new() }
    }

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The diagnostics, each drawn below the line of the text it is about.
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

    /// Whether the query can't be read.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The message alone.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Messages quote what was written, which may be a megabyte: of a long one
/// the beginning and the end are kept.
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
