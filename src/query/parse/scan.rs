//! Scans runs of letters and blanks within a piece of text.

use super::word::{Shape, Word};

/// A scanned run of letters.
pub(super) struct Run {
    pub(super) end: usize,
    pub(super) colon: Option<usize>,
    /// A bracket right after a colon, possibly of a range, where the run ends.
    pub(super) bracket: Option<usize>,
    pub(super) non_ascii: bool,
    /// Whether it contains a sign that is often not meant as a part of a word.
    pub(super) has_sign: bool,
}

impl Run {
    /// Returns the word that the run forms, from `start` on.
    #[inline]
    pub(super) fn word(&self, start: usize, shape: Shape) -> Word {
        Word {
            start,
            end: self.end,
            colon: self.colon,
            shape,
            non_ascii: self.non_ascii,
            has_sign: self.has_sign,
        }
    }
}

/// Scans letters up to a blank, a bracket after a colon, or `limit`.
#[inline]
pub(super) fn scan(text: &str, start: usize, limit: usize) -> Run {
    let mut run = Run { end: limit, colon: None, bracket: None, non_ascii: false, has_sign: false };
    let bytes = text.as_bytes().get(start..limit).unwrap_or_default();
    for (at, &byte) in bytes.iter().enumerate() {
        if !is_special(byte) {
            continue;
        }
        match byte {
            b':' => {
                run.colon = run.colon.or(Some(start + at));
                if bytes.get(at + 1) == Some(&b'[') {
                    run.bracket = Some(start + at + 1);
                    return run;
                }
            }
            0x80.. if !is_no_break_space(bytes.get(at..).unwrap_or_default()) => {
                run.non_ascii = true;
            }
            b'*' | b',' | b';' => run.has_sign = true,
            _ => {
                run.end = start + at;
                return run;
            }
        }
    }
    run
}

/// The table of the bytes that [`is_special`] accepts.
#[expect(clippy::indexing_slicing, reason = "checked by the compiler: this is a constant")]
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < special.len() {
        special[byte] =
            matches!(byte, 0x20 | 0x09 | 0x0A | 0x0C | 0x0D | 0x2A | 0x2C | 0x3A | 0x3B | 0x80..);
        byte += 1;
    }
    special
};

/// Returns whether the byte is or begins a blank, is a colon or one of a few signs, or is not
/// ASCII.
///
/// One table lookup for each byte takes half the time of comparing it with each of them.
fn is_special(byte: u8) -> bool {
    SPECIAL.get(usize::from(byte)).copied().unwrap_or_default()
}

pub(super) fn skip_blanks(text: &str, start: usize, limit: usize) -> usize {
    let mut at = start;
    let bytes = text.as_bytes();
    while at < limit {
        at += match bytes.get(at..limit) {
            Some([b' ' | b'\t' | b'\n' | b'\r' | 0x0C, ..]) => 1,
            Some(rest) if is_no_break_space(rest) => 2,
            _ => break,
        };
    }
    at
}

/// U+00A0 in UTF-8.
fn is_no_break_space(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xC2, 0xA0])
}
