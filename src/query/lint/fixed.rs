//! [`Fixed`]: a text with all certain fixes applied.

use crate::query::diagnostic::Diagnostic;
use crate::query::expr::Expr;
use crate::query::language::Language;

/// The largest number of times a text is fixed and read again.
const ROUNDS: usize = 16;

/// A text after its certain fixes, and the diagnostics that remain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text after the fixes; equal to the one given if there were none.
    pub text: String,
    /// The mistakes and remarks that remain in that text, for a person to decide on.
    pub left: Vec<Diagnostic>,
}

impl Fixed {
    /// Returns `true` if a mistake remains, so that the text is not a query.
    #[must_use]
    pub fn has_mistakes(&self) -> bool {
        self.left.iter().any(Diagnostic::is_error)
    }
}

impl<T: Language> Expr<T> {
    /// Applies the certain fixes of [`lint`](Self::lint) until there are none left.
    ///
    /// One fix can enable another: equal parts are found only once both can be read.
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
    /// Fixing stops after 16 rounds, so a text with very many fixes may keep some.
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
