//! [`Fixed`]: a text with all certain fixes applied.

use crate::query::diagnostic::Diagnostic;
use crate::query::expr::Expr;
use crate::query::language::Language;

/// How many times a text is fixed and read again at most.
const ROUNDS: usize = 16;

/// A text after its certain fixes, and what they leave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text after the fixes; equal to the one given if there were none.
    pub text: String,
    /// The mistakes and remarks that are left in that text: a person decides
    /// what becomes of them.
    pub left: Vec<Diagnostic>,
}

impl Fixed {
    /// Whether a mistake is left, so that the text is not a query.
    #[must_use]
    pub fn has_mistakes(&self) -> bool {
        self.left.iter().any(Diagnostic::is_error)
    }
}

impl<T: Language> Expr<T> {
    /// Applies the certain fixes of [`lint`](Self::lint) until none is left.
    ///
    /// One fix can make room for another: parts that turn out to be the same
    /// are seen only once both can be read.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Code};
    ///
    /// let fixed = ActivityQuery::fix("Status:failed status:Failed type:Restart");
    /// assert_eq!(fixed.text, "status:failed type:Restart");
    /// assert_eq!(fixed.left[0].code, Code::UnknownValue);
    /// assert!(!fixed.has_mistakes());
    /// ```
    ///
    /// Of a text with very many fixes, some may be left after 16 rounds.
    #[must_use]
    pub fn fix(text: &str) -> Fixed {
        let mut fixed = Fixed { text: text.to_owned(), left: Self::lint(text) };
        for _ in 0..ROUNDS {
            let text = Diagnostic::fix_all(&fixed.left, &fixed.text);
            if text == fixed.text {
                break;
            }
            fixed = Fixed { left: Self::lint(&text), text };
        }
        fixed
    }
}
