//! [`Fix`]: what would put a mistake right, and how sure that is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Diagnostic;
use crate::query::span::Span;
use crate::query::suggest::Applicability;

/// A change of the text that puts a mistake right.
///
/// A fix that changes what its author meant is worse than none, so each one
/// says whether it is certain.
///
/// ```
/// use activity_query::ActivityQuery;
/// use activity_query::diagnostic::Applicability;
///
/// let text = "Status:failed type:Restart";
/// let error = text.parse::<ActivityQuery>().unwrap_err();
/// let [mistake, remark] = error.diagnostics() else { panic!("two diagnostics") };
/// assert_eq!(mistake.fixes[0].applicability, Applicability::Certain);
/// assert_eq!(mistake.fixes[0].apply(text), "status:failed type:Restart");
/// assert_eq!(remark.fixes[0].applicability, Applicability::Guess);
/// assert_eq!(remark.fixes[0].apply(text), "Status:failed type:RestartRequest");
/// ```
///
/// It serialises as `{"applicability": "certain", "edits": [{"span": [0, 6],
/// "text": "status"}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fix {
    /// How sure it is that the text was meant so.
    pub applicability: Applicability,
    /// What changes in the text, in its order. The edits belong together and
    /// do not overlap.
    pub edits: Vec<TextEdit>,
}

/// A part of the text, and what replaces it.
///
/// It serialises as `{"span": [0, 6], "text": "status"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// What is replaced; an empty span is a place to insert at.
    pub span: Span,
    /// What replaces it.
    pub text: String,
}

impl TextEdit {
    /// The text after this edit.
    ///
    /// A span that does not fit the text changes nothing.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        edited(text, [self]).unwrap_or_else(|| text.to_owned())
    }
}

impl Fix {
    /// A fix that makes these edits. They may come in any order, and must not
    /// overlap.
    ///
    /// ```
    /// use activity_query::diagnostic::{Applicability, TextEdit};
    /// use activity_query::{Fix, Span};
    ///
    /// let edit = TextEdit { span: Span::new(0, 5), text: "status".to_owned() };
    /// let fix = Fix::new(Applicability::Certain, vec![edit]);
    /// assert_eq!(fix.apply("statu:failed"), "status:failed");
    /// ```
    #[must_use]
    pub fn new(applicability: Applicability, mut edits: Vec<TextEdit>) -> Self {
        edits.sort_by_key(|edit| edit.span);
        Self { applicability, edits }
    }

    /// Whether a tool may apply it unasked.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.applicability == Applicability::Certain
    }

    /// The text after this fix.
    ///
    /// Edits that do not fit the text change nothing.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        edited(text, &self.edits).unwrap_or_else(|| text.to_owned())
    }

    /// The text after all these fixes; of two that overlap, the one that
    /// begins later is left out.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Diagnostic, Fix};
    ///
    /// let text = "statuss:failed typ:RestartRequest";
    /// let error = text.parse::<ActivityQuery>().unwrap_err();
    /// let certain = error.diagnostics().iter().filter_map(Diagnostic::certain_fix);
    /// assert_eq!(Fix::apply_all(certain, text), "status:failed type:RestartRequest");
    /// ```
    pub fn apply_all<'a>(fixes: impl IntoIterator<Item = &'a Self>, text: &str) -> String {
        let mut fixes: Vec<&Self> = fixes.into_iter().collect();
        fixes.sort_by_key(|fix| fix.start());
        let mut taken = Taken::default();
        fixes.retain(|fix| {
            let fits = taken.has_room_for(fix);
            if fits {
                taken.take(fix);
            }
            fits
        });
        let mut edits: Vec<&TextEdit> = fixes.into_iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        edited(text, edits).unwrap_or_else(|| text.to_owned())
    }

    fn start(&self) -> Option<Span> {
        self.edits.iter().map(|edit| edit.span).min()
    }
}

impl Diagnostic {
    /// The text after the certain fixes of all these diagnostics, which
    /// belong to it; equal to the text if there is none.
    ///
    /// ```
    /// use activity_query::{ActivityQuery, Diagnostic};
    ///
    /// let text = "Status:failed type:Restart";
    /// let found = ActivityQuery::lint(text);
    /// assert_eq!(Diagnostic::fix_all(&found, text), "status:failed type:Restart");
    /// ```
    #[must_use]
    pub fn fix_all(diagnostics: &[Self], text: &str) -> String {
        Fix::apply_all(diagnostics.iter().filter_map(Self::certain_fix), text)
    }
}

/// Drops fixes that overlap one of another diagnostic: certain ones stay
/// before guesses, and of two alike the one of the earlier diagnostic.
pub(crate) fn drop_overlapping_fixes(diagnostics: &mut [Diagnostic]) {
    let mut taken = Taken::default();
    for applicability in [Applicability::Certain, Applicability::Guess] {
        for diagnostic in &mut *diagnostics {
            let own = |fix: &Fix| fix.applicability == applicability;
            diagnostic.fixes.retain(|fix| !own(fix) || taken.has_room_for(fix));
            // Guesses of one diagnostic are alternatives, and may overlap.
            diagnostic.fixes.iter().filter(|fix| own(fix)).for_each(|fix| taken.take(fix));
        }
    }
}

/// The places that fixes change.
#[derive(Default)]
struct Taken(BTreeSet<Span>);

impl Taken {
    fn has_room_for(&self, fix: &Fix) -> bool {
        fix.edits.iter().all(|edit| {
            let before = self.0.range(..=edit.span).next_back();
            let after = self.0.range(edit.span..).next();
            before.is_none_or(|span| are_apart(*span, edit.span))
                && after.is_none_or(|span| are_apart(edit.span, *span))
        })
    }

    fn take(&mut self, fix: &Fix) {
        self.0.extend(fix.edits.iter().map(|edit| edit.span));
    }
}

/// Whether two spans can both be replaced, the first one before the other.
fn are_apart(first: Span, second: Span) -> bool {
    first != second && first.end() <= second.start()
}

/// The text after edits in its order, unless they do not fit it.
pub(crate) fn edited<'a>(
    text: &str,
    edits: impl IntoIterator<Item = &'a TextEdit>,
) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        result.push_str(text.get(at..edit.span.start())?);
        result.push_str(&edit.text);
        at = edit.span.end();
    }
    result.push_str(text.get(at..)?);
    Some(result)
}
