//! Fixes are tried out before they are offered.

use super::{Checking, Limits, read};
use crate::diagnostic::{Diagnostic, Fix};
use crate::language::Language;

/// How many bytes may be read again to try fixes out; at least so many times
/// the text.
const BYTES: usize = 1 << 20;
const TIMES: usize = 8;

/// Keeps the fixes that leave fewer diagnostics, and no more errors, than
/// there were. In a long text with many mistakes, the first of them.
pub(super) fn keep_those_that_help<T: Language>(
    text: &str,
    limits: &Limits,
    checking: Checking,
    errors: usize,
    diagnostics: &mut [Diagnostic],
) {
    let before = diagnostics.len();
    let mut tries = TIMES.max(BYTES / text.len().max(1));
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
        let helps = tries > 0 && {
            tries -= 1;
            let fixed = Fix::apply_all(&diagnostic.fixes, text);
            let checking = diagnostic.fixes.iter().fold(checking, Checking::after);
            let (_, errors_left, left) = read::<T>(&fixed, limits, &checking.origin(&fixed));
            errors_left <= errors && left.len() < before
        };
        if !helps {
            diagnostic.fixes.clear();
        }
    }
}
