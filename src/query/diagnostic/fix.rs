//! [`Fix`]: edits that fix a mistake, certainly or as a guess.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Diagnostic;
use crate::query::span::Span;
use crate::query::suggest::Applicability;

/// A change to the text that fixes a mistake.
///
/// A fix that changes what the author meant is worse than none, so each fix says whether it
/// is certain.
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
    /// Whether the fix is certain or a guess.
    pub applicability: Applicability,
    /// The edits, in the order of the text. They belong together and do not overlap.
    pub edits: Vec<TextEdit>,
}

/// A replacement of a part of the text.
///
/// It serialises as `{"span": [0, 6], "text": "status"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// The part that is replaced; an empty span is a position to insert at.
    pub span: Span,
    /// The text that replaces it.
    pub text: String,
}

impl TextEdit {
    /// Returns the text after this edit.
    ///
    /// If the span does not fit the text, the text is returned unchanged.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        edited(text, [self]).unwrap_or_else(|| text.to_owned())
    }
}

impl Fix {
    /// Creates a fix of these edits, which may come in any order but must not overlap.
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

    /// Returns `true` if a tool may apply the fix without asking.
    ///
    /// ```
    /// use activity_query::ActivityQuery;
    ///
    /// let error = "statuss:failed".parse::<ActivityQuery>().unwrap_err();
    /// let fix = &error.diagnostics()[0].fixes[0];
    /// assert!(fix.is_certain());
    /// assert_eq!(fix.apply("statuss:failed"), "status:failed");
    /// ```
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.applicability == Applicability::Certain
    }

    /// Returns the text after this fix.
    ///
    /// If the edits do not fit the text, the text is returned unchanged.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        edited(text, &self.edits).unwrap_or_else(|| text.to_owned())
    }

    /// Returns the text after all these fixes; of two that overlap, the one that begins later
    /// is left out.
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
    /// Returns the text after the certain fixes of all these diagnostics, which must be
    /// diagnostics of this text. Without certain fixes the text is returned unchanged.
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

/// Drops fixes that overlap with one of another diagnostic: certain fixes take precedence
/// over guesses, and earlier diagnostics over later ones.
pub(crate) fn drop_overlapping_fixes(diagnostics: &mut [Diagnostic]) {
    let mut taken = Taken::default();
    for applicability in [Applicability::Certain, Applicability::Guess] {
        for diagnostic in &mut *diagnostics {
            let own = |fix: &Fix| fix.applicability == applicability;
            diagnostic.fixes.retain(|fix| !own(fix) || taken.has_room_for(fix));
            // The guesses of one diagnostic are alternatives, and may overlap.
            diagnostic.fixes.iter().filter(|fix| own(fix)).for_each(|fix| taken.take(fix));
        }
    }
}

/// The spans that fixes change.
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

/// Returns whether both spans can be replaced, the first one being before the second one.
fn are_apart(first: Span, second: Span) -> bool {
    first != second && first.end() <= second.start()
}

/// Returns the text after the edits, which are in its order, or unchanged if they do not fit
/// it.
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
