//! Draws diagnostics for people: the line, with carets below the part that is meant.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::visible::{columns, room, visible};
use super::{Code, Diagnostic, Fix};
use crate::query::line_index::LineIndex;
use crate::query::span::floor;

/// The number of columns shown on each side of the marked part.
const AROUND: usize = 60;

/// The number of columns shown of the marked part.
const CARETS: usize = 72;

/// The number of diagnostics drawn for one code; the others are counted.
const OF_A_CODE: usize = 5;

/// The number of fixes drawn for one diagnostic.
const FIXES: usize = 5;

/// The length of a report, in bytes, from which the remaining diagnostics are only counted.
const LONG: usize = 16 << 10;

/// Returns the diagnostics, one below the other, and how many were left out.
pub(crate) fn report(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut report = String::new();
    let index = LineIndex::new(text);
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| diagnostic.span);
    let mut found: BTreeMap<Code, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in ordered {
        let count = found.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= OF_A_CODE && report.len() < LONG {
            draw(&mut report, text, diagnostic, &index);
        } else {
            *left_out.entry(diagnostic.code).or_default() += 1;
        }
    }
    for (code, count) in left_out {
        // Writing to a string does not fail.
        let _ = writeln!(report, "… and {count} more of `{code}`");
    }
    report
}

fn draw(report: &mut String, text: &str, diagnostic: &Diagnostic, index: &LineIndex<'_>) {
    let severity = diagnostic.severity;
    // Writing to a string does not fail.
    let _ = writeln!(
        report,
        "{severity}[{code}]: {message}",
        code = diagnostic.code,
        message = visible(&diagnostic.message),
    );
    // The diagnostic is not about the user's text.
    if diagnostic.code == Code::SystemQuery {
        return;
    }
    let start = floor(text, diagnostic.span.start());
    let end = floor(text, diagnostic.span.end()).max(start);
    let (before, cut_before) = before(text.get(..start).unwrap_or_default());
    let (meant, _) = after(text.get(start..end).unwrap_or_default(), CARETS);
    let (rest, cut_after) = after(text.get(start + meant.len()..).unwrap_or_default(), AROUND);
    let shown = format!("{before}{meant}{rest}");
    let number = index.line_column(start).line.to_string();
    let margin = " ".repeat(number.len());
    let ellipsis = |cut: bool| if cut { "…" } else { "" };
    // The columns are counted together, since the marked part may begin with a combining
    // mark.
    let (from, to) = (columns(before), columns(&format!("{before}{meant}")));
    // Writing to a string does not fail.
    let _ = write!(
        report,
        "{margin} |\n\
         {number} | {lead}{shown}{trail}\n\
         {margin} | {blank}{mark}\n",
        lead = ellipsis(cut_before),
        shown = visible(&shown),
        trail = ellipsis(cut_after),
        blank = " ".repeat(from + usize::from(cut_before)),
        mark = "^".repeat(to.saturating_sub(from).max(1)),
    );
    for fix in diagnostic.fixes.iter().take(FIXES) {
        draw_fix(report, text, fix, &margin);
    }
}

/// Describes a fix, if it is short enough to describe.
fn draw_fix(report: &mut String, text: &str, fix: &Fix, margin: &str) {
    let how = if fix.is_certain() { "fix" } else { "perhaps" };
    let said = match fix.edits.as_slice() {
        [edit] if edit.text.is_empty() => {
            let gone = text.get(edit.span.range()).unwrap_or_default();
            format!("remove `{}`", visible(gone))
        }
        [edit] if edit.span.is_empty() => format!("insert `{}`", visible(&edit.text)),
        [edit] => format!("write `{}`", visible(&edit.text)),
        [] => return,
        [first, .., last] => {
            let whole = first.span.cover(last.span);
            let fixed = fix.apply(text);
            let end = fixed.len().saturating_sub(text.len() - whole.end());
            format!("write `{}`", visible(fixed.get(whole.start()..end).unwrap_or_default()))
        }
    };
    if said.chars().count() <= CARETS + "write ``".len() {
        // Writing to a string does not fail.
        let _ = writeln!(report, "{margin} = {how}: {said}");
    }
}

/// Returns the end of the line so far, and whether there is more of it before that.
fn before(text: &str) -> (&str, bool) {
    let (start, cut) =
        excerpt(text.char_indices().rev().map(|(at, c)| (at + c.len_utf8(), c)), AROUND)
            .unwrap_or((0, false));
    (text.get(start..).unwrap_or_default(), cut)
}

/// Returns the next columns of the line, and whether more of it follows.
fn after(text: &str, most: usize) -> (&str, bool) {
    let (end, cut) = excerpt(text.char_indices(), most).unwrap_or((text.len(), false));
    (text.get(..end).unwrap_or_default(), cut)
}

/// Returns the end of an excerpt of that many columns, and whether it cuts the text short, or
/// `None` if the characters end first.
fn excerpt(characters: impl Iterator<Item = (usize, char)>, most: usize) -> Option<(usize, bool)> {
    let mut left = most;
    for (at, c) in characters {
        if matches!(c, '\n' | '\r') {
            return Some((at, false));
        }
        if room(c) > left {
            return Some((at, true));
        }
        left -= room(c);
    }
    None
}
