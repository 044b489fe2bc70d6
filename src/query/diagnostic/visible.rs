//! Makes text safe to draw in cells of one width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Replaces each character without a visible form by a blank: those that could move the
/// cursor, change the direction of the text or hide.
///
/// Reports are drawn this way. Use it for any other part of a query or record that is printed
/// to a terminal.
///
/// ```
/// use activity_query::diagnostic::visible;
///
/// assert_eq!(visible("a\u{1b}[31mb \u{202e}c"), "a [31mb  c");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect()
}

/// Returns the number of columns that a text takes once it is [`visible`].
pub(super) fn columns(text: &str) -> usize {
    visible(text).width()
}

/// Returns the width of a character within an excerpt. Combining marks count too; otherwise
/// an excerpt with many marks on one letter would never end.
pub(super) fn room(c: char) -> usize {
    c.width().unwrap_or(1).max(1)
}

/// Returns whether the character is a control character, a line separator, or one that
/// Unicode calls default ignorable, such as those that change the direction of the text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
