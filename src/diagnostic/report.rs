//! Diagnostics drawn for people: the line, with carets below what is meant.

use std::fmt::Write as _;

use super::{Diagnostic, Fix, Severity};

/// How many characters of a line are shown on each side of what is meant.
const AROUND: usize = 60;

/// How many characters of what is meant get a caret.
const CARETS: usize = 72;

/// The diagnostics, one below the other.
pub(crate) fn report(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut report = String::new();
    // The lines are counted on from one diagnostic to the next, so that a
    // long text with many mistakes is still read once only.
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| diagnostic.span);
    let (mut line, mut counted) = (1, 0);
    for diagnostic in ordered {
        let start = floor(text, diagnostic.span.start());
        line += text.get(counted..start).unwrap_or_default().matches('\n').count();
        counted = start;
        draw(&mut report, text, diagnostic, line);
    }
    report
}

fn draw(report: &mut String, text: &str, diagnostic: &Diagnostic, line: usize) {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let start = floor(text, diagnostic.span.start());
    let end = floor(text, diagnostic.span.end()).max(start);
    let (before, cut_before) = before(text.get(..start).unwrap_or_default());
    let rest = text.get(start..).unwrap_or_default();
    let meant = text.get(start..end).unwrap_or_default();
    let carets = meant.chars().take_while(|&c| c != '\n').take(CARETS).count().max(1);
    let (shown, cut_after) = after(rest, carets + AROUND);
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let ellipsis = |cut: bool| if cut { "…" } else { "" };
    let indent = before.chars().count() + usize::from(cut_before);
    // Writing to a string does not fail.
    let _ = write!(
        report,
        "{severity}[{code}]: {message}\n\
         {margin} |\n\
         {number} | {lead}{before}{shown}{trail}\n\
         {margin} | {blank}{mark}\n",
        code = diagnostic.code,
        message = visible(&diagnostic.message),
        lead = ellipsis(cut_before),
        before = visible(before),
        shown = visible(shown),
        trail = ellipsis(cut_after),
        blank = " ".repeat(indent),
        mark = "^".repeat(carets),
    );
    for fix in &diagnostic.fixes {
        draw_fix(report, text, fix, &margin);
    }
}

/// Says what a fix does, if that is short enough to be said.
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

/// The end of the line so far, and whether more stands before it.
fn before(text: &str) -> (&str, bool) {
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        if c == '\n' || count == AROUND {
            let next = at + c.len_utf8();
            return (text.get(next..).unwrap_or_default(), c != '\n');
        }
    }
    (text, false)
}

/// The next so many characters of the line, and whether more follow.
fn after(text: &str, most: usize) -> (&str, bool) {
    for (count, (at, c)) in text.char_indices().enumerate() {
        if c == '\n' || count == most {
            return (text.get(..at).unwrap_or_default(), c != '\n');
        }
    }
    (text, false)
}

/// Characters that could move the cursor, turn the direction or hide text, as
/// blanks.
fn visible(text: &str) -> String {
    let hides = |c: char| {
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        c.is_control() || turns || matches!(c, '\u{200B}'..='\u{200F}')
    };
    text.chars().map(|c| if hides(c) { ' ' } else { c }).collect()
}

/// The character boundary at the position or before it.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
