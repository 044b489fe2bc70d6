//! Tries fixes out before they are offered.

use std::collections::BTreeMap;

use super::slip::quoted;
use super::{CheckMode, Limits, ParseMode, SourceMap, look_at, read};
use crate::query::diagnostic::{Code, Diagnostic, Fix, TextEdit, drop_overlapping_fixes};
use crate::query::language::Language;
use crate::query::suggest::Applicability;

/// The number of bytes that may be read again to try fixes out. A text may be read again
/// [`TIMES`] times, however long it is.
const BYTES: usize = 1 << 20;
const TIMES: usize = 8;

/// The cost of composing a diagnostic, as the number of bytes that could be read in that
/// time. Each attempt composes those that remain.
const DIAGNOSTIC: usize = 2_000;

/// Returns how often the text, which has this many diagnostics, may be read again.
pub(crate) fn tries(text: &str, diagnostics: usize) -> usize {
    let cost = text.len() + DIAGNOSTIC * diagnostics;
    TIMES.max(BYTES / cost.max(1))
}

/// Keeps the fixes that help: certain ones are tried all together, guesses one by one. In a
/// long text with many mistakes, only the first fixes are tried.
pub(super) fn keep_those_that_help<T: Language>(
    text: &str,
    limits: &Limits,
    checking: CheckMode,
    diagnostics: &mut [Diagnostic],
) {
    if diagnostics.iter().all(|diagnostic| diagnostic.fixes.is_empty()) {
        return;
    }
    doubt_those_in_quotes(text, diagnostics);
    drop_overlapping_fixes(diagnostics);
    let mut trials = Trials { text, limits, checking, left: tries(text, diagnostics.len()) };
    let before = Tally::of(diagnostics);
    trials.try_certain::<T>(&before, diagnostics);
    trials.try_guesses::<T>(&before, diagnostics);
}

/// Makes guesses of the certain fixes of words inside foreign quotes: the words may have been
/// meant as a text.
fn doubt_those_in_quotes(text: &str, diagnostics: &mut [Diagnostic]) {
    if text.is_ascii() {
        return;
    }
    let quoted = quoted(text);
    let is_inside = |edit: &TextEdit| {
        let around = quoted.partition_point(|quoted| quoted.end < edit.span.end());
        quoted.get(around).is_some_and(|quoted| quoted.start <= edit.span.start())
    };
    for fix in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.fixes) {
        if fix.edits.iter().any(is_inside) {
            fix.applicability = Applicability::Guess;
        }
    }
}

/// Returns whether the text is a query, so that a message may suggest it.
pub(super) fn is_query<T: Language>(text: &str) -> bool {
    look_at::<T>(ParseMode::Mistakes, text, &Limits::default(), &SourceMap::default()).errors() == 0
}

/// The number of mistakes and warnings of each kind in a text.
struct Tally(BTreeMap<Code, usize>);

impl Tally {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = BTreeMap::new();
        for diagnostic in diagnostics {
            *counts.entry(diagnostic.code).or_default() += 1;
        }
        Self(counts)
    }

    fn count(&self, is_error: bool) -> usize {
        let of_kind = |code: &Code| code.is_error() == is_error;
        self.0.iter().filter(|(code, _)| of_kind(code)).map(|(_, count)| count).sum()
    }

    /// Returns what is left once these are fixed.
    fn without<'a>(&self, fixed: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = self.0.clone();
        for diagnostic in fixed {
            if let Some(count) = counts.get_mut(&diagnostic.code) {
                *count = count.saturating_sub(1);
            }
        }
        Self(counts)
    }

    fn is_as_good_as(&self, meant: &Self) -> bool {
        let had = |code| meant.0.get(code).copied().unwrap_or_default();
        self.0.iter().all(|(code, &count)| count <= had(code))
    }

    /// Returns whether a text is better than the one before: it has fewer mistakes and none
    /// of another kind, or as many mistakes and fewer warnings.
    fn is_better_than(&self, before: &Self) -> bool {
        let is_new = |(code, count): (&Code, &usize)| {
            code.is_error() && *count > before.0.get(code).copied().unwrap_or_default()
        };
        if self.0.iter().any(is_new) {
            return false;
        }
        let (errors, errors_before) = (self.count(true), before.count(true));
        errors < errors_before
            || (errors == errors_before && self.count(false) < before.count(false))
    }
}

struct Trials<'a> {
    text: &'a str,
    limits: &'a Limits,
    checking: CheckMode,
    /// How many more times the text may be read.
    left: usize,
}

impl Trials<'_> {
    /// Returns the tally of the text after these fixes, or `None` if they leave a query that
    /// selects everything, or if there are no attempts left.
    fn after<T: Language>(&mut self, fixes: &[&Fix]) -> Option<Tally> {
        self.left = self.left.checked_sub(1)?;
        let text = Fix::apply_all(fixes.iter().copied(), self.text);
        let checking = self.checking.after(fixes.iter().copied());
        let (query, errors, found) = read::<T>(&text, self.limits, &checking.source(&text));
        // The author of a text that is not empty never means everything.
        let is_emptied = errors == 0 && query.is_everything();
        (!is_emptied).then(|| Tally::of(&found))
    }

    fn try_certain<T: Language>(&mut self, before: &Tally, diagnostics: &mut [Diagnostic]) {
        let fixable = || diagnostics.iter().filter(|one| one.certain_fix().is_some());
        let certain: Vec<&Fix> = fixable().filter_map(Diagnostic::certain_fix).collect();
        if certain.is_empty() {
            return;
        }
        let meant = before.without(fixable());
        if self.after::<T>(&certain).is_some_and(|found| found.is_as_good_as(&meant)) {
            return;
        }
        // One of them does not help, or not together with the others.
        let mut kept: Vec<Fix> = Vec::new();
        let mut best: Option<Tally> = None;
        for diagnostic in diagnostics {
            let Some(fix) = diagnostic.certain_fix() else { continue };
            let with: Vec<&Fix> = kept.iter().chain([fix]).collect();
            let found = self.after::<T>(&with);
            match found.filter(|found| found.is_better_than(best.as_ref().unwrap_or(before))) {
                Some(found) => {
                    kept.push(fix.clone());
                    best = Some(found);
                }
                None => diagnostic.fixes.retain(|fix| !fix.is_certain()),
            }
        }
    }

    fn try_guesses<T: Language>(&mut self, before: &Tally, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            diagnostic.fixes.retain(|fix| {
                fix.is_certain()
                    || self.after::<T>(&[fix]).is_some_and(|found| found.is_better_than(before))
            });
        }
    }
}
