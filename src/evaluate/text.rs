//! Comparisons of text.

/// Returns whether the text contains the part, ASCII case ignored; the part is not a pattern.
pub(super) fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.len() >= part.len()
        && text
            .as_bytes()
            .windows(part.len().max(1))
            .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
