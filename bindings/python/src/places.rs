//! Places in a text as Python counts them: code points, where Rust counts bytes.

use activity_query::Span;

/// After how many bytes the code points before are written down.
const STEP: usize = 64;

/// Turns places in a text from bytes into code points.
///
/// Making it takes time that is linear in the text, and a place takes the same time wherever it
/// is.
#[derive(Debug)]
pub(crate) struct Places<'t> {
    text: &'t str,
    /// How many code points come before each step; nothing of a text of ASCII alone, where both
    /// are the same.
    before: Vec<usize>,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut so_far = 0;
            before.push(so_far);
            for step in text.as_bytes().chunks(STEP) {
                so_far += code_points(step);
                before.push(so_far);
            }
        }
        Self { text, before }
    }

    /// The place of a byte.
    pub(crate) fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(before) = self.before.get(byte / STEP) else { return byte };
        let rest = self.text.as_bytes().get(byte - byte % STEP..byte);
        before + rest.map_or(0, code_points)
    }

    /// The start and the end of a span.
    pub(crate) fn span(&self, span: Span) -> (usize, usize) {
        (self.at(span.start()), self.at(span.end()))
    }
}

/// How many code points begin in these bytes of UTF-8.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// The byte where a code point is; past the end it is the end.
pub(crate) fn byte(text: &str, place: usize) -> usize {
    if text.is_ascii() {
        return place.min(text.len());
    }
    text.char_indices().nth(place).map_or(text.len(), |(at, _)| at)
}
