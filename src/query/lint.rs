//! Lints: remarks on queries that parse, but may not mean what they seem to.

mod edit;
mod fixed;
mod mixture;
mod scope;

use std::convert::Infallible;

use crate::query::classified::ClassifiedText;
use crate::query::diagnostic::{Code, Diagnostic, Fix, drop_overlapping_fixes};
use crate::query::expr::Expr;
use crate::query::language::{Language, with_query};
use crate::query::parse::{Limits, tries};
use crate::query::replace::Disposition;
use crate::query::span::{Span, Spanned};
use crate::query::suggest::Applicability;
use edit::Edits;
pub use fixed::Fixed;
use scope::Linter;

impl<T: Language> Expr<T> {
    /// Returns everything that may be wrong with a text, in the order of the text: its
    /// mistakes or, if it has none, its warnings and the lints of the whole query.
    ///
    /// Lints find queries that can never match or that always match, whatever the records
    /// are, and parts that are repeated or that other parts make redundant, which the fix
    /// removes without changing what the query selects. An `OR` that may be misread is fixed
    /// by adding the parentheses that the query implicitly has.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Code};
    ///
    /// let codes = |text| ActivityQuery::lint(text).iter().map(|lint| lint.code).collect::<Vec<_>>();
    /// assert_eq!(codes("status:failed status:canceled"), [Code::NeverMatches]);
    /// assert_eq!(codes("type:Restart"), [Code::UnknownValue]);
    ///
    /// let text = "type:RestartRequest id:7 OR parent-id:7 NOT id:4";
    /// let lint = &ActivityQuery::lint(text)[0];
    /// assert_eq!(lint.code, Code::AmbiguousOr);
    /// assert_eq!(
    ///     lint.fixes[0].apply(text),
    ///     "type:RestartRequest (id:7 OR parent-id:7) NOT id:4",
    /// );
    /// ```
    ///
    /// The default [`Limits`] apply, including the one on the number of diagnostics.
    #[must_use]
    pub fn lint(text: &str) -> Vec<Diagnostic> {
        let limits = Limits::default();
        let parsed = match Self::parse(text, &limits) {
            Ok(parsed) => parsed,
            Err(error) => return error.diagnostics().to_vec(),
        };
        let query = parsed.query;
        let mut linter = Linter::new(ClassifiedText::new::<T>(text));
        linter.whole(&query);
        let mut lints = linter.lints;
        drop_those_in_others(&mut lints);
        lints.truncate(limits.diagnostics.saturating_sub(parsed.warnings.len()));
        let left = tries(text, parsed.warnings.len());
        let mut trials = LintTrials { text, query: &query, left };
        let mut found = parsed.warnings;
        found.extend(lints.into_iter().map(|lint| trials.with_fix(lint)));
        found.sort_by_key(|diagnostic| diagnostic.span);
        drop_overlapping_fixes(&mut found);
        found
    }
}

/// A diagnostic, and the edits that could fix it.
#[derive(Debug)]
struct Lint {
    diagnostic: Diagnostic,
    /// The edits that may fix it, the likeliest first.
    edits: Vec<Edits>,
    /// The span of the terms that the edit leaves out.
    leaves_out: Option<Span>,
}

/// Drops lints nested inside a removable lint.
fn drop_those_in_others(lints: &mut Vec<Lint>) {
    let left_out = lints.iter().filter(|lint| lint.leaves_out.is_some());
    let mut around: Vec<Span> = left_out.map(|lint| lint.diagnostic.span).collect();
    // Of two spans with the same start, the longer one contains the other.
    around.sort_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut around = around.into_iter().peekable();
    let mut widest: Option<Span> = None;
    lints.sort_by_key(|lint| {
        let span = lint.diagnostic.span;
        (span.start(), std::cmp::Reverse(span.end()))
    });
    lints.retain(|lint| {
        let own = lint.diagnostic.span;
        while let Some(next) = around.next_if(|next| next.start() <= own.start()) {
            widest = widest.filter(|widest| widest.end() >= next.end()).or(Some(next));
        }
        let is_itself = |widest| widest == own && lint.leaves_out.is_some();
        widest.is_none_or(|widest| is_itself(widest) || widest.end() < own.end())
    });
}

/// Tries fixes out before they are offered: the text after a fix must read as exactly the
/// intended query.
struct LintTrials<'a, T> {
    text: &'a str,
    query: &'a Expr<T>,
    left: usize,
}

impl<T: Language> LintTrials<'_, T> {
    fn with_fix(&mut self, lint: Lint) -> Diagnostic {
        let mut diagnostic = lint.diagnostic;
        // The intended query is as long as the text, so it is built only while there is a
        // trial left to compare it with.
        if self.left == 0 || lint.edits.is_empty() {
            return diagnostic;
        }
        let without = lint.leaves_out.map(|span| OutsideSpan { span }.of(self.query));
        let meant = without.as_ref().unwrap_or(self.query);
        for edit in lint.edits.into_iter().take(self.left) {
            self.left -= 1;
            let fix = Fix::new(Applicability::Certain, edit);
            let fixed = fix.apply(self.text);
            if fixed.parse::<Expr<T>>().is_ok_and(|read| read == *meant) {
                diagnostic.fixes = vec![fix];
                break;
            }
        }
        diagnostic
    }
}

/// Leaves out the terms in a span.
struct OutsideSpan {
    span: Span,
}

impl OutsideSpan {
    fn of<T: Language>(&self, query: &Expr<T>) -> Expr<T> {
        let gone = self.span;
        let Ok(changed) = query.change_terms(|term: &Spanned<T>| {
            let Some(span) = term.span() else { return Ok::<_, Infallible>(Disposition::Keep) };
            if gone.start() <= span.start() && span.end() <= gone.end() {
                return Ok(Disposition::Remove);
            }
            let inner = term.value.query().map(|inner| self.of(inner));
            let changed = inner.and_then(|inner| with_query(&term.value, inner));
            Ok(changed.map_or(Disposition::Keep, |value| {
                Disposition::Replace(Expr::term(term.with(value)))
            }))
        });
        changed
    }
}

impl Lint {
    fn new(code: Code, message: String, span: Span) -> Self {
        let diagnostic = Diagnostic::new(code, message, span);
        Self { diagnostic, edits: Vec::new(), leaves_out: None }
    }
}
